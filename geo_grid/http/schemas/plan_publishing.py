"""What becomes of a plan: what it changes, what stands in its way, and the edition that it becomes."""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.core.canonical import as_array
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.http.schemas.base import Level, Published, When
from geo_grid.http.schemas.grid import MultiPolygon, coordinates_of
from geo_grid.http.schemas.plan import GridKey, PlanOut, Title, Why
from geo_grid.services.plans.comparison import ComparedGrid, Comparison, Piece, Side
from geo_grid.services.plans.conflicts import MovedGrid
from geo_grid.services.plans.replay import ReplayedStep
from geo_grid.services.plans.since_base import Happened
from geo_grid.words import Language, tell

_SIDE: dict[str, Any] = {
    "code": "110105001001003",
    "name": "三网格",
    "parent": "110105001001",
    "area_m2": 48210.5,
    "households": 412,
    "people": 1033,
    "streets_m": 1840.25,
}


_RING = [[116.4712, 39.9088], [116.4731, 39.9088], [116.4731, 39.9102], [116.4712, 39.9088]]
_PIECE: dict[str, Any] = {
    "type": "Feature",
    "geometry": {"type": "MultiPolygon", "coordinates": [[_RING]]},
    "properties": {
        "level": 3,
        "from": {"key": "110105001001003", "code": "110105001001003", "name": "三网格"},
        "to": {"key": "~2", "code": "110105001001009", "name": "九网格"},
        "area_m2": 12010.5,
        "households": 96,
        "people": 250,
    },
}


class PublishIn(Published):
    """The wish to publish an approved plan."""

    why: Why
    effective: When | None = Field(
        default=None,
        description="From when on it holds; null: the plan's own instant, else as soon as it can.",
    )
    carry_duties: bool = Field(
        default=True,
        description="Give those on duty for a grid the same duties for what the plan cuts out of it.",
    )


class GridSideOut(Published):
    """A grid before or after."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SIDE]})

    code: str
    name: str
    parent: str | None = Field(description="Code of the grid above it on this side.")
    area_m2: float
    households: int | None = Field(description="Null: not counted, or nobody knows.")
    people: int | None
    streets_m: float | None = Field(description="What runs along a border counts half to either side.")

    @classmethod
    def of(cls, side: Side | None) -> "GridSideOut | None":
        """As published; null where there is no such grid on this side."""
        if side is None:
            return None
        return cls(
            code=side.code,
            name=side.name,
            parent=side.parent,
            area_m2=round(side.area_m2, 1),
            households=side.households,
            people=side.people,
            streets_m=side.streets_m,
        )


class ComparedGridOut(Published):
    """A grid that differs from the base, other than by vertices on its border."""

    key: GridKey
    level: Level
    kind: str
    before: GridSideOut | None = Field(description="Null: it comes.")
    after: GridSideOut | None = Field(description="Null: it ends.")
    persons: int = Field(ge=0, description="People who have a duty for it now.")
    boards: int = Field(ge=0, description="Notice boards that hang for it and will not hold any more.")
    open_incidents: int = Field(ge=0, description="Incidents that are open there now.")

    @classmethod
    def of(cls, grid: ComparedGrid) -> "ComparedGridOut":
        """As published."""
        return cls(
            key=grid.key,
            level=grid.level,
            kind=grid.kind,
            before=GridSideOut.of(grid.before),
            after=GridSideOut.of(grid.after),
            persons=grid.persons,
            boards=grid.boards,
            open_incidents=grid.incidents,
        )


class ComparisonOut(Published):
    """A plan beside its base."""

    version: int = Field(description="Number of the plan's last step.")
    grids: list[ComparedGridOut]
    noded: int = Field(ge=0, description="Grids that only get vertices on their border.")
    moved_m2: float = Field(ge=0, description="Ground of the finest level that changes hands, square metres.")
    moved_households: int | None = Field(description="Null: not counted, or nobody knows.")
    moved_people: int | None
    boards: int = Field(ge=0, description="Notice boards to print again.")

    @classmethod
    def of(cls, found: Comparison) -> "ComparisonOut":
        """As published."""
        finest = max((piece.level for piece in found.pieces), default=0)
        moved = [piece for piece in found.pieces if piece.level == finest]
        return cls(
            version=found.plan.version,
            grids=[ComparedGridOut.of(each) for each in found.grids],
            noded=found.noded,
            moved_m2=round(sum(piece.moved.area_m2 for piece in moved), 1),
            moved_households=_sum([piece.households for piece in moved]),
            moved_people=_sum([piece.people for piece in moved]),
            boards=sum(each.boards for each in found.grids),
        )


def _sum(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return None if len(known) < len(counts) else sum(known)


class PieceGrid(Published):
    """A grid that loses or gets a piece of ground."""

    key: GridKey
    code: str
    name: str


class PieceProperties(Published):
    """Who had a piece of ground, and who gets it."""

    level: Level
    from_: PieceGrid = Field(alias="from")
    to: PieceGrid
    area_m2: float
    households: int | None
    people: int | None


class PieceFeature(Published):
    """A piece of ground that changes hands, EPSG:4326; where borders cross, not on the lattice."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PIECE]})

    type: Literal["Feature"] = "Feature"
    geometry: MultiPolygon
    properties: PieceProperties

    @classmethod
    def of(cls, piece: Piece) -> "PieceFeature":
        """As published."""
        degrees = geometries_to_degrees(as_array([piece.moved.geometry]))[0]
        giver, taker = piece.from_grid, piece.to_grid
        return cls(
            geometry=MultiPolygon.model_construct(coordinates=coordinates_of(degrees)),
            properties=PieceProperties(
                level=piece.level,
                from_=PieceGrid(key=giver.key, code=giver.code, name=giver.name),
                to=PieceGrid(key=taker.key, code=taker.code, name=taker.name),
                area_m2=round(piece.moved.area_m2, 1),
                households=piece.households,
                people=piece.people,
            ),
        )


