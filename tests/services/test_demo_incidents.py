"""The incidents of the example town are played through, in every state, and nobody is told of them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from geo_grid.core.incidents.states import State
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.example_town.incidents import make_errands, make_incidents
from geo_grid.services.demo import load_demo
from geo_grid.services.demo_example import make_example
from geo_grid.services.demo_incidents import load_incidents
from geo_grid.services.demo_real import read_real
from geo_grid.services.first_accounts import example_accounts
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.work import work_of
from geo_grid.services.password_hashing import hasher
from geo_grid.settings import Settings
from geo_grid.store.incident_demo_writing import drop_made_up
from geo_grid.store.queries.accounts import account_by_login
from geo_grid.store.queries.incident_people import own_person
from geo_grid.store.queries.scope import first_chain
from geo_grid.store.session import session_scope

pytestmark = [pytest.mark.database, pytest.mark.long]


def test_there_is_one_in_every_state_and_all_go_with_the_demo(engine: Engine) -> None:
    settings, now = Settings(), datetime.now(UTC)
    with session_scope(engine) as session:
        load_demo(session, make_example(settings.zone), now)
        count = load_incidents(session, settings, make_incidents(), now)
    with session_scope(engine) as session:
        states = set(session.scalars(text("SELECT DISTINCT state FROM incident WHERE made_up")))
        assert states == set(State)
        assert session.scalar(text("SELECT count(*) FROM notification WHERE state <> 'skipped'")) == 0
        assert session.scalar(text("SELECT count(*) FROM incident_entry WHERE at > now()")) == 0
        assert drop_made_up(session) == count
        assert session.scalar(text("SELECT count(*) FROM incident_entry")) == 0


@pytest.mark.parametrize("accounts_first", [False, True])
def test_the_grid_member_of_the_examples_has_something_to_do_in_either_order(
    engine: Engine, accounts_first: bool
) -> None:
    settings, now = Settings(), datetime.now(UTC)
    town = make_example(settings.zone)
    with session_scope(engine) as session:
        if accounts_first:
            # Over another demo, whose accounts stay.
            load_demo(session, read_real(settings.zone), now - timedelta(days=40))
            example_accounts(session, hasher(8, 1))
        load_demo(session, town, now)
        load_incidents(session, settings, make_errands(), now)
        if not accounts_first:
            made = {each.role: each for each in example_accounts(session, hasher(8, 1))}
    with session_scope(engine) as session:
        account = account_by_login(session, "grid.member")
        assert account is not None
        person = own_person(session, account.id)
        assert person is not None
        name, grid = session.execute(
            text(
                "SELECT p.name, r.code FROM person p JOIN assignment a ON a.person_id = p.id "
                "AND a.role = 'member' JOIN grid_row r ON r.grid_id = a.grid_id AND r.valid @> now() "
                "WHERE p.id = :id AND p.made_up"
            ),
            {"id": person.person},
        ).one()
        chain = first_chain(session)
        assert chain is not None and grid == chain[2]
        if not accounts_first:
            assert (made[Role.GRID_MEMBER].name, made[Role.GRID_MEMBER].grid) == (name, grid)
        held = Held(
            Role.GRID_MEMBER,
            grid=session.scalar(text("SELECT max(grid_id) FROM grid_row WHERE code = :c"), {"c": grid}),
        )
        work = work_of(session, Actor(account.id, (held,)), Desk.of(settings))
        # Nobody took anything up before the town was there.
        states = {"dispatched"} if accounts_first else {"dispatched", "handling"}
        assert {row.state for row in work.mine} == states
        assert len(work.mine) == len(make_errands())
        assert {row.person for row in work.mine} == {person.person}
        head = account_by_login(session, "grid.head")
        assert head is not None and own_person(session, head.id) is not None
    # The next demo lets go of incidents and people; the account stays, and is nobody.
    with session_scope(engine) as session:
        load_demo(session, read_real(settings.zone), datetime.now(UTC))
    with session_scope(engine) as session:
        assert session.scalar(text("SELECT count(*) FROM incident")) == 0
        assert account_by_login(session, "grid.member") is not None
        assert own_person(session, account.id) is None
