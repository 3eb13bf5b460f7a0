"""A fault of a coverage, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import shapely


class Severity(StrEnum):
    """Whether a problem breaks the coverage or only deserves a look."""

    ERROR = "error"
    WARNING = "warning"


#: Every code a proof can give, with its severity.
SEVERITY: Mapping[str, Severity] = MappingProxyType(
    {
        "overlap": Severity.ERROR,
        "gap": Severity.ERROR,
        "outside_parent": Severity.ERROR,
        "unmatched_vertex": Severity.ERROR,
        "invalid_geometry": Severity.ERROR,
        "duplicate": Severity.ERROR,
        "duplicate_id": Severity.ERROR,
        "missing_id": Severity.ERROR,
        "unknown_parent": Severity.ERROR,
        "not_polygon": Severity.ERROR,
        "coordinates_out_of_range": Severity.ERROR,
        "empty": Severity.WARNING,
        "multipart": Severity.WARNING,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One located fault.

    Parameters
    ----------
    code
        A key of `SEVERITY`.
    grids
        Ids of the grids that take part, in string order.
    parent
        Id of the parent in whose proof it was found, or None.
    area_m2
        Geodesic area of the fault; 0 where it has none.
    geometry
        The place, EPSG:4326 lon/lat degrees; None where nothing can be drawn.
    params
        What the wording needs beside these; JSON types only.
    """

    code: str
    grids: tuple[str, ...] = ()
    parent: str | None = None
    area_m2: float = 0.0
    geometry: shapely.Geometry | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Severity of the code."""
        return SEVERITY[self.code]

    @property
    def is_error(self) -> bool:
        """True where the coverage does not hold while this stands."""
        return self.severity is Severity.ERROR
