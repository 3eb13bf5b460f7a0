"""Writing plans: the plan itself, its steps, and the grids that differ from its base."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.grid import Grid
from geo_grid.core.lattice import to_degrees
from geo_grid.store.plan_grid_json import grids_to_json
from geo_grid.store.plan_records import Maker, PlanState, StepKind

_OPEN = text(
    """
    INSERT INTO plan (title, reason, ground_id, base_edition, base_at, made_by)
    VALUES (:title, :reason, :ground, :base_edition, :base_at, :account) RETURNING id
    """
)
_CHANGE = text(
    """
    UPDATE plan SET title = :title, reason = :reason, effective = :effective, revision = revision + 1,
        changed_at = now()
    WHERE id = :plan
    """
)
_STATE = text(
    """
    UPDATE plan SET state = :state, revision = revision + 1, changed_at = now(), published_edition = :edition
    WHERE id = :plan
    """
)
_ADD_STATE = text(
    """
    INSERT INTO plan_state_change (plan_id, number, state, why, version, made_by)
    SELECT :plan, coalesce((SELECT max(number) FROM plan_state_change WHERE plan_id = :plan), 0) + 1,
           :state, :why, version, :account FROM plan WHERE id = :plan
    """
)
_ADD_STEP = text(
    """
    WITH last AS (UPDATE plan SET version = :number, changed_at = now() WHERE id = :plan)
    INSERT INTO plan_step (plan_id, number, kind, of_step, verb, arguments, name, before, after, done_top,
        redo_top, client_id, made_by)
    VALUES (:plan, :number, :kind, :of_step, :verb, CAST(:arguments AS jsonb), :name,
        CAST(:before AS jsonb), CAST(:after AS jsonb), :done_top, :redo_top, :client_id, :account)
    RETURNING made_at, (SELECT login FROM account WHERE id = :account) AS login,
        (SELECT name FROM account WHERE id = :account) AS maker
    """
)
_REBASE = text("UPDATE plan SET base_edition = :edition, base_at = :at WHERE id = :plan")
_FORGET = text("DELETE FROM plan_grid WHERE plan_id = :plan AND key = ANY(:keys)")
_FORGET_ALL = text("DELETE FROM plan_grid WHERE plan_id = :plan")
_VALUES = (
    "grid_id", "void_id", "level", "parent", "code", "name", "kind", "ground", "class", "setting",
    "statutory", "parts", "noding", "area_m2", "step",
)  # fmt: skip
_PUT = text(
    f"""
    INSERT INTO plan_grid (plan_id, key, {", ".join(_VALUES)}, attributes, geom, label, hue)
    VALUES (:plan, :key, {", ".join(f":{name}" for name in _VALUES)}, CAST(:attributes AS jsonb),
        ST_GeomFromWKB(:shape, 4326), ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :hue)
    ON CONFLICT (plan_id, key) DO UPDATE SET
        {", ".join(f"{name} = excluded.{name}" for name in (*_VALUES, "attributes", "geom", "label"))},
        hue = CASE WHEN excluded.geom IS NOT NULL THEN coalesce(plan_grid.hue, excluded.hue) END
    """  # noqa: S608 - constants of this module
)


@dataclass(frozen=True, slots=True)
class PutGrid:
    """A grid that differs from the base.

    Parameters
    ----------
    grid
        As it is; as it was on the base where it ends.
    label
        Lon/lat, EPSG:4326 degrees; None where it ends.
    area_m2, hue
        None where it ends.
    """

    grid: Grid
    grid_id: int | None
    void_id: int | None
    noding: bool
    label: tuple[float, float] | None
    area_m2: float | None
    hue: int | None


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to write; `change` and the words are None for undoing and redoing.

    Parameters
    ----------
    hues
        Key → hue of the grids that it makes, so that they have it again whenever they come back.
    """

    number: int
    kind: StepKind
    client_id: UUID
    done_top: int | None
    redo_top: int | None
    of_step: int | None = None
    verb: str | None = None
    arguments: Mapping[str, Any] | None = None
    name: str | None = None
    change: GridsChange | None = None
    hues: Mapping[str, int] = field(default_factory=dict)


