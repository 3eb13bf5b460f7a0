"""What the database itself holds of base layers, against raw SQL."""

import psycopg
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from geo_grid.core.errors import CoverageBroken
from geo_grid.store.errors import translated
from tests.conftest import Database

pytestmark = pytest.mark.database

LOAD = (
    "INSERT INTO base_load (layer, source, file, crs, rows_read, rows_kept, version)"
    " VALUES ('addresses', 's', 'f', 'EPSG:4326', 1, 1, 1) RETURNING id"
)


@pytest.fixture
def load_id(connection: Connection) -> int:
    """A load to hang rows on."""
    return int(connection.execute(text(LOAD)).scalar_one())


def shape(wkt: str) -> str:
    return f"ST_SetSRID('{wkt}'::geometry, 4326)"


@pytest.mark.parametrize(
    ("table", "columns", "values", "constraint"),
    [
        ("address", "geom", shape("POINT(120.00000001 30)"), "address_shape"),
        ("address", "geom", shape("POINT(190 30)"), "address_shape"),
        ("address", "geom", shape("POINT EMPTY"), "address_shape"),
        ("address", "households, geom", f"-1, {shape('POINT(120 30)')}", "address_households"),
        ("address", "people, geom", f"-1, {shape('POINT(120 30)')}", "address_people"),
        ("address", "text, geom", f"'', {shape('POINT(120 30)')}", "address_text"),
        ("address", "services, geom", f"'[1]', {shape('POINT(120 30)')}", "address_services"),
        ("street", "class, length_m, geom",
         f"'lane', 1, {shape('MULTILINESTRING((120 30,121 30))')}", "street_class"),
        ("street", "length_m, geom",
         f"1, {shape('MULTILINESTRING((120 30,121.00000004 30))')}", "street_shape"),
        ("water", "geom", shape("POINT(120 30)"), "water_shape"),
        ("building", "storeys, label, geom",
         f"0, {shape('POINT(0 0)')}, {shape('MULTIPOLYGON(((0 0,1 0,1 1,0 0)))')}", "building_storeys"),
        ("building", "label, geom",
         f"{shape('POINT(0 0)')}, {shape('MULTIPOLYGON(((0 0,1 1,1 0,0 1,0 0)))')}", "building_shape"),
        ("compound", "kind, label, geom",
         f"'x', {shape('POINT(0 0)')}, {shape('MULTIPOLYGON(((0 0,1 0,1 1,0 0)))')}", "compound_kind"),
    ],
)  # fmt: skip
def test_rows_that_are_refused(
    connection: Connection, load_id: int, table: str, columns: str, values: str, constraint: str
) -> None:
    with pytest.raises(DBAPIError) as refused:
        connection.execute(text(f"INSERT INTO {table} (load_id, {columns}) VALUES ({load_id}, {values})"))
    assert isinstance(refused.value.orig, psycopg.Error)
    assert refused.value.orig.diag.constraint_name == constraint


def test_one_load_of_a_layer_and_source_is_in_force(connection: Connection, load_id: int) -> None:
    connection.execute(text("UPDATE base_load SET replaced_at = clock_timestamp()"))
    connection.execute(text(LOAD))
    with pytest.raises(DBAPIError, match="base_load_in_force"):
        connection.execute(text(LOAD))


@pytest.mark.parametrize("statement", ["DELETE FROM base_load", "TRUNCATE base_load CASCADE"])
def test_not_even_the_owner_deletes_a_report(template: Database, statement: str) -> None:
    with template.owner_engine().connect() as connection:
        connection.execute(text(LOAD))
        with pytest.raises(CoverageBroken, match="published_is_kept"), translated():
            connection.execute(text(statement))
        connection.rollback()


def test_a_new_version_is_announced_when_it_is_committed(engine: Engine, database: Database) -> None:
    url = database.url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url, autocommit=True) as listening, engine.connect() as writing:
        listening.execute("LISTEN geo_grid_base")
        writing.execute(text("INSERT INTO layer_version VALUES ('streets', 1)"))
        assert list(listening.notifies(timeout=0.2)) == []
        writing.commit()
        (heard,) = listening.notifies(timeout=5, stop_after=1)
        assert heard.payload == "streets"
