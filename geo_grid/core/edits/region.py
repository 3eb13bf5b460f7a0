"""What of the leaves lies within a region whose border has met theirs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import shapely

from geo_grid.core.edits.cutting import Face, faces
from geo_grid.core.edits.meeting import Meeting
from geo_grid.core.edits.points import Box, Edge, box_of, holds_middle, turned
from geo_grid.core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Lot:
    """A piece of a leaf that lies wholly within a region, or wholly outside."""

    face: Face
    inside: bool


def lots(
    meeting: Meeting, region: Collection[Edge], cuts: Mapping[str | None, Sequence[Edge]]
) -> dict[str, list[Lot]]:
    """The pieces of every leaf of which something lies within a region.

    Parameters
    ----------
    meeting
        Leaves and the region's border.
    region
        Boundary chain of the region.
    cuts
        Leaf → what of the region's border runs through it.

    Raises
    ------
    Refusal
        ``too_fine``: after rounding a piece would lie on both sides.
    """
    bounds = box_of(start for start, _ in region)
    found = {}
    for key, leaf in meeting.leaves.items():
        if key not in cuts and not _may_lie_within(leaf.geometry, bounds):
            continue
        pieces = [
            Lot(face, _is_inside(face, region)) for face in faces(key, meeting.chains[key], cuts.get(key, ()))
        ]
        if any(lot.inside for lot in pieces):
            found[key] = pieces
    return found


def _may_lie_within(geometry: shapely.Geometry, bounds: Box) -> bool:
    west, south, east, north = bounds
    return any(
        west - 2 <= w and south - 2 <= s and e <= east + 2 and n <= north + 2
        for w, s, e, n in shapely.bounds(shapely.get_parts(geometry)).tolist()
    )


def _is_inside(face: Face, region: Collection[Edge]) -> bool:
    with_it = any(edge in region for edge in face.chain)
    against_it = any(turned(edge) in region for edge in face.chain)
    if with_it and against_it:
        raise Refusal("too_fine", at=list(min(face.chain)[0]))
    return with_it or (not against_it and holds_middle(region, min(face.chain)))
