"""Plans: what they are called, how they stand, who draws, what was said."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from geo_grid.http.schemas.base import Latitude, Level, Longitude, Published, When, degrees
from geo_grid.services.plans.opening import MOST_REASON, MOST_TITLE
from geo_grid.services.plans.reading import PlanNow
from geo_grid.store.plan_records import (
    HoldRecord,
    Maker,
    PlanCommentRecord,
    PlanRecord,
    PlanState,
    PlanUnlockRecord,
    StateChangeRecord,
)

_TEXT = r"^[^\x00]*$"
Title = Annotated[str, StringConstraints(min_length=1, max_length=MOST_TITLE, pattern=_TEXT)]
Why = Annotated[str, StringConstraints(min_length=1, max_length=MOST_REASON, pattern=_TEXT)]
GridKey = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100, pattern=_TEXT),
    Field(
        description="A grid within a plan: the code that it had on the plan's base, `~N` for what step N "
        "made, `~vN` for a void; it stays when the code changes."
    ),
]

_PLAN: dict[str, Any] = {
    "id": 7,
    "title": "中山社区网格调整",
    "reason": "户数超出规定范围",
    "ground": {"code": "110105001001", "name": "中山社区", "level": 2},
    "base_edition": 12,
    "base_at": "2026-11-22T01:30:00Z",
    "effective": None,
    "state": "draft",
    "version": 4,
    "revision": 2,
    "made_by": {"id": 3, "login": "wang", "name": "王芳"},
    "made_at": "2026-11-22T01:30:00Z",
    "changed_at": "2026-11-22T01:42:00Z",
    "published_edition": None,
    "undo": 4,
    "redo": None,
}


class PlanGround(Published):
    """The grid whose ground is planned, as it is called now, or was called last."""

    code: str
    name: str
    level: Level


class MakerOut(Published):
    """An account that did something."""

    id: int
    login: str
    name: str

    @classmethod
    def of(cls, maker: Maker | None) -> "MakerOut | None":
        """As published; null where it was done at the machine itself."""
        return None if maker is None else cls(id=maker.id, login=maker.login, name=maker.name)


class PlanOut(Published):
    """A plan as it stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PLAN]})

    id: int
    title: str
    reason: str
    ground: PlanGround
    base_edition: int = Field(description="The edition that it starts from.")
    base_at: AwareDatetime = Field(description="The instant at which that edition's grids are meant.")
    effective: AwareDatetime | None = Field(
        description="From when on it holds, or is to hold; null: as soon as it is published."
    )
    state: PlanState
    version: int = Field(description="Number of the last step; 0 before the first.")
    revision: int = Field(description="Raised by every change of words, dates and state.")
    made_by: MakerOut | None
    made_at: AwareDatetime
    changed_at: AwareDatetime
    published_edition: int | None
    undo: int | None = Field(description="The step that undoing would undo.")
    redo: int | None = Field(description="The undoing that redoing would take back.")

    @classmethod
    def of(cls, plan: PlanRecord) -> "PlanOut":
        """As published."""
        return cls(**plan_fields(plan))


def plan_fields(plan: PlanRecord) -> dict[str, Any]:
    """The fields of `PlanOut`."""
    code, name, level = plan.ground
    return {
        "id": plan.id,
        "title": plan.title,
        "reason": plan.reason,
        "ground": PlanGround(code=code, name=name, level=level),
        "base_edition": plan.base_edition,
        "base_at": plan.base_at,
        "effective": plan.effective,
        "state": plan.state,
        "version": plan.version,
        "revision": plan.revision,
        "made_by": MakerOut.of(plan.made_by),
        "made_at": plan.made_at,
        "changed_at": plan.changed_at,
        "published_edition": plan.published_edition,
        "undo": plan.done_top,
        "redo": plan.redo_top,
    }


class PlanList(Published):
    """A page of plans, the newest first."""

    items: list[PlanOut]
    next: str | None


class StateChangeOut(Published):
    """Who brought a plan into a state, when and why."""

    state: PlanState
    why: str
    version: int = Field(description="Number of the last step at that time.")
    by: MakerOut | None
    at: AwareDatetime

    @classmethod
    def of(cls, change: StateChangeRecord) -> "StateChangeOut":
        """As published."""
        return cls(
            state=change.state,
            why=change.why,
            version=change.version,
            by=MakerOut.of(change.made_by),
            at=change.made_at,
        )


