"""Accounts in a browser: an administrator adds a person, draws a role on the map, and the person signs in."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from geo_grid.services.first_accounts import FirstAccount
from tests.browser.conftest import OpenPage, enter, overflow

pytestmark = [pytest.mark.browser, pytest.mark.database]

SENTENCE = "三只白鹭停在荷塘边上的石桥"


def _sign_in(page: Page, login: str, password: str) -> None:
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def test_a_person_is_added_given_a_grid_by_a_click_and_told_what_they_may_not(
    open_page: OpenPage, town: str, administrator: FirstAccount
) -> None:
    # Whoever is not signed in is led to sign in, told what was wrong, and led back.
    page = open_page("/admin/people", at=town, wait=False)
    _sign_in(page, administrator.login, "not the password at all")
    expect(page.get_by_role("alert")).to_be_visible()
    _sign_in(page, administrator.login, administrator.password)
    expect(page).to_have_url(re.compile(r"/admin/people$"))

    # A new person: the link to hand over is shown once.
    page.locator("[data-add]").click()
    page.get_by_label("登录名", exact=True).fill("li.min")
    page.get_by_label("姓名", exact=True).fill("李敏")
    page.get_by_role("button", name="添加", exact=True).click()
    link = page.locator("[data-once] input").input_value()
    assert urlsplit(link).path == "/reset"
    assert urlsplit(link).fragment

    # A role on the grid beneath a click on the small map.
    opener = page.locator("[data-add-grant]")
    opener.press("Enter")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    opener.click()
    page.get_by_label("职责", exact=True).select_option("grid_member")
    small = page.locator("[data-scope-map]")
    small.scroll_into_view_if_needed()
    page.wait_for_selector("[data-scope-map] [data-map][data-idle=true]", state="attached")
    small.locator("canvas").click()
    expect(page.get_by_role("group", name="选到哪一级").get_by_role("button", pressed=True)).to_have_count(1)
    page.locator("[data-grant]").click()
    line = page.locator("[data-grant-line]")
    expect(line).to_contain_text("网格员")
    expect(line).to_contain_text("有效")
    expect(line).to_contain_text(re.compile(r"\d{9,}"))  # the code of the grid

    # The person sets a password with the link, signs in, and is plainly refused what is not theirs.
    other = open_page(link.removeprefix(town), at=town, phone=True, wait=False)
    other.get_by_label("新密码").fill(SENTENCE)
    other.get_by_role("button", name="设置密码").click()
    expect(other.get_by_text("密码已设好")).to_be_visible()
    other.goto(town + "/admin")
    _sign_in(other, "li.min", SENTENCE)
    expect(other.locator("[data-refusal]")).to_contain_text("李敏")
    assert not overflow(other)
    other.goto(town + "/me")
    expect(other.get_by_text("网格员")).to_be_visible()
    expect(other.locator("[data-session]")).to_have_count(1)
    assert not overflow(other)

    # The log tells of it in words, and is narrowed to what was done by its name.
    log = open_page("/sign-in", at=town, wait=False)
    enter(log, town, administrator)
    log.goto(town + "/admin/audit")
    log.get_by_role("combobox", name="做了什么").fill("授予")
    expect(log.get_by_role("option")).to_have_text("授予职责grant.make")
    log.keyboard.press("Enter")
    log.get_by_role("button", name="查找", exact=True).click()
    expect(log.locator("[data-entry]").filter(has_not_text="授予职责")).to_have_count(0)
    log.locator("[data-entry] button").first.click()
    expect(log.get_by_role("row").filter(has_text="valid_from")).to_contain_text(
        re.compile(r"起始时间.*\d年")
    )
    expect(log.get_by_role("row").filter(has_text="role")).to_contain_text("网格员")

    # Disabled, the person is signed out at once and led to sign in.
    page.locator("[data-disable]").click()
    page.locator("[data-confirm]").click()
    expect(page.get_by_text("账号已停用")).to_be_visible()
    other.reload()
    expect(other).to_have_url(re.compile(r"/sign-in"))
