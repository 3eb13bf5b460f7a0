"""Accounts that an installation begins with: an administrator, and in the example town one per role."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.accounts.secrets import new_password
from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account, change_password
from geo_grid.services.grants import list_grants, make_grant
from geo_grid.services.password_hashing import Hasher
from geo_grid.services.replace_demo import holds_only_demos
from geo_grid.store.queries.accounts import accounts
from geo_grid.store.queries.scope import first_chain
from geo_grid.words import both

ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """An account with the password that was made for it, to be printed once."""

    login: str
    password: str
    name: str
    role: Role
    grid: str | None


def first_administrator(session: Session, argon: Hasher, login: str = ADMINISTRATOR) -> FirstAccount | None:
    """Make the first administrator with a random password; the caller commits.

    Returns
    -------
    None where somebody administers already.
    """
    if list_grants(session, role=Role.ADMINISTRATOR, in_force=True):
        return None
    return _open(session, argon, login, Role.ADMINISTRATOR, None)


def example_accounts(session: Session, argon: Hasher) -> list[FirstAccount]:
    """Make an account for each role in a demo where nobody but the administrator has one; the caller commits.

    Grid members and heads get the first grid of level 3 and the grid above it, everybody else the whole
    ground; with the names of the roles as logins.

    Returns
    -------
    What was made; nothing where there are other accounts already, no grids, or grids of somebody's own.
    """
    others = [each for each in accounts(session, None, 0, 2) if each.login != ADMINISTRATOR]
    chain = first_chain(session)
    if others or chain is None or not holds_only_demos(session):
        return []
    whole, above, leaf = chain
    ground = {Role.GRID_MEMBER: leaf, Role.GRID_HEAD: above}
    return [
        _open(session, argon, role.value.replace("_", "."), role, ground.get(role, whole))
        for role in Role
        if role is not Role.ADMINISTRATOR
    ]


def _open(session: Session, argon: Hasher, login: str, role: Role, grid: str | None) -> FirstAccount:
    password = new_password()
    name = both(f"role_{role}")
    opened = add_account(session, login, name)
    change_password(session, opened.id, argon.hash(password))
    make_grant(session, opened.id, role, grid=grid)
    return FirstAccount(login, password, name, role, grid)
