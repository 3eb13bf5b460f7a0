"""The outbox: whom to tell what, written in the transaction of what happened."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_ADD = text(
    """
    INSERT INTO notification
        (incident_id, entry_id, to_person, to_office, to_account, to_reporter, template, params, once)
    SELECT :incident, :entry, person, office, account, reporter, template, params, once
    FROM jsonb_to_recordset(CAST(:told AS jsonb)) AS told (
        person bigint, office bigint, account bigint, reporter boolean, template text, params jsonb,
        once text)
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
    if by_whom:
        rows = [asdict(one) for one in by_whom.values()]
        written = json.dumps(rows, ensure_ascii=False, default=str)
        session.execute(_ADD, {"incident": incident, "entry": entry, "told": written})
