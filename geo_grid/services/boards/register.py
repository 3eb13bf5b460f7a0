"""The register of notice boards: where they hang, what is on them, who looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.boards.fingerprint import Fingerprint, Reason, out_of_date
from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.boards.gathering import fingerprints
from geo_grid.services.ground import reach_of, require_on
from geo_grid.settings import Settings
from geo_grid.store import board_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.board_records import BoardRecord
from geo_grid.store.origin import origin_of
from geo_grid.store.queries.boards import BoardState, board_by_id, list_boards
from geo_grid.store.queries.border_editions import border_editions
from geo_grid.store.queries.edition_by_number import edition_by_number
from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.queries.scope import grid_in_force, is_known_code
from geo_grid.store.queries.state import state
from geo_grid.store.tables import GridRow

PRINT = Action.BOARDS_PRINT
#: Longest place and note.
MOST_CHARACTERS = 200

_FIELDS = ("grid_id", "kind", "size", "lon", "lat", "place", "hung_on", "removed_on")


@dataclass(frozen=True, slots=True)
class BoardNow:
    """A board, and why it is out of date: None where nobody said what is on it, or it was taken down."""

    board: BoardRecord
    stale: tuple[Reason, ...] | None


def boards(
    session: Session,
    actor: Actor | None,
    settings: Settings,
    at: datetime,
    *,
    grid: str | None = None,
    which: BoardState = "hanging",
    after: int = 0,
    limit: int | None = None,
) -> list[BoardNow]:
    """Boards on the actor's ground, by id.

    Parameters
    ----------
    actor
        None for whoever works at the machine itself.
    at
        This instant.
    grid
        Code: only its boards and those of the grids below it.
    """
    found = list_boards(session, reach_of(actor, PRINT), grid=grid, state=which, after=after, limit=limit)
    return compared(session, found, settings, at)


def board_now(
    session: Session, actor: Actor | None, board: int, settings: Settings, at: datetime
) -> BoardNow:
    """One board.

    Raises
    ------
    NotFound
        ``board_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    return compared(session, [found_board(session, actor, board)], settings, at)[0]


def add_board(session: Session, actor: Actor | None, code: str, values: Mapping[str, Any]) -> int:
    """Register a board; the caller commits.

    Parameters
    ----------
    code
        The grid that it shows.
    values
        ``kind``, ``size``, ``lon``, ``lat``, ``place``, ``hung_on``.

    Returns
    -------
    Its id.

    Raises
    ------
    InputError
        ``board_ended``, ``board_text_invalid``.
    NotFound
        ``grid_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    grid = _grid(session, code)
    require_on(session, actor, PRINT, grid)
    checked = _checked({"hung_on": None, **values, "grid_id": grid, "removed_on": None})
    added = writing.add_board(session, checked)
    note(session, "board.add", f"board:{added}", after={"grid": code, **_told(values)})
    return added


def change_board(session: Session, actor: Actor | None, board: int, changes: Mapping[str, Any]) -> None:
    """Change what is given, ``grid`` (a code) and ``removed_on`` included; the caller commits.

    Raises
    ------
    As `add_board`, and ``board_not_found``, ``board_dates_wrong``.
    """
    before = found_board(session, actor, board)
    former = {name: getattr(before, name) for name in _FIELDS}
    given = dict(changes)
    code = given.pop("grid", None)
    values = _checked({**former, **given, **({} if code is None else {"grid_id": _grid(session, code)})})
    require_on(session, actor, PRINT, values["grid_id"])
    writing.change_board(session, board, values)
    changed = {name: value for name, value in values.items() if value != former[name] and name != "grid_id"}
    note(
        session,
        "board.change",
        f"board:{board}",
        before={"grid": before.grid[0], **_told({name: former[name] for name in changed})},
        after={"grid": code or before.grid[0], **_told(changed)},
    )


def check_board(
    session: Session, actor: Actor | None, board: int, *, fine: bool, remark: str | None = None
) -> None:
    """Write down that somebody looked at a board; the caller commits.

    Raises
    ------
    As `board_now`, and ``board_text_invalid``.
    """
    found_board(session, actor, board)
    if remark is not None and len(remark) > MOST_CHARACTERS:
        raise InputError("board_text_invalid", field="note", most=MOST_CHARACTERS)
    writing.add_check(session, board, origin_of(session).actor, fine=fine, note=remark)
    note(session, "board.check", f"board:{board}", after={"fine": fine, "note": remark})


def mark_printed(
    session: Session,
    actor: Actor | None,
    board: int,
    settings: Settings,
    at: datetime,
    edition: int | None = None,
) -> None:
    """Write down that what is published now was printed on a board; the caller commits.

    Parameters
    ----------
    edition
        The edition on the sheet; the one in effect where it is not given.

    Raises
    ------
    As `board_now`; InputError ``board_ended``, ``board_printed_wrong``.
    """
    found = found_board(session, actor, board)
    shown = current(session, [found.grid_id], settings, at).get(found.grid_id)
    if shown is None:
        raise InputError("board_ended", grid=found.grid[0])
    number = state(session, at).edition or 0
    if edition is not None and edition != number:
        asked = edition_by_number(session, edition)
        if asked is None or asked.effective > at:
            raise InputError("board_printed_wrong", given=edition)
        number, shown = edition, _as_of(session, found.grid_id, shown, asked.effective)
    writing.add_print(session, board, number, shown)
    note(session, "board.print", f"board:{board}", after={"edition": number})


def compared(
    session: Session, found: Sequence[BoardRecord], settings: Settings, at: datetime
) -> list[BoardNow]:
    """Boards with why each is out of date."""
    hanging = [each for each in found if each.removed_on is None and each.printed is not None]
    now = current(session, sorted({each.grid_id for each in hanging}), settings, at)

    def reasons(board: BoardRecord) -> tuple[Reason, ...] | None:
        if board.printed is None or board.removed_on is not None:
            return None
        return out_of_date(board.printed.fingerprint, now.get(board.grid_id)) or None

    return [BoardNow(each, reasons(each)) for each in found]


def current(
    session: Session, grids: Sequence[int], settings: Settings, at: datetime
) -> dict[int, Fingerprint]:
    """Identity → what a sheet would show now, of those grids that are in force."""
    if not grids:
        return {}
    records = grid_records(session, grid_select(at).where(GridRow.grid_id.in_(grids)))
    return fingerprints(session, records, at, settings)


def _as_of(session: Session, grid: int, shown: Fingerprint, at: datetime) -> Fingerprint:
    """The border of an earlier edition; nothing tells what people were then."""
    border = border_editions(session, [grid], at).get(grid, shown.border_edition)
    return Fingerprint(border, shown.people, shown.contact)


def found_board(session: Session, actor: Actor | None, board: int) -> BoardRecord:
    """A board on the actor's ground.

    Raises
    ------
    NotFound
        ``board_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    record = board_by_id(session, board)
    if record is None:
        raise NotFound("board_not_found", given=board)
    require_on(session, actor, PRINT, record.grid_id)
    return record


def _grid(session: Session, code: str) -> int:
    grid = grid_in_force(session, code)
    if grid is None:
        if is_known_code(session, code):
            raise InputError("board_ended", grid=code)
        raise NotFound("grid_not_found", grid=code)
    return grid


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    place = str(values["place"]).strip()
    if not 1 <= len(place) <= MOST_CHARACTERS:
        raise InputError("board_text_invalid", field="place", most=MOST_CHARACTERS)
    hung, removed = values["hung_on"], values["removed_on"]
    if hung is not None and removed is not None and removed < hung:
        raise InputError("board_dates_wrong")
    return {**values, "place": place}


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