def open_plan(session: Session, values: Mapping[str, Any], account: int | None) -> int:
    """Open a plan as a draft; its id.

    Parameters
    ----------
    values
        ``title``, ``reason``, ``ground`` (identity), ``base_edition``, ``base_at``.
    """
    opened: int = session.execute(_OPEN, {**values, "account": account}).scalar_one()
    session.execute(
        _ADD_STATE, {"plan": opened, "state": "draft", "why": values["reason"], "account": account}
    )
    return opened


def change_plan(session: Session, plan: int, title: str, reason: str, effective: datetime | None) -> None:
    """Change a plan's words and the instant from which it is to hold."""
    session.execute(_CHANGE, {"plan": plan, "title": title, "reason": reason, "effective": effective})


def set_state(
    session: Session, plan: int, state: PlanState, why: str, account: int | None, edition: int | None = None
) -> None:
    """Bring a plan into a state, and write down who, when and why.

    Parameters
    ----------
    edition
        The edition that a published plan became.
    """
    session.execute(_STATE, {"plan": plan, "state": state, "edition": edition})
    session.execute(_ADD_STATE, {"plan": plan, "state": state, "why": why, "account": account})


def add_step(
    session: Session, plan: int, step: NewStep, account: int | None
) -> tuple[datetime, Maker | None]:
    """Write a step, and that it is the plan's last; when it was made, and by whom."""
    change = step.change
    row = session.execute(
        _ADD_STEP,
        {
            "plan": plan,
            "number": step.number,
            "kind": step.kind,
            "of_step": step.of_step,
            "verb": step.verb,
            "arguments": _json(step.arguments),
            "name": step.name,
            "before": None if change is None else _json(grids_to_json(change.before.values())),
            "after": None if change is None else _json(grids_to_json(change.after.values(), step.hues)),
            "done_top": step.done_top,
            "redo_top": step.redo_top,
            "client_id": step.client_id,
            "account": account,
        },
    ).one()
    return row.made_at, None if account is None else Maker(account, row.login, row.maker)


def put_grids(session: Session, plan: int, step: int, grids: Sequence[PutGrid]) -> None:
    """Write grids that differ from the base; one that is there already keeps its hue."""
    if grids:
        session.execute(_PUT, [_values(plan, step, each) for each in grids])


def forget_grids(session: Session, plan: int, keys: Sequence[str]) -> None:
    """Let go of grids that are as on the base again, or never were there."""
    if keys:
        session.execute(_FORGET, {"plan": plan, "keys": list(keys)})


def forget_all_grids(session: Session, plan: int) -> None:
    """Be as the base again, everywhere."""
    session.execute(_FORGET_ALL, {"plan": plan})


def set_base(session: Session, plan: int, edition: int, at: datetime) -> None:
    """Give a plan another base; what differs from it is for the caller to write."""
    session.execute(_REBASE, {"plan": plan, "edition": edition, "at": at})


def _values(plan: int, step: int, put: PutGrid) -> dict[str, Any]:
    grid, is_there = put.grid, put.label is not None
    lon, lat = put.label or (None, None)
    return {
        "plan": plan,
        "key": grid.key,
        "grid_id": put.grid_id,
        "void_id": put.void_id,
        "level": grid.level,
        "parent": grid.parent,
        "code": grid.code,
        "name": grid.name,
        "kind": grid.kind,
        "ground": grid.ground,
        "class": grid.class_,
        "setting": grid.setting,
        "statutory": grid.statutory,
        "parts": grid.parts,
        "noding": put.noding,
        "area_m2": put.area_m2,
        "step": step,
        "attributes": _json(dict(grid.attributes)),
        "shape": shapely.to_wkb(shapely.transform(grid.geometry, to_degrees)) if is_there else None,
        "lon": lon,
        "lat": lat,
        "hue": put.hue,
    }


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, allow_nan=False)
