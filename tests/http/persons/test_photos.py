"""Photos: taken in within limits, shown to whom they may be, gone with the last who had them."""

import struct
import zlib
from io import BytesIO

import httpx
import pytest
from PIL import Image

from tests.http.accounts.conftest import Town, opened
from tests.http.persons.conftest import Add, audited, picture


def bomb() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(2_000_000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "photo_not_image"),
        (b"<html><body onload=alert(1)>", 422, "photo_not_image"),
        (picture()[:120], 422, "photo_not_image"),
        (bomb(), 413, "photo_too_many_pixels"),
        (picture(1), 422, "photo_too_small"),
        (picture() + bytes(9 * 2**20), 413, "photo_too_large"),
        (bytes(40 * 2**20), 413, "photo_too_large"),
    ],
    ids=["empty", "html", "truncated", "bomb", "1x1", "9 MB", "40 MB"],
)
def test_what_is_no_fit_photo_is_refused_and_the_old_one_stays(
    manager: httpx.Client, add: Add, data: bytes, status: int, code: str
) -> None:
    made = add()
    address = f"/api/v1/persons/{made['id']}"
    kept = manager.put(f"{address}/photo", content=picture()).json()["photo"]
    answer = manager.put(f"{address}/photo", content=data, headers={"Content-Type": "image/png"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert manager.get(address).json()["photo"] == kept


def test_a_photo_is_shown_while_somebody_publishes_it(town: Town, manager: httpx.Client, add: Add) -> None:
    anybody = opened(town.served)
    made = add(name="照安")
    address = f"/api/v1/persons/{made['id']}"
    given = manager.put(f"{address}/photo", content=picture(333, "JPEG")).json()
    assert given["version"] == 2
    small, large = given["photo"]["small"], given["photo"]["large"]
    assert anybody.get(small).json()["code"] == "photo_not_found"
    own = manager.get(large)
    assert (own.headers["Content-Type"], own.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    published = manager.patch(address, json={"published": ["photo"]}, headers={"If-Match": '"2"'})
    assert published.status_code == 200
    seen = anybody.get(small)
    assert Image.open(BytesIO(seen.content)).size == (160, 160)
    assert Image.open(BytesIO(anybody.get(large).content)).size == (333, 333)
    assert (
        "immutable" in seen.headers["Cache-Control"] and seen.headers["X-Content-Type-Options"] == "nosniff"
    )
    # What the audit keeps is the hash.
    assert audited(town, "person.photo")[0]["after"]["photo"] in small
    # Another with the same picture: it goes with the last of them.
    twin = add(name="双安")
    assert manager.put(f"/api/v1/persons/{twin['id']}/photo", content=picture(333, "JPEG")).status_code == 200
    assert manager.delete(f"{address}/photo").json()["photo"] is None
    assert anybody.get(small).status_code == 404
    assert manager.get(small).status_code == 200
    manager.delete(f"/api/v1/persons/{twin['id']}")
    assert manager.get(small).status_code == 404


@pytest.mark.parametrize(
    "name", ["x-small", "0" * 64 + "-huge", "0" * 64 + "-small", "../" + "0" * 64 + "-small"]
)
def test_other_names_are_no_photos(town: Town, name: str) -> None:
    assert opened(town.served).get(f"/api/v1/photos/{name}.jpg").status_code in (404, 422)
