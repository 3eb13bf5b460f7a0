"""A town with people on duty, offices, accounts in every role, a catalogue; incidents are reported in it."""

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, make_url, text

from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.case import Target
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account
from geo_grid.services.incidents.acting import act
from geo_grid.services.incidents.asked import Asked, Position
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.reporting import By, Said, report
from geo_grid.services.locate import LocateIndex, build_index
from geo_grid.settings import Settings
from geo_grid.store.incident_held import Held as HeldIncident
from geo_grid.store.incident_held import seen_incident
from geo_grid.store.queries.state import state
from geo_grid.store.session import session_scope
from tests.conftest import Database, named
from tests.http.city import publish_city
from tests.http.people.staff import Staff

KEY = "a key that only this test knows"

_LIMITS = {
    "accept": {"all": {"amount": 1, "unit": "hours"}},
    "dispatch": {"all": {"amount": 1, "unit": "hours"}},
    "take": {"all": {"amount": 4, "unit": "hours"}},
    "handle": {"all": {"amount": 3, "unit": "working_days"}, "3": {"amount": 1, "unit": "working_days"}},
    "verify": {"all": {"amount": 2, "unit": "working_days"}},
    "arbitrate": {"all": {"amount": 1, "unit": "working_days"}},
    "total": {"all": {"amount": 7, "unit": "calendar_days"}},
}


def _category(code: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code, "name_zh": name, "name_en": f"Sort {code}", "class": "event", "kind": "coordination",
        "urgency": "normal", "limits": _LIMITS, **more,
    }  # fmt: skip


CATALOGUE = {
    "departments": {},
    "limits": {},
    "categories": [
        _category("01", "市容环境"),
        _category("0101", "乱堆物", verify_on_site=False),
        _category("0102", "垃圾", kind="general"),
        _category("0103", "须到场", must_visit=True, photo_on_finish=True),
        _category(
            "0104", "燃气泄漏", kind="emergency", urgency="emergency",
            limits={**_LIMITS, "take": {"all": {"amount": 10, "unit": "minutes"}}},
        ),
        _category("0105", "审批", kind="approval", verify_on_site=False),
        _category("0106", "已停用", retired=True, successor="0101"),
    ],
}  # fmt: skip


@dataclass
class Scene:
    """The town, and what is done in it; each call is a transaction.

    Parameters
    ----------
    people
        Of the first leaf, its neighbour, the grids above: by name.
    actors
        Accounts with their grants, by name.
    """

    database: Database
    engine: Engine
    desk: Desk
    index: LocateIndex
    codes: dict[str, str] = field(default_factory=dict)
    grids: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    offices: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def settings(self, **changed: Any) -> Desk:
        """The desk of an installation that has decided otherwise."""
        return replace(self.desk, settings=self.desk.settings.model_copy(update=changed))

    def place(self, grid: str = "leaf") -> tuple[float, float]:
        """A place well inside a grid."""
        lon, lat = self.index.grids[self.grids[grid]].label
        return lon, lat

    def report(
        self, category: str = "0101", grid: str = "leaf", desk: Desk | None = None, **said: Any
    ) -> str:
        """Somebody reports something; its number."""
        lon, lat = said.pop("at", None) or self.place(grid)
        told = Said(category, lon, lat, text=said.pop("text", "有一堆东西"), **said)
        with session_scope(self.engine) as session:
            return report(session, desk or self.desk, self.index, told, By()).number

    def act(self, who: str, number: str, what: Act, desk: Desk | None = None, **asked: Any) -> HeldIncident:
        """Somebody does something; what the incident is then."""
        if "person" in asked or "office" in asked or "grid" in asked:
            asked["to"] = Target(
                asked.pop("person", None), asked.pop("office", None), asked.pop("grid", None)
            )
        if "stands" in asked:
            asked["at"] = Position(*asked.pop("stands"))
        if "side" in asked:
            asked["grid"] = asked.pop("side")
        asked.setdefault("client_id", uuid4())
        with session_scope(self.engine) as session:
            act(session, self.actors[who], number, Asked(what, **asked), desk or self.desk)
        return self.now(number)

    def now(self, number: str) -> HeldIncident:
        """An incident as it stands."""
        with session_scope(self.engine) as session:
            found = seen_incident(session, number)
        assert found is not None
        return found

    def history(self, number: str) -> list[Any]:
        """Its entries."""
        return self.rows(
            "SELECT e.* FROM incident_entry e JOIN incident i ON i.id = e.incident_id "
            "WHERE i.number = :number ORDER BY e.n",
            number=number,
        )

    def told(self, number: str) -> set[tuple[str, str | None]]:
        """What was put into the outbox: (template, whom)."""
        names = {("person", id_): name for name, id_ in self.people.items()}
        names |= {("office", id_): name for name, id_ in self.offices.items()}
        rows = self.rows(
            "SELECT template, to_person, to_office, to_reporter FROM notification "
            "WHERE incident_id = (SELECT id FROM incident WHERE number = :number)",
            number=number,
        )
        return {
            (
                row.template,
                "reporter" if row.to_reporter else names.get(
                    ("person", row.to_person) if row.to_person is not None else ("office", row.to_office)
                ),
            )
            for row in rows
        }  # fmt: skip

    def clocks(self, number: str) -> dict[str, Any]:
        """Its clocks that are not met, by stage."""
        rows = self.rows(
            "SELECT * FROM incident_due WHERE met_at IS NULL "
            "AND incident_id = (SELECT id FROM incident WHERE number = :number)",
            number=number,
        )
        return {row.stage: row for row in rows}

    def rows(self, statement: str, **asked: Any) -> list[Any]:
        """Any rows."""
        with session_scope(self.engine) as session:
            return list(session.execute(text(statement), asked))

    def run(self, statement: str, **asked: Any) -> None:
        """Any statement, as the owner of the tables."""
        engine = self.database.owner_engine()
        with engine.begin() as connection:
            connection.execute(text(statement), asked)


