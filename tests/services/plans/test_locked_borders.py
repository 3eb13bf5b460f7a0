"""Locked borders stay where they are on the base, however many steps give them vertices."""

import pytest

from geo_grid.core.errors import Refusal
from tests.services.plans.ground import Town, at


def test_units_do_not_add_up_over_the_steps_of_a_plan(town: Town) -> None:
    # What is one unit off the outline is on it; between two such, what is two off is one off their edge.
    def cut(plan: int, off: int, y: float, code: str) -> None:
        (x, start), end = at(0, y), at(2, y)
        drawn = {"line": [[x + off, start], end], "keep": at(1, 0.4), "code": code}
        town.draw(plan, "split", {"grid": "01001001", **drawn})

    plan = town.plan()
    cut(plan, 1, 0.2, "01001005")
    cut(plan, 1, 0.8, "01001006")
    with pytest.raises(Refusal, match="too_fine"):
        cut(plan, 2, 0.5, "01001007")
    cut(plan, 1, 0.5, "01001007")
    town.approve(plan)
    town.publish(plan)
