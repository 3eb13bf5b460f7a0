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

from geo_grid.core.errors import Conflict, CoverageBroken, GeoGridError, Unavailable

#: SQLSTATE of everything our own triggers refuse.
REFUSED = "GG001"

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

#: Two transactions met; the later one may try again.
_CONFLICTS = ("40001", "40P01", "55P03")

#: First two characters of an SQLSTATE that says the server cannot serve now.
_DOWN_CLASSES = ("08", "57", "58")
_FULL = "53"
_NOT_MIGRATED = ("42P01", "42703", "42883", "3F000")
_NO_RIGHT = "42501"


def as_product_error(error: DBAPIError | psycopg.Error) -> GeoGridError | None:
    """The error that a person can act on, or None where the database's complaint is our bug.

    Parameters
    ----------
    error
        As SQLAlchemy raised it, or psycopg itself (during COPY).
    """
    origin = error.orig if isinstance(error, DBAPIError) else error
    state: str | None = getattr(origin, "sqlstate", None)
    diagnosis = getattr(origin, "diag", None)
    constraint: str | None = getattr(diagnosis, "constraint_name", None)
    if state is None:
        # No SQLSTATE: the connection could not be made or broke without a last word.
        return Unavailable("database_down") if isinstance(origin, psycopg.OperationalError) else None
    found: GeoGridError | None = None
    if state == REFUSED:
        params: dict[str, Any] = json.loads(getattr(diagnosis, "message_detail", None) or "{}")
        found = CoverageBroken(params.pop("code"), **params)
    elif state in _CONFLICTS or constraint == "edition_pkey":
        found = Conflict("edition_conflict")
    elif constraint is not None and constraint in _CONSTRAINTS:
        code, invariant = _CONSTRAINTS[constraint]
        found = CoverageBroken(code, invariant=invariant, constraint=constraint)
    elif state.startswith(_FULL):
        found = Unavailable("database_full")
    elif state[:2] in _DOWN_CLASSES:
        found = Unavailable("database_down")
    elif state in _NOT_MIGRATED:
        found = Unavailable("database_not_migrated")
    elif state == _NO_RIGHT:
        found = Unavailable("database_forbids")
    elif isinstance(origin, psycopg.OperationalError):
        found = Unavailable("database_down")
    return found


@contextmanager
def translated() -> Iterator[None]:
    """Raise the product's errors for what the database refuses inside the block.

    Raises
    ------
    CoverageBroken
        An invariant I1–I5 would not hold; params carry ``invariant`` and, where known, ``parent`` (code),
        ``instant`` (ISO 8601) and ``lon``, ``lat`` of the westernmost edge left over.
    Conflict
        ``edition_conflict``: somebody else published at the same time.
    Unavailable
        ``database_down``, ``database_full``, ``database_not_migrated``, ``database_forbids``.
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
