"""``geo-grid token``: tokens for machines."""

from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.core.permissions.roles import ACTIONS, Role
from geo_grid.services.accounts import account_of
from geo_grid.services.grants import list_grants
from geo_grid.services.tokens import add_token, end_token, list_tokens
from geo_grid.words import both

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="机器用的令牌 / Tokens for machines.",
)

_Login = Annotated[str, typer.Argument(metavar="LOGIN", help="登录名 / Login.", show_default=False)]


@group.callback()
def _help(context: typer.Context) -> None:
    """机器用的令牌 / Tokens for machines."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("add")
def add(
    login: _Login,
    name: Annotated[str, typer.Option("--name", help="用途 / What it is for.", show_default=False)],
    action: Annotated[
        list[str],
        typer.Option("--action", help="权限，可多次 / An action; again for more.", show_default=False),
    ],
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="有效天数 / Days that it lasts.")] = 90,
) -> None:
    """新建令牌，只显示这一次 / Make a token; it is printed once."""
    with transaction() as session:
        account = account_of(session, login)
        roles = [Role(grant.role) for grant in list_grants(session, account_id=account.id, in_force=True)]
        held = frozenset(action for role in roles for action in ACTIONS[role])
        secret, made = add_token(session, account.id, name, action, days, held)
    typer.echo(both("token_added", {"secret": secret, "id": made.id, "days": days}))


@group.command("list")
def list_all(login: _Login) -> None:
    """列出令牌 / Tokens of an account."""
    with transaction() as session:
        for each in list_tokens(session, account_of(session, login).id):
            state = "收回 / revoked" if each.revoked_at is not None else each.expires_at.date().isoformat()
            typer.echo(f"{each.id}  {each.name}  {', '.join(each.actions)}  {state}")


@group.command("revoke")
def revoke(
    token: Annotated[int, typer.Argument(metavar="ID", help="令牌编号 / Id.", show_default=False)],
) -> None:
    """收回令牌 / Revoke a token."""
    with transaction() as session:
        end_token(session, token)
    typer.echo(both("token_revoked", {"id": token}))
