"""``geo-grid demo``: dry unless told, and nothing made where nothing would be loaded."""

from collections.abc import Iterator

import pytest

from geo_grid.cli import demo
from geo_grid.cli.app import run
from geo_grid.settings import settings
from tests.conftest import Database

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def stored(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The settings point at a fresh database."""
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_it_is_dry_unless_told_and_loads_once(capsys: pytest.CaptureFixture[str]) -> None:
    for words, expected in [
        (["demo", "real"], "Would publish the demo, 1, 2 and 84 grids"),
        (["demo", "real", "--commit"], "The demo is published: 1, 2 and 84 grids"),
        (["demo", "real", "--commit"], "The demo is there already"),
        (["demo", "example"], "Would put the demo in place of the former one"),
    ]:
        assert run(words) == 0
        assert expected in capsys.readouterr().out


def test_a_database_that_is_not_empty_costs_no_town(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo", "real", "--if-empty", "--commit"]) == 0
    monkeypatch.setattr(demo, "make_example", lambda *_: pytest.fail("a town was made for nothing"))
    capsys.readouterr()
    assert run(["demo", "example", "--if-empty", "--commit"]) == 0
    assert "The database holds editions already" in capsys.readouterr().out
