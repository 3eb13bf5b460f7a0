from enum import StrEnum

import pytest

from geo_grid.core.incidents.actions import Act, Capacity, Requirement
from geo_grid.core.incidents.states import Channel, Kind, State, Urgency
from geo_grid.words import tell, zh
from geo_grid.words.incidents.naming import named


@pytest.mark.parametrize(
    ("prefix", "kind"),
    [
        ("state", State), ("act", Act), ("capacity", Capacity), ("need", Requirement), ("kind", Kind),
        ("urgency", Urgency), ("channel", Channel),
    ],
)  # fmt: skip
def test_every_code_of_incidents_has_words(prefix: str, kind: type[StrEnum]) -> None:
    assert {f"incident_{prefix}_{each}" for each in kind} <= set(zh.MESSAGES)


def test_a_refusal_calls_everything_by_its_name() -> None:
    params = {"state": "dispatched", "act": "finish", "possible": ["take", "return"]}
    said = tell("transition_impossible", named("transition_impossible", params, "zh"), "zh")
    assert said == "事件现为“已派遣”，不能“办结”；现在可以：接单、退回。"
    nothing = named("transition_impossible", {**params, "possible": []}, "en")
    assert tell("transition_impossible", nothing, "en").endswith("what can be: –.")


def test_parameters_of_other_errors_are_left_as_they_are() -> None:
    params = {"state": "dispatched"}
    assert named("grid_ended", params, "zh") is params
