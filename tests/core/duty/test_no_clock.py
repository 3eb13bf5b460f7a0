"""Duties are reckoned for the instant that is given: nothing in geo_grid.core.duty asks what time it is."""

import re
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "geo_grid" / "core" / "duty"


def test_nobody_asks_what_time_it_is() -> None:
    modules = sorted(FOLDER.rglob("*.py"))
    assert len(modules) > 10
    for module in modules:
        assert not re.search(r"\.(now|today|utcnow)\(", module.read_text(encoding="utf-8")), module
