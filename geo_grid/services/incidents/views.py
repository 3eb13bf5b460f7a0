"""Filters of the desk that somebody gave a name: their own, and nobody else's."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound, Refusal
from geo_grid.store import incident_views as store
from geo_grid.store.incident_views import SavedView

#: Views of one account at most.
MOST_VIEWS = 50


def views(session: Session, account: int) -> list[SavedView]:
    """Somebody's views by name."""
    return store.views_of(session, account)


def save(session: Session, account: int, name: str, query: Mapping[str, Sequence[str]]) -> SavedView:
    """Save a view, in place of one of the same name; the caller commits.

    Raises
    ------
    Refusal
        ``views_too_many``.
    """
    known = store.views_of(session, account)
    if len(known) >= MOST_VIEWS and all(each.name != name for each in known):
        raise Refusal("views_too_many", most=MOST_VIEWS)
    return store.save_view(session, account, name, dict(query))


def drop(session: Session, account: int, view: int) -> None:
    """Let go of a view; the caller commits.

    Raises
    ------
    NotFound
        ``view_not_found``.
    """
    if not store.drop_view(session, account, view):
        raise NotFound("view_not_found")
