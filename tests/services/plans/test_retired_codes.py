"""The page of a code that names no grid any more leads to those that have its ground."""

from datetime import UTC, datetime, timedelta

import pytest

from geo_grid.publish.pages.grid_page import no_grid_page
from geo_grid.services.missing_grid import MissingGrid, missing_grid
from tests.services.plans.ground import Town, at

pytestmark = pytest.mark.database


def missing(town: Town, code: str) -> MissingGrid:
    return missing_grid(town.session, code, datetime.now(UTC) + timedelta(hours=1))


def test_a_grid_that_is_called_otherwise(town: Town) -> None:
    town.published(("recode", {"grid": "01002003", "code": "01002009"}))
    town.published(("rename", {"grid": "01002009", "name": "renamed"}))
    found = missing(town, "01002003")
    assert (found.why, [each.code for each in found.became]) == ("recoded", ["01002009"])


def test_a_grid_whose_ground_went_to_several(town: Town) -> None:
    # a strip goes to the west, the rest to the east
    strip = [at(2, 0), at(2.5, 0), at(2.5, 2), at(2, 2)]
    town.published(
        ("transfer", {"to": "01001001", "piece": [strip]}),
        ("reparent", {"grid": "01001002", "to": "01002"}),
        ("merge", {"grids": ["01002001", "01001002"], "into": "01002001"}),
    )
    found = missing(town, "01001002")
    assert (found.why, [each.code for each in found.became]) == ("ended", ["01002001", "01001001"])
    page = no_grid_page(
        language="zh", chosen=False, code="01001002", heading="", explanation="", became=found.became
    )
    assert 'href="/grid/01001001"' in page
    assert "<code>01002001</code>" in page
