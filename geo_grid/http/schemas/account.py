"""Accounts, their grants, sessions and tokens."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field, StrictBool, StringConstraints

from geo_grid.http.schemas.base import Identity, Published, When
from geo_grid.store.account_records import (
    AccountRecord,
    GrantRecord,
    IdentityRecord,
    SessionRecord,
    TokenRecord,
)

NAMED_ACCOUNT = {"id": 3, "login": "wang", "name": "王芳"}
GRANT: dict[str, Any] = {
    "id": 7,
    "account": NAMED_ACCOUNT,
    "role": "planner",
    "scope": "grid",
    "grid": {"code": "10020010", "name": "中山社区", "level": 2},
    "office": None,
    "valid_from": "2026-01-01T00:00:00Z",
    "valid_until": None,
    "reason": "年度划分",
    "granted_by": "account:1 admin",
    "granted_at": "2025-12-20T01:30:00Z",
    "revoked_at": None,
    "in_force": True,
    "why_not": None,
}
IDENTITY: dict[str, Any] = {
    "id": 2,
    "issuer": "https://id.example",
    "subject": "248289761001",
    "bound_at": "2025-12-20T01:30:00Z",
    "bound_by": "account:3 wang",
}
ACCOUNT: dict[str, Any] = {
    **NAMED_ACCOUNT,
    "language": "zh",
    "disabled": False,
    "has_password": True,
    "created_at": "2025-12-01T01:30:00Z",
    "last_sign_in_at": None,
    "identities": [IDENTITY],
    "grants": [GRANT],
}
TOKEN: dict[str, Any] = {
    "id": 5,
    "name": "监控",
    "actions": ["metrics.read"],
    "created_at": "2025-12-20T01:30:00Z",
    "expires_at": "2026-03-20T01:30:00Z",
    "last_used_at": None,
    "revoked_at": None,
}

Language = Literal["zh", "en"]
#: PostgreSQL's texts hold every character but NUL.
Line = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Secret = Annotated[str, StringConstraints(max_length=4096)]


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [value]})


class NamedAccount(Published):
    """Whose it is."""

    id: int
    login: str
    name: str


class NamedGrid(Published):
    """A grid by its code, name and level."""

    code: str
    name: str
    level: int

    @classmethod
    def of(cls, told: tuple[str, str, int]) -> "NamedGrid":
        """As published."""
        code, name, level = told
        return cls(code=code, name=name, level=level)


class NamedOffice(Published):
    """An office by its name."""

    id: int
    name: str


class GrantOut(Published):
    """A role that an account has on ground."""

    model_config = _example(GRANT)

    id: int
    account: NamedAccount
    role: str
    scope: Literal["everything", "grid", "office"]
    grid: NamedGrid | None = Field(description="The grid and all below it.")
    office: NamedOffice | None = Field(
        description="With a grid: whose the grant is. Without: all of its ground."
    )
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None
    reason: str | None
    granted_by: str
    granted_at: AwareDatetime
    revoked_at: AwareDatetime | None
    in_force: bool
    why_not: Literal["future", "expired", "revoked", "grid_ended", "account_disabled"] | None

    @classmethod
    def of(cls, record: GrantRecord) -> "GrantOut":
        """As published."""
        office = record.office_id is not None
        return cls(
            id=record.id,
            account=NamedAccount(id=record.account_id, login=record.account_login, name=record.account_name),
            role=record.role,
            scope="grid" if record.grid_id is not None else "office" if office else "everything",
            grid=None if record.grid is None else NamedGrid.of(record.grid),
            office=None
            if record.office_id is None
            else NamedOffice(id=record.office_id, name=record.office_name or ""),
            valid_from=record.valid_from,
            valid_until=record.valid_until,
            reason=record.reason,
            granted_by=record.granted_by,
            granted_at=record.granted_at,
            revoked_at=record.revoked_at,
            in_force=record.why_not is None,
            why_not=record.why_not,
        )


class GrantList(Published):
    """A page of grants."""

    items: list[GrantOut]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")


class GrantIn(Published):
    """A role to grant."""

    account: Identity
    role: Line
    grid: Line | None = None
    office: Identity | None = None
    valid_from: When | None = None
    valid_until: When | None = None
    reason: Line | None = None


class IdentityOut(Published):
    """An identity of an outside provider by which somebody may sign in too."""

    model_config = _example(IDENTITY)

    id: int
    issuer: str
    subject: str
    bound_at: AwareDatetime
    bound_by: str

    @classmethod
    def of(cls, record: IdentityRecord) -> "IdentityOut":
        """As published."""
        return cls(
            id=record.id,
            issuer=record.issuer,
            subject=record.subject,
            bound_at=record.bound_at,
            bound_by=record.bound_by,
        )


class IdentityIn(Published):
    """Whom the provider calls so may sign in as the account."""

    subject: Line


class AccountOut(Published):
    """Somebody who may sign in."""

    model_config = _example(ACCOUNT)

    id: int
    login: str
    name: str
    language: Language | None
    disabled: bool
    has_password: bool
    created_at: AwareDatetime
    last_sign_in_at: AwareDatetime | None
    identities: list[IdentityOut]
    grants: list[GrantOut]

    @classmethod
    def of(cls, record: AccountRecord, grants: Sequence[GrantRecord]) -> "AccountOut":
        """As published."""
        return cls(
            id=record.id,
            login=record.login,
            name=record.name,
            language=record.language,
            disabled=record.disabled_at is not None,
            has_password=record.has_password,
            created_at=record.created_at,
            last_sign_in_at=record.last_sign_in_at,
            identities=[IdentityOut.of(identity) for identity in record.identities],
            grants=[GrantOut.of(grant) for grant in grants],
        )


class AccountList(Published):
    """A page of accounts."""

    items: list[AccountOut]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")


class AccountIn(Published):
    """An account to open."""

    login: Line
    name: Line
    language: Language | None = None


class AccountChange(Published):
    """What to change of an account; what is left out stays."""

    name: Line | None = None
    language: Language | None = None
    disabled: StrictBool | None = None


class MyChange(Published):
    """What to change of one's own account; what is left out stays."""

    name: Line | None = None
    language: Language | None = None


