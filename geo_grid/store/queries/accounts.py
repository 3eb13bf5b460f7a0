"""Which accounts, sessions and tokens are there?"""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.account_records import AccountRecord, IdentityRecord, SessionRecord, TokenRecord

_ACCOUNT = """
    SELECT id, login, name, language, password_hash IS NOT NULL, created_at, disabled_at, last_sign_in_at,
           (SELECT jsonb_agg(
                jsonb_build_array(i.id, i.issuer, i.subject, i.bound_at, i.bound_by) ORDER BY i.id)
            FROM account_identity i WHERE i.account_id = account.id AND i.removed_at IS NULL)
    FROM account
"""


def account_by_id(session: Session, account: int) -> AccountRecord | None:
    """One account."""
    row = session.execute(text(_ACCOUNT + " WHERE id = :id"), {"id": account}).one_or_none()
    return None if row is None else _account(row)


def account_by_login(session: Session, folded: str) -> AccountRecord | None:
    """The account with this folded login."""
    row = session.execute(text(_ACCOUNT + " WHERE folded = :folded"), {"folded": folded}).one_or_none()
    return None if row is None else _account(row)


def login_like(session: Session, skeleton: str) -> str | None:
    """The login that looks like this, if there is one."""
    found: str | None = session.scalar(
        text("SELECT login FROM account WHERE skeleton = :it"), {"it": skeleton}
    )
    return found


def accounts(session: Session, words: str | None, after: int, limit: int) -> list[AccountRecord]:
    """Accounts whose login or name holds the words, by id."""
    rows = session.execute(
        text(
            _ACCOUNT
            + " WHERE id > :after AND (CAST(:words AS text) IS NULL OR strpos(folded, lower(:words)) > 0"
            + " OR strpos(lower(name), lower(:words)) > 0) ORDER BY id LIMIT :limit"
        ),
        {"after": after, "words": words, "limit": limit},
    )
    return [_account(row) for row in rows]


def password_hash(session: Session, folded: str) -> tuple[int, str | None] | None:
    """Id and password hash of an enabled account."""
    row = session.execute(
        text("SELECT id, password_hash FROM account WHERE folded = :folded AND disabled_at IS NULL"),
        {"folded": folded},
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def is_familiar(session: Session, folded: str, address: str | None) -> bool:
    """Whether somebody has signed in with this login from this address within a month."""
    return bool(
        session.scalar(
            text(
                "SELECT EXISTS (SELECT FROM account_session s JOIN account a ON a.id = s.account_id "
                "WHERE a.folded = :folded AND s.address = :address "
                "AND s.created_at > now() - interval '30 days')"
            ),
            {"folded": folded, "address": address},
        )
    )


def sessions_of(session: Session, account: int) -> list[SessionRecord]:
    """Sessions that have not ended, newest first."""
    rows = session.execute(
        text(
            "SELECT id, created_at, last_seen_at, expires_at, address, agent FROM account_session "
            "WHERE account_id = :account AND ended_at IS NULL AND expires_at > now() ORDER BY id DESC"
        ),
        {"account": account},
    )
    return [SessionRecord(*row) for row in rows]


def tokens_of(session: Session, account: int) -> list[TokenRecord]:
    """All tokens that an account ever had, newest first."""
    rows = session.execute(
        text(
            "SELECT id, name, actions, created_at, expires_at, last_used_at, revoked_at FROM api_token "
            "WHERE account_id = :account ORDER BY id DESC"
        ),
        {"account": account},
    )
    return [_token(row) for row in rows]


def token_by_id(session: Session, token: int) -> tuple[int, TokenRecord] | None:
    """Whose it is, and the token."""
    row = session.execute(
        text(
            "SELECT id, name, actions, created_at, expires_at, last_used_at, revoked_at, account_id "
            "FROM api_token WHERE id = :token"
        ),
        {"token": token},
    ).one_or_none()
    return None if row is None else (row[7], _token(row[:7]))


def _account(row: Any) -> AccountRecord:
    *told, identities = row
    bound = tuple(
        IdentityRecord(identity, issuer, subject, datetime.fromisoformat(at), by)
        for identity, issuer, subject, at, by in identities or ()
    )
    fields = [*told, bound]
    return AccountRecord(*fields)


def _token(row: Any) -> TokenRecord:
    token, name, actions, *dates = row
    return TokenRecord(token, name, tuple(actions), *dates)
