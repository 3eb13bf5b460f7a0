"""In which column of a row the fault lies that a service has found."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from geo_grid.core.people_sheet.columns import BY_KEY
from geo_grid.core.people_sheet.rows import PersonRow

_OF_PERSON: Mapping[str, str] = MappingProxyType(
    {
        "dates_wrong": "in_service_until",
        "name_characters_invalid": "name",
        "name_invalid": "name",
        "office_unknown": "office",
        "opt_in_needed": "opted_in_on",
        "person_doubtful": "number",
        "person_not_found": "number",
        "person_on_duty": "in_service_until",
        "published_unknown": "published",
        "sheet_rows_differ": "name",
    }
)
_OF_DUTY: Mapping[str, str] = MappingProxyType(
    {
        "dates_wrong": "duty_until",
        "head_taken": "role",
        "hours_wrong": "hours",
        "person_not_in_service": "duty_from",
    }
)
_GROUND = frozenset({"grid_ended", "grid_not_found", "not_on_this_ground", "not_permitted"})


def column_at_fault(code: str, params: Mapping[str, Any], step: str, row: PersonRow) -> str | None:
    """The column to mark; None where the whole row is meant.

    Parameters
    ----------
    code, params
        Of the error.
    step
        ``person`` or ``duty``: what was being written.
    """
    named = params.get("field")
    if named in BY_KEY:
        return str(named)
    if step == "duty":
        return "grid" if code in _GROUND else _OF_DUTY.get(code)
    if code in _GROUND:
        if row.values.get("record_grid"):
            return "record_grid"
        return "number" if row.duty is None else "grid"
    return _OF_PERSON.get(code)
