"""A load of a base layer before it is done: what was asked for, and what it would write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import category

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.lattice import Geometries
from geo_grid.core.layers.kinds import KINDS
from geo_grid.core.layers.placing import Misplaced
from geo_grid.core.streets.segments import Segments
from geo_grid.services.layer_remarks import Remark

#: Characters of the longest name of a source.
LONGEST_SOURCE = 200
#: Kinds of characters that no name has: controls, halves of characters, ends of lines.
_NOT_SHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """What is to be loaded.

    Parameters
    ----------
    layer
        One of `KINDS`.
    source
        Name for where it comes from: loading the same layer and source again replaces the rows.
    title
        What people are to read, or None.
    taken_on
        The day that it shows, or None.
    fields
        Field → column, where they differ; ``services.NAME`` for services of addresses.
    made_up
        True for an example that is no real place.

    Raises
    ------
    NotFound
        ``layer_unknown``.
    InputError
        ``layer_source_empty``, ``layer_source_unusable``.
    """

    layer: str
    source: str
    title: str | None = None
    taken_on: date | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    made_up: bool = False

    def __post_init__(self) -> None:
        """Refuse a layer that is none, and a source without a name or with one that cannot be shown."""
        if self.layer not in KINDS:
            raise NotFound("layer_unknown", given=self.layer, known=list(KINDS))
        if not self.source.strip():
            raise InputError("layer_source_empty")
        if len(self.source) > LONGEST_SOURCE or any(category(each) in _NOT_SHOWN for each in self.source):
            raise InputError("layer_source_unusable", most=LONGEST_SOURCE)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the ground already, to judge a load by.

    Parameters
    ----------
    outline
        Outline of the grids, EPSG:4326 degrees; None where there are no grids.
    streets
        (k, 2) vertices of streets of other loads, EPSG:4326, densely set; None where there are none.
    """

    outline: shapely.Geometry | None = None
    streets: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class LoadPlan:
    """What a load would write.

    Parameters
    ----------
    request
        What was asked for.
    file, crs
        Name of the file, and of its reference system.
    rows_read
        Rows of the file.
    geometry
        (n,) shapes of the rows kept, EPSG:4326 degrees on the lattice: Point, MultiLineString, MultiPolygon.
    values
        Field → (n,) values; None is unknown.
    source_ids
        (n,) ids of the source's own.
    attributes
        (n,) what is kept beside the fields.
    mapping
        Field → column of the file it was read from.
    unused
        Columns that nothing was read from.
    dropped
        Why rows are left out: no_geometry, unreadable, wrong_type, out_of_range, swapped_axes, too_short,
        too_small, not_mendable, duplicate.
    noted
        What is to be said of rows kept: mended, count_negative, count_absurd, count_not_a_number,
        services_unclear, text_garbled, word_unknown, name_missing, same_text_elsewhere.
    misplaced
        Where the layer does not lie where the grids are.
    segments
        Of streets: the pieces between crossings.
    """

    request: LoadRequest
    file: str
    crs: str
    rows_read: int
    geometry: Geometries
    values: Mapping[str, list[Any]]
    source_ids: list[str | None]
    attributes: list[dict[str, Any]]
    mapping: Mapping[str, str]
    unused: tuple[str, ...]
    dropped: Mapping[str, Remark] = field(default_factory=dict)
    noted: Mapping[str, Remark] = field(default_factory=dict)
    misplaced: Misplaced | None = None
    segments: Segments | None = None

    @property
    def rows_kept(self) -> int:
        """Features that would be written."""
        return len(self.geometry)
