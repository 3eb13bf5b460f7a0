"""Grids of a plan, and what steps do to them."""

from typing import Annotated, Any, Literal
from uuid import UUID

import numpy as np
import shapely
from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from geo_grid.core.lattice import UNITS_PER_DEGREE
from geo_grid.http.schemas.base import Identity as Identity
from geo_grid.http.schemas.base import Level, Published
from geo_grid.http.schemas.plan import GridKey, MakerOut
from geo_grid.services.plans.looking import GridsSeen, GridWithFamily
from geo_grid.services.plans.previewing import Measure, Preview
from geo_grid.services.plans.shown import ShownGrid
from geo_grid.store.plan_records import StepRecord

_TEXT = r"^[^\x00]*$"
#: The largest number of a step.
_LAST = 2**31 - 1

_GRID: dict[str, Any] = {
    "key": "110105001001003",
    "level": 3,
    "parent": "110105001001",
    "code": "110105001001003",
    "name": "中山里",
    "kind": "comprehensive",
    "ground": "residential",
    "class": None,
    "setting": "urban",
    "statutory": False,
    "locked": False,
    "hue": 2,
    "area_m2": 81234.5,
    "households": 312,
    "people": 840,
    "head": True,
    "mine": True,
    "changed": False,
    "leaf": True,
    "label": [1204521000, 234812000],
    "polygons": [[[1204500000, 234800000, 1204540000, 234800000, 1204540000, 234830000]]],
}

Arguments = Annotated[
    dict[str, Any],
    Field(
        description="Places are `[x, y]` in units of 1e-7 degree, grids are keys.",
        examples=[{"grid": "110105001001003", "name": "中山里"}],
    ),
]
Ring = Annotated[
    list[int],
    Field(description="x, y, x, y, … in units of 1e-7 degree; the first point is the last, too."),
]


