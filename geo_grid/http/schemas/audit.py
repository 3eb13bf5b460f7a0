"""The audit and its seal."""

from typing import Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.core.accounts.audit_chain import Seal
from geo_grid.http.schemas.base import Published
from geo_grid.http.schemas.role import BothNames
from geo_grid.store.queries.audit import AuditRecord

ENTRY: dict[str, Any] = {
    "id": 42,
    "at": "2026-01-01T00:00:00Z",
    "actor": "account:1 admin",
    "via": "session",
    "address": "192.0.2.7",
    "request": "5f6f9d3c0f4b4d0b8a1c2d3e4f506172",
    "action": "grant.revoke",
    "subject": "grant:7 account:3",
    "before": {"role": "planner"},
    "after": None,
    "sealed": True,
}


class AuditEntryOut(Published):
    """Who did what, when, from where."""

    model_config = ConfigDict(json_schema_extra={"examples": [ENTRY]})

    id: int
    at: AwareDatetime
    actor: str
    via: Literal["session", "token", "cli", "system"]
    address: str | None
    request: str | None
    action: str
    subject: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    sealed: bool

    @classmethod
    def of(cls, record: AuditRecord) -> "AuditEntryOut":
        """As published."""
        return cls(**{name: getattr(record, name) for name in cls.model_fields})


class AuditList(Published):
    """A page of entries, newest first."""

    items: list[AuditEntryOut]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")


class AuditWord(Published):
    """A code of the audit, and its name."""

    code: str
    name: BothNames


class AuditWords(Published):
    """Names for what the audit writes as codes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "acts": [{"code": "grant.revoke", "name": {"zh": "收回职责", "en": "Revoked a role"}}],
                    "fields": [{"code": "valid_until", "name": {"zh": "截止时间", "en": "Until"}}],
                    "subjects": [{"code": "account", "name": {"zh": "账号", "en": "account"}}],
                }
            ]
        }
    )

    acts: list[AuditWord] = Field(description="What can be done, as `action` names it.")
    fields: list[AuditWord] = Field(description="Keys of what was before and after, at any depth.")
    subjects: list[AuditWord] = Field(description="Kinds of subjects, as they stand before a colon.")


class SealOut(Published):
    """The newest seal: write it down elsewhere, and no older entry can be changed unnoticed."""

    number: int
    hash: str
    sealed_at: AwareDatetime


class SealState(Published):
    """How far the audit is sealed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "last": {"number": 9, "hash": "9f86d0…", "sealed_at": "2026-01-01T00:00:01Z"},
                    "entries": 42,
                    "unsealed": 0,
                }
            ]
        }
    )

    last: SealOut | None
    entries: int
    unsealed: int

    @classmethod
    def of(cls, last: Seal | None, entries: int, unsealed: int) -> "SealState":
        """As published."""
        shown = None
        if last is not None:
            shown = SealOut(number=last.number, hash=last.hash.hex(), sealed_at=last.sealed_at)
        return cls(last=shown, entries=entries, unsealed=unsealed)
