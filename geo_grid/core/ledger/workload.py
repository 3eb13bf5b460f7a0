"""The workload of a grid: a weighted sum of what is in it."""

import math
from collections.abc import Mapping
from types import MappingProxyType

#: What may be weighted, and its unit.
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "addresses": "one address",
        "households": "one household",
        "people": "one person",
        "buildings": "one building",
        "compounds": "one compound",
        "organisations": "one organisation",
        "facilities": "one facility",
        "street_km": "one kilometre of street",
    }
)

#: A household is the measure; a shop is visited about as often as two, a kilometre of street walked daily is
#: as much as twenty, and a lamp or bin is looked at in passing.
DEFAULT_WEIGHTS = "households=1,organisations=2,facilities=0.1,street_km=20"


def parse_weights(text: str) -> dict[str, float]:
    """Read ``measure=weight,measure=weight``.

    Raises
    ------
    ValueError
        With a sentence on what is wrong with it.
    """
    weights: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, number = part.partition("=")
        name = name.strip()
        if name not in MEASURES:
            raise ValueError(f"no such measure: {name}; there are {', '.join(MEASURES)}")
        try:
            weight = float(number)
        except ValueError:
            weight = math.nan
        if not equals or not math.isfinite(weight) or weight < 0:
            raise ValueError(f"{part}: write a measure, =, and a number of 0 or more")
        weights[name] = weight
    return weights


def workload(amounts: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """The weighted sum of what is known; None where nothing that has a weight is.

    Parameters
    ----------
    amounts
        Measure → how much of it there is; None where nobody has said.
    weights
        Measure → what one of it counts.
    """
    known = [
        amount * weights[name]
        for name, amount in amounts.items()
        if amount is not None and weights.get(name, 0) > 0
    ]
    return sum(known) if known else None
