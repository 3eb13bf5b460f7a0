"""The cells of a network: out of whole grids, or of a shape of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.errors import InputError, NotFound, Refusal
from geo_grid.core.lattice import geometries_to_degrees, geometries_to_units
from geo_grid.core.networks.ground import ground_of
from geo_grid.core.networks.proving import prove_network
from geo_grid.core.problem import Problem
from geo_grid.store.network_records import CellGrid, CellRecord, NetworkRecord
from geo_grid.store.queries.networks import cells_at, grids_of_codes, ground_at

_AREAS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class GivenCell:
    """A cell as somebody wants it.

    Parameters
    ----------
    grids
        Codes; none where there is a shape.
    shape
        Polygon or MultiPolygon, EPSG:4326 degrees.
    """

    name: str
    grids: tuple[str, ...] = ()
    shape: shapely.Geometry | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its ground at an instant.

    Parameters
    ----------
    ground
        Canonical MultiPolygon in lattice units; None where none of its grids is in force.
    """

    name: str
    grids: tuple[CellGrid, ...]
    ground: shapely.Geometry | None

    @property
    def is_drawn(self) -> bool:
        """Whether it has a shape of its own."""
        return not self.grids and self.ground is not None


def cells_of(session: Session, network: int, at: datetime) -> list[Cell]:
    """The cells of a network at an instant, with their grids and their ground as they are then."""
    return [_cell(record) for record in cells_at(session, network, at)]


def resolved(session: Session, given: Sequence[GivenCell], at: datetime) -> list[Cell]:
    """Cells as they would be at an instant.

    Raises
    ------
    Refusal
        ``cell_name_twice``, ``cell_grid_twice``, ``cell_counts_ground_twice``.
    NotFound
        ``grid_not_found``.
    InputError
        ``cell_polygon_invalid``.
    """
    codes = sorted({code for cell in given for code in cell.grids})
    known = grids_of_codes(session, codes, at)
    owner: dict[str, str] = {}
    names: set[str] = set()
    found: list[Cell] = []
    for cell in given:
        if cell.name in names:
            raise Refusal("cell_name_twice", cell=cell.name)
        names.add(cell.name)
        for code in dict.fromkeys(cell.grids):
            if code not in known:
                raise NotFound("grid_not_found", grid=code)
            if code in owner:
                raise Refusal("cell_grid_twice", grid=code, cell=owner[code], other=cell.name)
            owner[code] = cell.name
        if cell.shape is not None:
            found.append(Cell(cell.name, (), _on_lattice(cell.name, cell.shape)))
        else:
            grids = tuple(known[code] for code in sorted(set(cell.grids)))
            found.append(Cell(cell.name, grids, _ground(cell.name, grids)))
    return found


def faults_of(
    session: Session, network: NetworkRecord, cells: Sequence[Cell], at: datetime
) -> tuple[Problem, ...]:
    """Where the cells of a network are no coverage at an instant; by the names of the cells.

    Raises
    ------
    Refusal
        ``cell_outside_ground``: of a network that need not cover all its ground.
    """
    there = [(cell.name, cell.ground) for cell in cells if cell.ground is not None]
    names = [name for name, _ in there]
    grounds = [ground for _, ground in there]
    shape = ground_at(session, network.ground_id, at)
    whole = None if shape is None else canonical(geometries_to_units(as_array([shape])))[0]
    if network.whole and whole is not None:
        return prove_network(names, grounds, (network.ground[0], whole))
    if whole is not None:
        outside = [name for name, ground in there if not shapely.covers(whole, ground)]
        if outside:
            raise Refusal("cell_outside_ground", cell=outside[0], grid=network.ground[0])
    return prove_network(names, grounds, None)


def in_degrees(ground: shapely.Geometry) -> shapely.Geometry:
    """Lattice ground in EPSG:4326 degrees."""
    return geometries_to_degrees(as_array([ground]))[0]


def _cell(record: CellRecord) -> Cell:
    if record.shape is not None:
        return Cell(record.name, (), canonical(geometries_to_units(as_array([record.shape])))[0])
    return Cell(record.name, tuple(record.grids), _ground(record.name, tuple(record.grids)))


def _ground(name: str, grids: Sequence[CellGrid]) -> shapely.Geometry | None:
    if not grids:
        return None
    return ground_of(name, list(geometries_to_units(as_array([grid.shape for grid in grids]))))


def _on_lattice(name: str, shape: shapely.Geometry) -> shapely.Geometry:
    if shape.geom_type not in _AREAS or shape.is_empty:
        raise InputError("cell_polygon_invalid", cell=name, reason=shape.geom_type)
    west, south, east, north = shape.bounds
    if not (np.isfinite(shape.bounds).all() and -180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError("cell_polygon_invalid", cell=name, reason="EPSG:4326")
    snapped = shapely.remove_repeated_points(geometries_to_units(as_array([shape])))[0]
    if not snapped.is_valid or snapped.is_empty:
        raise InputError("cell_polygon_invalid", cell=name, reason=shapely.is_valid_reason(snapped))
    made: shapely.Geometry = canonical(as_array([snapped]))[0]
    return made
