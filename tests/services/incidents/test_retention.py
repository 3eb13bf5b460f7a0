"""Who reported an incident is forgotten after a time: no byte of it is left in any table."""

import io

import pytest
from PIL import Image
from sqlalchemy import text

from geo_grid.core.incidents.actions import Act
from geo_grid.services.incidents.retention import forget
from geo_grid.store.session import session_scope
from tests.services.incidents.conftest import Scene, later

pytestmark = pytest.mark.database

NAME, PHONE, CONTACT = "欧阳询之", "13912345678", "ouyang.xz@example.cn"


def holding(scene: Scene, *plain: str) -> dict[str, int]:
    """Table → rows that hold any of some texts, as text or as bytes."""
    found: dict[str, int] = {}
    tables = scene.rows("SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'jobs')")
    engine = scene.database.owner_engine()
    with engine.connect() as connection:
        for schema, table in tables:
            for each in plain:
                count = connection.scalar(
                    text(
                        f'SELECT count(*) FROM "{schema}"."{table}" AS t '
                        "WHERE t::text LIKE '%' || :plain || '%' OR t::text LIKE '%' || :hex || '%'"
                    ),
                    {"plain": each, "hex": each.encode().hex()},
                )
                if count:
                    found[table] = found.get(table, 0) + int(count)
    return found


def test_nothing_of_a_reporter_is_left_anywhere_after_the_time(scene: Scene) -> None:
    number = scene.report(
        name=NAME, phone=PHONE, contact=CONTACT, text=f"我是{NAME}，电话 139 1234 5678", place=f"{NAME}家门口"
    )
    scene.act("leaf", number, Act.NOTE, text=f"已联系{NAME}（{PHONE}、{CONTACT}）")
    scene.act("leaf", number, Act.TAKE)
    scene.act("leaf", number, Act.FINISH, text=f"{NAME}满意")
    scene.act("inspector", number, Act.VERIFY)
    assert set(holding(scene, NAME, PHONE, CONTACT)) == {"incident_reporter"}
    keeps = scene.desk.settings.retention_days
    assert forget(scene.engine, scene.desk.settings, later(days=keeps - 1)) == 0
    at = later(days=keeps + 1)
    assert forget(scene.engine, scene.desk.settings, at) == 1
    assert forget(scene.engine, scene.desk.settings, at) == 0
    assert holding(scene, NAME, PHONE, CONTACT) == {}
    incident = scene.now(number)
    assert (incident.state, incident.secret_hash) == ("closed", None)
    [row] = scene.rows("SELECT erased_at FROM incident_reporter WHERE incident_id = :id", id=incident.id)
    assert row.erased_at == at
    assert scene.rows("SELECT FROM audit_entry WHERE action = 'incident.erase'")


def test_what_is_open_is_kept(scene: Scene) -> None:
    number = scene.report(name=NAME)
    assert forget(scene.engine, scene.desk.settings, later(days=10_000)) == 0
    [row] = scene.rows("SELECT name FROM incident_reporter WHERE incident_id = :id", id=scene.now(number).id)
    assert row.name == NAME


def test_photos_nobody_used_go_after_a_day(scene: Scene) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG")
    with session_scope(scene.engine) as session:
        session.execute(
            text(
                "INSERT INTO incident_photo (id, hash, large, small, width, height) "
                "VALUES ('AAAAAAAAAAAAAAAAAAAAAA', repeat('0', 64), :large, :large, 8, 8)"
            ),
            {"large": buffer.getvalue()},
        )
    forget(scene.engine, scene.desk.settings, later(hours=23))
    assert scene.rows("SELECT FROM incident_photo")
    forget(scene.engine, scene.desk.settings, later(hours=25))
    assert scene.rows("SELECT FROM incident_photo") == []
