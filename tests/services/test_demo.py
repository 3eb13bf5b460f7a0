"""A demo is loaded once, in place of another at most, and never over somebody's own coverage."""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import shapely
from sqlalchemy import Engine, text

from geo_grid.core.numbering import CodeScheme
from geo_grid.services.demo import Demo, DemoState, demo_state, load_demo
from geo_grid.services.demo_example import make_example
from geo_grid.services.demo_real import FOLDER, read_real
from geo_grid.services.edition_draft import DraftGrid, EditionDraft
from geo_grid.services.import_coverage import commit_import, plan_import
from geo_grid.services.import_request import ImportRequest, LayerFile
from geo_grid.services.layers import list_layers
from geo_grid.services.publish_edition import publish
from geo_grid.services.replace_demo import DEMO
from geo_grid.store.instants import end_of_day
from geo_grid.store.queries.editions import editions
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.session import session_scope

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 1, tzinfo=UTC)

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def example() -> Demo:
    return make_example(SHANGHAI)


def test_the_real_city_is_published_as_edition_1_and_only_once(engine: Engine) -> None:
    demo = read_real(SHANGHAI)
    with session_scope(engine) as session:
        published = load_demo(session, demo, NOW)
        assert published is not None
        assert (published.number, published.grids) == (1, {1: 1, 2: 2, 3: 84})
    with session_scope(engine) as session:
        assert demo_state(session, demo) is DemoState.LOADED
        assert load_demo(session, demo, NOW) is None
        assert len(editions(session)) == 1
        day = end_of_day(demo.draft.effective.date(), SHANGHAI)
        village = next(grid for grid in whole_edition(session, day) if grid.code == "10020010001")
        assert (village.name, village.parent, village.level) == ("荖藤里", "10020010", 3)


def loaded(engine: Engine) -> dict[str, int]:
    """Layer → rows of the demo."""
    with session_scope(engine) as session:
        found = {
            layer.layer: sum(load.rows_kept for load in layer.loads if load.source == DEMO)
            for layer in list_layers(session)
        }
    return {layer: rows for layer, rows in found.items() if rows}


def codes(demo: Demo) -> set[str]:
    assert demo.draft.outline is not None
    return {demo.draft.outline.code, *(grid.code for grids in demo.draft.grids.values() for grid in grids)}


def in_service(engine: Engine, at: datetime) -> Counter[bool]:
    """How many are in the service at an instant, whether made up or not."""
    with session_scope(engine) as session:
        rows = session.execute(text("SELECT made_up FROM person WHERE valid @> :at"), {"at": at})
        return Counter(row.made_up for row in rows)


def test_the_example_brings_its_streets_and_addresses_and_people(engine: Engine, example: Demo) -> None:
    with session_scope(engine) as session:
        published = load_demo(session, example, NOW)
    assert published is not None
    assert published.grids == {level: example.grids(level) for level in (1, 2, 3)}
    # Whatever the generator makes is fit to be loaded: no row is left out.
    assert loaded(engine) == {layer: len(rows) for layer, rows in example.layers.items()}
    assert example.staff is not None
    assert in_service(engine, NOW) == {True: len(example.staff.persons)}
    with session_scope(engine) as session:
        heads = text(
            "SELECT count(*) FROM assignment WHERE role = 'head' AND valid @> CAST(:at AS timestamptz)"
        )
        assert session.scalar(heads, {"at": NOW}) == sum(published.grids.values())
        away = text("SELECT kind FROM leave WHERE valid @> CAST(:at AS timestamptz)")
        assert Counter(session.scalars(away, {"at": NOW})) == {"short": 3, "long": 1}
        assert session.scalar(text("SELECT count(*) FROM photo")) == len(example.staff.portraits)


def add_own(engine: Engine) -> None:
    """Somebody of one's own with a duty, and one of the demo's whom somebody has changed."""
    with session_scope(engine) as session:
        session.execute(
            text(
                "WITH own AS (INSERT INTO person (kind, name, grid_id, valid) "
                "SELECT 'official', '本人', min(id), tstzrange(:at, NULL) FROM grid RETURNING id, grid_id) "
                "INSERT INTO assignment (person_id, grid_id, role, valid) "
                "SELECT id, grid_id, 'member', tstzrange(:at, NULL) FROM own"
            ),
            {"at": NOW},
        )
        session.execute(text("UPDATE person SET made_up = false WHERE id = (SELECT min(id) FROM person)"))


@pytest.mark.long
def test_one_demo_takes_the_place_of_the_other_and_back_and_real_people_stay(
    engine: Engine, example: Demo
) -> None:
    turns = [(example, NOW), (read_real(SHANGHAI), NOW), (example, NOW.replace(month=7))]
    for number, (demo, at) in enumerate(turns, start=1):
        with session_scope(engine) as session:
            assert demo_state(session, demo) is (DemoState.EMPTY if number == 1 else DemoState.OTHER_DEMO)
            published = load_demo(session, demo, at)
            assert published is not None
            assert published.number == number
        with session_scope(engine) as session:
            assert demo_state(session, demo) is DemoState.LOADED
            assert {grid.code for grid in whole_edition(session, published.effective)} == codes(demo)
        assert set(loaded(engine)) == set(demo.layers)
        if number == 1:
            add_own(engine)
        made_up = 0 if demo.staff is None else len(demo.staff.persons) - (number == 1)
        assert in_service(engine, at) == Counter({True: made_up, False: 2})
    with session_scope(engine) as session:
        on_duty = text(
            "SELECT DISTINCT p.made_up FROM assignment a JOIN person p ON p.id = a.person_id "
            "WHERE a.valid @> CAST(:at AS timestamptz) AND a.cancelled_at IS NULL"
        )
        # Under the real city nobody has a duty: the ground of all those there were is gone.
        assert session.scalars(on_duty, {"at": NOW}).all() == []
        assert session.scalars(on_duty, {"at": turns[-1][1]}).all() == [True]


def test_what_is_imported_takes_the_place_of_a_demo(engine: Engine, example: Demo) -> None:
    files = FOLDER / "grids.geojson", FOLDER / "outline.geojson"
    request = ImportRequest(combined=LayerFile(files[0]), levels={0: LayerFile(files[1])})
    plan = plan_import(request, CodeScheme.parse("6+3+3+3"))
    with session_scope(engine) as session:
        load_demo(session, example, NOW)
    with session_scope(engine) as session:
        commit_import(session, plan, effective=NOW, title="ours", reason="", by="us")
    with session_scope(engine) as session:
        assert {grid.code for grid in whole_edition(session, NOW)} == codes(read_real(SHANGHAI))
        assert demo_state(session, example) is DemoState.IN_USE
    assert loaded(engine) == {}
    assert in_service(engine, NOW) == {}
    with session_scope(engine) as session:
        assert session.scalar(text("SELECT count(*) FROM office WHERE closed_at IS NULL")) == 0


def test_a_database_in_use_is_left_alone(engine: Engine) -> None:
    shape = shapely.box(1_200_000_000, 300_000_000, 1_200_100_000, 300_100_000)
    mine = EditionDraft(
        datetime(2020, 1, 1, tzinfo=UTC), "mine", "", "me", {1: [DraftGrid("1", "mine", 1, "0", shape)]},
        outline=DraftGrid("0", "mine", 0, None, shape),
    )  # fmt: skip
    with session_scope(engine) as session:
        publish(session, mine)
    with session_scope(engine) as session:
        assert demo_state(session, read_real(SHANGHAI)) is DemoState.IN_USE
        assert load_demo(session, read_real(SHANGHAI), NOW) is None
        assert [edition.title for edition in editions(session)] == ["mine"]
