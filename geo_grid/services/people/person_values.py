"""What is written down of a person: judged as a whole, whoever gives it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError
from geo_grid.core.people.names import checked_name
from geo_grid.core.people.phones import checked_phone
from geo_grid.core.people.publication import checked_publication
from geo_grid.core.people.roles import KINDS
from geo_grid.core.people.texts import kept_text
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.people.found import checked_office, found_account, found_grid
from geo_grid.store.people_records import PersonRecord

#: Columns that are kept as they are judged; the others are found by code, id or login.
_FIELDS = (
    "kind", "name", "name_en", "post", "phone", "mobile", "reception_hours", "published", "opted_in_at",
    "grid_id", "office_id", "account_id", "valid_from", "valid_until",
)  # fmt: skip


def former_values(record: PersonRecord) -> dict[str, Any]:
    """What is written down already."""
    return {**{name: getattr(record, name) for name in _FIELDS}, "published": list(record.published)}


def judged(
    session: Session, actor: Actor | None, former: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything of a person as it is to be written.

    Parameters
    ----------
    former
        What holds where nothing is given; an empty mapping for somebody new.
    given
        Any of ``kind``, ``name``, ``name_en``, ``post``, ``phone``, ``mobile``, ``reception_hours``,
        ``published``, ``opted_in_at``, ``grid`` (code), ``office`` (id), ``account`` (login), ``valid_from``,
        ``valid_until``.

    Raises
    ------
    InputError
        ``kind_unknown``, ``name_invalid``, ``name_characters_invalid``, ``phone_invalid``,
        ``published_unknown``, ``opt_in_needed``, ``dates_wrong``, ``grid_ended``.
    NotFound
        ``grid_not_found``, ``office_not_found``, ``account_not_found``.
    Denied
        ``not_on_this_ground``: the grid given.
    """
    values = {**dict.fromkeys(_FIELDS), **former, **{key: given[key] for key in _FIELDS if key in given}}
    values["kind"] = values["kind"] or "official"
    if values["kind"] not in KINDS:
        raise InputError("kind_unknown", given=str(values["kind"])[:40], known=list(KINDS))
    values["name"] = checked_name(values["name"] or "")
    foreign = kept_text(values["name_en"])
    values["name_en"] = None if foreign is None else checked_name(foreign, "name_en")
    for field in ("phone", "mobile"):
        number = kept_text(values[field])
        values[field] = None if number is None else checked_phone(number, field)
    for field in ("post", "reception_hours"):
        values[field] = kept_text(values[field])
    values["published"] = checked_publication(
        values["kind"], values["published"] or (), is_opted_in=values["opted_in_at"] is not None
    )
    check_dates(values["valid_from"], values["valid_until"])
    check_dates(values["opted_in_at"], None)
    if "grid" in given:
        values["grid_id"] = found_grid(session, actor, given["grid"])
    if "office" in given:
        values["office_id"] = checked_office(session, given["office"])
    if "account" in given:
        values["account_id"] = found_account(session, given["account"])
    return values


def check_dates(since: datetime | None, until: datetime | None) -> None:
    """Refuse a period that ends before it begins, or whose time zone nobody knows.

    Raises
    ------
    InputError
        ``dates_wrong``.
    """
    if any(each is not None and each.tzinfo is None for each in (since, until)):
        raise InputError("dates_wrong")
    if since is not None and until is not None and until <= since:
        raise InputError("dates_wrong")


def noted(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the audit keeps of a person: of private people only what they are and where they are filed."""
    where = {
        "kind": values["kind"],
        "grid": values["grid_id"],
        "office": values["office_id"],
        "account": values["account_id"],
        "published": list(values["published"]),
        "valid_from": values["valid_from"],
        "valid_until": values["valid_until"],
    }
    if values["kind"] != "official":
        return where
    return {
        **where,
        "name": values["name"],
        "name_en": values["name_en"],
        "post": values["post"],
        "phone": values["phone"],
        "mobile": values["mobile"],
        "reception_hours": values["reception_hours"],
    }
