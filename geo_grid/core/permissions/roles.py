"""The roles, what each may do, and on what ground it is granted: the one table of permissions."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from geo_grid.core.permissions.actions import Action


class Role(StrEnum):
    """A role; residents have none and need no account."""

    GRID_MEMBER = "grid_member"
    GRID_HEAD = "grid_head"
    DISPATCHER = "dispatcher"
    DEPARTMENT_OFFICER = "department_officer"
    INSPECTOR = "inspector"
    PLANNER = "planner"
    APPROVER = "approver"
    PEOPLE_MANAGER = "people_manager"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """On what a role is granted."""

    EVERYTHING = "everything"
    GRID = "grid"
    OFFICE = "office"


_GROUND = (Scope.GRID, Scope.OFFICE)

SCOPES: Mapping[Role, tuple[Scope, ...]] = MappingProxyType(
    {role: (Scope.EVERYTHING,) if role is Role.ADMINISTRATOR else _GROUND for role in Role}
)

_ON_GROUND = frozenset({Action.GROUND_SEE})
#: Of whoever deals with incidents in any way.
_WITH_INCIDENTS = _ON_GROUND | {Action.INCIDENTS_SEE}

ACTIONS: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.GRID_MEMBER: _WITH_INCIDENTS
        | {Action.INCIDENTS_RECEIVE, Action.INCIDENTS_HANDLE, Action.PATROLS_RECORD},
        Role.GRID_HEAD: _WITH_INCIDENTS
        | {Action.INCIDENTS_RECEIVE, Action.INCIDENTS_HANDLE, Action.PATROLS_RECORD},
        Role.DISPATCHER: _WITH_INCIDENTS | {Action.INCIDENTS_RECEIVE, Action.INCIDENTS_DISPATCH},
        Role.DEPARTMENT_OFFICER: _WITH_INCIDENTS | {Action.INCIDENTS_HANDLE},
        Role.INSPECTOR: _WITH_INCIDENTS | {Action.INCIDENTS_INSPECT},
        Role.PLANNER: _ON_GROUND | {Action.PLANS_DRAW, Action.RULES_SET},
        Role.APPROVER: _ON_GROUND | {Action.PLANS_APPROVE},
        Role.PEOPLE_MANAGER: _ON_GROUND | {Action.PEOPLE_ASSIGN, Action.BOARDS_PRINT},
        Role.ADMINISTRATOR: frozenset(
            {
                Action.ACCOUNTS_MANAGE,
                Action.GRANTS_MANAGE,
                Action.OFFICES_MANAGE,
                Action.RULES_SET,
                Action.AUDIT_READ,
                Action.SETTINGS_READ,
                Action.METRICS_READ,
            }
        ),
    }
)


def roles_that_may(action: Action) -> tuple[Role, ...]:
    """The roles that have an action, in the order of `Role`."""
    return tuple(role for role in Role if action in ACTIONS[role])
