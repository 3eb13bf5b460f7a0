"""The accounts that an installation begins with."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from geo_grid.core.permissions.roles import Role
from geo_grid.services.demo import load_demo
from geo_grid.services.demo_real import read_real
from geo_grid.services.first_accounts import example_accounts, first_administrator
from geo_grid.services.grants import list_grants
from geo_grid.services.password_hashing import hasher
from geo_grid.services.publish_edition import publish
from geo_grid.store.session import session_scope
from tests.services.draft_ground import FIRST

pytestmark = pytest.mark.database

#: As little work as argon2 allows.
ARGON = hasher(8, 1)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_there_is_one_first_administrator(engine: Engine) -> None:
    with session_scope(engine) as session:
        made = first_administrator(session, ARGON)
    assert made is not None
    assert made.role is Role.ADMINISTRATOR
    assert made.name == "系统管理员"
    assert len(made.password) >= 12
    with session_scope(engine) as session:
        assert first_administrator(session, ARGON, "another") is None


def test_a_demo_gets_an_account_for_every_role_once(engine: Engine) -> None:
    with session_scope(engine) as session:
        load_demo(session, read_real(ZoneInfo("Asia/Shanghai")), NOW)
        first_administrator(session, ARGON)
        made = example_accounts(session, ARGON, "en")
    assert {each.role for each in made} == set(Role) - {Role.ADMINISTRATOR}
    assert len({each.password for each in made}) == len(made)
    assert all(each.grid for each in made)
    names = {each.role: each.name for each in made}
    assert names[Role.PLANNER] == "Zheng Fangyuan"
    assert all(name.isascii() and "/" not in name for name in names.values())
    with session_scope(engine) as session:
        assert {grant.role for grant in list_grants(session, in_force=True)} == set(Role)
        assert example_accounts(session, ARGON) == []


def test_grids_of_ones_own_get_no_examples(engine: Engine) -> None:
    with session_scope(engine) as session:
        publish(session, FIRST)
        first_administrator(session, ARGON)
        assert example_accounts(session, ARGON) == []
