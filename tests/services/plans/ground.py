"""A published town to plan on, with accounts that draw and approve, and plans drawn and approved in a line.

level 0 and 1: the square 0..8 × 0..4      level 2: W 0..4 | E 4..8      level 3: squares of 2 × 2

    nw1 nw2 | ne1 ne2        codes: 01 with 001 (W), 002 (E), and below each 001 … 004
    sw1 sw2 | se1 se2        in the order sw1 sw2 nw1 nw2
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.services.edition_draft import DraftGrid, EditionDraft
from geo_grid.services.plans.holding import hold_plan
from geo_grid.services.plans.opening import open_plan
from geo_grid.services.plans.publish_plan import publish_plan
from geo_grid.services.plans.stepping import StepMade, Turn, make_step
from geo_grid.services.publish_edition import publish
from geo_grid.settings import Settings
from geo_grid.store import plan_writing
from geo_grid.store.queries.plans import plan_by_id
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import EditionRecord, GridRecord
from tests.services.draft_ground import SIDE, A, X, Y, block

DAY_1 = datetime(2025, 1, 1, tzinfo=UTC)
SETTINGS = Settings(code_scheme="2+0+3+3")
TOWN = "01"
#: In which the planner draws.
TAB = uuid4()


def grid(code: str, level: int, parent: str | None, *place: int) -> DraftGrid:
    return DraftGrid(code, f"grid {code}", level, parent, block(*place))


PLACES = {"001": (0, 0, 2, 2), "002": (2, 0, 4, 2), "003": (0, 2, 2, 4), "004": (2, 2, 4, 4)}
GROUND: Mapping[int, list[DraftGrid]] = {
    1: [replace(A, code=TOWN, parent="0", geometry=block(0, 0, 8, 4))],
    2: [grid("01001", 2, TOWN, 0, 0, 4, 4), grid("01002", 2, TOWN, 4, 0, 8, 4)],
    3: [
        grid(f"{parent}{number}", 3, parent, west + shift, south, east + shift, north)
        for parent, shift in (("01001", 0), ("01002", 4))
        for number, (west, south, east, north) in PLACES.items()
    ],
}


#: Verb and arguments.
Step = tuple[str, dict[str, Any]]


def at(x: float, y: float) -> list[int]:
    """A place in squares as lattice units."""
    return [int(X + x * SIDE), int(Y + y * SIDE)]


@dataclass
class Town:
    """The published town and two accounts that may do everything a planner or an approver may.

    All in one transaction, which the test rolls back; what is refused is undone to where it began.
    """

    session: Session
    planner: Actor
    approver: Actor

    @classmethod
    def laid(cls, session: Session) -> "Town":
        """Publish the town and make the accounts."""
        outline = DraftGrid("0", "outline", 0, None, block(0, 0, 8, 4))
        publish(session, EditionDraft(DAY_1, "first", "", "test", GROUND, outline=outline))
        ids = [
            session.scalar(
                text(
                    "INSERT INTO account (login, folded, skeleton, name)"
                    " VALUES (:login, :login, :login, :login) RETURNING id"
                ),
                {"login": login},
            )
            for login in ("planner", "approver")
        ]
        return cls(session, Actor(ids[0], (Held(Role.PLANNER),)), Actor(ids[1], (Held(Role.APPROVER),)))

    def plan(self, *steps: Step, under: str = TOWN) -> int:
        """A draft with some steps."""
        plan = open_plan(self.session, self.planner, "title", "reason", under)
        for verb, arguments in steps:
            self.draw(plan, verb, arguments)
        return plan

    def draw(self, plan: int, verb: str, arguments: dict[str, Any]) -> StepMade:
        """One step."""
        assert self.planner.account is not None
        record = plan_by_id(self.session, plan)
        assert record is not None
        hold_plan(self.session, self.planner, self.planner.account, plan, TAB, take_over=True)
        turn = Turn(self.planner.account, record.version, uuid4(), TAB)
        return make_step(self.session, self.planner, plan, turn, verb, arguments, None, SETTINGS)

    def approve(self, plan: int, *, by: Actor | None = None) -> int:
        """Bring it to where it can be published."""
        plan_writing.set_state(self.session, plan, "submitted", "please", self.planner.account)
        plan_writing.set_state(self.session, plan, "approved", "yes", (by or self.approver).account)
        return plan

    def publish(self, plan: int, **more: Any) -> EditionRecord:
        """Publish it as the approver."""
        with self.session.begin_nested():
            return publish_plan(self.session, self.approver, plan, "agreed", SETTINGS, **more)

    def published(self, *steps: Step, **more: Any) -> int:
        """A plan with some steps, published."""
        plan = self.approve(self.plan(*steps))
        self.publish(plan, **more)
        return plan

    def grids(self, instant: datetime | None = None) -> dict[str, GridRecord]:
        """By code, in force at an instant; else once all that was published holds."""
        when = instant or datetime.now(UTC) + timedelta(hours=1)
        return {each.code: each for each in whole_edition(self.session, when)}
