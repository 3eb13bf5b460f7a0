"""I1: valid, on the lattice, one part unless an exception is in force."""

import pytest
from sqlalchemy import Connection, text

from tests.store.ground import ALL, DAY_1, DAY_2, Writer, box, refused

pytestmark = pytest.mark.database

ISLAND = box(0, 0, 1, 1, "((5 5,6 5,6 6,5 6,5 5))")


def test_a_coordinate_off_the_lattice(ground: Writer) -> None:
    # A double of a metre's millionth beside 2.1: the next float above k/1e7.
    with refused("off_lattice", "I1"):
        ground.row("x", 3, "E", "MULTIPOLYGON(((2 0,2.1000000000000005 0,2.1 2,2 2,2 0)))", 1)


def test_a_void_off_the_lattice(ground: Writer) -> None:
    with refused("off_lattice", "I1"):
        ground.void("E", "MULTIPOLYGON(((2 0,2.1000000000000005 0,2.1 2,2 2,2 0)))", 1)


def test_every_lattice_coordinate_is_its_own_rounding(connection: Connection) -> None:
    wrong = connection.scalar(
        text(
            "SELECT count(*) FROM generate_series(-1800000000, 1800000000, 7919) AS k"
            " WHERE floor((k / 1e7::float8) * 1e7::float8 + 0.5) / 1e7::float8 <> k / 1e7::float8"
        )
    )
    assert wrong == 0


def test_a_polygon_that_crosses_itself(ground: Writer) -> None:
    with refused("geometry_not_valid", "I1"):
        ground.row("x", 3, "E", "MULTIPOLYGON(((2 0,4 2,4 0,2 2,2 0)))", 1)


@pytest.mark.parametrize("wkt", ["MULTIPOLYGON EMPTY", box(179, 0, 181, 1), box(0, 89, 1, 91)])
def test_empty_or_out_of_the_world(ground: Writer, wkt: str) -> None:
    with refused("off_lattice", "I1"):
        ground.row("x", 3, "E", wkt, 1)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_a_coordinate_that_is_no_number_is_not_on_the_lattice(connection: Connection, value: str) -> None:
    shape = (
        "ST_Multi(ST_MakePolygon(ST_MakeLine(ARRAY[ST_MakePoint(0,0), ST_MakePoint(1,0),"
        " ST_MakePoint(1, CAST(:value AS float8)), ST_MakePoint(0,0)])))"
    )
    fits = text(f"SELECT gg_on_lattice({shape}) AND ST_IsValid({shape})")
    assert connection.scalar(fits, {"value": value}) is False
    assert connection.scalar(fits, {"value": "1"}) is True


def test_two_parts_need_an_exception(writer: Writer) -> None:
    writer.row("O", 0, None, ISLAND, writer.edition(outline=True))
    with refused("exclave_unrecorded", "I1", parent="O", parts=2):
        writer.prove_now()


def test_two_parts_of_the_lowest_level_need_one_too(writer: Writer) -> None:
    #  +---+---+---+
    #  | a | b | a |   b lies between the two parts of a
    #  +---+---+---+
    edition = writer.edition(outline=True)
    whole = "MULTIPOLYGON(((0 0,1 0,2 0,3 0,3 1,2 1,1 1,0 1,0 0)))"
    for level, parent in enumerate((None, "L0", "L1")):
        writer.row(f"L{level}", level, parent, whole, edition)
    writer.row("a", 3, "L2", box(0, 0, 1, 1, "((2 0,3 0,3 1,2 1,2 0))"), edition)
    writer.row("b", 3, "L2", box(1, 0, 2, 1), edition)
    with refused("exclave_unrecorded", "I1", parent="a", parts=2):
        writer.prove_now()


def test_two_parts_with_an_exception(writer: Writer) -> None:
    edition = writer.edition(outline=True)
    writer.row("O", 0, None, ISLAND, edition)
    writer.exception("O", edition)
    writer.prove_now()


def test_the_exception_may_not_end_before_the_grid(writer: Writer) -> None:
    edition = writer.edition(outline=True)
    writer.row("O", 0, None, ISLAND, edition)
    writer.exception("O", edition)
    writer.prove_now()
    writer.connection.execute(
        text("UPDATE grid_exception SET valid = tstzrange(lower(valid), :at), edition_to = :edition"),
        {"at": DAY_2, "edition": writer.edition(DAY_2)},
    )
    with refused("exclave_unrecorded", "I1", parent="O"):
        writer.prove_now()


def test_the_exception_may_not_begin_after_the_grid(writer: Writer) -> None:
    writer.row("O", 0, None, ISLAND, writer.edition(DAY_1, outline=True))
    writer.exception("O", writer.edition(DAY_2), DAY_2)
    with refused("exclave_unrecorded", "I1", parent="O"):
        writer.prove_now()


def test_one_part_needs_no_exception(writer: Writer) -> None:
    writer.row("O", 0, None, ALL, writer.edition(outline=True))
    writer.prove_now()
