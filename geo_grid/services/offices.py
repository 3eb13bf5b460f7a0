"""Offices: a tree of district, towns, communities and departments, each with its ground."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.accounts.office_kinds import may_be_under
from geo_grid.core.errors import InputError, NotFound
from geo_grid.services.week_hours import with_hours
from geo_grid.store import grant_writing as writing
from geo_grid.store.account_records import OfficeRecord
from geo_grid.store.audit_writing import note
from geo_grid.store.queries import offices as query
from geo_grid.store.queries.scope import grid_in_force, is_known_code


def list_offices(session: Session) -> list[OfficeRecord]:
    """All offices, each after the one above it."""
    return query.offices(session)


def office(session: Session, office_id: int) -> OfficeRecord:
    """One office.

    Raises
    ------
    NotFound
        ``office_not_found``.
    """
    found = query.office_by_id(session, office_id)
    if found is None:
        raise NotFound("office_not_found", given=office_id)
    return found


def add_office(session: Session, kind: str, values: Mapping[str, Any]) -> OfficeRecord:
    """Open an office; the caller commits.

    Parameters
    ----------
    kind
        ``district``, ``town``, ``community`` or ``department``.
    values
        ``name_zh``, ``name_en``, ``parent_id``, ``hours`` or ``week_hours``, ``phone``,
        ``address``.

    Raises
    ------
    InputError
        ``office_parent_wrong``, ``name_invalid``, ``hours_wrong``.
    NotFound
        ``office_not_found``: the one above.
    """
    writing.lock_offices(session)
    values = with_hours(values)
    _check(session, kind, values)
    opened = writing.open_office(session, kind, values)
    note(session, "office.add", f"office:{opened}", after={"kind": kind, **values})
    return office(session, opened)


def change_office(session: Session, office_id: int, changes: Mapping[str, Any]) -> OfficeRecord:
    """Change what is given, ``kind`` and ``closed`` included; the caller commits.

    Raises
    ------
    InputError
        ``office_below_wrong``: an office below it may not be below one of the new kind; besides, what
        `add_office` raises.
    """
    writing.lock_offices(session)
    before = office(session, office_id)
    names = ("kind", "name_zh", "name_en", "parent_id", "hours", "phone", "address")
    former = {name: getattr(before, name) for name in names}
    values = {**former, **{name: value for name, value in with_hours(changes).items() if name in names}}
    values["kind"] = values["kind"] or before.kind
    _check(session, values["kind"], values)
    if values["kind"] != before.kind:
        _check_below(session, office_id, values["kind"])
    was_closed = before.closed_at is not None
    closed = was_closed if changes.get("closed") is None else bool(changes["closed"])
    writing.change_office(session, office_id, values, closed=closed)
    note(
        session,
        "office.change",
        f"office:{office_id}",
        before={**former, "closed": was_closed},
        after={**values, "closed": closed},
    )
    return office(session, office_id)


def assign_grids(session: Session, office_id: int, codes: Sequence[str]) -> OfficeRecord:
    """Say which grids are the office's ground, with all below them; the caller commits.

    Raises
    ------
    InputError
        ``grid_ended``.
    NotFound
        ``grid_not_found``.
    """
    before = office(session, office_id)
    grids = []
    for code in dict.fromkeys(codes):
        found = grid_in_force(session, code)
        if found is None:
            if is_known_code(session, code):
                raise InputError("grid_ended", grid=code)
            raise NotFound("grid_not_found", grid=code)
        grids.append(found)
    writing.assign_grids(session, office_id, grids)
    note(
        session,
        "office.assign",
        f"office:{office_id}",
        before={"grids": [code for code, _, _ in before.grids]},
        after={"grids": list(codes)},
    )
    return office(session, office_id)


def _check(session: Session, kind: str, values: Mapping[str, Any]) -> None:
    if not (values.get("name_zh") or "").strip():
        raise InputError("name_invalid", most=100)
    parent_id = values.get("parent_id")
    above = None if parent_id is None else office(session, parent_id).kind
    if not may_be_under(kind, above):
        raise InputError("office_parent_wrong", kind=kind, above=above)


def _check_below(session: Session, office_id: int, kind: str) -> None:
    """No office may come to stand where its own kind must not: closed ones may be opened again."""
    for below in query.offices(session):
        if below.parent_id == office_id and not may_be_under(below.kind, kind):
            raise InputError("office_below_wrong", kind=kind, below=below.kind, name=below.name_zh)
