"""The demo is loaded once, and never over somebody's own coverage."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import shapely
from sqlalchemy import Engine

from geo_grid.services.demo import DemoState, demo_state, load_demo, read_demo
from geo_grid.services.edition_draft import DraftGrid, EditionDraft
from geo_grid.services.publish_edition import publish
from geo_grid.store.instants import end_of_day
from geo_grid.store.queries.editions import editions
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.session import session_scope

SHANGHAI = ZoneInfo("Asia/Shanghai")

pytestmark = pytest.mark.database


def test_it_is_published_as_edition_1_and_only_once(engine: Engine) -> None:
    demo = read_demo(SHANGHAI)
    with session_scope(engine) as session:
        published = load_demo(session, demo)
        assert published is not None
        assert (published.number, published.grids) == (1, {1: 1, 2: 2, 3: 84})
    with session_scope(engine) as session:
        assert demo_state(session) is DemoState.LOADED
        assert load_demo(session, demo) is None
        assert len(editions(session)) == 1
        day = end_of_day(demo.draft.effective.date(), SHANGHAI)
        village = next(grid for grid in whole_edition(session, day) if grid.code == "10020010001")
        assert (village.name, village.parent, village.level) == ("荖藤里", "10020010", 3)


def test_a_database_in_use_is_left_alone(engine: Engine) -> None:
    shape = shapely.box(1_200_000_000, 300_000_000, 1_200_100_000, 300_100_000)
    mine = EditionDraft(
        datetime(2020, 1, 1, tzinfo=UTC), "mine", "", "me", {1: [DraftGrid("1", "mine", 1, "0", shape)]},
        outline=DraftGrid("0", "mine", 0, None, shape),
    )  # fmt: skip
    with session_scope(engine) as session:
        publish(session, mine)
    with session_scope(engine) as session:
        assert demo_state(session) is DemoState.IN_USE
        assert load_demo(session, read_demo(SHANGHAI)) is None
        assert [edition.title for edition in editions(session)] == ["mine"]
