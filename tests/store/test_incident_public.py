"""Where the public may know an incident to be: the database itself keeps it, whoever writes.

The ground is tests/store/ground.py's; a building and two streets stand in the south of W:

    0.3 +--+
        |b |      ---- High Street ----      y = 0.5, from x = 0.5 to 0.502
    0.2 +--+
"""

import pytest
from sqlalchemy import Connection, text

from tests.store.ground import Writer

pytestmark = pytest.mark.database

_INCIDENT = text(
    "INSERT INTO incident (number, state, kind, urgency, channel, category, catalogue_version, title, geom,"
    " grid_id, grids) VALUES (:number, 'reported', 'general', 'normal', 'resident', '0101', 1, 'x',"
    " ST_SetSRID(ST_MakePoint(:x, :y), 4326), :grid, :grids) RETURNING id"
)


@pytest.fixture
def town(connection: Connection, ground: Writer) -> Writer:
    """The ground with a building and a street."""
    load = connection.scalar(
        text(
            "INSERT INTO base_load (layer, source, file, crs, rows_read, rows_kept, version)"
            " VALUES ('buildings', 's', 'f', 'EPSG:4326', 1, 1, 1) RETURNING id"
        )
    )
    connection.execute(
        text(
            "INSERT INTO building (load_id, name, label, geom) VALUES (:load, '一号楼',"
            " ST_SetSRID(ST_MakePoint(0.25, 0.25), 4326),"
            " ST_SetSRID('MULTIPOLYGON(((0.2 0.2,0.3 0.2,0.3 0.3,0.2 0.3,0.2 0.2)))'::geometry, 4326))"
        ),
        {"load": load},
    )
    street = connection.scalar(
        text(
            "INSERT INTO street (load_id, name, length_m, geom) VALUES (:load, '大街', 222,"
            " ST_SetSRID('MULTILINESTRING((0.5 0.5,0.502 0.5))'::geometry, 4326)) RETURNING id"
        ),
        {"load": load},
    )
    connection.execute(
        text(
            "INSERT INTO street_segment (load_id, street_id, name, length_m, from_node, to_node, geom)"
            " VALUES (:load, :street, '大街', 222, 1, 2,"
            " ST_SetSRID('LINESTRING(0.5 0.5,0.502 0.5)'::geometry, 4326))"
        ),
        {"load": load, "street": street},
    )
    return ground


def told(connection: Connection, identity: int) -> tuple[str, str | None, float, float, float, float]:
    row = connection.execute(
        text(
            "SELECT near, place, ST_X(geom), ST_Y(geom), ST_X(rough), ST_Y(rough)"
            " FROM incident_public WHERE incident_id = :id"
        ),
        {"id": identity},
    ).one()
    return tuple(row)


def report(town: Writer, x: float, y: float, grid: str | None = "sw") -> int:
    identity = town.ids[grid] if grid is not None else None
    grids = [identity] if identity is not None else []
    asked = {"number": f"{x},{y}", "x": x, "y": y, "grid": identity, "grids": grids}
    return int(town.connection.execute(_INCIDENT, asked).scalar_one())


@pytest.mark.parametrize(
    ("x", "y", "grid", "near", "place", "point"),
    [
        (0.2123456, 0.2987654, "sw", "building", "一号楼", (0.25, 0.25)),
        (0.5003, 0.5008, "sw", "street", "大街", (0.501, 0.5)),
        (1.9, 0.1, "sw", "grid", None, None),
        (9.1234567, 9.7654321, None, "area", None, (9.1225, 9.7675)),
    ],
)
def test_a_place_is_told_by_the_building_else_the_street_else_the_grid(
    connection: Connection,
    town: Writer,
    x: float,
    y: float,
    grid: str | None,
    near: str,
    place: str | None,
    point: tuple[float, float] | None,
) -> None:
    found = told(connection, report(town, x, y, grid))
    assert found[:2] == (near, place)
    label = connection.execute(
        text("SELECT ST_X(label), ST_Y(label) FROM grid_row WHERE code = 'sw' AND valid @> now()")
    ).one()
    assert found[2:4] == pytest.approx(point or tuple(label), abs=1e-7)
    assert (x, y) not in (found[2:4], found[4:])
    if grid is not None:
        assert found[4:] == pytest.approx(tuple(label), abs=1e-7)


def test_it_follows_an_incident_that_is_moved_and_goes_with_one_that_a_demo_made_up(
    connection: Connection, town: Writer
) -> None:
    identity = report(town, 0.21, 0.21)
    connection.execute(
        text("UPDATE incident SET geom = ST_SetSRID(ST_MakePoint(0.5001, 0.5001), 4326) WHERE id = :id"),
        {"id": identity},
    )
    assert told(connection, identity)[:2] == ("street", "大街")
    connection.execute(text("UPDATE incident SET state = 'accepted' WHERE id = :id"), {"id": identity})
    assert told(connection, identity)[:2] == ("street", "大街")
