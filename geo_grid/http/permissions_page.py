"""docs/permissions.md: written from the table of permissions and from what the routes declare.

``python -m geo_grid.http.permissions_page`` writes the file; a test fails when it is out of date.
"""

from pathlib import Path

from fastapi import FastAPI

from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.roles import ACTIONS, SCOPES, Role, roles_that_may
from geo_grid.http.permission import declarations
from geo_grid.words import tell

#: The page in the repository.
WRITTEN = Path(__file__).parents[2] / "docs" / "permissions.md"

_HEAD = """\
# Permissions

Written by `python -m geo_grid.http.permissions_page` from `geo_grid/core/permissions/` and from what each
route declares; a test fails when it is out of date. How permissions work is in [accounts.md](accounts.md).

Whatever no grant allows is denied. A role is granted on a grid with all below it, or on an office with its
ground and that of the offices below it; administrators are granted everything, and no other action by it.
"""


def page(app: FastAPI) -> str:
    """The whole page."""
    return "\n".join([_HEAD, "## Roles", "", *_roles(), "", "## Actions", "", *_actions(app), ""])


def _roles() -> list[str]:
    lines = ["| Role | Granted on | May |", "|---|---|---|"]
    lines.append("| everybody, without an account | – | what is public |")
    for role in Role:
        names = f"`{role}` {tell(f'role_{role}')} / {tell(f'role_{role}', {}, 'en')}"
        actions = ", ".join(f"`{action}`" for action in Action if action in ACTIONS[role])
        lines.append(f"| {names} | {', '.join(SCOPES[role])} | {actions} |")
    return lines


def _actions(app: FastAPI) -> list[str]:
    routes: dict[Action, list[str]] = {action: [] for action in Action}
    for declared in declarations(app):
        if declared.action is not None and declared.path.startswith(("/api/", "/metrics")):
            routes[declared.action] += [f"`{method} {declared.path}`" for method in declared.methods]
    lines = ["| Action | Meaning | Roles | Routes |", "|---|---|---|---|"]
    for action in Action:
        who = ", ".join(f"`{role}`" for role in roles_that_may(action))
        if action is Action.PUBLIC:
            who = "everybody"
        if action is Action.SELF:
            who = "whoever is signed in"
        name = f"action_{action.value.replace('.', '_')}"
        meaning = f"{tell(name)} / {tell(name, {}, 'en')}"
        told = "<br>".join(sorted(routes[action])) or "none yet"
        lines.append(f"| `{action}` | {meaning} | {who} | {told} |")
    return lines


def main() -> None:
    """Write docs/permissions.md."""
    # Imported here: app imports what this module is about.
    from geo_grid.http.app import create_app
    from geo_grid.settings import Settings

    WRITTEN.write_text(page(create_app(Settings())), encoding="utf-8")


if __name__ == "__main__":
    main()
