"""Work stations: places with hours and services, on the ground of the grid they stand in."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.layers.storable import storable
from geo_grid.core.people.phones import checked_phone
from geo_grid.core.people.texts import kept_text
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import reach_of, require_on
from geo_grid.services.people.found import ASSIGN, checked_office
from geo_grid.services.week_hours import with_hours
from geo_grid.store import station_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import ManagedStation
from geo_grid.store.queries.managed_stations import StationState, grid_at, list_stations, station_by_id

#: Characters of the longest name.
_MOST = 100
_FIELDS = (
    "name_zh", "name_en", "lon", "lat", "address", "hours", "phone", "services", "office_id",
)  # fmt: skip


def kept_stations(
    session: Session, actor: Actor | None, grid: str | None, state: StationState, after: int, limit: int
) -> list[ManagedStation]:
    """Work stations on the actor's ground, by id.

    Parameters
    ----------
    grid
        Code: only those of this grid and of those below it.
    """
    return list_stations(session, reach_of(actor, ASSIGN), grid=grid, state=state, after=after, limit=limit)


def kept_station(session: Session, actor: Actor | None, station: int) -> ManagedStation:
    """One work station.

    Raises
    ------
    NotFound, Denied
        ``station_not_found``, ``not_on_this_ground``.
    """
    found = _the_station(session, station)
    require_on(session, actor, ASSIGN, found.grid_id)
    return found


def add_station(session: Session, actor: Actor | None, given: Mapping[str, Any]) -> ManagedStation:
    """Open a work station; the caller commits.

    Parameters
    ----------
    given
        ``name_zh``, ``lon``, ``lat`` (EPSG:4326 degrees), and any of ``name_en``, ``address``, ``hours`` or
        ``week_hours``, ``phone``, ``services``, ``office`` (id).

    Raises
    ------
    InputError
        ``name_invalid``, ``phone_invalid``, ``hours_wrong``, ``station_off_ground``.
    NotFound
        ``office_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    values = _judged(session, actor, {}, with_hours(given))
    opened = writing.add_station(session, values)
    note(session, "station.add", f"station:{opened}", after=_noted(values))
    return _the_station(session, opened)


def change_station(
    session: Session, actor: Actor | None, station: int, given: Mapping[str, Any]
) -> ManagedStation:
    """Change what is given, ``closed`` included; the caller commits.

    Raises
    ------
    InputError, NotFound, Denied
        As `add_station`, where it stood and where it is to stand; ``station_not_found``.
    """
    before = _the_station(session, station)
    require_on(session, actor, ASSIGN, before.grid_id)
    former = {name: getattr(before, name) for name in _FIELDS}
    values = _judged(session, actor, former, with_hours(given))
    was_closed = before.closed_at is not None
    closed = was_closed if given.get("closed") is None else bool(given["closed"])
    writing.change_station(session, station, values, closed=closed)
    note(
        session,
        "station.change",
        f"station:{station}",
        before={**_noted(former), "closed": was_closed},
        after={**_noted(values), "closed": closed},
    )
    return _the_station(session, station)


def _judged(
    session: Session, actor: Actor | None, former: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    values = {**dict.fromkeys(_FIELDS), **former, **{key: given[key] for key in _FIELDS if key in given}}
    values["name_zh"] = kept_text(values["name_zh"])
    if values["name_zh"] is None or len(values["name_zh"]) > _MOST:
        raise InputError("name_invalid", most=_MOST)
    for field in ("name_en", "address", "hours", "phone"):
        values[field] = kept_text(values[field])
    if values["phone"] is not None:
        values["phone"] = checked_phone(values["phone"], "phone")
    services = [storable(each.strip()) for each in values["services"] or ()]
    values["services"] = list(dict.fromkeys(each for each in services if each))
    if "office" in given:
        values["office_id"] = checked_office(session, given["office"])
    grid = grid_at(session, values["lon"], values["lat"])
    if grid is None:
        raise InputError("station_off_ground", lon=values["lon"], lat=values["lat"])
    require_on(session, actor, ASSIGN, grid)
    return {**values, "grid_id": grid}


def _noted(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name_zh": values["name_zh"],
        "name_en": values["name_en"],
        "lon": values["lon"],
        "lat": values["lat"],
        "address": values["address"],
        "hours": values["hours"],
        "phone": values["phone"],
        "services": list(values["services"]),
        "office": values["office_id"],
    }


def _the_station(session: Session, station: int) -> ManagedStation:
    record = station_by_id(session, station)
    if record is None:
        raise NotFound("station_not_found", given=station)
    return record
