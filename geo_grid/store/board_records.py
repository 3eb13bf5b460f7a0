"""Notice boards and print jobs as the queries answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from geo_grid.core.boards.fingerprint import Fingerprint


@dataclass(frozen=True, slots=True)
class BoardCheckRecord:
    """When somebody looked, and whether all was well."""

    at: datetime
    by: str
    fine: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class BoardPrintRecord:
    """What was on a board when it was printed last."""

    edition: int
    at: datetime
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class BoardRecord:
    """A notice board; its grid under the code that it has, or had last."""

    id: int
    grid_id: int
    grid: tuple[str, str, int]
    kind: Literal["office", "member"]
    size: Literal["A2", "A3", "A4"]
    lon: float
    lat: float
    place: str
    photo: str | None
    hung_on: date | None
    removed_on: date | None
    last_check: BoardCheckRecord | None
    printed: BoardPrintRecord | None


@dataclass(frozen=True, slots=True)
class PrintJobRecord:
    """Sheets that are made in the background, without their file.

    Parameters
    ----------
    asked
        What was asked for, as sent.
    told
        What could not be printed as it was given.
    """

    id: int
    account_id: int
    grid_id: int
    grid: tuple[str, str, int]
    asked: Mapping[str, Any]
    state: Literal["waiting", "running", "done", "failed"]
    done: int
    total: int | None
    pages: int | None
    attempts: int
    error: Mapping[str, Any] | None
    told: Sequence[Mapping[str, Any]]
    created_at: datetime
    finished_at: datetime | None
