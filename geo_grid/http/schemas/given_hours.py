"""Hours of an office or a work station, given by days and times instead of in words."""

from typing import Annotated

from pydantic import Field

from geo_grid.core.duty.hours import MOST_SPANS
from geo_grid.http.schemas.assignment import HoursIn

GivenHours = Annotated[
    list[HoursIn] | None,
    Field(
        max_length=MOST_SPANS,
        description="By days and times; they take the place of `hours`. An empty list for none.",
    ),
]
