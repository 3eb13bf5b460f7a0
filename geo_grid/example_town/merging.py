"""Larger units from smaller ones: communities from cells, towns from communities."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

#: How readily ground is joined across a line; borders stay on what divides a town.
READINESS = MappingProxyType(
    {
        "expressway": 0.1,
        "railway": 0.1,
        "river": 0.12,
        "arterial": 0.2,
        "secondary": 0.6,
        "branch": 0.9,
        "stream": 0.7,
        "path": 1.0,
        "alley": 1.1,
        "cut": 1.0,
    }
)
#: A village is rarely joined to a part of the town.
_ACROSS_SETTING = 0.12
#: Larger than so many typical ones a whole rarely grows.
_LARGE = 1.1


def affinity(kinds: Mapping[str, float]) -> float:
    """Length of a border, metres, weighted by how readily ground is joined across it."""
    return sum(READINESS[kind] * length for kind, length in kinds.items())


def merge(
    weights: Sequence[float],
    beside: Sequence[Mapping[int, float]],
    rural: Sequence[bool],
    count: int,
) -> list[int]:
    """Join units, always the lightest with the neighbour it belongs to most, until few are left.

    Parameters
    ----------
    weights
        (n,) how much of a whole each unit is.
    beside
        For each unit its neighbours and the affinity to each.
    rural
        (n,) whether a unit is countryside.
    count
        How many are wanted.

    Returns
    -------
    (n,) number of the whole each unit belongs to, from 0 in the order of their first units.
    """
    typical = max(sum(weights), 1e-9) / count
    weight = dict(enumerate(weights))
    kin: dict[int, dict[int, float]] = {unit: dict(every) for unit, every in enumerate(beside)}
    member: dict[int, list[int]] = {unit: [unit] for unit in weight}
    country = {unit: weights[unit] if is_rural else 0.0 for unit, is_rural in enumerate(rural)}
    stuck: set[int] = set()
    while len(weight) - len(stuck) > 1 and len(weight) > count:
        unit = min((each for each in weight if each not in stuck), key=lambda each: (weight[each], each))
        mine = country[unit] > weight[unit] / 2
        best: tuple[float, int] | None = None
        for other, shared in kin[unit].items():
            theirs = country[other] > weight[other] / 2
            full = weight[other] + weight[unit]
            score = shared * (1.0 if mine == theirs else _ACROSS_SETTING) / (full + 0.4 * typical)
            # What would become too large is joined only where nothing else is left.
            score *= min(1.0, (_LARGE * typical / max(full, 1e-9)) ** 4)
            if best is None or (score, -other) > (best[0], -best[1]):
                best = score, other
        if best is None:
            stuck.add(unit)
            continue
        into = best[1]
        weight[into] += weight.pop(unit)
        country[into] += country.pop(unit)
        member[into] += member.pop(unit)
        joined: dict[int, float] = defaultdict(float, kin[into])
        for other, shared in kin.pop(unit).items():
            kin[other].pop(unit, None)
            if other != into:
                joined[other] += shared
                kin[other][into] = kin[other].get(into, 0.0) + shared
        joined.pop(unit, None)
        kin[into] = dict(joined)
    label = [0] * len(weights)
    for number, units in enumerate(sorted(member.values(), key=min)):
        for unit in units:
            label[unit] = number
    return label
