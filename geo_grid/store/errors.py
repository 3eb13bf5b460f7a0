"""What the database refuses, told as the product's own errors.

Raw database errors never reach a person: their SQLSTATE and, for our triggers, their JSON detail are mapped
here, and an error that is in none of these lists is a bug and stays what it is.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from geo_grid.core.errors import Conflict, CoverageBroken, GeoGridError, InputError, Unavailable

#: SQLSTATE of everything our own triggers refuse.
REFUSED = "GG001"

#: SQLSTATE of the trigger that keeps one administrator.
_LAST_ADMINISTRATOR = "GG002"

#: Constraints that are invariants; others that fail are bugs.
_CONSTRAINTS: Mapping[str, tuple[str, str]] = {
    "grid_row_on_lattice": ("off_lattice", "I1"),
    "void_on_lattice": ("off_lattice", "I1"),
    "grid_row_geometry_valid": ("geometry_not_valid", "I1"),
    "void_geometry_valid": ("geometry_not_valid", "I1"),
    "grid_row_one_outline": ("outline_twice", "I3"),
    "grid_row_parent": ("parent_level_wrong", "I4"),
    "grid_row_parent_unless_outline": ("parent_level_wrong", "I4"),
    "grid_row_code": ("code_of_another", "I4"),
    "grid_row_code_once": ("code_twice", "I4"),
    "grid_code_pkey": ("code_of_another", "I4"),
    "grid_row_once": ("row_twice", "I5"),
    "grid_exception_once": ("row_twice", "I5"),
    "grid_row_validity": ("validity_wrong", "I5"),
    "void_validity": ("validity_wrong", "I5"),
    "grid_exception_validity": ("validity_wrong", "I5"),
    "grid_row_closed_by_edition": ("validity_wrong", "I5"),
    "void_closed_by_edition": ("validity_wrong", "I5"),
    "grid_exception_closed_by_edition": ("validity_wrong", "I5"),
}

#: Two people gave the same thing away at once.
_TAKEN: Mapping[str | None, str] = {
    "account_folded": "login_taken",
    "account_skeleton": "login_taken",
    "account_identity_once": "identity_taken",
    "account_identity_one": "account_bound",
    "assignment_once": "assigned_already",
    "assignment_one_head": "head_taken",
    "leave_once": "leave_overlaps",
    "person_account": "account_taken",
}

#: Two transactions met; the later one may try again.
_CONFLICTS = ("40001", "40P01", "55P03")

#: A value that no column of this type holds, by SQLSTATE: the routes say more, where they look first.
_BEYOND: Mapping[str, str] = {
    "22003": "number_beyond",
    "22008": "date_beyond",
    "22021": "text_beyond",
    "22P05": "text_beyond",
}

#: What the server cannot or will not do, by SQLSTATE or its class (the first two characters).
_STATES: Mapping[str, str] = {
    "08": "database_down",
    "57": "database_down",
    "58": "database_down",
    "53": "database_full",
    "42P01": "database_not_migrated",
    "42703": "database_not_migrated",
    "42883": "database_not_migrated",
    "3F000": "database_not_migrated",
    "42501": "database_forbids",
}

#: CREATE EXTENSION of something that is not installed on the server.
_NO_EXTENSION = "0A000"


def as_product_error(error: DBAPIError | psycopg.Error) -> GeoGridError | None:
    """The error that a person can act on, or None where the database's complaint is our bug.

    Parameters
    ----------
    error
        As SQLAlchemy raised it, or psycopg itself (during COPY).
    """
    origin = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(origin, psycopg.Error):
        return None
    state, constraint = origin.sqlstate or "", origin.diag.constraint_name
    if state == REFUSED:
        params: dict[str, Any] = json.loads(origin.diag.message_detail or "{}")
        return CoverageBroken(params.pop("code"), **params)
    if state == _LAST_ADMINISTRATOR:
        return Conflict("last_administrator")
    if constraint == "role_grant_dates":
        return InputError("grant_dates_wrong")
    if constraint in _TAKEN:
        return Conflict(_TAKEN[constraint])
    if state in _BEYOND:
        return InputError(_BEYOND[state])
    if not state and isinstance(origin, psycopg.DataError):
        # Refused before it was sent: a text with NUL, or half a character.
        return InputError("text_beyond")
    if state in _CONFLICTS or constraint == "edition_pkey":
        return Conflict("edition_conflict")
    if constraint is not None and constraint in _CONSTRAINTS:
        code, invariant = _CONSTRAINTS[constraint]
        return CoverageBroken(code, invariant=invariant, constraint=constraint)
    return _of_the_server(origin, state)


def _of_the_server(origin: psycopg.Error, state: str) -> Unavailable | None:
    code = _STATES.get(state, _STATES.get(state[:2]))
    if state == _NO_EXTENSION and "extension" in str(origin):
        code = "database_postgis_missing"
    if code is None and not state and isinstance(origin, psycopg.OperationalError):
        # Without an SQLSTATE the connection could not be made, or broke without a last word.
        code = "database_down"
    return None if code is None else Unavailable(code)


@contextmanager
def translated() -> Iterator[None]:
    """Raise the product's errors for what the database refuses inside the block.

    Raises
    ------
    CoverageBroken
        An invariant I1–I5 would not hold; params carry ``invariant`` and, where known, ``parent`` (code),
        ``instant`` (ISO 8601) and ``lon``, ``lat`` of the westernmost edge left over.
    Conflict
        ``edition_conflict``: somebody else published at the same time; ``last_administrator``;
        ``login_taken``; ``identity_taken``, ``account_bound``.
    InputError
        ``number_beyond``, ``date_beyond``, ``text_beyond``: somebody gave what no column can hold.
    Unavailable
        ``database_down``, ``database_busy``, ``database_full``, ``database_not_migrated``,
        ``database_forbids``, ``database_postgis_missing``.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise Unavailable("database_busy") from error
    except (DBAPIError, psycopg.Error) as error:
        known = as_product_error(error)
        if known is None:
            raise
        raise known from error
