"""What the queries about accounts, grants and offices answer: plain immutable records."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IdentityRecord:
    """An identity of an outside provider that is bound to an account."""

    id: int
    issuer: str
    subject: str
    bound_at: datetime
    bound_by: str


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account, without anything secret."""

    id: int
    login: str
    name: str
    language: str | None
    has_password: bool
    created_at: datetime
    disabled_at: datetime | None
    last_sign_in_at: datetime | None
    identities: tuple[IdentityRecord, ...]


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """A role that an account has on ground.

    Parameters
    ----------
    grid
        Code, name and level at this instant, or as they last were where the grid has ended.
    why_not
        Why it is not in force: ``future``, ``expired``, ``revoked``, ``grid_ended``, ``account_disabled``.
    """

    id: int
    account_id: int
    account_login: str
    account_name: str
    role: str
    grid_id: int | None
    grid: tuple[str, str, int] | None
    office_id: int | None
    office_name: str | None
    valid_from: datetime
    valid_until: datetime | None
    reason: str | None
    granted_by: str
    granted_at: datetime
    revoked_at: datetime | None
    why_not: str | None


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """An office with the grids that are its ground: code, name and level of each.

    Parameters
    ----------
    area_m2
        Of its own service area; None where it has none.
    """

    id: int
    kind: str
    name_zh: str
    name_en: str | None
    parent_id: int | None
    hours: str | None
    phone: str | None
    address: str | None
    closed_at: datetime | None
    area_m2: float | None
    grids: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A sign-in that lasts."""

    id: int
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str | None
    agent: str | None


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A machine's token, without itself."""

    id: int
    name: str
    actions: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a cookie or a token belongs to, with the grants in force: role, grid, office.

    Parameters
    ----------
    session_id
        None where a token was shown.
    limit
        The token's actions; None for a session.
    """

    account_id: int
    login: str
    name: str
    session_id: int | None
    token_id: int | None
    expires_at: datetime
    limit: tuple[str, ...] | None
    grants: tuple[tuple[str, int | None, int | None], ...]
