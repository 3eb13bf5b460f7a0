"""Sheets of a whole subtree as one PDF, made in the background."""

import dataclasses
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, GeoGridError, InputError, NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.publish.sheets.content import BoardKind, Size
from geo_grid.services.boards.making import BoardWanted, Made, make_boards, make_cards, make_overviews
from geo_grid.services.boards.register import compared, mark_printed
from geo_grid.services.current import now
from geo_grid.services.ground import require_on
from geo_grid.settings import Settings
from geo_grid.store import print_jobs as store
from geo_grid.store.audit_writing import note
from geo_grid.store.board_records import PrintJobRecord
from geo_grid.store.origin import Origin, act_as
from geo_grid.store.queries.boards import list_boards
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.queries.scope import grid_in_force
from geo_grid.store.queries.standing_ground import Reach
from geo_grid.store.queries.subtree import subtree
from geo_grid.store.records import GridRecord
from geo_grid.store.session import session_scope
from geo_grid.store.tables import GridRow
from geo_grid.words import Language

log = logging.getLogger("geo_grid.print")

#: What a job makes: boards of all grids, cards, overviews, or the registered boards that no longer hold.
What = Literal["boards", "cards", "overview", "reprint"]

#: Jobs of one account that may be unfinished.
MOST_WAITING = 5
#: Attempts before a job whose worker died each time is given up.
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be printed.

    Parameters
    ----------
    levels
        Of which grids below; the finest by default, for overviews the communities.
    count
        Cards of each grid; None for one a household.
    """

    what: What
    kind: BoardKind = "office"
    size: Size = "A3"
    levels: tuple[int, ...] = field(default=())
    count: int | None = None
    language: Language = "zh"

    def written(self) -> dict[str, Any]:
        """As JSON types."""
        return {**dataclasses.asdict(self), "levels": list(self.levels)}

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "Asked":
        """The inverse of `written`."""
        return cls(**{**written, "levels": tuple(written["levels"])})


class Removed(Exception):
    """The job was removed while it ran."""


class Interrupted(Exception):
    """The worker was told to stop."""


def submit(
    session: Session, actor: Actor, account: int, code: str, asked: Asked, settings: Settings, at: datetime
) -> int:
    """Put a job into the queue; the caller commits. Its id.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    Denied
        ``not_on_this_ground``.
    InputError
        ``print_nothing``, ``print_too_many``.
    Conflict
        ``print_jobs_waiting``.
    """
    grid = grid_in_force(session, code)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    require_on(session, actor, Action.BOARDS_PRINT, grid)
    if store.jobs_waiting(session, account) >= MOST_WAITING:
        raise Conflict("print_jobs_waiting", most=MOST_WAITING)
    record = grid_by_code(session, code, at, geometry=False)
    if record is not None and asked.what != "reprint":
        _refuse_size(asked, len(_grids(session, record, asked, at)), settings)
    added = store.add_print_job(session, account, grid, asked.written())
    note(session, "print.ask", f"print:{added}", after={"grid": code, "what": asked.what})
    return added


def own_job(session: Session, account: int, job: int) -> PrintJobRecord:
    """A job of this account.

    Raises
    ------
    NotFound
        ``print_job_not_found``: also where it is somebody else's.
    """
    found = store.print_job(session, job)
    if found is None or found.account_id != account:
        raise NotFound("print_job_not_found", given=job)
    return found


def own_jobs(session: Session, account: int, limit: int) -> list[PrintJobRecord]:
    """Jobs of this account, the newest first."""
    return store.print_jobs(session, account, limit)


def remove_job(session: Session, account: int, job: int) -> None:
    """Let go of a job of this account; one that runs stops. The caller commits.

    Raises
    ------
    NotFound
        ``print_job_not_found``.
    """
    found = own_job(session, account, job)
    store.remove(session, job)
    note(session, "print.remove", f"print:{job}", before={"grid": found.grid[0], "state": found.state})


def job_file(session: Session, account: int, job: int) -> bytes:
    """The PDF of a job of this account.

    Raises
    ------
    NotFound
        ``print_job_not_found``.
    Conflict
        ``print_job_not_ready``.
    """
    found = own_job(session, account, job)
    file = store.print_file(session, job) if found.state == "done" else None
    if file is None:
        raise Conflict("print_job_not_ready", given=job)
    return file


def sweep(engine: Engine, settings: Settings) -> int:
    """Let go of what was kept long enough, files and all; how many."""
    with session_scope(engine) as session:
        return store.sweep(session, settings.print_keep_hours)


def run(
    engine: Engine,
    settings: Settings,
    job: int,
    *,
    clock: Callable[[], datetime] = now,
    is_stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Do a job: read, draw, set, keep; whatever goes wrong is written down with the job.

    Parameters
    ----------
    job
        Its id; nothing is done where it was removed or is finished.
    is_stopping
        Asked between two sheets; the job then goes back into the queue.
    """
    with session_scope(engine) as session:
        found = store.print_job(session, job) if store.begin(session, job) else None
        if found is not None and found.attempts > MOST_ATTEMPTS:
            store.fail(session, job, "print_died", {"attempts": MOST_ATTEMPTS})
            found = None
    if found is None:
        return
    try:
        _make(engine, settings, found, clock(), is_stopping)
    except Removed:
        log.info("print job %s was removed while it ran", job)
    except Interrupted:
        with session_scope(engine) as session:
            store.give_back(session, job)
    except GeoGridError as error:
        with session_scope(engine) as session:
            store.fail(session, job, error.code, error.params)
    except Exception:
        identity = secrets.token_hex(4)
        log.exception("print job %s failed (%s)", job, identity)
        with session_scope(engine) as session:
            store.fail(session, job, "print_failed", {"id": identity})


