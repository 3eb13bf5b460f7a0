"""Accounts that an installation begins with: an administrator, and in the example town one per role."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.accounts.secrets import new_password
from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account, change_password
from geo_grid.services.example_links import example_person, link_examples, login_of
from geo_grid.services.grants import list_grants, make_grant
from geo_grid.services.password_hashing import Hasher
from geo_grid.services.replace_demo import holds_only_demos
from geo_grid.store.queries.accounts import accounts
from geo_grid.store.queries.scope import first_chain
from geo_grid.words import Language, tell

ADMINISTRATOR = "administrator"

#: Who does what in an example: people who do not exist.
_EXAMPLES: Mapping[Role, Mapping[Language, str]] = {
    Role.GRID_MEMBER: {"zh": "李小禾", "en": "Li Xiaohe"},
    Role.GRID_HEAD: {"zh": "赵长青", "en": "Zhao Changqing"},
    Role.DISPATCHER: {"zh": "孙一鸣", "en": "Sun Yiming"},
    Role.DEPARTMENT_OFFICER: {"zh": "周文石", "en": "Zhou Wenshi"},
    Role.INSPECTOR: {"zh": "吴见微", "en": "Wu Jianwei"},
    Role.PLANNER: {"zh": "郑方圆", "en": "Zheng Fangyuan"},
    Role.APPROVER: {"zh": "钱守成", "en": "Qian Shoucheng"},
    Role.PEOPLE_MANAGER: {"zh": "冯知遥", "en": "Feng Zhiyao"},
}


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """An account with the password that was made for it, to be printed once."""

    login: str
    password: str
    name: str
    role: Role
    grid: str | None


def first_administrator(
    session: Session, argon: Hasher, login: str = ADMINISTRATOR, language: Language = "zh"
) -> FirstAccount | None:
    """Make the first administrator with a random password; the caller commits.

    Parameters
    ----------
    language
        In what language the account is named after its role.

    Returns
    -------
    None where somebody administers already.
    """
    if list_grants(session, role=Role.ADMINISTRATOR, in_force=True):
        return None
    return _open(session, argon, login, Role.ADMINISTRATOR, tell("role_administrator", language=language))


def example_accounts(session: Session, argon: Hasher, language: Language = "zh") -> list[FirstAccount]:
    """Make an account for each role in a demo where nobody but the administrator has one; the caller commits.

    Grid members and heads get the first grid of level 3 and the grid above it, everybody else the whole
    ground; with the names of the roles as logins. Where the demo made people up, these two are such people.

    Parameters
    ----------
    language
        In what language the people who are made up have their names.

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
    made = []
    for role, names in _EXAMPLES.items():
        person = example_person(session, role)
        called = None if person is None else person.name if language == "zh" else person.name_en
        grid = ground.get(role, whole)
        made.append(_open(session, argon, login_of(role), role, called or names[language], grid))
    link_examples(session)
    return made


def _open(
    session: Session, argon: Hasher, login: str, role: Role, name: str, grid: str | None = None
) -> FirstAccount:
    password = new_password()
    opened = add_account(session, login, name)
    change_password(session, opened.id, argon.hash(password))
    make_grant(session, opened.id, role, grid=grid)
    return FirstAccount(login, password, name, role, grid)