@pytest.fixture(scope="module")
def scene(template: Database, server_url: str, administer: Callable[[str], None]) -> Iterator[Scene]:
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    database = named(server_url, name)
    engine = database.engine()
    try:
        publish_city(engine)
        settings = Settings(database_url=database.url, sealing_key=KEY, auto_escalate=True)
        with session_scope(engine) as session:
            at = datetime.now(UTC)
            index = build_index(session, at, state(session, at))
        made = Scene(database, engine, Desk.of(settings), index)
        _furnish(made)
        yield made
    finally:
        engine.dispose()
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _furnish(scene: Scene) -> None:
    parents = {grid.id: grid.parent_id for grid in scene.index.grids.values()}
    leaves = sorted((grid.code, grid.id) for grid in scene.index.grids.values() if grid.level == 3)
    leaf = leaves[0]
    sibling = next(each for each in leaves[1:] if parents[each[1]] == parents[leaf[1]])
    middle = parents[leaf[1]]
    assert middle is not None
    top = parents[middle]
    assert top is not None
    other = next(each for each in leaves if parents[each[1]] != middle)
    grids = {"leaf": leaf[1], "sibling": sibling[1], "other": other[1], "middle": middle, "top": top}
    scene.grids.update(grids)
    scene.codes.update({name: scene.index.grids[grid].code for name, grid in grids.items()})
    staff = Staff(scene.engine)
    scene.offices["community"] = staff.office("社区", scene.codes["middle"], kind="community", phone="1")
    scene.offices["town"] = staff.office("街道", scene.codes["top"], kind="town", phone="2")
    scene.offices["department"] = staff.office("城管", kind="department", phone="3")
    scene.run("UPDATE office SET parent_id = :town WHERE id <> :town", town=scene.offices["town"])
    with session_scope(scene.engine) as session:
        session.execute(
            text("INSERT INTO catalogue (version, content) VALUES (1, CAST(:content AS jsonb))"),
            {"content": json.dumps(CATALOGUE)},
        )
    for who in ("leaf", "sibling", "middle", "top"):
        person = staff.person(scene.codes[who], f"{who}长")
        staff.duty(scene.codes[who], person)
        scene.people[who] = person
        _account(scene, who, Held(Role.GRID_HEAD, grid=grids[who]), person=person)
    member = staff.person(scene.codes["leaf"], "组员")
    staff.duty(scene.codes["leaf"], member, "member")
    scene.people["member"] = member
    _account(scene, "member", Held(Role.GRID_MEMBER, grid=leaf[1]), person=member)
    _account(scene, "dispatcher", Held(Role.DISPATCHER, grid=middle))
    _account(scene, "leaf_dispatcher", Held(Role.DISPATCHER, grid=leaf[1]))
    _account(scene, "town_dispatcher", Held(Role.DISPATCHER, grid=top))
    _account(scene, "elsewhere", Held(Role.DISPATCHER, grid=other[1]))
    _account(scene, "inspector", Held(Role.INSPECTOR, grid=middle))
    _account(scene, "officer", Held(Role.DEPARTMENT_OFFICER, office=scene.offices["department"]))
    _account(scene, "arbiter", Held(Role.DISPATCHER, office=scene.offices["town"]))
    scene.run(
        "INSERT INTO responsibility (category, lead_office, co_offices, arbiter_office) "
        "VALUES ('0105', :lead, '{}', :arbiter)",
        lead=scene.offices["department"],
        arbiter=scene.offices["town"],
    )


def _account(scene: Scene, name: str, *held: Held, person: int | None = None) -> None:
    with session_scope(scene.engine) as session:
        account = add_account(session, name, name.title())
    scene.actors[name] = Actor(account.id, held)
    if person is not None:
        scene.run("UPDATE person SET account_id = :account WHERE id = :id", account=account.id, id=person)


def later(**time: float) -> datetime:
    """An instant from now."""
    return datetime.now(UTC) + timedelta(**time)