class PieceCollection(Published):
    """All pieces of ground that change hands, by level."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[PieceFeature]


class MovedGridOut(Published):
    """A grid that the plan changes and that editions have changed since."""

    key: GridKey
    code: str
    name: str
    level: Level
    happened: Happened = Field(
        description="`ended`; `changed` in its words or its place in the hierarchy; `moved` on the ground."
    )
    editions: list[int]

    @classmethod
    def of(cls, grid: MovedGrid) -> "MovedGridOut":
        """As published."""
        return cls(
            key=grid.key,
            code=grid.code,
            name=grid.name,
            level=grid.level,
            happened=grid.happened,
            editions=list(grid.editions),
        )


class ConflictsOut(Published):
    """What stands in the way of a plan; nothing: it can be published as it is."""

    base_edition: int
    grids: list[MovedGridOut]


class PlanPublished(PlanOut):
    """A plan that was published, and from when on it holds."""

    holds_from: AwareDatetime
    without_head: int = Field(
        ge=0, description="Grids of the edition without a head; `/editions/{number}/without-head` names them."
    )


class ReplayIn(Published):
    """The wish to make the steps of a plan again on what is published now."""

    commit: bool = Field(default=False, description="Keep it; else it is only tried.")
    holder: UUID | None = Field(default=None, description="The tab that draws, as in `hold`.")


class ReplayedStepOut(Published):
    """A step as it was made again."""

    number: int = Field(description="Of the step, before.")
    verb: str
    name: str | None
    ok: bool
    code: str | None = Field(description="Why it could not be made again; null where it could.")
    message: str | None = Field(description="The same as a sentence.")
    params: dict[str, Any] | None

    @classmethod
    def of(cls, step: ReplayedStep, language: Language) -> "ReplayedStepOut":
        """As published."""
        refusal = step.refusal
        return cls(
            number=step.step.number,
            verb=step.step.verb or "",
            name=step.step.name,
            ok=refusal is None,
            code=None if refusal is None else refusal.code,
            message=None if refusal is None else tell(refusal.code, refusal.params, language),
            params=None if refusal is None else refusal.params,
        )


class ReplayOut(Published):
    """A plan on what is published now, step by step."""

    version: int = Field(description="Number of the plan's last step.")
    base_edition: int = Field(description="The edition that its steps were made on.")
    kept: bool
    steps: list[ReplayedStepOut]


class RevertIn(Published):
    """The wish to bring back what a published plan has changed."""

    title: Title
    reason: Why


class NumberingIn(Published):
    """Which grids to number, and how."""

    under: GridKey
    scheme: str | None = Field(
        default=None,
        max_length=40,
        pattern=r"^\d+(\+\d+){1,3}$",
        description="Digits of each level, e.g. 6+3+3+3; without it what the codes here have.",
        examples=["6+3+3+3"],
    )


class NumberedGridOut(Published):
    """A grid with the code that it has in the plan, and the one that it would get."""

    key: GridKey
    level: Level
    name: str
    old: str = Field(description="Empty where it has none.")
    new: str


class NumberOperation(Published):
    """The step that gives the codes."""

    verb: Literal["number"] = "number"
    arguments: dict[str, dict[str, str]]


class NumberingOut(Published):
    """What numbering would give; `operation` is the step that does it, null where all is so already."""

    version: int
    grids: list[NumberedGridOut]
    operation: NumberOperation | None
