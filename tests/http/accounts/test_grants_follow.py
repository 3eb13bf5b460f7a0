"""A grant is on a grid's identity: it follows new codes, and ends with the grid."""

import pytest
from sqlalchemy import create_engine, make_url, pool, text

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import Person, Town

pytestmark = pytest.mark.database


def behind_the_back(town: Town, server_url: str, *statements: str) -> None:
    """As a superuser without triggers: how grids change by editions is tested elsewhere."""
    name = make_url(town.database.owner_url).database
    engine = create_engine(make_url(server_url).set(database=name), poolclass=pool.NullPool)
    with engine.begin() as connection:
        for table in ("grid_row", "grid_code"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        for statement in statements:
            connection.execute(text(statement))
    town.served.runtime.known.clear()


def reason(person: Person, code: str) -> str:
    asked = {"action": "plans.draw", "grid": code}
    return str(person.signed_in().get("/api/v1/me/permission", params=asked).json()["reason"])


def test_a_grant_follows_its_grid_to_another_code(town: Town, server_url: str) -> None:
    person = town.person("mover", Role.PLANNER, grid=town.ground.sibling)
    assert reason(person, town.ground.other_leaf) == "granted"
    behind_the_back(
        town,
        server_url,
        "INSERT INTO grid_code SELECT 'another-code', grid_id, level FROM grid_code "
        f"WHERE code = '{town.ground.sibling}'",
        f"UPDATE grid_row SET code = 'another-code' WHERE code = '{town.ground.sibling}'",
    )
    assert reason(person, "another-code") == "granted"
    assert reason(person, town.ground.other_leaf) == "granted"
    admin = town.people[Role.ADMINISTRATOR].signed_in()
    found = admin.get("/api/v1/grants", params={"account": person.id}).json()["items"]
    assert found[0]["grid"]["code"] == "another-code"


def test_a_grant_on_a_grid_that_has_ended_has_no_effect_and_cannot_be_made(
    town: Town, server_url: str
) -> None:
    person = town.person("stayer", Role.PLANNER, grid=town.ground.leaf)
    actions = person.signed_in().get("/api/v1/session").json()["actions"]
    assert actions == ["ground.see", "plans.draw", "rules.set"]
    behind_the_back(
        town,
        server_url,
        "UPDATE grid_row SET valid = tstzrange(lower(valid), now()), edition_to = 1 "
        f"WHERE code = '{town.ground.leaf}'",
    )
    told = person.signed_in().get("/api/v1/session").json()
    assert told["actions"] == []
    assert told["account"]["grants"][0]["why_not"] == "grid_ended"
    admin = town.people[Role.ADMINISTRATOR].signed_in()
    refused = admin.post(
        "/api/v1/grants", json={"account": person.id, "role": "inspector", "grid": town.ground.leaf}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "grid_ended")


def test_editing_a_code_in_the_address_reaches_nothing_else(town: Town) -> None:
    person = town.person("tinkerer", Role.GRID_MEMBER, grid=town.ground.own)
    client = person.signed_in()
    for code in ("1' OR 1=1", "%00", "../x", town.ground.own + " "):
        told = client.get("/api/v1/me/permission", params={"action": "ground.see", "grid": code})
        assert told.status_code in (404, 422)
