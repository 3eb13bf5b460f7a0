"""The workload is a weighted sum of what is known."""

import pytest

from geo_grid.core.ledger.workload import DEFAULT_WEIGHTS, MEASURES, parse_weights, workload


def test_what_is_known_is_weighted() -> None:
    weights = {"households": 1.0, "street_km": 20.0}
    assert workload({"households": 300, "street_km": 1.5, "people": 900}, weights) == 330


def test_what_is_unknown_is_no_zero() -> None:
    assert workload({"households": None, "street_km": 2.0}, {"households": 1, "street_km": 20}) == 40
    assert workload({"households": None}, {"households": 1}) is None
    assert workload({"households": 5}, {}) is None


def test_weights_are_read() -> None:
    assert parse_weights("households=1, street_km = 20.5") == {"households": 1.0, "street_km": 20.5}
    assert set(parse_weights(DEFAULT_WEIGHTS)) <= set(MEASURES)
    assert parse_weights("") == {}


@pytest.mark.parametrize(
    "wrong", ["cats=1", "people", "people=-1", "people=nan", "people=many", "people=inf"]
)
def test_what_is_no_weight_is_refused_with_its_name(wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong.split("=")[0]):
        parse_weights(wrong)
