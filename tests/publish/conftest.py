"""Chromium, started once for the tests that look at a page."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = os.environ.get("GEO_GRID_TEST_CHROMIUM", "/usr/bin/chromium")
    opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    yield opened
    opened.close()
