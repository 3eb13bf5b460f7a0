"""Reading and setting how large grids shall be."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, Outdated
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.core.plan_rules.size_rules import MOST_RULES, SizeRule
from geo_grid.services.ground import require_on
from geo_grid.store.audit_writing import note
from geo_grid.store.queries.scope import outline_in_force
from geo_grid.store.queries.size_rules import size_rules
from geo_grid.store.size_rules_writing import add_size_rules, lock_size_rules


def set_size_rules(
    session: Session, actor: Actor | None, rules: Sequence[SizeRule], seen: int | None
) -> tuple[int, tuple[SizeRule, ...]]:
    """Put rules in the place of those in force; they hold for all ground. The caller commits.

    Parameters
    ----------
    actor
        None for whoever works at the machine itself.
    seen
        Version that the rules were made from; None where it does not matter.

    Raises
    ------
    InputError
        ``size_rules_too_many``.
    Outdated
        ``changed_meanwhile``.
    Denied
        ``not_on_this_ground``: only who draws for all ground may.
    """
    outline = outline_in_force(session)
    if outline is not None:
        require_on(session, actor, Action.RULES_SET, outline)
    if len(rules) > MOST_RULES:
        raise InputError("size_rules_too_many", most=MOST_RULES)
    lock_size_rules(session)
    version, before = size_rules(session)
    if seen is not None and seen != version:
        raise Outdated("changed_meanwhile")
    add_size_rules(session, version + 1, rules, None if actor is None else actor.account)
    note(
        session,
        "size_rules.set",
        before={"rules": [asdict(rule) for rule in before]},
        after={"rules": [asdict(rule) for rule in rules]},
    )
    return version + 1, tuple(rules)
