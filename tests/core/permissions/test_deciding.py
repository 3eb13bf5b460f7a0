"""The permission function against the table, for every role, action and kind of ground.

    1                 1 is the outline, 2 a town, 3 and 5 its communities, 4 a grid of community 3;
  2                   office 20 has town 2 as its ground, office 30, below it, community 3
3   5
4
"""

import pytest

from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor, Held, Place, held_actions, permitted
from geo_grid.core.permissions.roles import ACTIONS, Role

OWN = Place(frozenset({1, 2, 3}), frozenset({20, 30}))
LEAF = Place(frozenset({1, 2, 3, 4}), frozenset({20, 30}))
PARENT = Place(frozenset({1, 2}), frozenset({20}))
SIBLING = Place(frozenset({1, 2, 5}), frozenset({20}))
ENDED = Place()

DOMAIN = [action for action in Action if action not in (Action.PUBLIC, Action.SELF)]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", DOMAIN)
@pytest.mark.parametrize("held", [{"grid": 3}, {"office": 30}, {"grid": 3, "office": 20}])
def test_a_grant_reaches_its_subtree_and_nothing_else(
    role: Role, action: Action, held: dict[str, int]
) -> None:
    actor = Actor(1, (Held(role, **held),))
    has = action in ACTIONS[role]
    for place, is_inside in ((OWN, True), (LEAF, True), (PARENT, False), (SIBLING, False), (ENDED, False)):
        assert permitted(actor, action, place).allowed is (has and is_inside)
    assert permitted(actor, action).allowed is has


@pytest.mark.parametrize("action", DOMAIN)
def test_nobody_and_somebody_without_a_role_may_nothing(action: Action) -> None:
    assert permitted(Actor(), action).reason == "sign_in_needed"
    assert permitted(Actor(1), action).reason == "not_permitted"
    assert permitted(Actor(1), action).who


def test_what_is_public_is_for_all() -> None:
    assert permitted(Actor(), Action.PUBLIC).allowed
    assert not permitted(Actor(), Action.SELF).allowed
    assert permitted(Actor(1), Action.SELF).allowed


def test_a_token_never_does_more_than_it_was_made_for_or_its_account_may() -> None:
    actor = Actor(1, (Held(Role.PLANNER, 3),), frozenset({Action.GROUND_SEE, Action.AUDIT_READ}))
    assert permitted(actor, Action.GROUND_SEE, OWN).allowed
    assert permitted(actor, Action.PLANS_DRAW, OWN).reason == "token_limited"
    assert permitted(actor, Action.AUDIT_READ).reason == "not_permitted"
    assert held_actions(actor) == {Action.GROUND_SEE}


def test_the_office_above_reaches_the_ground_of_the_office_below() -> None:
    actor = Actor(1, (Held(Role.PLANNER, office=20),))
    assert permitted(actor, Action.PLANS_DRAW, LEAF).allowed
