"""Plans, their steps and their grids as the queries answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from geo_grid.core.edits.grid import Grid

PlanState = Literal["draft", "submitted", "approved", "published", "withdrawn"]
StepKind = Literal["do", "undo", "redo", "rebase"]


@dataclass(frozen=True, slots=True)
class Maker:
    """Who did something: an account as it is called now."""

    id: int
    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Base:
    """What a plan starts from: the grids in force at an instant, as the editions up to one have them.

    Parameters
    ----------
    plan
        Whose differences from it count too; 0 for the base alone.
    """

    plan: int
    edition: int
    at: datetime

    def params(self) -> dict[str, Any]:
        """As the queries ask for it."""
        return {"plan": self.plan, "edition": self.edition, "at": self.at}


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan as it stands.

    Parameters
    ----------
    ground
        Code, name and level of the grid whose ground is planned, as it is called now or was called last.
    version
        Number of the last step; 0 before the first.
    revision
        Raised by every change of words, dates and state.
    made_by
        None where it was made at the machine itself.
    done_top, redo_top
        The step that would be undone next, and the undoing that would be taken back next.
    """

    id: int
    title: str
    reason: str
    ground_id: int
    ground: tuple[str, str, int]
    base_edition: int
    base_at: datetime
    effective: datetime | None
    state: PlanState
    version: int
    revision: int
    made_by: Maker | None
    made_at: datetime
    changed_at: datetime
    published_edition: int | None
    done_top: int | None
    redo_top: int | None

    @property
    def base(self) -> Base:
        """What it starts from."""
        return Base(self.id, self.base_edition, self.base_at)


@dataclass(frozen=True, slots=True)
class PlannedGrid:
    """A grid or a void as a plan has it.

    Parameters
    ----------
    grid_id, void_id
        Identity, where it exists already.
    row_id
        The published row that it is; None where it differs from the base.
    label
        Lon/lat of a point well inside, EPSG:4326 degrees.
    changed
        It differs from the base.
    noding
        It differs only by vertices on its edges.
    has_children
        Grids or voids divide it.
    """

    grid: Grid
    grid_id: int | None
    void_id: int | None
    row_id: int | None
    label: tuple[float, float]
    area_m2: float
    hue: int
    changed: bool
    noding: bool
    has_children: bool


@dataclass(frozen=True, slots=True)
class ChangedGrid:
    """What a plan says of a grid that differs from the base: None where it ends."""

    key: str
    grid_id: int | None
    void_id: int | None
    noding: bool
    step: int
    grid: Grid | None


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step of a plan, without what it changed.

    Parameters
    ----------
    of_step
        Of an undo or a redo: the step that it undoes or does again.
    done_top, redo_top
        As `PlanRecord`, after it.
    keys
        Grids that it touched.
    """

    number: int
    kind: StepKind
    of_step: int | None
    verb: str | None
    arguments: Mapping[str, Any] | None
    name: str | None
    done_top: int | None
    redo_top: int | None
    client_id: UUID
    made_by: Maker | None
    made_at: datetime
    keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class StateChangeRecord:
    """Who brought a plan into a state, when and why."""

    number: int
    state: PlanState
    why: str
    version: int
    made_by: Maker | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PlanCommentRecord:
    """What somebody says of a place, EPSG:4326 degrees."""

    number: int
    text: str
    lon: float
    lat: float
    grid: str | None
    version: int
    made_by: Maker | None
    made_at: datetime
    resolved_by: Maker | None
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanUnlockRecord:
    """Leave to move a statutory border in a plan."""

    grid: str
    grid_id: int
    reason: str
    made_by: Maker | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class HoldRecord:
    """Who is drawing in a plan."""

    by: Maker
    holder: UUID
    since: datetime
    seen_at: datetime
