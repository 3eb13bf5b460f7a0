"""AB posts: two grids whose heads stand in for each other."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.services.people.found import ASSIGN, found_grid
from geo_grid.store import people_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import NamedGrid
from geo_grid.store.queries.named_grids import named_grids
from geo_grid.store.queries.partners import are_neighbours, paired_with, partner_of


@dataclass(frozen=True, slots=True)
class Pairing:
    """A grid with its partner.

    Parameters
    ----------
    are_neighbours
        Whether they have a border in common; None without a partner.
    """

    grid: NamedGrid
    partner: NamedGrid | None
    are_neighbours: bool | None


def pair_grids(session: Session, actor: Actor | None, code: str, partner: str | None) -> Pairing:
    """Let two grids stand in for each other from now on, or a grid for nobody; the caller commits.

    Whoever was the partner of either has none from then on.

    Parameters
    ----------
    code, partner
        Codes of grids in force on ground on which the actor assigns people; None ends the AB post.

    Raises
    ------
    InputError
        ``partner_wrong_level``, ``grid_ended``.
    NotFound
        ``grid_not_found``.
    Denied
        ``not_on_this_ground``: either grid, or that of a former partner.
    """
    grid = found_grid(session, actor, code)
    other = None if partner is None else found_grid(session, actor, partner)
    names = named_grids(session, [grid, *([] if other is None else [other])])
    if other is not None and (other == grid or names[grid][2] != names[other][2]):
        raise InputError("partner_wrong_level", grid=code, partner=partner)
    _lock(session, grid, other)
    at = writing.instant_of(session)
    before = partner_of(session, grid)
    for each in {each for each in (grid, other) if each is not None}:
        theirs = partner_of(session, each)
        apart = {*paired_with(session, each), *([] if theirs is None else [theirs])} - {grid, other}
        for former in sorted(apart):
            # Somebody else's grid loses its stand-in: its own people managers decide that.
            if partner_of(session, former) == each:
                require_on(session, actor, ASSIGN, former)
                writing.pair(session, former, None, at)
    if other is None:
        writing.pair(session, grid, None, at)
    elif (partner_of(session, grid), partner_of(session, other)) != (other, grid):
        writing.pair(session, grid, other, at)
        writing.pair(session, other, grid, at)
    told = {} if before is None else named_grids(session, [before])
    note(
        session,
        "partner.set",
        f"grid:{code}",
        before={"partner": told[before][0] if before in told else None},
        after={"partner": partner},
    )
    return Pairing(
        names[grid],
        None if other is None else names[other],
        None if other is None else are_neighbours(session, grid, other),
    )


def _lock(session: Session, *grids: int | None) -> None:
    """One order for everybody, so that nobody waits for whoever waits for them."""
    for grid in sorted(each for each in grids if each is not None):
        writing.lock_duties(session, grid)
