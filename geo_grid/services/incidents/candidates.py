"""Who could be given an incident: people of its grids and of those around, offices of the matrix."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.one import seen
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.store.incident_held import this_instant
from geo_grid.store.incident_records import IncidentRecord
from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.queries.incident_candidates import Candidate, offices_serving, people_of
from geo_grid.store.queries.incidents import names_of_offices
from geo_grid.store.queries.neighbours import neighbours
from geo_grid.store.queries.standing_ground import standing_place
from geo_grid.store.tables import GridRow


@dataclass(frozen=True, slots=True)
class OfficeCandidate:
    """An office, and why it is named: lead, co or arbiter by the matrix, else serving."""

    id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """People in the order of nearness: the chain from the finest grid upwards, then the grids around.

    Parameters
    ----------
    chain
        Identities of the grids of the chain.
    """

    people: list[Candidate]
    offices: list[OfficeCandidate]
    chain: frozenset[int]


def candidates(session: Session, actor: Actor, number: str, desk: Desk) -> Candidates:
    """Who could be given an incident that the actor may see.

    Raises
    ------
    NotFound
        ``incident_not_found``.
    """
    row = seen(session, sight_of(session, actor), number)
    now = this_instant(session)
    leaf = row.grids[-1] if row.grids else row.nearest_grid
    around: list[int] = []
    if leaf is not None:
        found = grid_records(session, grid_select(now).where(GridRow.grid_id == leaf))
        around = [each.grid.id for grid in found[:1] for each in neighbours(session, grid, now)]
    chain = list(reversed(row.grids)) or [each for each in (leaf,) if each is not None]
    return Candidates(
        people_of(session, list(dict.fromkeys([*chain, *around])), now),
        _offices(session, row, desk, leaf),
        frozenset(chain),
    )


def _offices(session: Session, row: IncidentRecord, desk: Desk, leaf: int | None) -> list[OfficeCandidate]:
    matrix = desk.rules(session).responsible(row.category, row.grids, (row.lon, row.lat))
    roles: dict[int, str] = {}
    for office, role in (
        (matrix.lead, "lead"),
        *((each, "co") for each in matrix.co),
        (matrix.arbiter, "arbiter"),
    ):
        if office is not None:
            roles.setdefault(office, role)
    names = names_of_offices(session, list(roles))
    found = [OfficeCandidate(each, names[each], role) for each, role in roles.items() if each in names]
    if leaf is not None:
        serving = offices_serving(session, standing_place(session, leaf))
        found += [OfficeCandidate(each, name, "serving") for each, name, _ in serving if each not in roles]
    return found
