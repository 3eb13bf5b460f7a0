"""The desk in two browsers: a call is taken by keyboard, seen elsewhere at once, and acted on."""

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


def _escalate(page: Page, why: str) -> None:
    page.locator("[data-act=escalate]").click()
    page.locator("[data-act-form=escalate] textarea").first.fill(why)
    page.keyboard.press("Control+Enter")


def test_a_call_is_taken_by_keyboard_seen_elsewhere_at_once_and_acted_on(
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
    row.click()
    expect(other.locator("[data-viewers]")).to_contain_text("孙一鸣")
    expect(panel.locator("[data-viewers]")).to_contain_text("何其多")
    assert violations(other) == []
    assert not overflow(other)

    # Deaf from now on, it still shows what was: what it asks for is refused in words, with how things stand.
    other.route("**/incidents/events*", lambda route: route.abort())
    other.reload()
    expect(other.locator("[data-act=escalate]")).to_be_visible()
    _escalate(desk, "要上一级协调")
    expect(desk.locator("[data-done]")).to_be_visible()
    expect(panel.locator("[data-history] li").first).to_contain_text("要上一级协调")
    _escalate(other, "我也要升级")
    expect(other.locator("[data-moved-on]")).to_be_visible()
    expect(other.locator("[data-history]")).to_contain_text("要上一级协调")

    # The list answers to filters, and the address keeps them.
    desk.keyboard.press("Escape")
    desk.keyboard.press("f")
    desk.keyboard.type("没有这样的事")
    expect(desk.locator("[data-clear]")).to_be_visible()
    expect(desk).to_have_url(re.compile("q="))
    desk.locator("[data-clear]").click()
    expect(desk.locator(f"[data-case='{number}']")).to_be_visible()
    desk.keyboard.press("?")
    expect(desk.locator("[data-keys]")).to_be_visible()
    assert violations(desk) == []
