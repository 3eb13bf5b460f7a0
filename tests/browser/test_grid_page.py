"""The page of a grid in a browser that runs no scripts, on every size, and as axe-core hears it."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import violations
from tests.browser.conftest import Watched, overflow

pytestmark = pytest.mark.browser

#: A community of the example town, and a grid on the rim of the town.
COMMUNITY, GRID = "990101001002", "990101001001002"


def opened(chromium: Browser, url: str, *, width: int, scripts: bool = True) -> Page:
    context = chromium.new_context(
        viewport={"width": width, "height": 844},
        locale="zh-CN",
        java_script_enabled=scripts,
    )
    page = context.new_page()
    watched = Watched(page, url)
    failed: list[str] = watched.complaints
    page.on(
        "response",
        lambda answer: failed.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
    )
    page.goto(url)
    page.wait_for_load_state("networkidle")
    assert failed == []
    return page


def _with_streets(page: Page) -> str:
    """The four bounds by streets and waters, which no page waits for: the first names neighbours."""
    for _ in range(60):
        said = page.locator(".sides").inner_text()
        if "limit of the area" in said:
            break
        page.wait_for_timeout(500)
        page.reload()
    return said


def test_everything_is_read_without_scripts(chromium: Browser, town: str) -> None:
    page = opened(chromium, f"{town}/grid/{GRID}?lang=en", width=390, scripts=False)
    assert page.locator("html").get_attribute("lang") == "en"
    assert "姚家埭村" in page.locator("h1").inner_text()
    call = page.locator(".who-now a[href^='tel:']").first
    box = call.bounding_box()
    assert box is not None
    # At hand without scrolling, and large enough for a thumb.
    assert box["height"] >= 44
    assert box["y"] + box["height"] <= 844
    assert page.locator("figure img").evaluate("(image) => image.complete && image.naturalWidth > 0")
    assert {"East", "South", "West", "North"} <= set(page.locator(".sides dt").all_inner_texts())
    said = _with_streets(page)
    assert "the limit of the area" in said
    assert "the border with" in said
    page.locator("[aria-labelledby=neighbours] a").first.click()
    assert page.url.endswith("?lang=en")
    page.context.close()


def test_nothing_reaches_out_of_the_window(chromium: Browser, town: str) -> None:
    page = opened(chromium, f"{town}/grid/{COMMUNITY}?edition=1", width=1440)
    # 720 is a window of 1440 at 200 %, 320 what is asked of a page that must not scroll sideways.
    for width in (1440, 720, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert overflow(page) == []
    page.context.close()


@pytest.mark.parametrize(
    "looks",
    [
        (("zh", 1440, "light"), ("en", 390, "dark")),
        pytest.param((("en", 1440, "light"), ("zh", 390, "dark")), marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing(chromium: Browser, town: str, looks: tuple[tuple[str, int, str], ...]) -> None:
    page = opened(chromium, f"{town}/grid/{COMMUNITY}", width=1440)
    for language, width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"{town}/grid/{COMMUNITY}?lang={language}&edition=9")
        assert violations(page) == []
    answer = page.goto(f"{town}/grid/nowhere")
    assert answer is not None
    assert answer.status == 404
    assert violations(page) == []
    page.context.close()
