"""I3: the outline changes only where an edition says so; statutory borders only when unlocked."""

from contextlib import nullcontext

import pytest
from sqlalchemy import Connection, text

from tests.store.ground import ALL, DAY_2, EAST, NORTH_WEST, SOUTH_WEST, WEST, Writer, box, lay, refused

pytestmark = pytest.mark.database


def test_an_outline_is_opened_by_an_ordinary_edition(writer: Writer) -> None:
    with refused("outline_kept", "I3"):
        writer.row("O", 0, None, ALL, writer.edition())


def test_an_outline_is_closed_by_an_ordinary_edition(ground: Writer) -> None:
    second = ground.edition(DAY_2)
    for code in ("O", "A", "W", "E", "nw", "sw"):
        ground.close(code, second)
    with refused("outline_kept", "I3"):
        ground.prove_now()


@pytest.mark.parametrize(("vertex", "refusal"), [("3 0", None), ("3 1", ("noding_untrue", "I5"))])
def test_an_outline_gets_a_vertex_in_an_ordinary_edition(
    ground: Writer, vertex: str, refusal: tuple[str, str] | None
) -> None:
    second = ground.edition(DAY_2)
    for code, level, parent, shape in (("O", 0, None, ALL), ("A", 1, "O", ALL), ("E", 2, "A", EAST)):
        ground.close(code, second)
        noded = shape.replace("4 0", f"{vertex},4 0")
        ground.row(code, level, parent, noded, second, DAY_2, noding=True)
    with refused(*refusal) if refusal is not None else nullcontext():
        ground.prove_now()


def test_an_outline_is_changed_with_all_that_tiles_it(ground: Writer) -> None:
    second = ground.edition(DAY_2, outline=True)
    for code in ("O", "A", "W", "E", "nw", "sw"):
        ground.close(code, second)
    ground.row("O", 0, None, WEST, second, DAY_2)
    ground.row("A", 1, "O", WEST, second, DAY_2)
    ground.prove_now()


def test_an_outline_is_changed_alone(ground: Writer) -> None:
    second = ground.edition(DAY_2, outline=True)
    ground.close("O", second)
    ground.row("O", 0, None, WEST, second, DAY_2)
    with refused("not_tiled", "I2", parent="O"):
        ground.prove_now()


def test_there_is_one_outline(ground: Writer) -> None:
    with refused("outline_twice", "I3"):
        ground.row("O2", 0, None, box(10, 10, 11, 11), 1)


@pytest.fixture
def statutory(connection: Connection) -> Writer:
    """As the small ground, with W statutory."""
    writer = lay(connection)
    second = writer.edition(DAY_2)
    writer.close("W", second)
    writer.row("W", 2, "A", WEST, second, DAY_2, statutory=True)
    writer.prove_now()
    return writer


DAY_4 = DAY_2.replace(month=4)
UNLOCK = text(
    "INSERT INTO unlock (grid_id, edition, granted_by, reason) VALUES (:grid, :edition, 'county', 'new road')"
)


def test_a_statutory_grid_gets_a_new_name(statutory: Writer) -> None:
    edition = statutory.edition(DAY_4)
    statutory.close("W", edition, DAY_4)
    statutory.row("W", 2, "A", WEST, edition, DAY_4, statutory=True)
    statutory.prove_now()


def move_border(writer: Writer) -> int:
    """East and west meet at x = 2 no longer: W takes everything."""
    edition = writer.edition(DAY_4)
    for code in ("W", "E", "nw", "sw"):
        writer.close(code, edition, DAY_4)
    writer.row("W", 2, "A", ALL, edition, DAY_4, statutory=True)
    return edition


def test_a_statutory_border_moves(statutory: Writer) -> None:
    move_border(statutory)
    with refused("statutory_border_locked", "I3", grids=["W"]):
        statutory.prove_now()


#: One lattice unit beside the border between W and E.
@pytest.mark.parametrize("x", ["1.9999999", "2.0000001"])
def test_a_statutory_border_gets_a_vertex_beside_its_edge(statutory: Writer, x: str) -> None:
    put_vertex(statutory, x)
    statutory.prove_now()


def test_a_statutory_border_gets_a_vertex_further_off(statutory: Writer) -> None:
    put_vertex(statutory, "2.0000002")
    with refused("statutory_border_locked", "I3", grids=["W"]):
        statutory.prove_now()


def put_vertex(writer: Writer, x: str) -> None:
    """A vertex at half the height of E, in all that meets there."""
    edition = writer.edition(DAY_4)
    for code in ("W", "E", "sw"):
        writer.close(code, edition, DAY_4)
    vertex = f"{x} 0.5"
    writer.row("W", 2, "A", WEST.replace("2 0,", f"2 0,{vertex},"), edition, DAY_4, statutory=True)
    east = f"MULTIPOLYGON(((2 0,4 0,4 2,2 2,2 1,{vertex},2 0)))"
    writer.row("E", 2, "A", east, edition, DAY_4)
    south_west = f"MULTIPOLYGON(((0 0,2 0,{vertex},2 1,0 1,0 0)))"
    writer.row("sw", 3, "W", south_west, edition, DAY_4)


def test_a_statutory_border_moves_when_unlocked(statutory: Writer) -> None:
    edition = move_border(statutory)
    statutory.connection.execute(
        UNLOCK,
        {"grid": statutory.ids["W"], "edition": edition},
    )
    statutory.prove_now()


def test_an_unlock_of_another_edition_does_not_count(statutory: Writer) -> None:
    move_border(statutory)
    statutory.connection.execute(
        UNLOCK,
        {"grid": statutory.ids["W"], "edition": 1},
    )
    with refused("statutory_border_locked", "I3"):
        statutory.prove_now()


def test_a_statutory_grid_is_replaced_by_another_identity(statutory: Writer) -> None:
    edition = statutory.edition(DAY_4)
    for code in ("W", "nw", "sw"):
        statutory.close(code, edition, DAY_4)
    statutory.row("W2", 2, "A", WEST, edition, DAY_4)
    with refused("statutory_border_locked", "I3", grids=["W"]):
        statutory.prove_now()


def test_a_statutory_grid_quietly_loses_its_lock(statutory: Writer) -> None:
    edition = statutory.edition(DAY_4)
    statutory.close("W", edition, DAY_4)
    statutory.row("W", 2, "A", WEST, edition, DAY_4)
    with refused("statutory_border_locked", "I3", grids=["W"]):
        statutory.prove_now()


def test_grids_inside_a_statutory_border_may_change(statutory: Writer) -> None:
    edition = statutory.edition(DAY_4)
    statutory.close("sw", edition, DAY_4)
    statutory.close("nw", edition, DAY_4)
    statutory.row("s", 3, "W", SOUTH_WEST, edition, DAY_4)
    statutory.row("n", 3, "W", NORTH_WEST, edition, DAY_4)
    statutory.prove_now()
