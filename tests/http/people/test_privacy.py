"""What a person does not publish is in no byte of any public answer: field by field, for every kind.

Every address that the application declares public and that can be read is asked. First with everything
published, which finds out where people are told of at all; then with one field after another withheld.
"""

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from urllib.parse import quote

import pytest

from geo_grid.core.duty.publicity import PUBLISHABLE
from geo_grid.core.permissions.actions import Action
from geo_grid.http.permission import declarations
from geo_grid.services.duty_index import DutyIndex
from tests.http.conftest import PATIENCE_S, Served
from tests.http.people.staff import Staff

pytestmark = pytest.mark.database

TOWN, COMMUNITY = "10020", "10020010"
LEADERS, STAND_IN, AB_A, AB_B, SHIFT = (f"1002001000{number}" for number in range(1, 6))
GRIDS = (TOWN, COMMUNITY, LEADERS, STAND_IN, AB_A, AB_B, SHIFT)
ALWAYS = [{"days": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "until": "24:00"}]

#: How the parts of addresses are filled in; an address with another part has to be given an example here.
PARTS = {
    "code": GRIDS,
    "level": ("3",),
    "z": ("12",),
    "number": ("1",),
    "name": ("pages.css",),
    "part": ("people",),
    "collectionId": ("ogc.published_grid_3",),
    "itemId": (LEADERS,),
    "tileMatrixSetId": ("WebMercatorQuad",),
    "hash": tuple(f"{number:02x}" * 32 for number in range(1, 11)),
    "size": ("small", "large"),
    "id": ("1",),
    "year": ("2026",),
    "photo": ("1",),
    "written": ("json", "xml"),
    "token": ("1",),
}
#: What is asked besides, by the end of the path.
ASKED = {
    "/locate": "lon={lon}&lat={lat}&people=true",
    "/people/in-view": "bbox=110,10,130,40&level={any_level}",
    "/search": "q=密",
    "/stations": "bbox=110,10,130,40",
}


def secrets(person: int) -> dict[str, tuple[str, ...]]:
    """Everything about somebody, by the field that publishes it; no two people share a character of it."""
    initial = chr(0x9F00 + person)
    return {
        "name": (f"{initial}密{person:02}", f"Hidden{person:02}x", initial),
        "post": (f"密职{person:02}",),
        "photo": (f"{person:02x}" * 32,),
        "phone": (f"0571700{person:02}01",),
        "mobile": (f"1390000{person:02}02",),
        "hours": (f"密时{person:02}",),
    }


def ways(secret: str) -> Iterator[bytes]:
    """How a text may be written in an answer."""
    yield secret.encode()
    yield json.dumps(secret)[1:-1].encode()
    yield quote(secret).encode()
    yield "".join(f"&#{ord(letter)};" for letter in secret).encode()
    yield html.escape(secret).encode()


def holds(body: bytes, secret: str) -> bool:
    return any(way in body for way in ways(secret))


@pytest.fixture(scope="module")
def people(own_staffed: tuple[Served, Staff]) -> dict[int, int]:
    """Ten people, one for each way to be met in an answer: number → id."""
    _, staff = own_staffed
    found = {}
    for number in range(1, 11):
        told = secrets(number)
        staff.photo(f"{number:02x}")
        found[number] = staff.person(
            COMMUNITY,
            told["name"][0],
            (),
            name_en=told["name"][1],
            post=told["post"][0],
            photo=told["photo"][0],
            phone=told["phone"][0],
            mobile=told["mobile"][0],
            reception_hours=told["hours"][0],
        )
    staff.duty(COMMUNITY, found[1])
    staff.duty(LEADERS, found[2])
    staff.leave(found[2], "long")
    for number, role in ((3, "member"), (4, "information_officer"), (5, "liaison"), (6, "specialist")):
        staff.duty(LEADERS, found[number], role)
    staff.duty(STAND_IN, found[7])
    staff.leave(found[7], stand_in=found[8])
    away = staff.person(AB_A, "离岗", ())
    staff.duty(AB_A, away)
    staff.leave(away)
    staff.partner(AB_A, AB_B)
    staff.duty(AB_B, found[9])
    staff.duty(SHIFT, found[10], "member", hours=ALWAYS)
    return found


def publish(
    served: Served, staff: Staff, people: dict[int, int], kind: str, fields: set[str], *, agreed: bool
) -> None:
    """Let all ten be of a kind and publish some fields, and wait until the worker knows."""
    staff.run(
        "UPDATE person SET kind = :kind, published = :fields, opted_in_at = :agreed WHERE id = ANY(:people)",
        kind=kind,
        fields=sorted(fields),
        agreed=datetime.now(UTC) if agreed else None,
        people=list(people.values()),
    )
    current = served.runtime.current
    assert current is not None

    def knows(duty: DutyIndex) -> bool:
        found = duty.roster.persons[people[10]]
        return (found.kind, found.published, found.is_opted_in) == (kind, frozenset(fields), agreed)

    assert current.wait_for_duty(knows, PATIENCE_S)