class ResetOut(Published):
    """A link by which a password is set once; it is shown this once."""

    model_config = _example({"token": "9Vx…", "path": "/reset#9Vx…", "expires_at": "2026-01-03T00:00:00Z"})

    token: str
    path: str
    expires_at: AwareDatetime


class AccountOpened(Published):
    """A new account, and the link by which its password is set."""

    account: AccountOut
    reset: ResetOut


class SignIn(Published):
    """Who wants to sign in."""

    login: Line
    password: Secret


class NewPassword(Published):
    """A password by a link."""

    token: Line
    password: Secret


class PasswordChange(Published):
    """One's own password, and what it is to be."""

    current: Secret
    new: Secret


class ProviderOut(Published):
    """By whom people may sign in besides by password."""

    model_config = _example(
        {"issuer": "https://id.example", "name": {"zh": "统一身份认证", "en": "Single sign-on"}}
    )

    issuer: str
    name: dict[Language, str]

    @classmethod
    def of(cls, issuer: str, name: str) -> "ProviderOut":
        """As published; a name without a slash is the same in both languages."""
        chinese, _, english = (part.strip() for part in name.partition("/"))
        return cls(issuer=issuer, name={"zh": chinese or english, "en": english or chinese})


class SessionOut(Published):
    """Who is signed in, and what they may do somewhere."""

    model_config = _example(
        {
            "account": ACCOUNT,
            "csrf_token": "1f0c…",
            "expires_at": "2026-01-01T12:00:00Z",
            "actions": ["ground.see", "plans.draw"],
            "provider": {
                "issuer": "https://id.example",
                "name": {"zh": "统一身份认证", "en": "Single sign-on"},
            },
        }
    )

    account: AccountOut | None
    csrf_token: str | None = Field(description="For the header `X-CSRF-Token`.")
    expires_at: AwareDatetime | None
    actions: list[str]
    provider: ProviderOut | None = Field(description="By whom one may sign in besides by password.")


class MySession(Published):
    """A sign-in that lasts."""

    id: int
    current: bool
    created_at: AwareDatetime
    last_seen_at: AwareDatetime
    expires_at: AwareDatetime
    address: str | None
    agent: str | None

    @classmethod
    def of(cls, record: SessionRecord, current: int | None) -> "MySession":
        """As published."""
        return cls(
            id=record.id,
            current=record.id == current,
            created_at=record.created_at,
            last_seen_at=record.last_seen_at,
            expires_at=record.expires_at,
            address=record.address,
            agent=record.agent,
        )


class MySessionList(Published):
    """Where somebody is signed in, newest first."""

    model_config = _example(
        {
            "items": [
                {
                    "id": 12,
                    "current": True,
                    "created_at": "2026-01-01T00:00:00Z",
                    "last_seen_at": "2026-01-01T01:00:00Z",
                    "expires_at": "2026-01-01T12:00:00Z",
                    "address": "192.0.2.7",
                    "agent": "Firefox",
                }
            ]
        }
    )

    items: list[MySession]


class TokenOut(Published):
    """A token for a machine, without the token itself."""

    model_config = _example(TOKEN)

    id: int
    name: str
    actions: list[str]
    created_at: AwareDatetime
    expires_at: AwareDatetime
    last_used_at: AwareDatetime | None
    revoked_at: AwareDatetime | None

    @classmethod
    def of(cls, record: TokenRecord) -> "TokenOut":
        """As published."""
        return cls(
            id=record.id,
            name=record.name,
            actions=list(record.actions),
            created_at=record.created_at,
            expires_at=record.expires_at,
            last_used_at=record.last_used_at,
            revoked_at=record.revoked_at,
        )


class TokenList(Published):
    """Tokens, newest first."""

    items: list[TokenOut]


class TokenIn(Published):
    """A token to make."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    actions: list[Line] = Field(min_length=1, max_length=50)
    days: int = Field(ge=1, le=366)


class TokenMade(Published):
    """A new token; the secret is shown this once."""

    model_config = _example({"secret": "gg_9Vx…", "token": TOKEN})

    secret: str
    token: TokenOut


class SessionsEnded(Published):
    """How many sessions were ended."""

    model_config = _example({"ended": 2})

    ended: int


class GroundList(Published):
    """Grids on which somebody may do something, by code."""

    model_config = _example({"items": [{"code": "10020010001", "name": "中山里", "level": 3}], "next": None})

    items: list[NamedGrid]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")


class DecisionOut(Published):
    """Whether somebody may do something on a grid, why, and which roles could."""

    model_config = _example({"allowed": False, "reason": "not_on_this_ground", "who": ["planner"]})

    allowed: bool
    reason: str
    who: list[str]
