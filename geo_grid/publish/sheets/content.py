"""What is printed: plain values, already in one language and only what may be published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo_grid.words import Language

#: Who a board is for: the office that hangs it, or the grid person whom it shows.
BoardKind = Literal["office", "member"]
Size = Literal["A2", "A3", "A4"]

#: Width and height of a sheet, mm.
SIZES_MM: dict[Size, tuple[float, float]] = {"A2": (420.0, 594.0), "A3": (297.0, 420.0), "A4": (210.0, 297.0)}


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """Somebody as a sheet shows them.

    Parameters
    ----------
    role
        In words, e.g. 网格长.
    name
        In the sheet's language; None where it is not published: the role stands in its place.
    second
        The name in the other script, or None.
    initial
        Drawn where there is no photo; None draws a plain figure.
    tint
        Hue of the ground behind the initial, 0 to 5.
    photo
        A JPEG, or None.
    is_head, is_member
        Whether the person answers for the grid first, or is one of its members.
    vacant
        A duty that nobody has; the note says who is asked instead.
    """

    role: str
    name: str | None = None
    second: str | None = None
    initial: str | None = None
    tint: int = 0
    post: str | None = None
    phone: str | None = None
    mobile: str | None = None
    hours: str | None = None
    specialty: str | None = None
    duties: str | None = None
    photo: bytes | None = None
    is_head: bool = False
    is_member: bool = False
    vacant: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SheetOffice:
    """The office that people turn to."""

    name: str
    phone: str | None = None
    hours: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """A grid and what every sheet of it says.

    Parameters
    ----------
    above
        Names of the grids above it, coarse to fine, without the outline.
    url
        The live page, with edition and fingerprint; in the QR.
    address
        The same without them, as a person would type it.
    on
        The day of printing.
    """

    code: str
    name: str
    above: Sequence[str]
    level: int
    people: Sequence[SheetPerson]
    office: SheetOffice | None
    hotline: str | None
    supervision_phone: str | None
    url: str
    address: str
    edition: int
    on: date
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """A notice board; its map is an SVG made for `map_mm`."""

    grid: SheetGrid
    kind: BoardKind
    size: Size
    map_svg: str


@dataclass(frozen=True, slots=True)
class CardRun:
    """Contact cards of one grid: how many, and for which building (None: any)."""

    grid: SheetGrid
    count: int
    building: str | None = None


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A grid in the table of an overview."""

    code: str
    name: str
    head: SheetPerson | None
    members: Sequence[SheetPerson]


@dataclass(frozen=True, slots=True)
class OverviewSheet:
    """A grid with those below it; its map is an SVG made for `overview_map_mm`."""

    grid: SheetGrid
    rows: Sequence[OverviewRow]
    map_svg: str
    size: Size = "A3"
