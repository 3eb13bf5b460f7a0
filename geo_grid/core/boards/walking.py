"""In which order to walk to many places: short, and never longer than as they were given."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Rounds of improving; each looks at every pair of steps once.
_MOST_ROUNDS = 40
#: A gain below a tenth of a millimetre is none.
_LEAST_M = 1e-4


def walking_order(places: Floats) -> Ints:
    """An order for visiting all places once, beginning at the westernmost and ending anywhere.

    The nearest place not yet visited comes next; then any two steps that cross are uncrossed (2-opt, Croes
    1958) until that shortens nothing. Where the result is longer than the order given, that one is kept.

    Parameters
    ----------
    places
        (n, 2) metres east and north.

    Returns
    -------
    (n,) positions in `places`.
    """
    count = len(places)
    given = np.arange(count, dtype=np.int64)
    if count < 3:
        return given
    start = int(np.lexsort((places[:, 1], places[:, 0]))[0])
    order = _uncrossed(places, _nearest(places, start))
    return order if walk_m(places, order) <= walk_m(places, given) else given


def steps_m(places: Floats, order: Ints) -> Floats:
    """(n,) metres from the place before to each in turn, as the crow flies; 0 for the first."""
    ordered = places[order]
    steps = np.zeros(len(order))
    steps[1:] = np.hypot(*np.diff(ordered, axis=0).T)
    return steps


def walk_m(places: Floats, order: Ints) -> float:
    """Metres of the whole walk as the crow flies."""
    return float(steps_m(places, order).sum())


def _nearest(places: Floats, start: int) -> Ints:
    left = np.ones(len(places), dtype=bool)
    order = [start]
    left[start] = False
    while left.any():
        away = np.hypot(*(places - places[order[-1]]).T)
        order.append(int(np.argmin(np.where(left, away, np.inf))))
        left[order[-1]] = False
    return np.array(order, dtype=np.int64)


def _uncrossed(places: Floats, order: Ints) -> Ints:
    """Turn round any stretch of the walk that is shorter the other way; the first place stays first."""
    count = len(order)
    for _ in range(_MOST_ROUNDS):
        improved = False
        for first in range(count - 2):
            at = places[order]
            # Reversing first+1 … last replaces two steps, or one where the walk ends there.
            before, after = at[first], at[first + 1]
            lasts, nexts = at[first + 2 :], at[first + 3 :]
            gain = np.hypot(*(after - before)) - np.hypot(*(lasts - before).T)
            gain[: len(nexts)] += np.hypot(*(nexts - lasts[: len(nexts)]).T) - np.hypot(*(nexts - after).T)
            best = int(np.argmax(gain))
            if gain[best] > _LEAST_M:
                last = first + 2 + best
                order[first + 1 : last + 1] = order[first + 1 : last + 1][::-1]
                improved = True
        if not improved:
            break
    return order
