"""Signing in by the provider: begun in one browser, ended once and in the same one."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.accounts.login_names import folded
from geo_grid.core.accounts.return_path import return_path
from geo_grid.core.accounts.secrets import derived, hashed, new_token
from geo_grid.core.errors import GeoGridError, SignInNeeded, TooMany
from geo_grid.core.permissions.roles import Role
from geo_grid.services.grants import list_grants
from geo_grid.services.id_token import Identity
from geo_grid.services.identities import note_bound
from geo_grid.services.sign_in import acting_as
from geo_grid.store.account_records import AccountRecord
from geo_grid.store.account_writing import (
    count_attempt,
    forget_attempts,
    forget_old_attempts,
    locked_s,
    open_session,
)
from geo_grid.store.audit_writing import note
from geo_grid.store.identity_writing import begin_provider_sign_in, bind_identity, use_provider_sign_in
from geo_grid.store.origin import act_as, origin_of
from geo_grid.store.queries.accounts import account_by_id, account_by_login
from geo_grid.store.queries.identities import account_of_identity

#: Minutes within which somebody must be back from the provider.
MINUTES = 10


@dataclass(frozen=True, slots=True)
class Begun:
    """What a browser takes along to the provider, and what it keeps.

    Parameters
    ----------
    state
        Goes to the provider and comes back.
    browser
        The cookie, which never goes there; what is secret in the exchange is derived from both.
    """

    state: str
    browser: str

    @property
    def nonce(self) -> str:
        """What the ID token must repeat."""
        return derived(self.browser, f"nonce:{self.state}")

    @property
    def verifier(self) -> str:
        """PKCE's: who exchanges the code is who began."""
        return derived(self.browser, f"verifier:{self.state}")


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended: a session's token, or why there is none."""

    token: str | None
    refusal: GeoGridError | None


def begin(session: Session, issuer: str, to: str | None) -> Begun:
    """Remember a browser that is sent to the provider; the caller commits."""
    begun = Begun(new_token(), new_token())
    path = return_path(to)
    begin_provider_sign_in(session, hashed(begun.state), hashed(begun.browser), issuer, path, MINUTES)
    return begun


def come_back(session: Session, begun: Begun, issuer: str, household: str) -> str | None:
    """Use the state up and count the attempt, before anybody is asked; the caller commits.

    Parameters
    ----------
    household
        Whom the address is counted for.

    Returns
    -------
    Where to go afterwards; None where this browser did not begin this, or did long ago, or has ended it.

    Raises
    ------
    TooMany
        ``provider_wait``: too many of this address have failed.
    """
    key = _key(household)
    wait = locked_s(session, [key])
    if wait > 0:
        raise TooMany("provider_wait", seconds=wait)
    forget_old_attempts(session)
    count_attempt(session, "address", key)
    path = use_provider_sign_in(session, hashed(begun.state), hashed(begun.browser), issuer)
    if path is None:
        fail(session, issuer, "provider_state_wrong")
    return path


def fail(
    session: Session,
    issuer: str,
    reason: str,
    identity: Identity | None = None,
    account: int | None = None,
) -> None:
    """Write down that nobody was signed in, and why; the caller commits."""
    told: dict[str, object] = {"provider": issuer, "reason": reason}
    if identity is not None:
        # What an administrator needs to bind the two.
        told |= {"subject": identity.subject, "login": identity.login}
    note(session, "sign_in.fail", None if account is None else f"account:{account}", after=told)


def forgive(session: Session, household: str) -> None:
    """A failure of the provider's is nobody's attempt; the caller commits."""
    forget_attempts(session, [_key(household)])


def end(session: Session, identity: Identity, household: str, hours: int, agent: str | None) -> Ended:
    """Open a session for the account that the identity is bound to, or is now; the caller commits either way.

    The first sign-in binds a subject for ever to the account whose login equals the claim, unless it has one,
    or administers: whoever can choose their claim at the provider must not choose to administer.
    """
    origin = origin_of(session)
    known = account_of_identity(session, identity.issuer, identity.subject)
    if known is not None:
        account = account_by_id(session, known)
    elif identity.login is not None:
        account = account_by_login(session, folded(identity.login))
    else:
        account = None
    refusal = _refusal(session, identity, account, is_bound=known is not None)
    if account is None or refusal is not None:
        refusal = refusal or SignInNeeded("identity_unknown", login=identity.login)
        fail(session, identity.issuer, refusal.code, identity, None if account is None else account.id)
        return Ended(None, refusal)
    act_as(session, acting_as(account.id, account.login, origin))
    if known is None:
        bind_identity(session, account.id, identity.issuer, identity.subject)
        note_bound(session, account.id, identity.issuer, identity.subject)
    forgive(session, household)
    token = new_token()
    opened = open_session(
        session, account.id, hashed(token), hours, origin.address, (agent or "")[:300] or None
    )
    told = {"session": opened, "provider": identity.issuer, "subject": identity.subject}
    note(session, "sign_in", f"account:{account.id}", after=told)
    return Ended(token, None)


def _refusal(
    session: Session, identity: Identity, account: AccountRecord | None, *, is_bound: bool
) -> SignInNeeded | None:
    if account is None:
        return None
    if account.disabled_at is not None:
        return SignInNeeded("identity_disabled", login=account.login)
    if is_bound:
        return None
    if any(each.issuer == identity.issuer for each in account.identities):
        return SignInNeeded("identity_of_another", login=account.login)
    grants = list_grants(session, account_id=account.id, role=Role.ADMINISTRATOR)
    if any(each.why_not in (None, "future") for each in grants):
        return SignInNeeded("identity_administrator", login=account.login, subject=identity.subject)
    return None


def _key(household: str) -> str:
    # Apart from passwords: while the provider is out of order, they must go on working.
    return f"provider:{household}"
