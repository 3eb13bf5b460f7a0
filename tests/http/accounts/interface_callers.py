"""Everybody who calls the interface: nobody, each role by a session, and the administrator by a token."""

from dataclasses import dataclass, field

from sqlalchemy import Engine, text

from geo_grid.core.accounts.secrets import csrf_token, hashed, new_token
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.roles import Role
from geo_grid.services.tokens import add_token
from geo_grid.store.account_writing import open_session
from geo_grid.store.session import session_scope
from tests.http.accounts.conftest import Town

#: The names of the callers.
CALLERS = ("anonymous", "token", *(str(role) for role in Role))


@dataclass
class Callers:
    """Headers by which each caller is known; made anew when one of them has ended somebody's session.

    Parameters
    ----------
    secrets
        What no answer may hold.
    """

    town: Town
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._engine: Engine = self.town.database.engine()
        self._owner: Engine = self.town.database.owner_engine()
        self.admit()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
        self._owner.dispose()

    def admit(self) -> None:
        """Open everybody's session and undo what keeps them out."""
        with self._owner.begin() as connection:
            connection.execute(text("UPDATE account SET disabled_at = NULL WHERE disabled_at IS NOT NULL"))
            connection.execute(text("DELETE FROM sign_in_failure"))
        self.headers = {"anonymous": {}}
        with session_scope(self._engine) as session:
            for role, person in self.town.people.items():
                token = new_token()
                open_session(session, person.id, hashed(token), 12, "192.0.2.1", None)
                self._remember(str(role), token)
            administrator = self.town.people[Role.ADMINISTRATOR].id
            everything = frozenset(Action)
            names = [str(action) for action in everything if action is not Action.PUBLIC]
            secret, _ = add_token(session, administrator, "campaign", names, 1, everything)
            self.headers["token"] = {"Authorization": f"Bearer {secret}"}
            self.secrets |= {secret, hashed(secret).hex()}

    def _remember(self, name: str, token: str) -> None:
        self.headers[name] = {"Cookie": f"geo_grid_session={token}", "X-CSRF-Token": csrf_token(token)}
        self.secrets |= {token, hashed(token).hex()}