class PlannedGridOut(Published):
    """A grid, or a void, as a plan has it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_GRID]})

    key: GridKey
    level: Level
    parent: GridKey | None
    code: str = Field(description="Empty while a new grid has none, and of voids.")
    name: str
    kind: Literal["comprehensive", "special", "void"]
    ground: Literal["residential", "street", "extension"] | None
    class_: Literal["A", "B", "C"] | None = Field(alias="class")
    setting: Literal["urban", "rural"] | None
    statutory: bool
    locked: bool = Field(description="No edit moves its border: the outline, voids, locked statutory grids.")
    hue: int = Field(ge=0, le=5)
    area_m2: float
    households: int | None = Field(
        description="Null where nobody knows, and above level 2, where nobody adds up for each step."
    )
    people: int | None
    head: bool | None = Field(description="Whether it has a head now; null for voids.")
    mine: bool = Field(description="On ground where the asker draws.")
    changed: bool = Field(description="It differs from the plan's base, if only by vertices on its border.")
    leaf: bool = Field(description="Nothing divides it.")
    label: tuple[int, int] = Field(description="A point well inside, in units of 1e-7 degree.")
    polygons: list[list[Ring]] = Field(
        description="Polygons of rings, the shell first, counter-clockwise; holes clockwise."
    )


class PlanGridsOut(Published):
    """Grids of a plan, and the step after which they are so."""

    version: int
    base_edition: int
    grids: list[PlannedGridOut]


class PlanGridOut(Published):
    """A grid of a plan with its family."""

    version: int
    base_edition: int
    grid: PlannedGridOut
    above: list[PlannedGridOut] = Field(description="The nearest first.")
    below: list[PlannedGridOut]


class StepOut(Published):
    """A step of a plan."""

    number: int
    kind: Literal["do", "undo", "redo", "rebase"]
    of_step: int | None = Field(description="Of undoing and redoing: the step that is meant.")
    verb: str | None = Field(description="Of undoing and redoing: the verb of the step that is meant.")
    arguments: Arguments | None
    name: str | None
    undo: int | None = Field(description="The step that undoing would undo, after this one.")
    redo: int | None = Field(description="The undoing that redoing would take back, after this one.")
    id: UUID = Field(description="What the client called it.")
    by: MakerOut | None
    at: AwareDatetime
    grids: list[GridKey] = Field(description="What it touched.")

    @classmethod
    def of(cls, step: StepRecord) -> "StepOut":
        """As published."""
        return cls(
            number=step.number,
            kind=step.kind,
            of_step=step.of_step,
            verb=step.verb,
            arguments=None if step.arguments is None else dict(step.arguments),
            name=step.name,
            undo=step.done_top,
            redo=step.redo_top,
            id=step.client_id,
            by=MakerOut.of(step.made_by),
            at=step.made_at,
            grids=list(step.keys),
        )


class StepList(Published):
    """A page of steps."""

    items: list[StepOut]
    next: int | None = Field(description="To be sent as `after`, or as `before`, to go on.")


class MeasureOut(Published):
    """How large a grid is and who lives there; null where there is no such grid, or nobody knows."""

    area_m2: float | None
    households: int | None
    people: int | None

    @classmethod
    def of(cls, measure: Measure) -> "MeasureOut":
        """As published."""
        return cls(
            area_m2=measure.area_m2,
            households=measure.residents.households,
            people=measure.residents.people,
        )


class MeasuredGrid(Published):
    """What a step would make of a grid."""

    key: GridKey
    before: MeasureOut
    after: MeasureOut


class StepMadeOut(Published):
    """A step, and the grids as it left them."""

    version: int
    step: StepOut
    changed: list[PlannedGridOut]
    ended: list[GridKey]


class PreviewOut(Published):
    """What a step would do."""

    version: int
    changed: list[PlannedGridOut]
    ended: list[GridKey]
    measures: list[MeasuredGrid] = Field(description="Of grids that would change other than by vertices.")


class OperationIn(Published):
    """A verb with its arguments."""

    verb: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z_]+$")]
    arguments: Arguments


class TurnIn(Published):
    """Who makes a step, and what they have seen."""

    version: int = Field(ge=0, le=_LAST, description="Number of the last step that the client knows.")
    holder: UUID = Field(description="The tab, as in `hold`.")


class BackIn(TurnIn):
    """A wish to undo, or to do again."""

    id: UUID | None = Field(
        default=None, description="Made up by the client: sent twice, it is done once. Without it anew."
    )


class StepIn(OperationIn, TurnIn):
    """A step to make."""

    id: UUID = Field(description="Made up by the client: sent twice, the step is made once.")
    name: Annotated[str, StringConstraints(max_length=100, pattern=_TEXT)] | None = None


def grid_json(shown: ShownGrid) -> dict[str, Any]:
    """`PlannedGridOut` as plain data: thousands of them are sent at once."""
    planned = shown.planned
    grid = planned.grid
    return {
        "key": grid.key,
        "level": grid.level,
        "parent": grid.parent,
        "code": grid.code,
        "name": grid.name,
        "kind": grid.kind,
        "ground": grid.ground,
        "class": grid.class_,
        "setting": grid.setting,
        "statutory": grid.statutory,
        "locked": shown.locked,
        "hue": planned.hue,
        "area_m2": round(planned.area_m2, 2),
        "households": shown.residents.households,
        "people": shown.residents.people,
        "head": shown.head,
        "mine": shown.mine,
        "changed": planned.changed,
        "leaf": not planned.has_children,
        "label": [round(degrees * UNITS_PER_DEGREE) for degrees in planned.label],
        "polygons": polygons_json(grid.geometry),
    }


def polygons_json(geometry: shapely.Geometry) -> list[list[list[int]]]:
    """A multipolygon in lattice units as flat rings."""
    return [
        [
            shapely.get_coordinates(ring).astype(np.int64).ravel().tolist()
            for ring in shapely.get_rings(polygon)
        ]
        for polygon in shapely.get_parts(geometry)
    ]


def grids_json(seen: GridsSeen) -> dict[str, Any]:
    """`PlanGridsOut` as plain data."""
    return {
        "version": seen.plan.version,
        "base_edition": seen.plan.base_edition,
        "grids": [grid_json(each) for each in seen.grids],
    }


def family_json(found: GridWithFamily) -> dict[str, Any]:
    """`PlanGridOut` as plain data."""
    return {
        "version": found.plan.version,
        "base_edition": found.plan.base_edition,
        "grid": grid_json(found.grid),
        "above": [grid_json(each) for each in found.above],
        "below": [grid_json(each) for each in found.below],
    }


def preview_json(found: Preview) -> dict[str, Any]:
    """`PreviewOut` as plain data."""
    return {
        "version": found.plan.version,
        "changed": [grid_json(each) for each in found.changed],
        "ended": list(found.ended),
        "measures": [
            {
                "key": key,
                "before": MeasureOut.of(before).model_dump(),
                "after": MeasureOut.of(after).model_dump(),
            }
            for key, (before, after) in found.measures.items()
        ],
    }
