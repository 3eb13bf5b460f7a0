"""Values of a field as the identifiers people see."""

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd


def as_identifiers(values: "pd.Series[Any]") -> list[str | None]:
    """Print each value as an identifier.

    Parameters
    ----------
    values
        A column of a table.

    Returns
    -------
    Text for each: a whole number without a fraction ("1", never "1.0"), text as it stands; None where the
    value is missing or blank.
    """
    return [as_identifier(value) for value in values.tolist()]


def as_identifier(value: Any) -> str | None:
    """Print one value as an identifier; None where it is missing or blank."""
    if isinstance(value, str):
        return value if value.strip() else None
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)):
        if math.isnan(value):
            return None
        return str(int(value)) if math.isfinite(value) and value == int(value) else repr(float(value))
    if isinstance(value, (dt.date, dt.datetime, pd.Timestamp)):
        return value.isoformat()
    return str(value)
