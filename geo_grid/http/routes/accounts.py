"""/accounts: people who may sign in"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.dependencies import After, Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.schemas.account import (
    AccountChange,
    AccountIn,
    AccountList,
    AccountOpened,
    AccountOut,
    IdentityIn,
    ResetOut,
    SessionsEnded,
)
from geo_grid.services import accounts as service
from geo_grid.services import identities
from geo_grid.services.grants import grants_of, list_grants
from geo_grid.store.account_records import AccountRecord
from geo_grid.store.session import Session

router = APIRouter(prefix=f"{API}/accounts", tags=["accounts"])

Administrator = Annotated[Visitor, Depends(Requires(Action.ACCOUNTS_MANAGE))]


@router.get(
    "",
    operation_id="listAccounts",
    summary="Accounts",
    response_model=AccountList,
    responses=failures(401, 403, 422, 503),
)
def list_accounts(
    runtime: RuntimeHere,
    by: Administrator,  # noqa: ARG001 - lets in
    q: Annotated[
        str | None, Query(max_length=100, pattern=r"^[^\x00]*$", description="Part of login or name.")
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> AccountList:
    """All accounts with their grants, by id."""
    start = key(after, int)
    with runtime.reading() as session:
        found = service.list_accounts(session, q, start[0] if start else 0, limit + 1)
        page = found[:limit]
        held = grants_of(session, [each.id for each in page])
    items = [AccountOut.of(each, held[each.id]) for each in page]
    return AccountList(items=items, next=cursor(page[-1].id) if len(found) > limit else None)


@router.post(
    "",
    operation_id="addAccount",
    summary="Open an account",
    response_model=AccountOpened,
    responses=failures(401, 403, 409, 422, 503),
)
def add_account(runtime: RuntimeHere, by: Administrator, body: AccountIn) -> AccountOpened:
    """Without a password: the link in the answer sets it, once, and is shown this once."""
    with runtime.changing(by.origin) as session:
        opened = service.add_account(session, body.login, body.name, body.language)
        link = service.make_reset(session, opened.id, runtime.settings.reset_hours)
        return AccountOpened(account=_out(session, opened), reset=_link(link))


@router.get(
    "/{id}",
    operation_id="getAccount",
    summary="One account",
    response_model=AccountOut,
    responses=failures(401, 403, 404, 422, 503),
)
def get_account(runtime: RuntimeHere, by: Administrator, id: Id) -> AccountOut:  # noqa: ARG001 - lets in
    """With all grants it ever had."""
    with runtime.reading() as session:
        return _out(session, service.account(session, id))


@router.patch(
    "/{id}",
    operation_id="changeAccount",
    summary="Change, disable or enable an account",
    response_model=AccountOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def change_account(
    runtime: RuntimeHere,
    by: Administrator,
    id: Id,
    body: AccountChange,
) -> AccountOut:
    """What is left out stays. Disabling ends every session and token; the last administrator remains."""
    with runtime.changing(by.origin) as session:
        changed = service.change_account(
            session, id, name=body.name, language=body.language, disabled=body.disabled
        )
        return _out(session, changed)


@router.post(
    "/{id}/reset",
    operation_id="addReset",
    summary="Make a link to set a password",
    response_model=ResetOut,
    responses=failures(401, 403, 404, 422, 503),
)
def add_reset(runtime: RuntimeHere, by: Administrator, id: Id) -> ResetOut:
    """Shown this once; an earlier link of the account no longer works."""
    with runtime.changing(by.origin) as session:
        return _link(service.make_reset(session, id, runtime.settings.reset_hours))


@router.delete(
    "/{id}/sessions",
    operation_id="endSessions",
    summary="End every session of an account",
    response_model=SessionsEnded,
    responses=failures(401, 403, 404, 422, 503),
)
def end_sessions(runtime: RuntimeHere, by: Administrator, id: Id) -> SessionsEnded:
    """They must sign in again."""
    with runtime.changing(by.origin) as session:
        return SessionsEnded(ended=service.end_all_sessions(session, id))


@router.post(
    "/{id}/identities",
    operation_id="bindIdentity",
    summary="Let somebody sign in by the provider",
    response_model=AccountOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def bind_identity(
    runtime: RuntimeHere,
    by: Administrator,
    id: Id,
    body: IdentityIn,
) -> AccountOut:
    """Whom the provider calls by this subject may sign in as this account, and nobody else of it may."""
    with runtime.changing(by.origin) as session:
        return _out(session, identities.bind(session, id, runtime.settings.oidc_issuer, body.subject))


@router.delete(
    "/{id}/identities/{identity}",
    operation_id="removeIdentity",
    summary="Let nobody sign in by this identity any more",
    response_model=AccountOut,
    responses=failures(401, 403, 404, 422, 503),
)
def remove_identity(
    runtime: RuntimeHere,
    by: Administrator,
    id: Id,
    identity: Id,
) -> AccountOut:
    """Every session of the account ends; its next sign-in by the provider may bind another identity."""
    with runtime.changing(by.origin) as session:
        return _out(session, identities.remove(session, id, identity))


def _out(session: Session, record: AccountRecord) -> AccountOut:
    return AccountOut.of(record, list_grants(session, account_id=record.id))


def _link(link: service.ResetLink) -> ResetOut:
    return ResetOut(token=link.token, path=f"/reset#{link.token}", expires_at=link.expires_at)
