"""The screen of borders that incidents go back and forth over, and the plan that begins there."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from geo_grid.core.incidents.actions import Act
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account
from geo_grid.services.incidents.acting import act
from geo_grid.services.incidents.asked import Asked, Position
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.reporting import By, Said, report
from geo_grid.services.locate import build_index
from geo_grid.settings import Settings
from geo_grid.store.queries.state import state
from geo_grid.store.session import session_scope
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage, employed, enter, overflow, served, wait_for_map
from tests.conftest import Database

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.long]


@pytest.fixture
def back_and_forth(own_town: Database) -> Database:
    """A town where two matters went over one border, and one over another."""
    engine, settings = own_town.engine(), Settings(database_url=own_town.url)
    with session_scope(engine) as session:
        at = datetime.now(UTC)
        index, desk = build_index(session, at, state(session, at)), Desk.of(settings)
        mover = Actor(add_account(session, "mover", "移位员").id, (Held(Role.DISPATCHER),))
        leaves = [each for each in index.grids.values() if each.level == 3]
        pairs = []
        for leaf in leaves:
            border = index.locate(*leaf.label).border
            if border is not None and border.neighbour is not None:
                pairs.append((leaf.label, index.by_code(border.neighbour)))
        for (lon, lat), other in (pairs[0], pairs[0], pairs[9]):
            assert other is not None
            number = report(session, desk, index, Said("0101", lon, lat, text="垃圾"), By()).number
            moved = Asked(Act.MOVE, uuid4(), at=Position(*other.label))
            act(session, mover, number, moved, desk)
    engine.dispose()
    return own_town


def test_a_border_in_dispute_is_chosen_and_planned_there(
    open_page: OpenPage, back_and_forth: Database
) -> None:
    planner = employed(back_and_forth, "returns.planner", "郑方圆", Role.PLANNER)
    with served(Settings(database_url=back_and_forth.url)) as town:
        page = open_page("/sign-in", at=town, wait=False)
        enter(page, town, planner)
        page.goto(town + "/desk/returns")
        wait_for_map(page)
        page.locator("[data-days='365']").click()
        borders = page.locator("[data-border]")
        expect(borders.first).to_be_visible()
        # The most often first, each with what it was for.
        counts = [
            int(re.sub(r"\D", "", each)) for each in borders.locator(".head .figures").all_inner_texts()
        ]
        assert counts == sorted(counts, reverse=True)
        assert counts == [2, 1]
        expect(borders.first.locator(".chips")).to_contain_text("改位置 2")
        borders.first.locator("button.head").click()
        expect(borders.first.locator("button.head")).to_have_attribute("aria-pressed", "true")
        assert violations(page) == []
        assert not overflow(page)

        page.locator("[data-kind=offices]").click()
        expect(borders).to_have_count(0)
        page.locator("[data-kind=borders]").click()
        names = borders.first.locator("strong").inner_text().split(" — ")
        borders.first.locator("[data-plan-here]").click()
        form = page.locator("[data-plan-there]")
        expect(form.locator("input").first).to_have_value(re.compile(re.escape(names[0])))
        expect(form.locator("[data-make-there]")).to_be_enabled()