def addresses(served: Served) -> list[str]:
    """Every address that everybody may read, with examples for its parts."""
    found = []
    labels = {code: served.http.get(f"/api/v1/grids/{code}").json()["properties"]["label"] for code in GRIDS}
    for declared in declarations(served.app):
        if declared.action is not Action.PUBLIC or "GET" not in declared.methods:
            continue
        # A tile of the city: x and y belong together.
        path = declared.path.replace("{x}", "3418").replace("{y}", "1772")
        parts = re.findall(r"\{(\w+)(?::path)?\}", path)
        for chosen in product(*(PARTS[part] for part in parts)):
            filled = path
            for part, value in zip(parts, chosen, strict=True):
                filled = re.sub(rf"\{{{part}(:path)?\}}", value, filled)
            asked = next((asked for end, asked in ASKED.items() if filled.endswith(end)), "")
            if "{any_level}" in asked:
                found += [f"{filled}?{asked.format(any_level=level)}" for level in (1, 2, 3)]
            elif "{lon}" in asked:
                found += [f"{filled}?{asked.format(lon=lon, lat=lat)}" for lon, lat in labels.values()]
            else:
                found.append(f"{filled}?{asked}" if asked else filled)
    return found


def bodies(served: Served, asked: list[str]) -> dict[str, bytes]:
    """What is answered, headers too."""
    found = {}
    for address in asked:
        answer = served.http.get(address)
        assert answer.status_code < 500, (address, answer.text)
        found[address] = answer.content + str(answer.headers).encode()
    return found


def found_in(told: dict[str, bytes], people: dict[int, int], fields: set[str]) -> list[tuple[str, int, str]]:
    """Where which field of whom occurs."""
    return [
        (address, person, field)
        for address, body in told.items()
        for person in people
        for field in sorted(fields)
        if any(holds(body, secret) for secret in secrets(person)[field])
    ]


def test_what_is_not_published_is_in_no_public_answer(
    own_staffed: tuple[Served, Staff], people: dict[int, int]
) -> None:
    served, staff = own_staffed
    everything = set(PUBLISHABLE)
    everywhere = addresses(served)

    publish(served, staff, people, "official", everything, agreed=False)
    shown = found_in(bodies(served, everywhere), people, everything)
    # If this were not so, finding nothing below would say nothing.
    assert {(person, field) for _, person, field in shown} == set(product(people, everything))
    telling = sorted({address for address, _, _ in shown})
    for expected in (f"/api/v1/grids/{LEADERS}/people", "/api/v1/people/in-view", "/api/v1/locate", "/grid/"):
        assert any(address.startswith(expected) for address in telling), telling

    photos = [address for address in everywhere if "/photos/" in address]
    assert {served.http.get(address).status_code for address in photos} == {200}

    for kind, agreed, asked in (
        ("official", False, everywhere),
        ("private", True, telling),
        ("private", False, telling),
    ):
        publish(served, staff, people, kind, set(), agreed=agreed)
        assert found_in(bodies(served, asked), people, everything) == []
        assert {served.http.get(address).status_code for address in photos} == {404}

    for kind, agreed in (("official", False), ("private", True)):
        for field in sorted(everything):
            publish(served, staff, people, kind, everything - {field}, agreed=agreed)
            assert found_in(bodies(served, telling), people, {field}) == []


def test_private_people_who_did_not_agree_are_not_counted(
    own_staffed: tuple[Served, Staff], people: dict[int, int]
) -> None:
    served, staff = own_staffed
    publish(served, staff, people, "private", {"name"}, agreed=True)
    known = served.http.get(f"/api/v1/grids/{LEADERS}/people").json()
    publish(served, staff, people, "private", set(), agreed=False)
    told = served.http.get(f"/api/v1/grids/{LEADERS}/people").json()
    for quiet in ("information_officers", "specialists"):
        assert len(known[quiet]) == 1
        assert told[quiet] == []
    assert len(told["members"]) == len(told["liaison"]) == 1


def test_marks_never_have_a_name_or_a_number(
    own_staffed: tuple[Served, Staff], people: dict[int, int]
) -> None:
    served, staff = own_staffed
    publish(served, staff, people, "official", set(PUBLISHABLE), agreed=False)
    for level in (2, 3):
        body = served.http.get(f"/api/v1/people/in-view?bbox=110,10,130,40&level={level}").content
        for person in people:
            told = secrets(person)
            hidden = (*told["name"][:2], *told["post"], *told["phone"], *told["mobile"], *told["hours"])
            assert not any(holds(body, secret) for secret in hidden)
