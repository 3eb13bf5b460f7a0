"""Private people publish nothing unless they agreed."""

import pytest

from geo_grid.core.errors import InputError
from geo_grid.core.people.publication import checked_publication


def test_fields_are_in_order_and_once() -> None:
    assert checked_publication("official", ["phone", "name", "phone"], is_opted_in=False) == ["name", "phone"]


def test_private_people_need_to_agree_to_anything() -> None:
    assert checked_publication("private", [], is_opted_in=False) == []
    assert checked_publication("private", ["name"], is_opted_in=True) == ["name"]
    with pytest.raises(InputError) as caught:
        checked_publication("private", ["name"], is_opted_in=False)
    assert caught.value.code == "opt_in_needed"


@pytest.mark.parametrize("field", ["religion", "Name", "", "grid_id"])
def test_other_fields_are_never_published(field: str) -> None:
    with pytest.raises(InputError) as caught:
        checked_publication("official", ["name", field], is_opted_in=True)
    assert caught.value.code == "published_unknown"
