"""Planners and approvers of communities of the real city, and the plans that they draw in."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest
import shapely
import shapely.ops

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import Town
from tests.http.accounts.conftest import town as town

Line = list[list[int]]


@dataclass
class Draft:
    """A plan as one tab draws in it."""

    client: httpx.Client
    id: int
    version: int = 0
    holder: str = field(default_factory=lambda: str(uuid4()))

    @property
    def path(self) -> str:
        """Its address."""
        return f"/api/v1/plans/{self.id}"

    def post(self, what: str, **body: Any) -> httpx.Response:
        """Send something to the plan as it was last seen."""
        return self.client.post(
            f"{self.path}/{what}", json={"version": self.version, "holder": self.holder, **body}
        )

    def ask(self, verb: str, **arguments: Any) -> httpx.Response:
        """Draw, whatever comes of it."""
        return self.post("steps", id=str(uuid4()), verb=verb, arguments=arguments)

    def draw(self, verb: str, **arguments: Any) -> dict[str, Any]:
        """Draw."""
        return self.made(self.ask(verb, **arguments))

    def back(self, what: str = "undo") -> dict[str, Any]:
        """Undo, or do again."""
        return self.made(self.post(what))

    def made(self, answer: httpx.Response) -> dict[str, Any]:
        """What a step left."""
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        self.version = told["version"]
        return told

    def now(self) -> dict[str, Any]:
        """The plan."""
        told: dict[str, Any] = self.client.get(self.path).json()
        return told

    def grids(self, **asked: Any) -> dict[str, dict[str, Any]]:
        """Key → grid, as the plan has it."""
        answer = self.client.get(f"{self.path}/grids", params=asked)
        assert answer.status_code == 200, answer.text
        return {grid["key"]: grid for grid in answer.json()["grids"]}

    def move(self, to: str, client: httpx.Client | None = None) -> httpx.Response:
        """Bring it into another state."""
        return (client or self.client).post(f"{self.path}/{to}", json={"why": "因为"})


def opened(client: httpx.Client, under: str) -> Draft:
    """A new plan."""
    answer = client.post("/api/v1/plans", json={"title": "调整", "reason": "户数太多", "under": under})
    assert answer.status_code == 200, answer.text
    return Draft(client, answer.json()["id"])


def polygon(grid: dict[str, Any]) -> shapely.Geometry:
    """The ground of a grid as it is sent, lattice units."""
    rings = [
        [list(zip(ring[::2], ring[1::2], strict=True)) for ring in polygon] for polygon in grid["polygons"]
    ]
    return shapely.MultiPolygon([(shell, holes) for shell, *holes in rings])


def across(grid: dict[str, Any]) -> Line:
    """A line that cuts a grid in exactly two, somewhere near its middle."""
    ground = polygon(grid)
    west, south, east, north = (int(each) for each in ground.bounds)
    for share in (50, 40, 60, 30, 70, 20, 80):
        x = west + (east - west) * share // 100
        line = [[x, south - 500], [x + 3, north + 500]]
        if len(shapely.ops.split(ground.geoms[0], shapely.LineString(line)).geoms) == 2:
            return line
    raise AssertionError(grid["key"])


@pytest.fixture(scope="module")
def planner(town: Town) -> httpx.Client:
    """Of one community."""
    return town.people[Role.PLANNER].signed_in()


@pytest.fixture(scope="module")
def town_planner(town: Town) -> httpx.Client:
    """Of the grid above it."""
    return town.person("plans.town", Role.PLANNER, grid=town.ground.parent).signed_in()


@pytest.fixture(scope="module")
def approver(town: Town) -> httpx.Client:
    """Of the same community."""
    return town.people[Role.APPROVER].signed_in()


@pytest.fixture(scope="module")
def town_approver(town: Town) -> httpx.Client:
    """Of the grid above it."""
    return town.person("plans.approver", Role.APPROVER, grid=town.ground.parent).signed_in()


@pytest.fixture
def draft(town: Town, planner: httpx.Client) -> Draft:
    """A new plan of the community."""
    return opened(planner, town.ground.own)
