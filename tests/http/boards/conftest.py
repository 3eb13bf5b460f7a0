"""People on two grids of the real city, and the people manager of their community."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import Town
from tests.http.accounts.conftest import town as town
from tests.http.people.staff import Staff


@dataclass(frozen=True)
class Community:
    """The manager of a community, the writer of its people, and two of its grids."""

    town: Town
    manager: httpx.Client
    staff: Staff
    grids: tuple[str, str]

    def hang(self, grid: str, **values: Any) -> dict[str, Any]:
        """Register a board, printed now."""
        told = {"kind": "office", "size": "A3", "lon": 120.45, "lat": 23.48, "place": "门口", "printed": True}
        answer = self.manager.post("/api/v1/boards", json={**told, "grid": grid, **values})
        assert answer.status_code == 200, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def stale(self) -> dict[int, list[str]]:
        """Board → what changed since it was printed, as the reprint list names them."""
        answer = self.manager.get("/api/v1/boards/reprint")
        assert answer.status_code == 200, answer.text
        return {item["board"]["id"]: item["reasons"] for item in answer.json()["items"]}


@pytest.fixture(scope="module")
def community(town: Town) -> Iterator[Community]:
    manager = town.people[Role.PEOPLE_MANAGER].signed_in()
    below = manager.get(f"/api/v1/grids/{town.ground.own}/children").json()["items"]
    first, second = (grid["code"] for grid in below[:2])
    engine = town.database.engine()
    yield Community(town, manager, Staff(engine), (first, second))
    engine.dispose()
