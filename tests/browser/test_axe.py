"""No page stands in the way of people who do not see it or use no mouse, as far as axe-core can tell."""

import pytest

from geo_grid.core.permissions.roles import Role
from geo_grid.services.first_accounts import FirstAccount
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage, employed, enter, overflow, wait_for_map
from tests.conftest import Database

pytestmark = [pytest.mark.browser, pytest.mark.database]


def test_axe_finds_what_is_wrong(open_page: OpenPage, town: str) -> None:
    page = open_page("/sign-in", at=town, wait=False)
    page.wait_for_selector("form")
    page.evaluate("document.querySelector('form').append(document.createElement('input'))")
    assert {found.rule for found in violations(page)} == {"label"}


@pytest.mark.parametrize(
    ("language", "phone"), [("zh-CN", False), pytest.param("en-US", True, marks=pytest.mark.long)]
)
def test_the_public_pages(open_page: OpenPage, town: str, language: str, phone: bool) -> None:
    page = open_page("/", at=town, language=language, phone=phone, dark=phone)
    assert violations(page) == []
    code = page.request.get(f"{town}/api/v1/grids?level=3&limit=1").json()["items"][0]["code"]
    page.goto(f"{town}/?grid={code}")
    wait_for_map(page)
    page.wait_for_selector("[data-ledger]")
    assert violations(page) == []
    for path, shows in (
        ("/check", "main h1"),
        ("/sign-in", "form"),
        ("/reset#none", "main h1"),
        ("/not/there", "h1"),
    ):
        page.goto(town + path)
        page.wait_for_selector(shows)
        assert violations(page) == []


@pytest.mark.parametrize(
    ("language", "phone"), [pytest.param("zh-CN", True, marks=pytest.mark.long), ("en-US", False)]
)
def test_account_and_administration(
    open_page: OpenPage, town: str, administrator: FirstAccount, language: str, phone: bool
) -> None:
    page = open_page("/sign-in", at=town, wait=False, language=language, phone=phone, dark=not phone)
    enter(page, town, administrator)

    def sound(path: str, shows: str, *clicks: str) -> None:
        page.goto(town + path)
        page.wait_for_selector(shows)
        for selector in clicks:
            page.locator(selector).first.click()
        assert violations(page) == []

    sound("/me", "[data-session]", "[data-new-token]")
    sound("/admin/people", "[data-person]", "[data-add]")
    sound("/admin/people", "[data-person]", "[data-person]", "[data-grant-line]", "[data-add-grant]")
    sound("/admin/offices", "[data-add]", "[data-add]")
    sound("/admin/audit", "[data-entry]", "[data-entry] button")
    sound("/admin/settings", "[data-setting]")
    page.locator("header [aria-expanded]").last.click()
    page.wait_for_selector("header [aria-expanded=true]")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("language", "phone"), [("zh-CN", True), pytest.param("en-US", False, marks=pytest.mark.long)]
)
@pytest.mark.long
def test_people_stations_and_boards(
    open_page: OpenPage, town: str, town_database: Database, language: str, phone: bool
) -> None:
    login = f"axe.{'phone' if phone else 'desk'}"
    manager = employed(town_database, login, "冯知遥", Role.PEOPLE_MANAGER)
    page = open_page("/sign-in", at=town, wait=False, language=language, phone=phone, dark=not phone)
    enter(page, town, manager)
    for path, shows in (
        ("/people", "[data-person]"),
        ("/people/import", "[data-drop]"),
        ("/people/stations", "[data-station]"),
        ("/people/stations/new", "form"),
        ("/people/boards/new", "form"),
        ("/people/boards/print", "[data-print-pane]"),
        ("/people/boards/reprint", "main h1"),
    ):
        page.goto(town + path)
        page.locator(shows).first.wait_for(state="attached")
        assert violations(page) == [], path
        assert overflow(page) == [], path
