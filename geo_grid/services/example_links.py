"""The example accounts of those who work in a grid are people of the town: they have something to do."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from geo_grid.core.permissions.roles import Role
from geo_grid.store.audit_writing import note
from geo_grid.store.people_demo_writing import MadeUpPerson, give_account, made_up_on_duty
from geo_grid.store.queries.accounts import account_by_login
from geo_grid.store.queries.scope import first_chain

#: Who has what duty on which of the first chain's grids: 1 is of level 2, 2 of level 3.
_DUTIES: Mapping[Role, tuple[str, int]] = {Role.GRID_MEMBER: ("member", 2), Role.GRID_HEAD: ("head", 1)}


def login_of(role: Role) -> str:
    """What the example account of a role is called."""
    return role.value.replace("_", ".")


def example_person(session: Session, role: Role) -> MadeUpPerson | None:
    """Whom of a demo's people the example account of a role belongs to; None where there is nobody."""
    chain, duty = first_chain(session), _DUTIES.get(role)
    if chain is None or duty is None:
        return None
    return made_up_on_duty(session, chain[duty[1]], duty[0])


def link_examples(session: Session) -> None:
    """Link the example accounts that there are with the people of the demo. The caller commits.

    To be called when either has come: where a demo takes the place of another, the accounts stay and its
    people do not.
    """
    for role in _DUTIES:
        account, person = account_by_login(session, login_of(role)), example_person(session, role)
        if account is not None and person is not None and give_account(session, person.id, account.id):
            note(session, "person.change", f"person:{person.id}", after={"account": account.id})
