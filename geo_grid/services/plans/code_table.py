"""Which code leads to which: the old grids of a plan and what has their ground afterwards."""

import csv
import io
from dataclasses import dataclass

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.edits.grid import Grid
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.applying import on_base
from geo_grid.services.plans.found import found_plan
from geo_grid.store.queries.plan_scene import changed_grids

#: Less than this share of a grid's ground does not lead anywhere.
_LEAST = 0.01
_HEADER = ("level", "old_code", "old_name", "new_code", "new_name", "share_of_old")


@dataclass(frozen=True, slots=True)
class CodeStep:
    """Ground of an old grid that a new one has.

    Parameters
    ----------
    share
        Of the old grid's ground, 0 to 1.
    """

    old: Grid
    new: Grid
    share: float


def code_steps(session: Session, actor: Actor | None, plan: int) -> list[CodeStep]:
    """Old grids that the plan changes, other than by vertices, and who has their ground; by level and code.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    """
    record = found_plan(session, actor, plan)
    told = [each for each in changed_grids(session, plan) if not each.noding]
    before = [each.grid for each in on_base(session, record.base, [e.key for e in told]).values()]
    after = [each.grid for each in told if each.grid is not None and not each.grid.is_void]
    found: list[CodeStep] = []
    for old in (grid for grid in before if grid.level > 0 and not grid.is_void):
        whole = float(shapely.area(old.geometry))
        for new in after:
            if new.level != old.level or not shapely.intersects(old.geometry, new.geometry):
                continue
            share = float(shapely.area(shapely.intersection(old.geometry, new.geometry))) / whole
            if share >= _LEAST:
                found.append(CodeStep(old, new, share))
    return sorted(found, key=lambda each: (each.old.level, each.old.code, -each.share))


def codes_csv(session: Session, actor: Actor | None, plan: int) -> bytes:
    """The same as CSV in UTF-8 with a mark, so that spreadsheets know it.

    Raises
    ------
    As `code_steps`.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for each in code_steps(session, actor, plan):
        writer.writerow(
            (
                each.old.level,
                _cell(each.old.code),
                _cell(each.old.name),
                _cell(each.new.code),
                _cell(each.new.name),
                f"{each.share:.3f}",
            )
        )
    return text.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
