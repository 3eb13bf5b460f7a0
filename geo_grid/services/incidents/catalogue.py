"""Reading and setting the catalogue; every version is kept."""

from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, NotFound, Outdated
from geo_grid.core.incidents.catalogue import Catalogue
from geo_grid.core.incidents.reading_catalogue import read_catalogue, written_catalogue, written_category
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.services.incidents.default_catalogue import default_catalogue
from geo_grid.store.audit_writing import note
from geo_grid.store.incident_rules_writing import add_catalogue, lock_incident_rules
from geo_grid.store.queries.incident_rules import catalogue_content, newest_catalogue
from geo_grid.store.queries.scope import outline_in_force

#: Categories named in the audit.
_NAMED = 50


def catalogue_in_force(session: Session) -> Catalogue:
    """The newest version; the one that comes with the program while nobody has set any."""
    newest = newest_catalogue(session)
    return default_catalogue() if newest is None else read_catalogue(newest[1], newest[0])


def catalogue_version(session: Session, version: int) -> Catalogue:
    """A version.

    Raises
    ------
    NotFound
        ``catalogue_version_unknown``.
    """
    if version == 0:
        return default_catalogue()
    content = catalogue_content(session, version)
    if content is None:
        raise NotFound("catalogue_version_unknown", given=version)
    return read_catalogue(content, version)


def judged_catalogue(session: Session, content: Any) -> Catalogue:
    """What `set_catalogue` would put in the place of the one in force.

    Raises
    ------
    InputError
        As `read_catalogue`; ``catalogue_category_lost``: a category that was there is not.
    """
    before = catalogue_in_force(session)
    after = read_catalogue(content, before.version + 1)
    lost = sorted(set(before.by_code) - set(after.by_code))
    if lost:
        raise InputError("catalogue_category_lost", categories=lost[:_NAMED])
    return after


def set_catalogue(session: Session, actor: Actor | None, content: Any, seen: int | None) -> Catalogue:
    """Put a catalogue in the place of the one in force; it holds for all ground. The caller commits.

    Parameters
    ----------
    actor
        None for whoever works at the machine itself.
    content
        As `read_catalogue` reads it.
    seen
        Version that it was made from; None where it does not matter.

    Raises
    ------
    InputError
        As `judged_catalogue`.
    Outdated
        ``changed_meanwhile``.
    Denied
        ``not_on_this_ground``: only who has all ground may.
    """
    outline = outline_in_force(session)
    if outline is not None:
        require_on(session, actor, Action.RULES_SET, outline)
    lock_incident_rules(session)
    before = catalogue_in_force(session)
    if seen is not None and seen != before.version:
        raise Outdated("changed_meanwhile")
    after = judged_catalogue(session, content)
    add_catalogue(session, after.version, written_catalogue(after), None if actor is None else actor.account)
    changed = [code for code in after.by_code if before.by_code.get(code) != after.by_code[code]][:_NAMED]
    note(
        session,
        "catalogue.set",
        f"catalogue:{after.version}",
        before={
            "version": before.version,
            "categories": [
                written_category(before.by_code[code]) for code in changed if code in before.by_code
            ],
        },
        after={
            "version": after.version,
            "categories": [written_category(after.by_code[code]) for code in changed],
        },
    )
    return after
