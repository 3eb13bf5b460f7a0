"""The desk in two browsers: a call is taken by keyboard and seen elsewhere at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from geo_grid.core.permissions.roles import Role
from geo_grid.services.first_accounts import FirstAccount
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage, employed, enter, overflow, wait_for_map
from tests.conftest import Database

pytestmark = [pytest.mark.browser, pytest.mark.database]

#: A market, a street that it stands on, and what is the matter.
SAID = "云滨东路农贸市场后面有一堆垃圾"


@pytest.fixture(scope="module")
def dispatchers(town_database: Database) -> tuple[FirstAccount, FirstAccount]:
    """Two who sit at the desk of the whole example town."""
    return (
        employed(town_database, "desk.one", "孙一鸣", Role.DISPATCHER),
        employed(town_database, "desk.two", "何其多", Role.DISPATCHER),
    )


def _at_desk(open_page: OpenPage, town: str, account: FirstAccount) -> Page:
    page = open_page("/sign-in", at=town, wait=False)
    enter(page, town, account)
    # The newest on top: of a list only what is in sight exists.
    page.goto(town + "/desk?sort=newest")
    page.wait_for_selector("[data-desk]")
    wait_for_map(page)
    return page


def test_a_call_is_taken_by_keyboard_seen_elsewhere_at_once(
    open_page: OpenPage, town: str, dispatchers: tuple[FirstAccount, FirstAccount]
) -> None:
    desk, other = (_at_desk(open_page, town, account) for account in dispatchers)
    assert violations(desk) == []

    # One key opens the form; category and place are read off what the caller says.
    desk.keyboard.press("n")
    desk.keyboard.type(SAID)
    form = desk.locator("[data-call-form]")
    expect(form.get_by_role("combobox", name=re.compile("^类别"))).to_have_value(re.compile("垃圾"))
    expect(form.get_by_role("combobox", name=re.compile("^地点"))).to_have_value("云溪农贸市场后面")
    who = form.locator("[data-goes-to]").inner_text()
    assert violations(desk) == []
    desk.keyboard.press("Control+Enter")
    panel = desk.locator("[data-panel]")
    expect(panel.locator("[data-whose]")).to_have_text(who)
    number = desk.url.rsplit("/", 1)[-1].split("?")[0]

    # Nobody asked the other browser to look.
    row = other.locator(f"[data-case='{number}']")
    expect(row).to_contain_text(who)
    assert not overflow(other)
