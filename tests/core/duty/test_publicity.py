"""What of a person is shown: exactly the fields published, and of private people nothing without consent."""

from dataclasses import astuple, replace
from itertools import combinations

import pytest

from geo_grid.core.duty.publicity import PUBLISHABLE, PublishedPerson, is_shown, published_person
from geo_grid.core.duty.roster import Person
from tests.core.duty.people import LONG_AGO, A, duty

FULL = Person(
    1,
    "official",
    "欧阳明",
    LONG_AGO,
    name_en="Ming Ouyang",
    post="主任",
    phone="0573-1111111",
    mobile="13900000000",
    reception_hours="周一上午",
    photo="f" * 64,
)
VALUES = {
    "name": ("欧阳明", "Ming Ouyang", "欧"),
    "post": ("主任",),
    "photo": ("f" * 64,),
    "phone": ("0573-1111111",),
    "mobile": ("13900000000",),
    "hours": ("周一上午",),
}


@pytest.mark.parametrize("kind", ["official", "private"])
@pytest.mark.parametrize("is_opted_in", [False, True])
def test_each_field_is_shown_if_and_only_if_it_is_published(kind: str, is_opted_in: bool) -> None:
    for size in range(len(PUBLISHABLE) + 1):
        for fields in combinations(PUBLISHABLE, size):
            person = replace(FULL, kind=kind, is_opted_in=is_opted_in, published=frozenset(fields))
            is_allowed = kind == "official" or is_opted_in
            expected = {value for field in fields if is_allowed for value in VALUES[field]}
            assert {value for value in astuple(published_person(person)) if value is not None} == expected


def test_what_is_no_publishable_field_publishes_nothing() -> None:
    assert (
        published_person(replace(FULL, published=frozenset({"account", "id", "NAME"}))) == PublishedPerson()
    )


@pytest.mark.parametrize(
    ("role", "kind", "is_opted_in", "published", "expected"),
    [
        ("information_officer", "private", False, {"name"}, False),
        ("information_officer", "private", True, set(), False),
        ("information_officer", "private", True, {"name"}, True),
        ("information_officer", "official", False, set(), True),
        ("specialist", "private", False, {"name"}, False),
        ("member", "private", False, set(), True),
    ],
)
def test_a_private_person_who_did_not_agree_is_not_even_counted(
    role: str, kind: str, is_opted_in: bool, published: set[str], expected: bool
) -> None:
    person = replace(FULL, kind=kind, is_opted_in=is_opted_in, published=frozenset(published))
    assert is_shown(duty(1, A, 1, role), person) is expected
