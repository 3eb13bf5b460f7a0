"""Hours of an office or a work station, given by days and times, as the words that are kept."""

from collections.abc import Mapping
from typing import Any

from geo_grid.core.duty.hours import read_hours, written_hours
from geo_grid.words.hours import hours_text

#: The key under which they are given.
GIVEN = "week_hours"


def with_hours(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with hours in words where they were given by days and times.

    Parameters
    ----------
    given
        With ``week_hours`` (a list of spans, or None) or without.

    Raises
    ------
    InputError
        ``hours_wrong``.
    """
    values = {name: value for name, value in given.items() if name != GIVEN}
    spans = given.get(GIVEN)
    if spans is not None:
        kept = written_hours(read_hours(spans))
        values["hours"] = (
            hours_text(((each["days"], each["from"], each["until"]) for each in kept), "zh") or None
        )
    return values
