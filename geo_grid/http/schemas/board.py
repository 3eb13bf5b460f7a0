"""Notice boards, what must be printed again, and print jobs."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from geo_grid.core.boards.fingerprint import Reason
from geo_grid.http.schemas.base import Latitude, Level, Longitude, Published, degrees, metres
from geo_grid.publish.sheets.pieces import Unprintable, explained
from geo_grid.services.boards.register import MOST_CHARACTERS, BoardNow
from geo_grid.services.boards.reprint import ReprintList
from geo_grid.store.board_records import BoardRecord, PrintJobRecord
from geo_grid.words import Language, tell

BoardKind = Literal["office", "member"]
Size = Literal["A2", "A3", "A4"]
Place = Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARACTERS, pattern=r"^[^\x00]*$")]
Remark = Annotated[str, StringConstraints(max_length=MOST_CHARACTERS, pattern=r"^[^\x00]*$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
#: Cards of each grid at most; an installation may allow fewer in one PDF.
MOST_CARDS = 100_000

_BOARD: dict[str, Any] = {
    "id": 4,
    "grid": {"code": "10020010001", "name": "中山里", "level": 3},
    "kind": "office",
    "size": "A2",
    "lon": 120.4521,
    "lat": 23.4812,
    "place": "中山里活动中心门口",
    "photo": None,
    "hung_on": "2026-11-22",
    "removed_on": None,
    "last_check": None,
    "printed": {"edition": 12, "at": "2026-11-22T01:30:00Z"},
    "stale": ["people"],
}
_JOB: dict[str, Any] = {
    "id": 9,
    "grid": {"code": "10020010", "name": "中山社区", "level": 2},
    "what": "boards",
    "state": "running",
    "done": 5,
    "total": 12,
    "pages": None,
    "error": None,
    "unprintable": [],
    "file": None,
    "asked_at": "2026-11-22T01:30:00Z",
    "finished_at": None,
}


class PrintedGrid(Published):
    """A grid as it is called, or was called last."""

    code: str
    name: str
    level: Level

    @classmethod
    def of(cls, grid: tuple[str, str, int]) -> "PrintedGrid":
        """As published."""
        code, name, level = grid
        return cls(code=code, name=name, level=level)


class BoardCheckOut(Published):
    """When somebody looked, and whether all was well."""

    at: AwareDatetime
    by: str
    fine: bool
    note: str | None


class PrintedOut(Published):
    """When a board was printed last, and with which edition on it."""

    edition: int
    at: AwareDatetime


class BoardOut(Published):
    """A notice board where it hangs."""

    model_config = ConfigDict(json_schema_extra={"examples": [_BOARD]})

    id: int
    grid: PrintedGrid = Field(description="The grid that it shows.")
    kind: BoardKind
    size: Size
    lon: Longitude
    lat: Latitude
    place: str
    photo: str | None = Field(description="Address of a picture of where it hangs.")
    hung_on: date | None
    removed_on: date | None
    last_check: BoardCheckOut | None
    printed: PrintedOut | None
    stale: list[Reason] | None = Field(
        description="What changed since it was printed; null while it holds, and where no print is known."
    )

    @classmethod
    def of(cls, found: BoardNow) -> "BoardOut":
        """As published."""
        return cls._of(found.board, None if found.stale is None else list(found.stale))

    @classmethod
    def _of(cls, board: BoardRecord, stale: list[Reason] | None) -> "BoardOut":
        check, printed = board.last_check, board.printed
        return cls(
            id=board.id,
            grid=PrintedGrid.of(board.grid),
            kind=board.kind,
            size=board.size,
            lon=degrees(board.lon),
            lat=degrees(board.lat),
            place=board.place,
            photo=None
            if board.photo is None
            else f"/api/v1/boards/{board.id}/photo.jpg?of={board.photo[:16]}",
            hung_on=board.hung_on,
            removed_on=board.removed_on,
            last_check=None
            if check is None
            else BoardCheckOut(at=check.at, by=check.by, fine=check.fine, note=check.note),
            printed=None if printed is None else PrintedOut(edition=printed.edition, at=printed.at),
            stale=stale,
        )


class BoardList(Published):
    """A page of boards."""

    items: list[BoardOut]
    next: str | None


class BoardIn(Published):
    """A board to register."""

    grid: Code
    kind: BoardKind
    size: Size
    lon: Longitude
    lat: Latitude
    place: Place = Field(description="Where it hangs, in words.")
    hung_on: date | None = None
    printed: bool = Field(default=False, description="What is published now is what hangs there.")


class BoardChange(Published):
    """What to change of a board; what is left out stays."""

    grid: Code | None = None
    kind: BoardKind | None = None
    size: Size | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    place: Place | None = None
    hung_on: date | None = None
    removed_on: date | None = Field(default=None, description="The day it was taken down.")


class CheckIn(Published):
    """Somebody looked at a board."""

    fine: bool
    note: Remark | None = None


class PrintedIn(Published):
    """A board was printed."""

    edition: int | None = Field(
        default=None, ge=1, le=2**31 - 1, description="On the sheet; without it the one in effect."
    )


class ReprintItem(Published):
    """A board to hang anew."""

    board: BoardOut
    reasons: list[Reason]
    order: int = Field(ge=1, description="In which order to walk.")
    walk_m: float = Field(ge=0, description="Metres from the one before, as the crow flies.")


class BuildingCards(Published):
    """Cards that a building needs."""

    grid: PrintedGrid
    building: str
    count: int


class ReprintOut(Published):
    """The boards that no longer hold, in an order to walk, and cards for the households there."""

    items: list[ReprintItem]
    cards: list[BuildingCards]
    total_m: float

    @classmethod
    def of(cls, found: ReprintList) -> "ReprintOut":
        """As published."""
        return cls(
            items=[
                ReprintItem(
                    board=BoardOut._of(stop.board, list(stop.reasons)),
                    reasons=list(stop.reasons),
                    order=stop.order,
                    walk_m=metres(stop.walk_m),
                )
                for stop in found.stops
            ],
            cards=[
                BuildingCards(grid=PrintedGrid.of(each.grid), building=door.building, count=door.count)
                for each in found.cards
                for door in each.buildings
            ],
            total_m=metres(found.total_m),
        )


class PrintJobIn(Published):
    """Sheets of a grid and all below it to print as one PDF."""

    grid: Code
    what: Literal["boards", "cards", "overview", "reprint"] = Field(
        description="`reprint`: the registered boards that no longer hold, each as it hangs; they count as "
        "printed when the job is done."
    )
    kind: BoardKind = "office"
    size: Size = "A3"
    levels: list[Annotated[int, Field(ge=1, le=3)]] = Field(
        default_factory=list, max_length=3, description="Of which grids; the finest by default."
    )
    cards_per: Literal["count", "building"] = Field(
        default="building", description="`building`: one a household, each with its building."
    )
    count: int = Field(default=10, ge=1, le=MOST_CARDS, description="Cards of each grid, for `count`.")
    lang: Language | None = Field(default=None, description="Of the sheets; without it of the request.")


class PrintJobAdded(Published):
    """A job in the queue."""

    id: int


class PrintJobError(Published):
    """Why a job came to nothing."""

    code: str
    message: str


class PrintJobOut(Published):
    """A print job."""

    model_config = ConfigDict(json_schema_extra={"examples": [_JOB]})

    id: int
    grid: PrintedGrid
    what: Literal["boards", "cards", "overview", "reprint"]
    state: Literal["waiting", "running", "done", "failed"]
    done: int
    total: int | None = Field(description="Grids or boards to draw; null until it is known.")
    pages: int | None
    error: PrintJobError | None
    unprintable: list[str] = Field(description="What no font has a glyph for, and what stands there.")
    file: str | None = Field(description="Address of the PDF; kept for a day.")
    asked_at: AwareDatetime
    finished_at: AwareDatetime | None

    @classmethod
    def of(cls, job: PrintJobRecord, language: Language) -> "PrintJobOut":
        """As published."""
        error = job.error
        return cls(
            id=job.id,
            grid=PrintedGrid.of(job.grid),
            what=job.asked["what"],
            state=job.state,
            done=job.done,
            total=job.total,
            pages=job.pages,
            error=None
            if error is None
            else PrintJobError(code=error["code"], message=tell(error["code"], error["params"], language)),
            unprintable=explained([Unprintable(**each) for each in job.told], language),
            file=f"/api/v1/print-jobs/{job.id}/file.pdf" if job.state == "done" else None,
            asked_at=job.created_at,
            finished_at=job.finished_at,
        )


class PrintJobList(Published):
    """One's own jobs, the newest first."""

    items: list[PrintJobOut]
