"""Faults that are patches of ground: close gaps, resolve overlaps, clip what reaches outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo_grid.core.change import Change, NewGrid, Transfer
from geo_grid.core.coverage import edge_lengths_m
from geo_grid.core.crs import area_m2
from geo_grid.core.faults import Fault
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.repairs.give import border_lengths, give, prepare
from geo_grid.core.repairs.workpiece import Workpiece


@dataclass(frozen=True)
class Award:
    """Who gets a patch.

    Parameters
    ----------
    givers
        Rows that lose it.
    receiver
        Row that gains it, None where it goes to nobody or to a new grid.
    new_name
        Id of the grid that the patch becomes, if it becomes one.
    keeper
        Row that had the patch already and keeps it alone.
    refused
        Why the patch stays as it is; then nothing else counts.
    """

    givers: tuple[int, ...] = ()
    receiver: int | None = None
    new_name: str | None = None
    keeper: int | None = None
    refused: str | None = None


@dataclass(frozen=True)
class Situation:
    """What a rule may look at to award a patch.

    Parameters
    ----------
    work
        The grids.
    fault
        The fault.
    borders_m
        Row → length of the border it shares with the patch, metres; rows under the same parent only.
    """

    work: Workpiece
    fault: Fault
    borders_m: dict[int, float]


Rule = Callable[[Situation], Award]

_ACTION = {"gap": "close_gap", "overlap": "resolve_overlap", "outside_parent": "clip_outside"}


@dataclass(frozen=True)
class Outcome:
    """What a repair of patches did.

    Parameters
    ----------
    change
        The change; empty if nothing could be done.
    refused
        Faults that stay, with the reason.
    """

    change: Change
    refused: tuple[tuple[Fault, str], ...]


def repair_patches(work: Workpiece, faults: Sequence[Fault], rule: Rule) -> Outcome:
    """Award each patch by a rule and move the ground.

    Parameters
    ----------
    work
        The grids.
    faults
        Faults of one code, each with a face; their faces do not overlap.
    rule
        Decides about one patch.
    """
    chosen = [fault for fault in faults if fault.face is not None]
    prepared = prepare(work, [fault.face for fault in chosen])
    shapes = {
        row: prepared.put.get(row, work.children.geometry[row])
        for patch in prepared.patches
        for row in patch.rows
    }
    moves: list[tuple[shapely.Geometry, tuple[int, ...], int | None]] = []
    notes: list[Transfer] = []
    new: list[NewGrid] = []
    refused: list[tuple[Fault, str]] = []
    for fault, patch in zip(chosen, prepared.patches, strict=True):
        if patch.face is None:
            refused.append((fault, "too_thin"))
            continue
        family = {row: shapes[row] for row in patch.rows if work.key(row) == fault.key}
        lengths = {
            row: float(edge_lengths_m(edges.start, edges.end).sum())
            for row, edges in border_lengths(patch.face, family).items()
        }
        award = rule(Situation(work, fault, lengths))
        if award.refused is not None:
            refused.append((fault, award.refused))
            continue
        moves.append((patch.face, award.givers, award.receiver))
        place = geometries_to_degrees(np.array([patch.face], dtype=object))
        if award.new_name is not None:
            new.append(NewGrid(award.new_name, fault.key, patch.face))
        notes += _notes(work, fault, award, place[0], float(area_m2(place)[0]))
    put = give(shapes, moves)
    gone = {row for row, shape in put.items() if shape.is_empty}
    if gone:  # a grid that would lose all its ground keeps it, and its faults say so
        refused.extend((fault, "would_vanish") for fault in chosen if set(fault.rows) & gone)
        keep = [fault for fault in chosen if not (set(fault.rows) & gone)]
        rest = repair_patches(work, keep, rule) if keep else Outcome(Change(), ())
        return Outcome(rest.change, (*refused, *rest.refused))
    if not moves:
        return Outcome(Change(), tuple(refused))
    noded = {row: shape for row, shape in prepared.put.items() if row not in put}
    notes += [
        Transfer("noding", None, work.children.ids[row], 0.0, None, work.parent_name(work.key(row)))
        for row in sorted(noded)
    ]
    return Outcome(Change({**noded, **put}, frozenset(), tuple(new), tuple(notes)), tuple(refused))


def _notes(
    work: Workpiece, fault: Fault, award: Award, place: shapely.Geometry, area: float
) -> list[Transfer]:
    ids = work.children.ids
    action = _ACTION[fault.problem.code]
    parent = work.parent_name(fault.key)
    if award.new_name is not None:
        return [Transfer("new_grid", None, award.new_name, area, place, parent)]
    gains = award.keeper if award.receiver is None else award.receiver
    receiver = None if gains is None else ids[gains]
    if not award.givers:
        return [Transfer(action, None, receiver, area, place, parent)]
    return [Transfer(action, ids[giver], receiver, area, place, parent) for giver in award.givers]
