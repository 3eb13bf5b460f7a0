"""The people manager in a browser: a sheet with faults, a change of heads, and the boards to print again."""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Page, expect

from geo_grid.core.permissions.roles import Role
from geo_grid.services.first_accounts import FirstAccount
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage, employed, enter, overflow, wait_for_map
from tests.conftest import Database

pytestmark = [pytest.mark.browser, pytest.mark.database]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOBILE = "手机"


@pytest.fixture(scope="module")
def manager(town_database: Database) -> FirstAccount:
    """Whoever manages people in the whole example town."""
    return employed(town_database, "people.desk", "冯知遥", Role.PEOPLE_MANAGER)


def _sheet(workbook: openpyxl.Workbook) -> FilePayload:
    held = io.BytesIO()
    workbook.save(held)
    return {"name": "人员.xlsx", "mimeType": XLSX, "buffer": held.getvalue()}


def _import(page: Page, sheet: FilePayload, verdict: str) -> None:
    page.locator("[data-import] input[type=file]").set_input_files(sheet)
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", verdict)


def test_a_sheet_is_mended_and_kept_and_a_new_head_tells_which_board_to_print(
    open_page: OpenPage, town: str, manager: FirstAccount
) -> None:
    page = open_page("/sign-in", at=town, wait=False)
    enter(page, town, manager)

    # A sheet with two wrong numbers: told by row and column, and nothing is kept of it.
    page.goto(town + "/people/import")
    page.locator("[data-drop]").wait_for()
    answer = page.request.get(f"{town}/api/v1/people/sheet.xlsx", headers={"Accept-Language": "zh-CN"})
    workbook = openpyxl.load_workbook(io.BytesIO(answer.body()))
    sheet = workbook.worksheets[0]
    # Whoever is not in a sheet stays as they are; all of the town's people take their time.
    sheet.delete_rows(16, sheet.max_row)
    mobile = next(cell.column for cell in sheet[1] if cell.value == MOBILE)
    for row in (5, 9):
        sheet.cell(row, mobile).value = "没有号码"
    _import(page, _sheet(workbook), "wrong")
    faults = page.locator("[data-fault]")
    expect(faults).to_have_count(2)
    expect(faults.first).to_contain_text(re.compile(rf"5.*{MOBILE}"))
    expect(page.locator("[data-commit]")).to_have_count(0)
    assert violations(page) == []
    with page.expect_download() as marked:
        page.locator("[data-mark]").click()
    assert marked.value.suggested_filename.endswith(".xlsx")

    # Corrected, it says what would change, and is kept.
    for row in (5, 9):
        sheet.cell(row, mobile).value = f"1540000990{row}"
    _import(page, _sheet(workbook), "clean")
    expect(page.locator("[data-count=changed] dd")).to_have_text("2")
    page.locator("[data-commit]").click()
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "done")

    # A board is registered where somebody clicks; its grid is that of the place.
    page.goto(town + "/people/boards/new")
    wait_for_map(page)
    page.locator("[data-board-map] canvas").click()
    place = page.get_by_label("位置说明")
    place.fill("活动中心门口")
    code = page.locator("[data-board-form] [data-grid-field] .figures").inner_text()
    page.locator("[data-save-board]").click()
    expect(page.locator("[data-board-card]")).to_contain_text("与现在一致")
    page.locator("[data-fine]").click()
    expect(page.locator("[data-last-check]")).to_contain_text("完好")
    page.goto(town + "/people/boards/reprint")
    expect(page.locator("[data-reprint-list]")).to_contain_text("没有要重印的公示牌")

    # Somebody else becomes head there, from now on; the board is named, with why.
    page.goto(f"{town}/people/grids/{code}")
    page.locator("[data-role=head] [data-replace]").click()
    page.get_by_role("combobox", name="谁").fill("彭松舟")
    page.locator("[role=option]").first.click()
    page.locator("[data-assign]").click()
    expect(page.locator("[data-role=head]")).to_contain_text("彭松舟")
    expect(page.locator("[data-step]").first).to_contain_text("彭松舟")
    page.goto(town + "/people/boards/reprint")
    expect(page.locator("[data-stop]")).to_have_count(1)
    expect(page.locator("[data-stop]")).to_contain_text("人员变了")
    assert not overflow(page)


def test_who_holds_no_such_role_is_led_to_sign_in_and_a_person_opens_on_a_phone(
    open_page: OpenPage, town: str, manager: FirstAccount
) -> None:
    page = open_page("/people", at=town, phone=True, language="en", wait=False)
    expect(page).to_have_url(re.compile("/sign-in"))
    enter(page, town, manager)
    page.goto(town + "/people")
    page.locator("[data-person]").first.click()
    page.locator("[data-edit]").click()
    preview = page.locator("[data-preview]")
    expect(preview).to_contain_text(page.get_by_label("English name").input_value())
    page.locator("[data-publish=name]").click()
    expect(preview).to_contain_text("name not published")
    assert violations(page) == []
    assert not overflow(page)
    page.keyboard.press("Escape")
    expect(page.locator("[data-edit]")).to_be_focused()
