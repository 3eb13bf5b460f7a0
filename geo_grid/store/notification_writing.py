"""The outbox: whom to tell what, written in the transaction of what happened."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_ADD = text(
    """
    INSERT INTO notification
        (incident_id, entry_id, to_person, to_office, to_account, to_reporter, template, params, once)
    VALUES (:incident, :entry, :person, :office, :account, :reporter, :template,
            CAST(:params AS jsonb), :once)
    ON CONFLICT (once) DO NOTHING
    """
)


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody is to be told something: a person, an office, an account, or whoever reported it.

    Parameters
    ----------
    params
        As `words.incidents.notices.PARAMETERS` name them; nothing of the reporter.
    once
        What it is called, where it is told only once.
    """

    template: str
    person: int | None = None
    office: int | None = None
    account: int | None = None
    reporter: bool = False
    params: Mapping[str, Any] = field(default_factory=dict)
    once: str | None = None


def tell(session: Session, incident: int, entry: int | None, told: Sequence[Told]) -> None:
    """Write down whom to tell; the same person is told the same once."""
    by_whom = {(one.template, one.person, one.office, one.account, one.reporter): one for one in told}
    for one in by_whom.values():
        session.execute(
            _ADD,
            {
                "incident": incident, "entry": entry, "person": one.person, "office": one.office,
                "account": one.account, "reporter": one.reporter, "template": one.template,
                "params": json.dumps(one.params, ensure_ascii=False, default=str), "once": one.once,
            },
        )  # fmt: skip
