"""I2: the children and voids of a grid tile it at every instant, whoever writes and in whatever order."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.store.ground import (
    ALL,
    DAY_1,
    DAY_2,
    DAY_3,
    EAST,
    SOUTH_WEST,
    WEST,
    Writer,
    box,
    refused,
)

pytestmark = pytest.mark.database


def test_a_ground_that_tiles_is_accepted(ground: Writer) -> None:
    ground.prove_now()


def test_an_outline_without_children_is_accepted(writer: Writer) -> None:
    writer.row("O", 0, None, ALL, writer.edition(outline=True))
    writer.prove_now()


# --- one faulty child under E (2..4 × 0..2): what is wrong with it is left over


@pytest.mark.parametrize(
    "children",
    [
        pytest.param([box(2, 0, 3, 2)], id="gap"),
        pytest.param([EAST, box(2, 0, 3, 1)], id="overlap"),
        pytest.param([EAST, EAST], id="duplicate"),
        pytest.param(["MULTIPOLYGON(((2 0,5 0,5 2,2 2,2 1,2 0)))"], id="outside"),
        pytest.param([box(2, 0, 4, 2)], id="vertex missing on the border"),
        pytest.param(["MULTIPOLYGON(((2 0,3 0,4 0,4 2,2 2,2 1,2 0)))"], id="vertex too many"),
        pytest.param(["MULTIPOLYGON(((2 0,4 0,4.0000001 2,2 2,2 1,2 0)))"], id="one lattice unit outside"),
        pytest.param(
            ["MULTIPOLYGON(((2 0,4 0,4 2,2 2,2 1,2 0),(3 1,3 1.0000001,3.0000001 1.0000001,3 1)))"],
            id="smallest hole",
        ),
    ],
)
def test_children_that_do_not_tile(ground: Writer, children: list[str]) -> None:
    for number, wkt in enumerate(children):
        ground.row(f"e{number}", 3, "E", wkt, 1)
    with refused("not_tiled", "I2", parent="E"):
        ground.prove_now()


def test_the_winding_of_rings_does_not_matter(ground: Writer) -> None:
    ground.row("e", 3, "E", "MULTIPOLYGON(((2 0,2 1,2 2,4 2,4 0,2 0)))", 1)
    ground.prove_now()


def test_misfiled_children_cancel_in_one_sum_but_not_by_parent(writer: Writer) -> None:
    """The east and west of the ground, each filed under the other."""
    edition = writer.edition(outline=True)
    writer.row("O", 0, None, ALL, edition)
    writer.row("A", 1, "O", ALL, edition)
    writer.row("W", 2, "A", WEST, edition)
    writer.row("E", 2, "A", EAST, edition)
    writer.row("w", 3, "E", WEST, edition)
    writer.row("e", 3, "W", EAST, edition)
    with refused("not_tiled", "I2"):
        writer.prove_now()


def test_the_refusal_says_where(ground: Writer) -> None:
    ground.row("e", 3, "E", box(3, 0, 4, 2), 1)
    with refused("not_tiled", "I2", parent="E", lon=2, lat=0, edges=7):
        ground.prove_now()


# --- time


def test_a_child_is_closed_under_its_parent(ground: Writer) -> None:
    """Only the upper bound shows it: at every lower bound all is well."""
    ground.prove_now()
    ground.close("sw", ground.edition(DAY_2))
    with refused("not_tiled", "I2", parent="W"):
        ground.prove_now()


def test_all_children_may_be_closed(ground: Writer) -> None:
    edition = ground.edition(DAY_2)
    ground.close("sw", edition)
    ground.close("nw", edition)
    ground.prove_now()


def test_a_parent_is_closed_over_its_children(ground: Writer) -> None:
    edition = ground.edition(DAY_2)
    ground.close("W", edition)
    ground.close("E", edition)
    with refused("parent_not_valid", "I2", parent="W"):
        ground.prove_now()


def test_a_child_that_begins_later_than_its_siblings(writer: Writer) -> None:
    first = writer.edition(DAY_1, outline=True)
    writer.row("O", 0, None, ALL, first)
    writer.row("A", 1, "O", ALL, first)
    writer.row("W", 2, "A", WEST, first)
    writer.row("E", 2, "A", EAST, writer.edition(DAY_2), DAY_2)
    with refused("not_tiled", "I2", parent="A"):
        writer.prove_now()


def test_children_that_begin_before_their_parent(writer: Writer) -> None:
    later = writer.edition(DAY_2, outline=True)
    writer.row("O", 0, None, ALL, later, DAY_2)
    writer.row("A", 1, "O", ALL, writer.edition(DAY_1), DAY_1)
    with refused("parent_not_valid", "I2", parent="O"):
        writer.prove_now()


def test_back_dated_children_of_a_leaf_are_proved_at_all_later_bounds(ground: Writer) -> None:
    """E gets children from DAY_1 on, but E itself became smaller on DAY_2."""
    second = ground.edition(DAY_2)
    for code in ("W", "E", "nw", "sw"):
        ground.close(code, second)
    ground.row("E", 2, "A", ALL, second, DAY_2)
    ground.prove_now()
    ground.row("e", 3, "E", EAST, ground.edition(DAY_1), DAY_1)
    with refused("not_tiled", "I2", parent="E"):
        ground.prove_now()


def test_a_new_border_inside(ground: Writer) -> None:
    #  nw and sw meet at y = 1 no longer but at y = 1.5, and the levels above get the vertex
    second = ground.edition(DAY_2, outline=True)
    for code in ("O", "A", "W", "nw", "sw"):
        ground.close(code, second)
    whole = "MULTIPOLYGON(((0 0,2 0,4 0,4 2,2 2,0 2,0 1.5,0 0)))"
    ground.row("O", 0, None, whole, second, DAY_2)
    ground.row("A", 1, "O", whole, second, DAY_2)
    ground.row("W", 2, "A", "MULTIPOLYGON(((0 0,2 0,2 1,2 1.5,2 2,0 2,0 1.5,0 0)))", second, DAY_2)
    ground.row("nw", 3, "W", box(0, 1.5, 2, 2), second, DAY_2)
    ground.row("sw", 3, "W", "MULTIPOLYGON(((0 0,2 0,2 1,2 1.5,0 1.5,0 0)))", second, DAY_2)
    with refused("not_tiled", "I2", parent="A"):  # E has no vertex at 2 1.5 yet
        ground.prove_now()


def test_a_child_moves_to_another_parent(ground: Writer) -> None:
    second = ground.edition(DAY_2)
    ground.close("sw", second)
    ground.row("sw", 3, "E", SOUTH_WEST, second, DAY_2)
    with refused("not_tiled", "I2"):
        ground.prove_now()


def test_a_grid_can_take_the_place_of_another(ground: Writer) -> None:
    second = ground.edition(DAY_2)
    ground.close("sw", second)
    ground.row("south", 3, "W", SOUTH_WEST, second, DAY_2)
    ground.prove_now()


def test_a_gap_of_one_microsecond(ground: Writer) -> None:
    ground.close("sw", ground.edition(DAY_2))
    later = DAY_2 + timedelta(microseconds=1)
    ground.row("south", 3, "W", SOUTH_WEST, ground.edition(later), later)
    with refused("not_tiled", "I2", parent="W"):
        ground.prove_now()


# --- voids


def test_a_void_over_a_child(ground: Writer) -> None:
    ground.void("W", SOUTH_WEST, 1)
    with refused("not_tiled", "I2", parent="W"):
        ground.prove_now()


def test_a_void_in_the_place_of_a_child(ground: Writer) -> None:
    second = ground.edition(DAY_2)
    ground.close("sw", second)
    ground.void("W", SOUTH_WEST, second, DAY_2)
    ground.prove_now()


def test_a_void_is_closed(ground: Writer) -> None:
    second = ground.edition(DAY_2)
    ground.close("sw", second)
    ground.void("W", SOUTH_WEST, second, DAY_2)
    ground.prove_now()
    third = ground.edition(DAY_3)
    ground.connection.execute(
        text("UPDATE void SET valid = tstzrange(lower(valid), :at), edition_to = :edition"),
        {"at": DAY_3, "edition": third},
    )
    with refused("not_tiled", "I2", parent="W"):
        ground.prove_now()


def test_a_void_alone_in_a_leaf(ground: Writer) -> None:
    ground.void("E", box(2, 0, 3, 1), 1)
    with refused("not_tiled", "I2", parent="E"):
        ground.prove_now()


# --- when it is proved


def test_a_change_after_an_early_proof_is_proved_too(ground: Writer) -> None:
    """A mark “proved in this transaction” would let this through."""
    ground.connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    ground.connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    ground.row("e", 3, "E", box(2, 0, 3, 2), 1)
    with refused("not_tiled", "I2", parent="E"):
        ground.connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def test_a_change_while_proofs_are_immediate_is_proved_at_its_statement(ground: Writer) -> None:
    ground.connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    with refused("not_tiled", "I2", parent="E"):
        ground.row("e", 3, "E", box(2, 0, 3, 2), 1)


def test_the_same_parent_is_changed_rightly_and_then_wrongly(ground: Writer) -> None:
    ground.row("e", 3, "E", EAST, 1)
    ground.prove_now()
    ground.row("e2", 3, "E", EAST, 1)
    with refused("not_tiled", "I2", parent="E"):
        ground.prove_now()


def test_a_fault_before_a_savepoint_is_not_forgiven_by_an_early_proof_rolled_back(ground: Writer) -> None:
    ground.row("e", 3, "E", box(2, 0, 3, 2), 1)
    nested = ground.connection.begin_nested()
    with refused("not_tiled", "I2"):
        ground.prove_now()
    nested.rollback()
    with refused("not_tiled", "I2", parent="E"):
        ground.prove_now()


def test_a_proof_inside_a_savepoint_rolled_back_is_made_again(ground: Writer) -> None:
    nested = ground.connection.begin_nested()
    ground.row("e", 3, "E", EAST, 1)
    ground.prove_now()
    nested.rollback()
    ground.row("other", 3, "E", box(2, 0, 3, 2), 1)
    with refused("not_tiled", "I2", parent="E"):
        ground.prove_now()


def test_a_fault_undone_by_a_savepoint_does_no_harm(ground: Writer) -> None:
    nested = ground.connection.begin_nested()
    ground.row("e", 3, "E", box(2, 0, 3, 2), 1)
    nested.rollback()
    ground.prove_now()
