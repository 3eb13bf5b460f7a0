"""Streets, blocks and compounds for those who draw: a cross of streets over one grid of the real city."""

from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np
import pytest
import shapely
from sqlalchemy import text

from geo_grid.core.edits.editing import edit
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.lattice import UNITS_PER_DEGREE, to_units
from geo_grid.core.permissions.roles import Role
from geo_grid.services.plans.scene import plan_scene
from geo_grid.store.session import session_scope
from tests.http.accounts.conftest import Town
from tests.http.accounts.conftest import town as town
from tests.services.made_layers import load

pytestmark = pytest.mark.database

_SHAPE = text("SELECT ST_AsBinary(geom) FROM grid_row WHERE code = :code AND valid @> now()")


@dataclass(frozen=True)
class Drawn:
    """A plan for the community, its planner, one of its grids, and where the streets cross in it."""

    town: Town
    planner: httpx.Client
    plan: str
    grid: shapely.Geometry
    middle: tuple[float, float]

    def units(self, lon: float, lat: float) -> list[int]:
        found: list[int] = to_units(np.array([lon, lat])).tolist()
        return found


@pytest.fixture(scope="module")
def drawn(town: Town) -> Drawn:
    engine = town.database.owner_engine()
    with session_scope(engine) as session:
        shape = session.scalar(_SHAPE, {"code": town.ground.leaf})
        grid = shapely.from_wkb(bytes(shape))
        x, y = grid.representative_point().coords[0]
        west, south, east, north = grid.bounds
        across = shapely.LineString([(west - 0.002, y), (east + 0.002, y)])
        down = shapely.LineString([(x, south - 0.002), (x, north + 0.002)])
        load(session, "streets", [across, down], name=["横街", "直街"], class_=["branch", "branch"])
        brook = shapely.LineString([(x + 0.0005, south), (x + 0.0005, north)])
        load(session, "water", [brook], name=["清溪"], kind=["stream"])
        estate = shapely.box(x - 0.0004, y - 0.0004, x - 0.0001, y - 0.0001)
        load(session, "compounds", [estate], name=["荷花新村"], kind=["residential"])
    engine.dispose()
    planner = town.people[Role.PLANNER].signed_in()
    opened = planner.post("/api/v1/plans", json={"title": "试", "reason": "试", "under": town.ground.own})
    assert opened.status_code == 200, opened.text
    return Drawn(town, planner, f"/api/v1/plans/{opened.json()['id']}", grid, (x, y))


def path(drawn: Drawn, *points: list[int], **more: Any) -> httpx.Response:
    return drawn.planner.post(f"{drawn.plan}/path", json={"points": list(points), **more})


def test_what_may_be_drawn_along_is_listed_for_a_window(drawn: Drawn) -> None:
    west, south, east, north = drawn.grid.bounds
    answer = drawn.planner.get(f"{drawn.plan}/snap", params={"bbox": f"{west},{south},{east},{north}"})
    lines = answer.json()["lines"]
    # Cut where the streets cross each other; not where the brook does.
    assert sorted((line["layer"], line["name"]) for line in lines) == [
        ("street", "横街"), ("street", "横街"), ("street", "直街"), ("street", "直街"), ("water", "清溪"),
    ]  # fmt: skip
    assert all(len(line["points"]) >= 4 and isinstance(line["points"][0], int) for line in lines)
    wide = drawn.planner.get(f"{drawn.plan}/snap", params={"bbox": "120,23,121,24"})
    assert (wide.status_code, wide.json()["code"]) == (422, "window_too_large")


def test_a_way_along_streets_splits_the_grid_as_it_is(drawn: Drawn) -> None:
    _, y = drawn.middle
    west, _, east, _ = drawn.grid.bounds
    # Both clicks are beyond the border, and the second one ten metres beside the street.
    answer = path(
        drawn,
        drawn.units(west - 0.001, y),
        drawn.units(east + 0.001, y + 0.0001),
        grid=drawn.town.ground.leaf,
    )
    told = answer.json()
    assert answer.status_code == 200, told
    assert told["along"] == ["横街"]
    assert (told["starts_on_border"], told["ends_on_border"]) == (True, True)
    assert splits(drawn, told["line"])


