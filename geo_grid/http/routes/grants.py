"""/grants and /roles: roles on ground"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.roles import ACTIONS, SCOPES, Role
from geo_grid.http.address import API
from geo_grid.http.dependencies import After, Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.permission import Requires, Visitor, public
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.schemas.account import GrantIn, GrantList, GrantOut
from geo_grid.http.schemas.role import ActionOut, BothNames, RoleList, RoleOut
from geo_grid.services import grants as service
from geo_grid.words import tell

router = APIRouter(prefix=API, tags=["grants"])

Administrator = Annotated[Visitor, Depends(Requires(Action.GRANTS_MANAGE))]


@router.get(
    "/roles",
    operation_id="listRoles",
    summary="Roles and what they may do",
    response_model=RoleList,
    responses=failures(),
)
@public
async def list_roles() -> RoleList:
    """The table of permissions, as in docs/permissions.md."""
    return RoleList(
        roles=[
            RoleOut(
                role=role,
                name=BothNames(zh=tell(f"role_{role}", {}, "zh"), en=tell(f"role_{role}", {}, "en")),
                scopes=[str(scope) for scope in SCOPES[role]],
                actions=sorted(str(action) for action in ACTIONS[role]),
            )
            for role in Role
        ],
        actions=[
            ActionOut(action=action, name=BothNames(zh=_action(action, "zh"), en=_action(action, "en")))
            for action in Action
            if action not in (Action.PUBLIC, Action.SELF)
        ],
    )


@router.get(
    "/grants",
    operation_id="listGrants",
    summary="Grants",
    response_model=GrantList,
    responses=failures(401, 403, 422, 503),
)
def list_grants(
    runtime: RuntimeHere,
    by: Administrator,  # noqa: ARG001 - lets in
    account: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Only of this account.")] = None,
    role: Annotated[Role | None, Query(description="Only of this role.")] = None,
    in_force: Annotated[
        bool | None, Query(description="Only those that count now, or only those that do not.")
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> GrantList:
    """All that were ever granted, by id."""
    start = key(after, int)
    with runtime.reading() as session:
        found = service.list_grants(
            session,
            account_id=account,
            role=role,
            in_force=in_force,
            after=start[0] if start else 0,
            limit=limit + 1,
        )
    page = found[:limit]
    more = cursor(page[-1].id) if len(found) > limit else None
    return GrantList(items=[GrantOut.of(each) for each in page], next=more)


@router.post(
    "/grants",
    operation_id="addGrant",
    summary="Grant a role",
    response_model=GrantOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def add_grant(runtime: RuntimeHere, by: Administrator, body: GrantIn) -> GrantOut:
    """On a grid with all below it, on an office's ground, or, for administrators, on everything.

    The grant follows the grid through editions and new codes. The account must sign in again.
    """
    with runtime.changing(by.origin) as session:
        made = service.make_grant(
            session,
            body.account,
            body.role,
            grid=body.grid,
            office=body.office,
            valid_from=body.valid_from,
            valid_until=body.valid_until,
            reason=body.reason,
        )
        return GrantOut.of(made)


@router.delete(
    "/grants/{id}",
    operation_id="revokeGrant",
    summary="Take a role back",
    response_model=GrantOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def revoke_grant(runtime: RuntimeHere, by: Administrator, id: Id) -> GrantOut:
    """For good; the account must sign in again. The last administrator's cannot be taken back."""
    with runtime.changing(by.origin) as session:
        return GrantOut.of(service.revoke_grant(session, id))


def _action(action: Action, language: str) -> str:
    return tell(f"action_{action.value.replace('.', '_')}", {}, "zh" if language == "zh" else "en")
