"""A reporter says that what they report is open already: both incidents are kept, and belong together."""

from sqlalchemy.orm import Session

from geo_grid.core.crs import between_m
from geo_grid.core.errors import InputError
from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.states import OPEN, State
from geo_grid.services.incidents.likely import REACH_M
from geo_grid.store.incident_acting import NewEntry, add_entry, change_incident, link
from geo_grid.store.incident_held import Held, entries_of, held_by_id, seen_incident, this_instant


def said_same(session: Session, number: str, place: tuple[float, float]) -> Held:
    """The incident that somebody says theirs is.

    Parameters
    ----------
    place
        Where theirs is, EPSG:4326 degrees.

    Raises
    ------
    InputError
        ``same_unknown``; ``same_far``: farther away than what is offered as likely; ``same_closed``. How far
        it is, and what became of one that is far, is not told: everybody may ask.
    """
    other = seen_incident(session, number)
    if other is None:
        raise InputError("same_unknown", number=number)
    if between_m(place, (other.lon, other.lat)) > REACH_M:
        raise InputError("same_far", number=number)
    if State(other.state) not in OPEN:
        raise InputError("same_closed", number=number)
    return other


def join(session: Session, new: Held, other: int, capacity: str, account: int | None) -> None:
    """Link what was reported to the other, whose history tells it too.

    The other one is held from here on until the caller commits: many who report the same at once wait here
    for each other, and for nothing else.
    """
    held = held_by_id(session, other)
    if held is None:
        return  # made up, and gone with the demo meanwhile
    link(session, new.id, held.id, "related", account)
    change_incident(session, held.id, {})
    add_entry(
        session,
        held.id,
        NewEntry(
            act=Act.LINK.value,
            from_state=held.state,
            to_state=held.state,
            capacity=capacity,
            at=max([this_instant(session), *(entry.at for entry in entries_of(session, held.id)[-1:])]),
            by_account=account,
            params={"other": new.number},
        ),
    )
