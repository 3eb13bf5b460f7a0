"""Reading networks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.core.problem import Problem
from geo_grid.services.ground import reach_of
from geo_grid.services.networks.cells import Cell, GivenCell, cells_of, faults_of, resolved
from geo_grid.store.network_records import NetworkRecord
from geo_grid.store.people_writing import instant_of
from geo_grid.store.queries import networks as query


@dataclass(frozen=True, slots=True)
class NetworkThen:
    """A network with its cells at an instant."""

    network: NetworkRecord
    cells: Sequence[Cell]


def networks(session: Session, actor: Actor | None, *, closed: bool = False) -> list[NetworkRecord]:
    """Networks on the actor's ground and on what it is a part of, by id.

    Parameters
    ----------
    actor
        None for whoever works at the machine itself.
    closed
        Those that are closed, too.
    """
    return query.list_networks(session, reach_of(actor, Action.GROUND_SEE), closed=closed)


def found_network(session: Session, network: int) -> NetworkRecord:
    """One network.

    Raises
    ------
    NotFound
        ``network_not_found``.
    """
    record = query.network_by_id(session, network)
    if record is None:
        raise NotFound("network_not_found", given=network)
    return record


def network_then(session: Session, network: int, at: datetime) -> NetworkThen:
    """One network as it was, is or will be at an instant.

    Raises
    ------
    NotFound
        ``network_not_found``.
    """
    return NetworkThen(found_network(session, network), cells_of(session, network, at))


def network_now(session: Session, network: int) -> NetworkThen:
    """One network as it is at the instant of this transaction.

    Raises
    ------
    NotFound
        ``network_not_found``.
    """
    return network_then(session, network, instant_of(session))


def proved(
    session: Session, network: int, at: datetime, given: Sequence[GivenCell] | None = None
) -> tuple[int, tuple[Problem, ...]]:
    """How many cells, and where they are no coverage: those in force at an instant, or some given ones.

    Raises
    ------
    NotFound
        ``network_not_found``; besides, what `resolved` and `faults_of` raise.
    """
    record = found_network(session, network)
    cells = cells_of(session, network, at) if given is None else resolved(session, given, at)
    return len(cells), faults_of(session, record, cells, at)
