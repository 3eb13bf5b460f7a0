"""Professional networks and their cells."""

from typing import Annotated, Any, Literal

import shapely
from pydantic import AwareDatetime, ConfigDict, Field, StrictBool, StringConstraints, model_validator

from geo_grid.core.problem import Problem
from geo_grid.http.schemas.account import NamedGrid
from geo_grid.http.schemas.base import Position, Published
from geo_grid.http.schemas.check import CoverageProblem, published_problem
from geo_grid.http.schemas.grid import MultiPolygon, coordinates_of
from geo_grid.services.networks.cells import Cell, GivenCell, in_degrees
from geo_grid.services.networks.reading import NetworkThen
from geo_grid.store.network_records import NetworkRecord

_TEXT = r"^[^\x00]*$"
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_TEXT)]
Purpose = Annotated[str, StringConstraints(max_length=1000, pattern=_TEXT)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_TEXT)]
#: Cells of a network, and vertices of one that is drawn.
MOST_CELLS, MOST_VERTICES = 5_000, 20_000

_NETWORK: dict[str, Any] = {
    "id": 3,
    "name": {"zh": "医疗服务网", "en": "Medical service"},
    "purpose": "家庭医生签约服务",
    "ground": {"code": "110105001", "name": "中山街道", "level": 1},
    "whole": True,
    "cells": 12,
    "version": 4,
    "closed": False,
    "made_at": "2026-11-22T01:30:00Z",
}
_CELL: dict[str, Any] = {
    "name": "第一医疗片区",
    "kind": "grids",
    "grids": [{"code": "110105001001001", "name": "第一网格", "level": 3}],
    "geometry": {
        "type": "MultiPolygon",
        "coordinates": [[[[120.45, 23.48], [120.46, 23.48], [120.46, 23.49], [120.45, 23.48]]]],
    },
}
_CELLS_IN: dict[str, Any] = {
    "cells": [{"name": "第一医疗片区", "grids": ["110105001001001", "110105001001002"]}]
}


class NetworkName(Published):
    """A network's name; the English one may be missing."""

    zh: str
    en: str | None


class NetworkOut(Published):
    """A network for one service on the ground of a grid."""

    model_config = ConfigDict(json_schema_extra={"examples": [_NETWORK]})

    id: int
    name: NetworkName
    purpose: str
    ground: NamedGrid
    whole: bool = Field(
        description="Its cells must tile all of that ground; else they only must not overlap."
    )
    cells: int = Field(ge=0, description="In force now.")
    version: int
    closed: bool
    made_at: AwareDatetime

    @classmethod
    def of(cls, record: NetworkRecord) -> "NetworkOut":
        """As published."""
        return cls(**_told(record))


class NetworkList(Published):
    """Networks, by id."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_NETWORK]}]})

    items: list[NetworkOut]


class CellOut(Published):
    """A cell with its ground at the instant asked about."""

    name: str
    kind: Literal["grids", "drawn"] = Field(description="Made of whole grids, or of a shape of its own.")
    grids: list[NamedGrid]
    geometry: MultiPolygon | None = Field(description="Null where none of its grids is in force.")

    @classmethod
    def of(cls, cell: Cell) -> "CellOut":
        """As published."""
        shape = None
        if cell.ground is not None:
            coordinates = coordinates_of(in_degrees(cell.ground))
            shape = MultiPolygon.model_construct(coordinates=coordinates)
        return cls.model_construct(
            name=cell.name,
            kind="drawn" if cell.is_drawn else "grids",
            grids=[NamedGrid.of((grid.code, grid.name, grid.level)) for grid in cell.grids],
            geometry=shape,
        )


class NetworkWhole(Published):
    """A network with its cells."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"network": _NETWORK, "cells": [_CELL]}]})

    network: NetworkOut
    cells: list[CellOut]

    @classmethod
    def of(cls, found: NetworkThen) -> "NetworkWhole":
        """As published."""
        return cls.model_construct(
            network=NetworkOut.of(found.network), cells=[CellOut.of(cell) for cell in found.cells]
        )


class NetworkIn(Published):
    """A network to be opened, without cells."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name_zh": "医疗服务网",
                    "name_en": "Medical service",
                    "purpose": "家庭医生签约服务",
                    "under": "110105001",
                    "whole": True,
                }
            ]
        }
    )

    name_zh: Name
    name_en: Name | None = None
    purpose: Purpose = ""
    under: Code = Field(description="Code of the grid on whose ground it is.")
    whole: StrictBool = True


class NetworkChange(Published):
    """What is to be different; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"purpose": "家庭医生", "closed": False}]})

    name_zh: Name | None = None
    name_en: Name | None = None
    purpose: Purpose | None = None
    whole: StrictBool | None = None
    closed: StrictBool | None = None


class DrawnShape(Published):
    """RFC 7946 Polygon or MultiPolygon, EPSG:4326."""

    type: Literal["Polygon", "MultiPolygon"]
    coordinates: list[list[Position]] | list[list[list[Position]]]


class CellIn(Published):
    """A cell: the codes of its grids, or a shape."""

    name: Name
    grids: list[Code] = Field(default=[], max_length=10_000)
    geometry: DrawnShape | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "CellIn":
        if bool(self.grids) == (self.geometry is not None):
            raise ValueError("either grids or a geometry")
        return self

    def given(self) -> GivenCell:
        """As the services take it."""
        if self.geometry is None:
            return GivenCell(self.name, tuple(self.grids))
        return GivenCell(self.name, (), _shape(self.geometry))


class CellsIn(Published):
    """All cells of a network; a cell that keeps its name is the same cell."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CELLS_IN]})

    cells: list[CellIn] = Field(max_length=MOST_CELLS)


class NetworkProof(Published):
    """Whether cells are a coverage, and every fault."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ok": True, "cells": 12, "problems": []}]})

    ok: bool
    cells: int = Field(ge=0)
    problems: list[CoverageProblem] = Field(description="`grids` are the names of the cells that take part.")

    @classmethod
    def of(cls, cells: int, problems: tuple[Problem, ...]) -> "NetworkProof":
        """As published."""
        return cls(ok=not problems, cells=cells, problems=[published_problem(each) for each in problems])


def _told(record: NetworkRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": NetworkName(zh=record.name_zh, en=record.name_en),
        "purpose": record.purpose,
        "ground": NamedGrid.of(record.ground),
        "whole": record.whole,
        "cells": record.cells,
        "version": record.version,
        "closed": record.closed_at is not None,
        "made_at": record.made_at,
    }


def _shape(given: DrawnShape) -> shapely.Geometry | None:
    """The shape given; an empty one where its rings are none."""
    try:
        return shapely.geometry.shape(given.model_dump())
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError):
        return shapely.Polygon()
