"""From a resident's phone to a grid member's and back: reported, dealt with out of reach, checked, rated."""

import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, Request, expect

from geo_grid.core.permissions.roles import Role
from geo_grid.services.first_accounts import FirstAccount
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage, employed, enter, overflow
from tests.conftest import Database

pytestmark = [pytest.mark.browser, pytest.mark.database]

#: Heaped rubbish: to be verified by somebody else once it is done.
CATEGORY = "0102"


@pytest.fixture(scope="module")
def member(town_database: Database) -> FirstAccount:
    """Whoever works in the first grid of the example town."""
    return employed(town_database, "field.member", "李小禾", Role.GRID_MEMBER, in_one_grid=True)


@pytest.fixture(scope="module")
def inspector(town_database: Database) -> FirstAccount:
    """Whoever looks again at what others did there."""
    return employed(town_database, "field.inspector", "吴见微", Role.INSPECTOR)


def _photo() -> FilePayload:
    held = io.BytesIO()
    Image.new("RGB", (2400, 1800), (120, 90, 60)).save(held, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


def _stand(page: Page, place: tuple[float, float]) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": place[0], "latitude": place[1], "accuracy": 9})


def _sound(page: Page) -> None:
    page.wait_for_timeout(300)  # colours have come to rest
    assert violations(page) == []
    assert overflow(page) == []


def _report(page: Page, town: str, place: tuple[float, float]) -> str:
    """Report something, the network gone at first; the address at which it is followed."""
    _stand(page, place)
    page.goto(f"{town}/report")
    # Sent too early, each field says what it lacks.
    page.locator("[data-send]").tap()
    expect(page.locator("[data-wrong=place]")).to_be_visible()
    expect(page.locator("[data-wrong=category]")).to_be_visible()
    _sound(page)

    page.locator("[data-by-position]").tap()
    page.locator("[data-place] strong").wait_for()
    page.locator(f"[data-group='{CATEGORY[:2]}']").tap()
    page.locator(f"[data-category='{CATEGORY}']").tap()
    page.locator("[data-photo-input]").set_input_files(_photo())
    page.locator("#report-text").fill("市场后门垃圾成堆")
    page.context.set_offline(True)
    page.locator("[data-send]").tap()
    expect(page.locator("[data-waiting]")).to_be_visible()
    keys: set[str] = set()

    def note(request: Request) -> None:
        if request.url.endswith("/api/v1/reports"):
            keys.add(request.headers["idempotency-key"])

    page.on("request", note)
    page.context.set_offline(False)  # it goes by itself, once
    expect(page.locator("[data-done]")).to_be_visible()
    assert len(keys) == 1
    expect(page.locator("[data-due]")).to_be_visible()
    expect(page.locator("[data-done] [data-call]").first).to_be_visible()
    _sound(page)
    page.locator("[data-follow]").tap()
    expect(page.locator("[data-followed] [data-state=dispatched]")).to_be_visible()
    _sound(page)
    return page.url


def _deal_with(page: Page, town: str, number: str, place: tuple[float, float]) -> None:
    """Take it, then arrive and finish without a network; it arrives once there is one, in its order."""
    _stand(page, place)
    page.goto(f"{town}/field")
    case = page.locator(f"[data-case='{number}']")
    case.locator("[data-act=take]").tap()
    expect(case).to_have_attribute("data-state", "handling")
    expect(case.locator("[data-waits]")).to_have_count(0)
    _sound(page)
    case.locator(".whole").tap()
    page.locator("[data-view] [data-act=arrive]").wait_for()
    _sound(page)
    page.context.set_offline(True)
    page.locator("[data-view] [data-act=arrive]").tap()
    expect(page.locator("[data-spot]")).to_contain_text("9 m")
    page.locator("[data-do]").tap()
    page.locator("[data-view] [data-act=finish]").tap()
    page.locator("dialog [data-photo-input]").set_input_files(_photo())
    page.locator("dialog [data-photo]").wait_for()
    page.locator("[data-text]").fill("已清运，地面已冲洗")
    page.locator("[data-do]").tap()
    page.locator("[data-tab=waiting]").tap()
    expect(page.locator("[data-errand]")).to_have_count(2)
    _sound(page)
    # Opened anew without a network, it is all still there.
    page.reload()
    expect(page.locator("[data-errand]")).to_have_count(2)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-errand]")).to_have_count(0)
    expect(page.locator("[data-offline]")).to_have_count(0)


def _verify(page: Page, town: str, number: str, place: tuple[float, float]) -> None:
    _stand(page, place)
    page.goto(f"{town}/field?tab=check")
    page.locator(f"[data-case='{number}'] [data-act=verify]").tap()
    expect(page.locator("[data-spot]")).to_contain_text("9 m")
    page.locator("[data-do]").tap()
    expect(page.locator(f"[data-case='{number}'] [data-act=verify]")).to_have_count(0)
    expect(page.locator("[data-waits]")).to_have_count(0)
    page.locator("[data-tab=waiting]").tap()
    expect(page.locator("[data-errand]")).to_have_count(0)


def test_what_a_resident_reports_is_dealt_with_out_of_reach_checked_and_rated(
    open_page: OpenPage, town: str, member: FirstAccount, inspector: FirstAccount
) -> None:
    resident = open_page("/report", at=town, phone=True, wait=False)
    grid = resident.request.get(f"{town}/api/v1/grids?level=3&limit=1").json()["items"][0]
    place = (grid["label"][0], grid["label"][1])
    followed = _report(resident, town, place)
    number, secret = followed.split("/report/")[1].split("#")

    worker = open_page("/sign-in", at=town, phone=True, wait=False)
    enter(worker, town, member)
    _deal_with(worker, town, number, place)
    checker = open_page("/sign-in", at=town, phone=True, wait=False, language="en-US", dark=True)
    enter(checker, town, inspector)
    _verify(checker, town, number, place)

    asked: list[str] = []
    resident.on("request", lambda request: asked.append(request.url))
    resident.reload()
    expect(resident.locator("[data-state=closed]")).to_be_visible()
    resident.locator("[data-solved]").tap()
    resident.locator("label", has=resident.locator("[data-rating='5']")).tap()
    _sound(resident)
    resident.locator("[data-rate] [type=submit]").tap()
    expect(resident.locator(".said")).to_be_visible()
    expect(resident.locator("[data-rate]")).to_have_count(0)
    assert all(secret not in url for url in asked)
    # Who only has the number learns nothing.
    stranger = open_page(f"/report/{number}#wrong-secret", at=town, phone=True, wait=False)
    expect(stranger.locator("[data-find] [role=alert]")).to_be_visible()
