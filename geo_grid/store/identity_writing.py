"""Writing identities from outside, and sign-ins by them under way; instants are the database's."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.origin import origin_of


def begin_provider_sign_in(
    session: Session, state_hash: bytes, browser_hash: bytes, issuer: str, return_path: str, minutes: int
) -> None:
    """Remember a browser that is sent to the provider, and forget those that never came back."""
    session.execute(text("DELETE FROM provider_sign_in WHERE expires_at < now() - interval '1 hour'"))
    session.execute(
        text(
            "INSERT INTO provider_sign_in (state_hash, browser_hash, issuer, return_path, expires_at) "
            "VALUES (:state, :browser, :issuer, :path, now() + make_interval(mins => :minutes))"
        ),
        {
            "state": state_hash,
            "browser": browser_hash,
            "issuer": issuer,
            "path": return_path,
            "minutes": minutes,
        },
    )


def use_provider_sign_in(session: Session, state_hash: bytes, browser_hash: bytes, issuer: str) -> str | None:
    """Use a state up; where its browser wanted to go.

    Returns
    -------
    None where the state is unknown, used, too old, of another browser, or was begun at another provider.
    """
    found: str | None = session.scalar(
        text(
            "UPDATE provider_sign_in SET used_at = now() WHERE state_hash = :state "
            "AND browser_hash = :browser AND issuer = :issuer AND used_at IS NULL AND expires_at > now() "
            "RETURNING return_path"
        ),
        {"state": state_hash, "browser": browser_hash, "issuer": issuer},
    )
    return found


def bind_identity(session: Session, account: int, issuer: str, subject: str) -> int:
    """Bind a subject to an account; the id of the binding.

    Raises
    ------
    Conflict
        ``identity_taken``, ``account_bound``, from the database at the latest.
    """
    made: int = session.execute(
        text(
            "INSERT INTO account_identity (account_id, issuer, subject, bound_by) "
            "VALUES (:account, :issuer, :subject, :by) RETURNING id"
        ),
        {"account": account, "issuer": issuer, "subject": subject, "by": origin_of(session).actor},
    ).scalar_one()
    return made


def remove_identity(session: Session, account: int, identity: int) -> tuple[str, str] | None:
    """End a binding; issuer and subject, or None where the account has no such binding."""
    row = session.execute(
        text(
            "UPDATE account_identity SET removed_at = now() "
            "WHERE id = :id AND account_id = :account AND removed_at IS NULL RETURNING issuer, subject"
        ),
        {"id": identity, "account": account},
    ).one_or_none()
    return None if row is None else (row[0], row[1])