class HoldOut(Published):
    """Who is drawing in a plan."""

    by: MakerOut
    since: AwareDatetime
    seen_at: AwareDatetime

    @classmethod
    def of(cls, hold: HoldRecord | None) -> "HoldOut | None":
        """As published."""
        if hold is None:
            return None
        by = MakerOut(id=hold.by.id, login=hold.by.login, name=hold.by.name)
        return cls(by=by, since=hold.since, seen_at=hold.seen_at)


class PlanUnlockOut(Published):
    """Leave by the office above to move a statutory border in this plan."""

    grid: GridKey
    reason: str
    by: MakerOut | None
    at: AwareDatetime

    @classmethod
    def of(cls, unlock: PlanUnlockRecord) -> "PlanUnlockOut":
        """As published."""
        return cls(grid=unlock.grid, reason=unlock.reason, by=MakerOut.of(unlock.made_by), at=unlock.made_at)


class PlanWhole(PlanOut):
    """A plan with its history, its unlocks, and who is drawing."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_PLAN, "states": [], "unlocks": [], "hold": None}]}
    )

    states: list[StateChangeOut]
    unlocks: list[PlanUnlockOut]
    hold: HoldOut | None = Field(description="Null where nobody was seen drawing within a minute.")

    @classmethod
    def of_now(cls, now: PlanNow) -> "PlanWhole":
        """As published."""
        return cls(
            **plan_fields(now.plan),
            states=[StateChangeOut.of(each) for each in now.states],
            unlocks=[PlanUnlockOut.of(each) for each in now.unlocks],
            hold=HoldOut.of(now.hold),
        )


class PlanIn(Published):
    """A plan to open."""

    title: Title
    reason: Why
    under: Annotated[
        str,
        StringConstraints(min_length=1, max_length=100, pattern=_TEXT),
        Field(description="Code of the grid whose ground is planned, with all below it."),
    ]


class PlanChange(Published):
    """What to change of a plan; what is left out stays."""

    title: Title | None = None
    reason: Why | None = None
    effective: When | None = Field(
        default=None, description="From when on it holds, or is to hold; null: as soon as it is published."
    )


class WhyIn(Published):
    """Why a plan is brought into a state."""

    why: Why


class HoldIn(Published):
    """A wish to draw."""

    holder: UUID = Field(description="Made up by the tab, for as long as it is open.")
    take_over: bool = Field(default=False, description="Also where somebody else is drawing.")


class HoldNow(Published):
    """Who is drawing in a plan; null where nobody is."""

    by: MakerOut | None
    since: AwareDatetime | None
    seen_at: AwareDatetime | None

    @classmethod
    def of_hold(cls, hold: HoldRecord | None) -> "HoldNow":
        """As published."""
        if hold is None:
            return cls(by=None, since=None, seen_at=None)
        return cls(by=MakerOut.of(hold.by), since=hold.since, seen_at=hold.seen_at)


class UnlockIn(Published):
    """Leave to move a statutory border in this plan."""

    grid: GridKey
    reason: Why


class PlanCommentIn(Published):
    """Something to say of a place."""

    text: Why
    lon: Longitude
    lat: Latitude
    grid: GridKey | None = None


class PlanCommentOut(Published):
    """What somebody says of a place."""

    number: int
    text: str
    lon: Longitude
    lat: Latitude
    grid: GridKey | None
    version: int = Field(description="Number of the plan's last step when it was said.")
    by: MakerOut | None
    at: AwareDatetime
    resolved_by: MakerOut | None
    resolved_at: AwareDatetime | None

    @classmethod
    def of(cls, comment: PlanCommentRecord) -> "PlanCommentOut":
        """As published."""
        return cls(
            number=comment.number,
            text=comment.text,
            lon=degrees(comment.lon),
            lat=degrees(comment.lat),
            grid=comment.grid,
            version=comment.version,
            by=MakerOut.of(comment.made_by),
            at=comment.made_at,
            resolved_by=MakerOut.of(comment.resolved_by),
            resolved_at=comment.resolved_at,
        )


class PlanCommentList(Published):
    """A page of comments by number."""

    items: list[PlanCommentOut]
    next: str | None


PlanEventKind = Literal["step", "state", "comment", "unlock", "hold"]
