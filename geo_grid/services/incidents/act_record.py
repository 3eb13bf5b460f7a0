"""What the history says of an act besides, and from whom to whom it took the incident."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geo_grid.core.incidents.actions import Act
from geo_grid.services.incidents.answering import Answering
from geo_grid.services.incidents.asked import Asked
from geo_grid.services.incidents.moving import Moved
from geo_grid.store.incident_acting import NewTransfer
from geo_grid.store.incident_held import Held


@dataclass(frozen=True, slots=True)
class Found:
    """What an act refers to, looked up."""

    moved: Moved | None = None
    answering: Answering | None = None
    other: Held | None = None


def given_to(answering: Answering) -> dict[str, Any]:
    """What the history says of who got it."""
    told: dict[str, Any] = {
        "to_person": answering.person,
        "to_office": answering.office,
        "to_grid": answering.grid,
        "because": answering.because,
    }
    return told if answering.instead_of is None else {**told, "instead_of": answering.instead_of}


def params_of(incident: Held, asked: Asked, found: Found) -> dict[str, Any]:
    """What the history says of an act besides its reason and text; JSON types only."""
    told: dict[str, Any] = {}
    if found.answering is not None:
        told |= given_to(found.answering)
    if found.moved is not None:
        told |= {
            "from": [incident.lon, incident.lat],
            "to": list(found.moved.place),
            "from_grid": incident.grid_id,
            "grid": found.moved.columns["grid_id"],
            **({"chosen": asked.grid} if found.moved.columns["choice"] == "chosen" else {}),
        }
    if found.other is not None:
        told["other"] = found.other.number
    if asked.act is Act.CLASSIFY:
        told |= {"from": incident.category, "to": asked.category}
    for name in ("until", "solved", "rating"):
        value = getattr(asked, name)
        if value is not None:
            told[name] = value.isoformat() if isinstance(value, datetime) else value
    if asked.act in (Act.GRANT_EXTENSION, Act.GRANT_SUSPENSION) and incident.pending_until is not None:
        told["until"] = incident.pending_until.isoformat()
    return told


def transfer_of(incident: Held, asked: Asked, found: Found, changes: Mapping[str, Any]) -> NewTransfer:
    """From whom to whom an act took the incident.

    Parameters
    ----------
    changes
        What it changes of the incident's row.
    """
    answering = found.answering
    to_grid = None if answering is None else answering.grid
    if found.moved is not None:
        to_grid = changes["grid_id"]
    elif asked.act is Act.RETURN:
        # Whose it should have been, as far as whoever returns it says so; else the grid on the other side.
        to_grid = (
            asked.to.grid if asked.to is not None and asked.to.grid is not None else incident.border_grid
        )
    return NewTransfer(
        act=asked.act.value,
        from_grid=incident.grid_id,
        to_grid=to_grid,
        from_person=incident.assignee_person,
        to_person=None if answering is None else answering.person,
        from_office=incident.assignee_office,
        to_office=None if answering is None else answering.office,
        reason_code=asked.reason_code,
    )
