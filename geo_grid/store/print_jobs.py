"""Print jobs and the queue that they wait in."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Row, text
from sqlalchemy.orm import Session

from geo_grid.store.board_records import PrintJobRecord
from geo_grid.store.queries.standing_ground import GRID_NAME

#: Names under which the worker finds its work.
QUEUE, TASK = "print", "geo_grid.print"

_COLUMNS = f"""
    j.id, j.account_id, j.grid_id, g.code, g.name, g.level, j.asked, j.state, j.done, j.total, j.pages,
    j.attempts, j.error, j.told, j.created_at, j.finished_at
    FROM print_job j JOIN {GRID_NAME.format("j.grid_id", "g")} ON true
"""
_DEFER = text(
    """
    SELECT jobs.procrastinate_defer_jobs_v1(ARRAY[
        ROW(:queue, :task, 0, NULL, NULL, CAST(:args AS jsonb), NULL)::jobs.procrastinate_job_to_defer_v1
    ])
    """
)


def connect_args(engine: Engine) -> dict[str, Any]:
    """What psycopg connects to the same database with, finding the queue's tables by their bare names."""
    _, given = engine.dialect.create_connect_args(engine.url)
    plain = {name: value for name, value in given.items() if isinstance(value, (str, int))}
    options = f"{plain.get('options', '')} -csearch_path=jobs,public".strip()
    return {**plain, "options": options, "application_name": "geo-grid print"}


def add_print_job(session: Session, account: int, grid: int, asked: Mapping[str, Any]) -> int:
    """Write down what is to be printed and put it into the queue, both or neither; its id."""
    added: int = session.execute(
        text(
            "INSERT INTO print_job (account_id, grid_id, asked) "
            "VALUES (:account, :grid, CAST(:asked AS jsonb)) RETURNING id"
        ),
        {"account": account, "grid": grid, "asked": json.dumps(asked, ensure_ascii=False)},
    ).scalar_one()
    _enqueue(session, added)
    return added


def give_back(session: Session, job: int) -> None:
    """Let another worker begin a job anew; the attempt does not count."""
    statement = text(
        "UPDATE print_job SET state = 'waiting', attempts = attempts - 1, done = 0 "
        "WHERE id = :job AND state = 'running' RETURNING id"
    )
    if session.scalar(statement, {"job": job}) is not None:
        _enqueue(session, job)


def _enqueue(session: Session, job: int) -> None:
    args = json.dumps({"job": job})
    session.execute(_DEFER, {"queue": QUEUE, "task": TASK, "args": args})


def print_job(session: Session, job: int) -> PrintJobRecord | None:
    """One job."""
    row = session.execute(text(f"SELECT {_COLUMNS} WHERE j.id = :job"), {"job": job}).one_or_none()
    return None if row is None else _record(row)


def print_jobs(session: Session, account: int, limit: int) -> list[PrintJobRecord]:
    """An account's jobs, the newest first."""
    statement = text(f"SELECT {_COLUMNS} WHERE j.account_id = :account ORDER BY j.id DESC LIMIT :limit")
    return [_record(row) for row in session.execute(statement, {"account": account, "limit": limit})]


def jobs_waiting(session: Session, account: int) -> int:
    """How many of an account's jobs are not finished."""
    statement = text(
        "SELECT count(*) FROM print_job WHERE account_id = :account AND state IN ('waiting', 'running')"
    )
    waiting: int = session.execute(statement, {"account": account}).scalar_one()
    return waiting


def print_file(session: Session, job: int) -> bytes | None:
    """The PDF of a job that is done."""
    found: bytes | None = session.scalar(text("SELECT file FROM print_job WHERE id = :job"), {"job": job})
    return found


def begin(session: Session, job: int) -> bool:
    """Mark a job as running for one more attempt; whether it is there and not finished."""
    statement = text(
        "UPDATE print_job SET state = 'running', done = 0, total = NULL, attempts = attempts + 1 "
        "WHERE id = :job AND state IN ('waiting', 'running') RETURNING id"
    )
    return session.scalar(statement, {"job": job}) is not None


def progress(session: Session, job: int, done: int, total: int) -> bool:
    """Write down how far a job is; whether it is still there."""
    statement = text(
        "UPDATE print_job SET done = :done, total = :total WHERE id = :job AND state = 'running' RETURNING id"
    )
    return session.scalar(statement, {"job": job, "done": done, "total": total}) is not None


def finish(session: Session, job: int, file: bytes, pages: int, told: Sequence[Mapping[str, Any]]) -> bool:
    """Keep what was made; whether the job is still there."""
    statement = text(
        "UPDATE print_job SET state = 'done', done = coalesce(total, done), file = :file, pages = :pages, "
        "told = CAST(:told AS jsonb), finished_at = now() WHERE id = :job AND state = 'running' RETURNING id"
    )
    values = {"job": job, "file": file, "pages": pages, "told": json.dumps(told, ensure_ascii=False)}
    return session.scalar(statement, values) is not None


def fail(session: Session, job: int, code: str, params: Mapping[str, Any]) -> None:
    """Say why a job came to nothing."""
    session.execute(
        text(
            "UPDATE print_job SET state = 'failed', error = CAST(:error AS jsonb), finished_at = now() "
            "WHERE id = :job AND state IN ('waiting', 'running')"
        ),
        {
            "job": job,
            "error": json.dumps({"code": code, "params": dict(params)}, ensure_ascii=False, default=str),
        },
    )


def remove(session: Session, job: int) -> None:
    """Let go of a job; one that runs stops at its next step."""
    session.execute(text("DELETE FROM print_job WHERE id = :job"), {"job": job})


def sweep(session: Session, hours: int) -> int:
    """Let go of what was finished longer ago, files and all; how many."""
    gone = session.execute(
        text("DELETE FROM print_job WHERE finished_at < now() - make_interval(hours => :hours) RETURNING id"),
        {"hours": hours},
    )
    return len(gone.all())


def _record(row: Row[tuple[Any, ...]]) -> PrintJobRecord:
    return PrintJobRecord(
        id=row.id,
        account_id=row.account_id,
        grid_id=row.grid_id,
        grid=(row.code, row.name, row.level),
        asked=row.asked,
        state=row.state,
        done=row.done,
        total=row.total,
        pages=row.pages,
        attempts=row.attempts,
        error=row.error,
        told=row.told,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
