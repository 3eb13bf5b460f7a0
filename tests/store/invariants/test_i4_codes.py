"""I4: a child is one level below its parent; codes fit the scheme and belong to one grid for ever."""

import pytest
from sqlalchemy import text

from tests.store.ground import ALL, DAY_2, EAST, SOUTH_WEST, Writer, refused

pytestmark = pytest.mark.database


def test_a_level_is_left_out(ground: Writer) -> None:
    with refused("parent_level_wrong", "I4"):
        ground.row("x", 3, "A", ALL, 1)


def test_a_grid_is_its_sisters_child(ground: Writer) -> None:
    with refused("parent_level_wrong", "I4"):
        ground.row("x", 2, "E", EAST, 1)


def test_a_grid_without_a_parent(ground: Writer) -> None:
    with refused("parent_level_wrong", "I4"):
        ground.row("x", 1, None, ALL, 1)


def test_a_code_is_taken_by_another_grid(ground: Writer) -> None:
    with refused("code_of_another", "I4"):
        ground.grid("sw", 3)


def test_a_code_is_not_free_when_its_grid_has_ended(ground: Writer) -> None:
    edition = ground.edition(DAY_2)
    ground.close("sw", edition)
    with refused("code_of_another", "I4"):
        ground.grid("sw", 3)


def test_a_row_bears_the_code_of_another_grid(ground: Writer) -> None:
    edition = ground.edition(DAY_2)
    ground.close("sw", edition)
    ground.ids["sw"] = ground.ids["nw"]
    ground.close("nw", edition)
    with refused("code_of_another", "I4"):
        ground.row("sw", 3, "W", SOUTH_WEST, edition, DAY_2)


def test_a_code_with_a_space(ground: Writer) -> None:
    with refused("code_outside_scheme", "I4", grid="a b", level=3):
        ground.grid("a b", 3)


def test_a_code_outside_the_scheme_set(ground: Writer) -> None:
    ground.connection.execute(text("UPDATE level SET code_pattern = '[ns][we]' WHERE level = 3"))
    ground.grid("ne", 3)
    with refused("code_outside_scheme", "I4", grid="nee", level=3, code_pattern="[ns][we]"):
        ground.grid("nee", 3)


def test_a_scheme_that_codes_in_force_do_not_fit(ground: Writer) -> None:
    with refused("code_outside_scheme", "I4", grid="nw", level=3):
        ground.connection.execute(text("UPDATE level SET code_pattern = '[0-9]{15}' WHERE level = 3"))
