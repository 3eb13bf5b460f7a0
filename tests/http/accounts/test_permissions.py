"""Every route, every role, every kind of ground: exactly what the table says."""

import re
from collections.abc import Iterator

import httpx
import pytest

from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.roles import ACTIONS, Role, roles_that_may
from geo_grid.http.app import create_app
from geo_grid.http.permission import Declared, declarations
from geo_grid.http.permissions_page import WRITTEN, page
from geo_grid.settings import Settings
from geo_grid.words import tell
from tests.http.accounts.conftest import Town

#: Of FastAPI and Starlette themselves: the description of the interface, and the files of the client.
OPEN = {"/api/v1/openapi.json", "/assets"}

DECLARED = declarations(create_app(Settings(database_url=None)))
GUARDED = [each for each in DECLARED if each.action not in (None, Action.PUBLIC)]
ROUTES = [(each, method) for each in GUARDED for method in each.methods]


def test_every_route_declares_what_it_lets_people_do() -> None:
    # Put @public below the route's decorator, or depend on Requires(Action…).
    assert [each for each in DECLARED if each.action is None and each.path not in OPEN] == []
    assert len(GUARDED) > 20


def test_the_page_is_this_table() -> None:
    # Out of date? Run: python -m geo_grid.http.permissions_page
    assert WRITTEN.read_text(encoding="utf-8") == page(create_app(Settings(database_url=None)))


@pytest.fixture(scope="module")
def clients(town: Town) -> Iterator[dict[Role, httpx.Client]]:
    signed_in = {role: person.signed_in() for role, person in town.people.items()}
    yield signed_in
    for client in signed_in.values():
        client.close()


def ask(client: httpx.Client, route: Declared, method: str) -> httpx.Response:
    """With ids and a body that nothing fits: a door that opens leads to 404 or 422, never to a change."""
    path = re.sub(r"\{[^}]*\}", "999999", route.path)
    body = {"nothing": "fits"} if method in ("POST", "PUT", "PATCH") else None
    # A stream would go on telling.
    params = {"seconds": 0} if path.endswith("/events") else None
    return client.request(method, path, json=body, params=params)


@pytest.mark.parametrize(("route", "method"), ROUTES, ids=lambda value: getattr(value, "path", value))
def test_without_an_account_every_guarded_route_asks_to_sign_in(
    town: Town, route: Declared, method: str
) -> None:
    answer = ask(town.served.http, route, method)
    assert answer.status_code == 401
    assert answer.json()["code"] == "sign_in_needed"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("route", "method"), ROUTES, ids=lambda value: getattr(value, "path", value))
def test_each_role_passes_exactly_where_the_table_says(
    town: Town, clients: dict[Role, httpx.Client], route: Declared, method: str, role: Role
) -> None:
    if route.path == "/api/v1/me/sessions" and method == "DELETE":
        pytest.skip("would sign the role out; tested by itself")
    answer = ask(clients[role], route, method)
    if route.action is Action.SELF or route.action in ACTIONS[role]:
        assert answer.status_code not in (401, 403), answer.text
        assert answer.status_code < 500
    else:
        assert answer.status_code == 403
        told = answer.json()
        assert told["code"] == "not_permitted"
        assert route.action is not None
        able = roles_that_may(route.action)
        assert told["params"]["who"] == [str(each) for each in able]
        assert tell(f"role_{able[0]}") in told["detail"]


@pytest.mark.parametrize(("route", "method"), ROUTES, ids=lambda value: getattr(value, "path", value))
def test_every_guarded_change_needs_the_token_of_the_page(
    town: Town, clients: dict[Role, httpx.Client], route: Declared, method: str
) -> None:
    if method == "GET":
        pytest.skip("changes nothing")
    able = roles_that_may(route.action) if route.action is not None else ()
    role = able[0] if able else Role.ADMINISTRATOR
    path = re.sub(r"\{[^}]*\}", "999999", route.path)
    with httpx.Client(base_url=clients[role].base_url, cookies=clients[role].cookies) as client:
        assert client.request(method, path).json()["code"] == "csrf_missing"
        wrong = client.request(method, path, headers={"X-CSRF-Token": "0" * 64})
        assert (wrong.status_code, wrong.json()["code"]) == (403, "csrf_wrong")
        good = {"X-CSRF-Token": clients[role].headers["X-CSRF-Token"], "Origin": "https://elsewhere.example"}
        assert client.request(method, path, headers=good).json()["code"] == "origin_foreign"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
@pytest.mark.parametrize("action", [action for action in Action if action is not Action.PUBLIC])
def test_a_role_reaches_its_own_ground_and_none_beside_or_above(
    town: Town, clients: dict[Role, httpx.Client], role: Role, action: Action
) -> None:
    ground = town.ground

    def reason(code: str) -> str:
        asked = {"action": action.value, "grid": code}
        return str(clients[role].get("/api/v1/me/permission", params=asked).json()["reason"])

    inside, outside = "granted", "not_on_this_ground"
    if action is Action.SELF:
        inside = outside = "self"
    elif action not in ACTIONS[role]:
        inside = outside = "not_permitted"
    assert reason(ground.own) == reason(ground.leaf) == inside
    assert reason(ground.parent) == reason(ground.sibling) == reason(ground.other_leaf) == outside


def test_a_list_is_of_the_ground_alone(town: Town, clients: dict[Role, httpx.Client]) -> None:
    def listed(action: str) -> set[str]:
        told = clients[Role.PLANNER].get(f"/api/v1/me/grids?action={action}&limit=1000").json()
        return {item["code"] for item in told["items"]}

    codes = listed("plans.draw")
    assert {town.ground.own, town.ground.leaf} <= codes
    assert not codes & {town.ground.parent, town.ground.sibling, town.ground.other_leaf}
    assert listed("plans.approve") == set()
