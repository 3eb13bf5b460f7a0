"""What is asked of the search, and what it answers."""

from dataclasses import dataclass
from typing import Literal

from geo_grid.core.errors import InputError
from geo_grid.store.queries.search import Here
from geo_grid.store.records import GridRecord

Kind = Literal["address", "compound", "street", "grid", "organisation"]
Match = Literal["exact", "prefix", "initials", "typo"]

#: Kind → layer of the index that holds it.
LAYERS: dict[Kind, str] = {
    "address": "addresses",
    "compound": "compounds",
    "street": "streets",
    "grid": "grids",
    "organisation": "organisations",
}
KINDS: tuple[Kind, ...] = tuple(LAYERS)
KIND_OF: dict[str, Kind] = {layer: kind for kind, layer in LAYERS.items()}

#: Characters of the longest text that is searched for.
MAX_LENGTH = 64
#: Answers of one question at most.
MAX_HITS = 50


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for.

    Parameters
    ----------
    text
        As it was typed, 1 to `MAX_LENGTH` characters between blanks.
    kinds
        Only these.
    here
        Lon/lat, EPSG:4326 degrees: nearest first among equals.
    limit
        Answers at most.
    """

    text: str
    kinds: frozenset[Kind] = frozenset(KINDS)
    here: Here = None
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was found.

    Parameters
    ----------
    detail
        What tells it from others of the name; None where nothing does.
    code
        Of a grid; None for everything else.
    lon, lat
        Its point, EPSG:4326 degrees.
    bbox
        West, south, east, north of what is more than a point.
    distance_m
        Metres from the position asked about; None without one.
    grids
        The chain of grids at its point, level ascending, without the outline.
    """

    kind: Kind
    name: str
    detail: str | None
    code: str | None
    lon: float
    lat: float
    bbox: tuple[float, float, float, float] | None
    distance_m: float | None
    grids: tuple[GridRecord, ...]
    match: Match


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and whether there are more."""

    items: tuple[Hit, ...]
    truncated: bool


def kinds_of(text: str | None) -> frozenset[Kind]:
    """Read ``address,street``; all kinds where nothing is said.

    Raises
    ------
    InputError
        ``search_kind_unknown``.
    """
    if text is None:
        return frozenset(KINDS)
    named = {part.strip() for part in text.split(",") if part.strip()}
    known = frozenset(kind for kind in KINDS if kind in named)
    if len(known) < len(named) or not named:
        raise InputError("search_kind_unknown", given=text[:100], known=list(KINDS))
    return known
