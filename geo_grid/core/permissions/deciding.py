"""The one permission function: may this actor do this, here?"""

from dataclasses import dataclass, field
from typing import Literal

from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.roles import ACTIONS, Role, roles_that_may

Reason = Literal[
    "public", "self", "granted", "sign_in_needed", "not_permitted", "not_on_this_ground", "token_limited"
]


@dataclass(frozen=True, slots=True)
class Held:
    """A grant in force.

    Parameters
    ----------
    grid
        Identity of the grid whose subtree it covers; None where the office's ground or everything is meant.
    office
        Identity of the office; its ground is meant where no grid is named.
    """

    role: Role
    grid: int | None = None
    office: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks.

    Parameters
    ----------
    account
        None for everybody who is not signed in.
    limit
        What the token in use was made for; None where no token limits.
    """

    account: int | None = None
    grants: tuple[Held, ...] = ()
    limit: frozenset[Action] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a grid with what is above it.

    Parameters
    ----------
    chain
        Identities of the grid and of all grids above it at this instant; empty where the grid has ended.
    offices
        Offices whose ground holds it, and the offices above these.
    """

    chain: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, why, and which roles could."""

    allowed: bool
    reason: Reason
    who: tuple[Role, ...] = field(default=())


def permitted(actor: Actor, action: Action, place: Place | None = None) -> Decision:
    """Decide; whatever no grant allows is denied.

    Parameters
    ----------
    actor
        Only grants that are in force at this instant.
    place
        Where it is to be done. None where the action concerns no ground, or where the lists that it answers
        with are filtered by scope: any ground will do then.
    """
    if action is Action.PUBLIC:
        return Decision(allowed=True, reason="public")
    if actor.account is None:
        return Decision(allowed=False, reason="sign_in_needed", who=roles_that_may(action))
    if actor.limit is not None and action is not Action.SELF and action not in actor.limit:
        return Decision(allowed=False, reason="token_limited", who=roles_that_may(action))
    if action is Action.SELF:
        return Decision(allowed=True, reason="self")
    able = [held for held in actor.grants if action in ACTIONS[held.role]]
    if not able:
        return Decision(allowed=False, reason="not_permitted", who=roles_that_may(action))
    if place is None or any(_covers(held, place) for held in able):
        return Decision(allowed=True, reason="granted")
    return Decision(allowed=False, reason="not_on_this_ground", who=roles_that_may(action))


def held_actions(actor: Actor) -> frozenset[Action]:
    """Everything the actor may do somewhere."""
    held = frozenset[Action]().union(*(ACTIONS[held.role] for held in actor.grants))
    return held if actor.limit is None else held & actor.limit


def _covers(held: Held, place: Place) -> bool:
    if held.grid is not None:
        return held.grid in place.chain
    if held.office is not None:
        return held.office in place.offices
    return True