def test_a_way_that_turns_at_the_crossing_does_so_too(drawn: Drawn) -> None:
    x, y = drawn.middle
    west, south, _, _ = drawn.grid.bounds
    told = path(
        drawn, drawn.units(west - 0.001, y), drawn.units(x, south - 0.001), grid=drawn.town.ground.leaf
    ).json()
    assert told["along"] == ["横街", "直街"]
    assert drawn.units(x, y) in told["line"]
    assert splits(drawn, told["line"])


def splits(drawn: Drawn, line: list[list[int]]) -> bool:
    """Whether a split of the grid along a line is accepted, and leaves two grids for one."""
    number = int(drawn.plan.rpartition("/")[2])
    box = tuple(round(side * UNITS_PER_DEGREE) for side in drawn.grid.bounds)
    engine = drawn.town.database.engine()
    with session_scope(engine) as session:
        scene = plan_scene(session, number, (box[0], box[1], box[2], box[3]))
    engine.dispose()
    operation = Operation("split", {"grid": drawn.town.ground.leaf, "line": line})
    change = edit(scene, operation, EditRules())
    leaves = [grid for grid in change.after.values() if grid.level == 3 and grid.key not in change.before]
    return drawn.town.ground.leaf in change.after and len(leaves) == 1


def test_only_what_is_asked_for_is_followed(drawn: Drawn) -> None:
    x, _ = drawn.middle
    _, south, _, north = drawn.grid.bounds
    ends = drawn.units(x + 0.0005, south), drawn.units(x + 0.0005, north)
    assert path(drawn, *ends, layers=["water"]).json()["along"] == ["清溪"]
    refused = path(drawn, *ends, layers=["railway"])
    assert (refused.status_code, refused.json()["code"]) == (422, "no_street_near")


def test_a_block_is_bounded_by_streets_water_and_the_ground_of_the_plan(drawn: Drawn) -> None:
    x, y = drawn.middle
    told = drawn.planner.get(f"{drawn.plan}/block", params={"lon": x + 0.0002, "lat": y + 0.0001}).json()
    piece = shapely.Polygon(told["piece"][0])
    assert piece.is_valid
    assert piece.contains(shapely.Point(drawn.units(x + 0.0002, y + 0.0001)))
    assert set(told["along"]) == {"横街", "直街", "清溪"}
    assert told["area_m2"] > 0


def test_a_compound_is_found_by_its_ground(drawn: Drawn) -> None:
    x, y = drawn.middle
    place: dict[str, Any] = {"kind": "compound", "lon": x - 0.0002, "lat": y - 0.0002}
    told = drawn.planner.get(f"{drawn.plan}/block", params=place).json()
    assert told["name"] == "荷花新村"
    assert shapely.Polygon(told["piece"][0]).contains(shapely.Point(drawn.units(place["lon"], place["lat"])))
    none = drawn.planner.get(f"{drawn.plan}/block", params={**place, "lon": x + 0.0002})
    assert none.json()["code"] == "no_compound_here"
    off = drawn.planner.get(f"{drawn.plan}/block", params={**place, "lon": 121.5, "lat": 25.0})
    assert off.json()["code"] == "not_on_plan_ground"


def test_nobody_else_asks_for_it(drawn: Drawn) -> None:
    elsewhere = drawn.town.person("elsewhere", Role.PLANNER, grid=drawn.town.ground.sibling).signed_in()
    for address in ("snap?bbox=120.4,23.4,120.41,23.41", "block?lon=120.4&lat=23.4"):
        answer = elsewhere.get(f"{drawn.plan}/{address}")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_on_this_ground")
    unknown = drawn.planner.post("/api/v1/plans/999/path", json={"points": [[0, 0], [1, 1]]})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "plan_not_found")


def test_where_nothing_is_loaded_nothing_is_found(drawn: Drawn) -> None:
    for place in ([0, 0], [1_800_000_000, 900_000_000]):
        answer = path(drawn, place, [place[0] - 9_000, place[1]])
        assert (answer.status_code, answer.json()["code"]) == (422, "no_street_near")
    assert drawn.planner.get(f"{drawn.plan}/snap?bbox=0,0,0.01,0.01").json() == {"lines": []}
    far = path(drawn, [0, 0], [9_000_000, 0])
    assert (far.status_code, far.json()["code"]) == (422, "window_too_large")
