"""What was done in a plan, in order, and what did each step change?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.core.edits.change import GridsChange
from geo_grid.store.plan_grid_json import change_from_json
from geo_grid.store.plan_records import StepRecord
from geo_grid.store.queries.plans import maker_of

# Undoing and redoing touch what the step touched that they are of.
_STEP = """
    SELECT s.plan_id, s.number, s.kind, s.of_step, o.verb, s.arguments, o.name, s.done_top, s.redo_top,
           s.client_id, s.made_by, s.made_at, a.login, a.name AS maker, ARRAY(
               SELECT jsonb_path_query(o.before, '$[*].key') #>> '{}'
               UNION SELECT jsonb_path_query(o.after, '$[*].key') #>> '{}' ORDER BY 1
           ) AS keys
    FROM plan_step s
    JOIN plan_step o ON o.plan_id = s.plan_id AND o.number = coalesce(s.of_step, s.number)
    LEFT JOIN account a ON a.id = s.made_by
    WHERE s.plan_id = :plan
"""
_AFTER = text(f"{_STEP} AND s.number > :after ORDER BY s.number LIMIT :limit")
_BEFORE = text(f"{_STEP} AND s.number < :before ORDER BY s.number DESC LIMIT :limit")
_ONE = text(f"{_STEP} AND s.number = :number")
_BY_CLIENT = text("SELECT number FROM plan_step WHERE plan_id = :plan AND client_id = :client_id")
_CHANGE = text(
    """
    SELECT o.before, o.after, s.kind FROM plan_step s
    JOIN plan_step o ON o.plan_id = s.plan_id AND o.number = coalesce(s.of_step, s.number)
    WHERE s.plan_id = :plan AND s.number = :number
    """
)
_HUES = text(
    """
    SELECT grid ->> 'key' AS key, CAST(grid ->> 'hue' AS integer) AS hue
    FROM plan_step s CROSS JOIN jsonb_array_elements(s.after) AS grid
    WHERE s.plan_id = :plan AND s.number = ANY(:numbers) AND s.after IS NOT NULL
    """
)
#: The key of what a step made begins with the step's number.
_MADE_BY = re.compile(r"~(\d{1,9})(?:\.|$)", re.ASCII)
_POINTERS = text("SELECT done_top, redo_top FROM plan_step WHERE plan_id = :plan AND number = :number")
_TOPS = text("SELECT number, done_top FROM plan_step WHERE plan_id = :plan AND number < :top")
# Their grids are read as a whole: to look up the keys beforehand would unpack them twice.
_WHOLE = text(
    """
    SELECT s.plan_id, s.number, s.kind, s.of_step, s.verb, s.arguments, s.name, s.done_top, s.redo_top,
           s.client_id, s.made_by, s.made_at, a.login, a.name AS maker, s.before, s.after
    FROM plan_step s LEFT JOIN account a ON a.id = s.made_by
    WHERE s.plan_id = :plan AND s.number = ANY(:numbers) AND s.before IS NOT NULL ORDER BY s.number
    """
)
#: Steps that are read at once with their grids.
_AT_ONCE = 500


def steps_after(session: Session, plan: int, after: int, limit: int) -> list[StepRecord]:
    """Steps that follow one, in order; from the first where that is 0."""
    return [_record(row) for row in session.execute(_AFTER, {"plan": plan, "after": after, "limit": limit})]


def steps_before(session: Session, plan: int, before: int, limit: int) -> list[StepRecord]:
    """Steps that precede one, the last first."""
    return [
        _record(row) for row in session.execute(_BEFORE, {"plan": plan, "before": before, "limit": limit})
    ]


def step_by_number(session: Session, plan: int, number: int) -> StepRecord | None:
    """One step."""
    row = session.execute(_ONE, {"plan": plan, "number": number}).one_or_none()
    return None if row is None else _record(row)


def step_by_client(session: Session, plan: int, client_id: UUID) -> StepRecord | None:
    """The step that a client called so."""
    number = session.scalar(_BY_CLIENT, {"plan": plan, "client_id": client_id})
    return None if number is None else step_by_number(session, plan, number)


def change_of(session: Session, plan: int, number: int) -> GridsChange:
    """What a step changed; of an undoing, what undid it."""
    row = session.execute(_CHANGE, {"plan": plan, "number": number}).one()
    change = change_from_json(row.before, row.after)
    return change.inverse if row.kind == "undo" else change


def hues_of(session: Session, plan: int, keys: Iterable[str]) -> dict[str, int]:
    """Key → hue that a grid had when a step made it; what no step made is not there."""
    made = {key: int(number[1]) for key in keys if (number := _MADE_BY.match(key)) is not None}
    rows = session.execute(_HUES, {"plan": plan, "numbers": list(set(made.values()))})
    return {row.key: int(row.hue) for row in rows if row.key in made and row.hue is not None}


def pointers_at(session: Session, plan: int, number: int) -> tuple[int | None, int | None]:
    """The step to undo next and the undoing to take back next, after a step; nothing before the first."""
    row = session.execute(_POINTERS, {"plan": plan, "number": number}).one_or_none()
    return (None, None) if row is None else (row.done_top, row.redo_top)


def done_numbers(session: Session, plan: int, done_top: int | None) -> list[int]:
    """Numbers of the steps that hold, in order: done and not undone."""
    if done_top is None:
        return []
    rows = session.execute(_TOPS, {"plan": plan, "top": done_top})
    below: dict[int, int | None] = {row.number: row.done_top for row in rows}
    found: list[int] = []
    at: int | None = done_top
    while at is not None:
        found.append(at)
        # Down the stack: below each step lies what was on top before it was made.
        at = below.get(at - 1)
    return found[::-1]


def steps_with_changes(
    session: Session, plan: int, numbers: Sequence[int]
) -> Iterator[tuple[StepRecord, GridsChange]]:
    """Steps that were drawn, in order, each with what it changed; a few hundred are held at a time."""
    for begin in range(0, len(numbers), _AT_ONCE):
        asked = {"plan": plan, "numbers": list(numbers[begin : begin + _AT_ONCE])}
        for row in session.execute(_WHOLE, asked):
            change = change_from_json(row.before, row.after)
            yield _told(row, tuple(sorted(change.keys))), change


def _record(row: Row[Any]) -> StepRecord:
    return _told(row, tuple(row.keys))


def _told(row: Row[Any], keys: tuple[str, ...]) -> StepRecord:
    return StepRecord(
        number=row.number,
        kind=row.kind,
        of_step=row.of_step,
        verb=row.verb,
        arguments=row.arguments,
        name=row.name,
        done_top=row.done_top,
        redo_top=row.redo_top,
        client_id=row.client_id,
        made_by=maker_of(row),
        made_at=row.made_at,
        keys=keys,
    )
