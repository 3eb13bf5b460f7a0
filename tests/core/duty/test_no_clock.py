"""Duties and dues are reckoned for the instant that is given: nothing there asks what time it is."""

import re
from pathlib import Path

import pytest

CORE = Path(__file__).parents[3] / "geo_grid" / "core"


@pytest.mark.parametrize("folder", ["duty", "incidents"])
def test_nobody_asks_what_time_it_is(folder: str) -> None:
    modules = sorted((CORE / folder).rglob("*.py"))
    assert len(modules) > 5
    for module in modules:
        assert not re.search(r"\.(now|today|utcnow)\(", module.read_text(encoding="utf-8")), module
