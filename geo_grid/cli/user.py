"""``geo-grid user``: accounts, their passwords and their roles."""

from datetime import datetime
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import account_of, add_account, change_account, list_accounts, make_reset
from geo_grid.services.first_accounts import FirstAccount, example_accounts, first_administrator
from geo_grid.services.grants import list_grants, make_grant, revoke_grant
from geo_grid.services.identities import bind, remove
from geo_grid.services.password_hashing import Hasher, hasher
from geo_grid.settings import settings
from geo_grid.store.account_records import GrantRecord
from geo_grid.words import Language, both, tell

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="账号与授权 / Accounts and their roles.",
)

_Login = Annotated[str, typer.Argument(metavar="LOGIN", help="登录名 / Login.", show_default=False)]
_Grid = Annotated[
    str | None, typer.Option("--grid", help="网格编码，含其下级 / Code of a grid.", show_default=False)
]
_Office = Annotated[
    int | None, typer.Option("--office", help="机构编号 / Id of an office.", show_default=False)
]
_RoleIn = Annotated[Role, typer.Option("--role", help="角色 / Role.", show_default=False)]


def argon() -> Hasher:
    """The hasher by the installation's parameters."""
    return hasher(settings().password_memory_kib, settings().password_passes)


@group.callback()
def _help(context: typer.Context) -> None:
    """账号与授权 / Accounts and their roles."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("first")
def first(
    examples: Annotated[
        bool,
        typer.Option("--examples", help="示例库中每个角色另设一个 / In a demo, one for each role besides."),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="已有管理员时不作声 / Say nothing where there is one already.")
    ] = False,
) -> None:
    """设立第一位管理员，密码只显示这一次 / Make the first administrator; the password is printed once."""
    with transaction() as session:
        made = [first_administrator(session, argon(), language=settings().language)]
        if examples:
            made += example_accounts(session, argon(), settings().language)
    shown = [each for each in made if each is not None]
    if not shown and not quiet:
        typer.echo(both("user_first_exists"))
    for each in shown:
        typer.echo(f"{_made(each, 'zh')} / {_made(each, 'en')}")


@group.command("add")
def add(
    login: _Login,
    name: Annotated[str, typer.Option("--name", help="姓名 / Name.", show_default=False)],
) -> None:
    """开设账号，显示一次性设密码链接 / Open an account and print the link that sets its password."""
    with transaction() as session:
        opened = add_account(session, login, name)
        link = make_reset(session, opened.id, settings().reset_hours)
    typer.echo(both("user_added", {"login": opened.login, "id": opened.id}))
    typer.echo(both("user_link", {"path": f"/reset#{link.token}", "hours": settings().reset_hours}))


@group.command("reset")
def reset(login: _Login) -> None:
    """显示一次性重设密码链接 / Print a link that sets a new password, once."""
    with transaction() as session:
        link = make_reset(session, account_of(session, login).id, settings().reset_hours)
    typer.echo(both("user_link", {"path": f"/reset#{link.token}", "hours": settings().reset_hours}))


@group.command("list")
def list_users() -> None:
    """列出账号和现行授权 / Accounts and the grants in force."""
    with transaction() as session:
        for each in list_accounts(session, None, 0, 100_000):
            roles = [_told(grant) for grant in list_grants(session, account_id=each.id, in_force=True)]
            state = "停用 / disabled" if each.disabled_at is not None else ", ".join(roles) or "–"
            typer.echo(f"{each.id}  {each.login}  {each.name}  {state}")


@group.command("grant")
def grant(
    login: _Login,
    role: _RoleIn,
    grid: _Grid = None,
    office: _Office = None,
    until: Annotated[
        str | None, typer.Option("--until", help="截止日期 / Last day, exclusive.", show_default=False)
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="缘由 / Why.", show_default=False)] = None,
) -> None:
    """授予角色 / Grant a role on a grid, an office's ground, or, to administrators, everything."""
    with transaction() as session:
        made = make_grant(
            session,
            account_of(session, login).id,
            role,
            grid=grid,
            office=office,
            valid_until=_instant(until),
            reason=reason,
        )
    typer.echo(both("user_granted", {"login": made.account_login, "role": _told(made), "id": made.id}))


@group.command("revoke")
def revoke(login: _Login, role: _RoleIn, grid: _Grid = None, office: _Office = None) -> None:
    """收回角色 / Take a role back."""
    with transaction() as session:
        found = [
            each
            for each in list_grants(session, account_id=account_of(session, login).id, role=role)
            if each.why_not in (None, "future", "grid_ended")
            and (grid is None or (each.grid is not None and each.grid[0] == grid))
            and (office is None or each.office_id == office)
        ]
        if not found:
            raise NotFound("user_has_not", login=login, role=str(role))
        for each in found:
            revoke_grant(session, each.id)
    for each in found:
        typer.echo(both("user_revoked", {"login": login, "role": _told(each), "id": each.id}))


@group.command("disable")
def disable(
    login: _Login,
    enable: Annotated[bool, typer.Option("--enable", help="重新启用 / Enable it again.")] = False,
) -> None:
    """停用账号，其登录和令牌立即失效 / Disable an account; its sessions and tokens end at once."""
    with transaction() as session:
        change_account(session, account_of(session, login).id, disabled=not enable)
    typer.echo(both("user_enabled" if enable else "user_disabled", {"login": login}))


@group.command("link")
def link(
    login: _Login,
    subject: Annotated[
        str | None,
        typer.Option("--subject", help="身份认证系统里的标识 / Subject at the provider.", show_default=False),
    ] = None,
) -> None:
    """关联身份认证系统里的一个人；不带 --subject 时列出 / Bind an identity, or list those bound."""
    with transaction() as session:
        found = account_of(session, login)
        if subject is not None:
            found = bind(session, found.id, settings().oidc_issuer, subject)
            typer.echo(both("user_linked", {"subject": subject, "login": found.login}))
    if not found.identities:
        typer.echo(both("user_identity_none", {"login": found.login}))
    for each in found.identities:
        told = {"issuer": each.issuer, "subject": each.subject, "id": each.id}
        typer.echo(both("user_identity", {**told, "at": each.bound_at.astimezone(settings().zone).date()}))


@group.command("unlink")
def unlink(login: _Login) -> None:
    """解除身份关联，并结束其所有登录 / Remove the identities of an account and end its sessions."""
    with transaction() as session:
        found = account_of(session, login)
        for each in found.identities:
            remove(session, found.id, each.id)
    typer.echo(both("user_unlinked", {"login": found.login, "n": len(found.identities)}))


def _made(account: FirstAccount, language: Language) -> str:
    code = "user_first" if account.grid is None else "user_example"
    role = tell(f"role_{account.role}", language=language)
    return tell(
        code,
        {"login": account.login, "password": account.password, "name": account.name}
        | {"role": role, "grid": account.grid},
        language,
    )


def _told(record: GrantRecord) -> str:
    where = record.grid[0] if record.grid is not None else record.office_name
    return f"{record.role}@{where}" if where is not None else record.role


def _instant(day: str | None) -> datetime | None:
    if day is None:
        return None
    try:
        found = datetime.fromisoformat(day)
    except ValueError as error:
        raise InputError("instant_invalid", given=day[:100]) from error
    return found if found.tzinfo is not None else found.replace(tzinfo=settings().zone)
