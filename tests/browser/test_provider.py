"""Signing in by a provider in a browser: there and back, cancelled and again, and what one sees of it."""

import re

import pytest
from playwright.sync_api import expect

from geo_grid.services.accounts import add_account
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.browser.conftest import BUILT, OpenPage, overflow
from tests.conftest import Database
from tests.http.accounts.providers import CLIENT, SECRET, free_port, real_provider
from tests.http.conftest import serving

pytestmark = [pytest.mark.browser, pytest.mark.database]


def test_there_and_back_by_the_provider(open_page: OpenPage, database: Database) -> None:
    engine = database.engine()
    with session_scope(engine) as session:
        add_account(session, "ding.lan", "丁岚", "zh")
    engine.dispose()
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    with real_provider({"sub": "d-1", "preferred_username": "ding.lan"}) as issuer:
        settings = Settings(
            database_url=database.url, public_url=here, oidc_issuer=issuer, oidc_client_id=CLIENT,
            oidc_client_secret=SECRET, oidc_name="市民云/City ID",
        )  # fmt: skip
        # The provider dresses its own page from elsewhere.
        beside = (issuer, "https://cdn.jsdelivr.net")
        with serving(settings, BUILT, port):
            # Led to sign in, by the keyboard to the provider, and back with nothing.
            page = open_page("/me", at=here, wait=False, beside=beside)
            button = page.get_by_role("button", name="用「市民云」登录")
            button.focus()
            page.keyboard.press("Enter")
            page.get_by_role("button", name="Deny").click()
            expect(page.get_by_role("heading", name="没有登录成功")).to_be_focused()
            expect(page.get_by_role("alert")).to_contain_text("取消")
            assert page.url == f"{here}/sign-in/return"

            # Once more, to the page that was wanted first; the code does not stay in the address.
            page.get_by_role("button", name="重新开始").click()
            page.get_by_role("button", name="d-1").click()
            expect(page).to_have_url(re.compile(r"/me$"))
            expect(page.locator("[data-identity]")).to_contain_text("市民云")
            expect(page.locator("[data-identity]")).to_contain_text("d-1")
            expect(page.locator("[data-session]")).to_have_count(1)

            small = open_page("/sign-in", at=here, phone=True, language="en-US", wait=False, beside=beside)
            expect(small.get_by_role("button", name="Sign in with City ID")).to_be_visible()
            assert not overflow(small)
