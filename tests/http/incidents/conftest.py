"""A town whose people report, receive and look at incidents over HTTP."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from geo_grid.core.permissions.roles import Role
from geo_grid.services.locate import LocateIndex
from tests.http.accounts.conftest import Town, opened
from tests.http.accounts.conftest import town as town

API = "/api/v1"


@dataclass(frozen=True)
class Field:
    """The town with its grids in memory, and the people in it.

    Parameters
    ----------
    inside
        A point in the leaf of the community that everybody's role is on, far from its border.
    beyond
        One in a leaf of another community.
    """

    town: Town
    index: LocateIndex
    inside: tuple[float, float]
    beyond: tuple[float, float]
    anybody: httpx.Client
    dispatcher: httpx.Client
    member: httpx.Client
    inspector: httpx.Client

    def report(self, at: tuple[float, float] | None = None, **more: Any) -> dict[str, Any]:
        """Report something as a resident does; the answer."""
        answer = self.sent(at, **more)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def sent(
        self, at: tuple[float, float] | None = None, key: str | None = None, **more: Any
    ) -> httpx.Response:
        """Send a report, whatever becomes of it."""
        lon, lat = at or self.inside
        body = {"category": "0101", "text": "一堆垃圾", "lon": lon, "lat": lat, **more}
        return self.anybody.post(
            f"{API}/reports", json=body, headers={"Idempotency-Key": key or str(uuid4())}
        )


@pytest.fixture(scope="module")
def field(town: Town) -> Field:
    """Everybody signed in."""
    town.served.wait_for(1)
    current = town.served.runtime.current
    assert current is not None
    index = current.index()
    assert index is not None
    by_code = {grid.code: grid for grid in index.grids.values()}

    def signed_in(role: Role) -> httpx.Client:
        return town.people[role].signed_in()

    return Field(
        town,
        index,
        by_code[town.ground.leaf].label,
        by_code[town.ground.other_leaf].label,
        opened(town.served),
        signed_in(Role.DISPATCHER),
        signed_in(Role.GRID_MEMBER),
        signed_in(Role.INSPECTOR),
    )


def picture(position: tuple[float, float] | None = None) -> bytes:
    """A JPEG, as a telephone takes it at a position."""
    written = BytesIO()
    exif = Image.Exif()
    if position is not None:
        lon, lat = position
        exif[0x8825] = {1: "N", 2: (lat, 0.0, 0.0), 3: "E", 4: (lon, 0.0, 0.0)}
    Image.effect_noise((320, 240), 60).convert("RGB").save(written, "JPEG", exif=exif)
    return written.getvalue()