def _make(
    engine: Engine, settings: Settings, job: PrintJobRecord, at: datetime, is_stopping: Callable[[], bool]
) -> None:
    asked = Asked.read(job.asked)
    boards: list[int] = []

    def step_of(total: int) -> Callable[[int], None]:
        def step(done: int) -> None:
            if is_stopping():
                raise Interrupted
            # A transaction of its own, so that whoever asks sees it at once.
            with session_scope(engine) as telling:
                if not store.progress(telling, job.id, done, total):
                    raise Removed

        step(0)
        return step

    with session_scope(engine) as session:
        record = next(
            iter(grid_records(session, grid_select(at).where(GridRow.grid_id == job.grid_id))), None
        )
        if record is None:
            raise NotFound("grid_not_found", grid=job.grid[0])
        if asked.what == "reprint":
            wanted, boards = _due(session, record, settings, at)
            made = make_boards(session, wanted, at, settings, asked.language, step_of(len(wanted)))
        else:
            made = _sheets(session, asked, _grids(session, record, asked, at), settings, at, step_of)
    with session_scope(engine) as session:
        act_as(session, Origin(f"account:{job.account_id}", "system"))
        if not store.finish(
            session, job.id, made.pdf, made.pages, [dataclasses.asdict(each) for each in made.unprintable]
        ):
            raise Removed
        for board in boards:
            mark_printed(session, None, board, settings, at)


def _sheets(
    session: Session,
    asked: Asked,
    grids: list[GridRecord],
    settings: Settings,
    at: datetime,
    step_of: Callable[[int], Callable[[int], None]],
) -> Made:
    _refuse_size(asked, len(grids), settings)
    step = step_of(len(grids))
    if asked.what == "cards":
        return make_cards(session, grids, at, settings, asked.language, asked.count, step)
    if asked.what == "overview":
        return make_overviews(session, grids, at, settings, asked.language, asked.size, step)
    wanted = [BoardWanted(grid, asked.kind, asked.size) for grid in grids]
    return make_boards(session, wanted, at, settings, asked.language, step)


def _due(
    session: Session, record: GridRecord, settings: Settings, at: datetime
) -> tuple[list[BoardWanted], list[int]]:
    """The boards below a grid that no longer hold, each as it hangs."""
    found = list_boards(session, Reach(everything=True), grid=record.code)
    due = [each.board for each in compared(session, found, settings, at) if each.stale]
    ids = sorted({board.grid_id for board in due})
    grids = {grid.id: grid for grid in grid_records(session, grid_select(at).where(GridRow.grid_id.in_(ids)))}
    kept = [board for board in due if board.grid_id in grids]
    wanted = [BoardWanted(grids[board.grid_id], board.kind, board.size) for board in kept]
    return wanted, [board.id for board in kept]


def _grids(session: Session, record: GridRecord, asked: Asked, at: datetime) -> list[GridRecord]:
    """The grids of the levels asked for, the one asked about included; where there are none, itself."""
    levels = asked.levels or ((2,) if asked.what == "overview" else (3,))
    found = [each for each in (record, *subtree(session, record, at)) if each.level in levels]
    return found or ([record] if not asked.levels else [])


def _refuse_size(asked: Asked, sheets: int, settings: Settings) -> None:
    if sheets == 0:
        raise InputError("print_nothing")
    if asked.what == "cards":
        cards = sheets * (asked.count or 0)
        if cards > settings.print_max_cards:
            raise InputError("print_too_many", given=cards, most=settings.print_max_cards)
    elif sheets > settings.print_max_sheets:
        raise InputError("print_too_many", given=sheets, most=settings.print_max_sheets)
