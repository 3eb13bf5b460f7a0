"""Import a coverage from files: read, link, derive, prove; then publish it as one edition, or say why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.crs import WGS84, area_m2
from geo_grid.core.entry import Entered, Source, enter
from geo_grid.core.errors import InputError, Refusal
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.numbering import CodeScheme
from geo_grid.core.problem import Problem
from geo_grid.core.proof import Wholes, prove
from geo_grid.core.rings import dissolve
from geo_grid.core.rules.ids import check_ids
from geo_grid.core.rules.levels import prove_parents
from geo_grid.core.uncovered import uncovered
from geo_grid.services.demo_people import end_people
from geo_grid.services.edition_draft import Approval, DraftGrid, DraftVoid, EditionDraft
from geo_grid.services.import_hierarchy import Hierarchy, Piece, derive_above, final_codes, link
from geo_grid.services.import_request import ALL, ImportRequest
from geo_grid.services.import_rows import LevelRows, Rejected, read_rows
from geo_grid.services.import_voids import pieces_below, unknown_parents
from geo_grid.services.publish_edition import publish
from geo_grid.services.replace_demo import holds_only_demos, in_place_of_demo, remove_demo_layers
from geo_grid.store.base_writing import lock_loads
from geo_grid.store.incident_demo_writing import drop_made_up
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import EditionRecord

#: Called with a step's name as it begins.
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LevelCount:
    """What an import would bring at one level."""

    level: int
    grids: int
    area_m2: float
    file: str


@dataclass(frozen=True)
class ImportPlan:
    """What an import would publish, and what stands in its way.

    Parameters
    ----------
    counts
        Levels, outline first; `file` is empty for those derived as unions.
    grids, outline, voids
        What goes into the draft.
    outline_is_union
        True where no outline was given: then one that is in force already stays.
    problems
        Faults of shapes and tiling.
    rejected
        Rows that are not imported, each with its reason.
    notes
        What was decided without being told: code and parameters, to be said aloud.
    """

    counts: tuple[LevelCount, ...]
    grids: dict[int, list[DraftGrid]]
    outline: DraftGrid | None
    voids: tuple[DraftVoid, ...]
    problems: tuple[Problem, ...]
    rejected: tuple[Rejected, ...]
    notes: tuple[tuple[str, dict[str, Any]], ...]
    outline_is_union: bool = False

    @property
    def ok(self) -> bool:
        """True where nothing stands in the way of publishing."""
        hinders = any(problem.is_error for problem in self.problems)
        return not hinders and all(_is_harmless(rejected) for rejected in self.rejected)


def _is_harmless(rejected: Rejected) -> bool:
    return rejected.problem is not None and not rejected.problem.is_error


def plan_import(
    request: ImportRequest, scheme: CodeScheme, progress: Progress = lambda _: None
) -> ImportPlan:
    """Read and prove everything; nothing is written.

    Parameters
    ----------
    request
        What to import.
    scheme
        For codes that are to be generated.

    Raises
    ------
    UnreadableFile, CrsError, FieldError, NoFeatures, InputError
        The files cannot be used as they are.
    """
    progress("reading")
    rows = read_rows(request)
    levels = rows.levels
    if not set(levels) - {0}:
        raise InputError("import_nothing")
    hierarchy = Hierarchy(levels)
    if 0 in levels:
        levels[0] = _one_outline(hierarchy, levels[0], request)
    progress("proving")
    pieces: dict[int, list[Piece]] = {}
    given = set(levels)
    for level in range(hierarchy.finest, 0, -1):
        if level - 1 in given:
            link(hierarchy, level)
        pieces[level] = pieces_below(hierarchy, level, request, rows.voids)
        if level - 1 not in given:
            derive_above(hierarchy, level - 1, pieces[level], request)
    if rows.voids is not None and (unknown := unknown_parents(hierarchy, rows.voids)):
        raise InputError("import_void_parent_unknown", file=rows.voids.path.name, parents=unknown)
    problems, rejected = _shape_problems(hierarchy, request, rows.rejected)
    for level in range(hierarchy.finest, 0, -1):
        problems += _tiling(hierarchy, level, pieces[level], is_given=level - 1 in given)
    multipart = _unapproved(hierarchy, request)
    codes = final_codes(hierarchy, request, scheme)
    problems = _without_approved(problems, {each.id for each in multipart})
    problems.sort(key=lambda p: (p.severity, p.code, -p.area_m2, p.grids, p.parent or ""))
    grids = {level: _drafts(hierarchy, level, codes, request) for level in range(hierarchy.finest + 1)}
    return ImportPlan(
        tuple(_count(levels[level]) for level in sorted(levels)),
        {level: found for level, found in grids.items() if level > 0},
        grids[0][0] if grids[0] else None,
        tuple(
            DraftVoid(
                codes[level - 1][each.parent],
                each.name,
                Approval(each.reason, each.approved_by),
                each.geometry,
            )
            for level, below in sorted(pieces.items())
            for each in below
        ),
        tuple(problems),
        (*rows.rejected, *rejected, *multipart),
        tuple(hierarchy.notes),
        outline_is_union=0 in hierarchy.derived,
    )


def commit_import(
    session: Session,
    plan: ImportPlan,
    *,
    effective: datetime,
    title: str,
    reason: str,
    by: str,
    progress: Progress = lambda _: None,
) -> EditionRecord:
    """Publish a plan as one edition; the caller commits.

    The outline comes from outside: where the plan has only the union of its grids and an outline is in force,
    that one stays, and level 1 must tile it. Where there is nothing but a demo, all of it ends with this.

    Raises
    ------
    Refusal
        ``import_has_problems``: the plan is not in order; ``nothing_to_publish``.
    CoverageBroken, Conflict, Unavailable
        As `publish`.
    """
    if not plan.ok or plan.outline is None:
        raise Refusal("import_has_problems", problems=len(plan.problems), rejected=len(plan.rejected))
    draft = EditionDraft(effective, title, reason, by, plan.grids, outline=plan.outline, voids=plan.voids)
    if holds_only_demos(session):
        lock_loads(session)
        published = publish(session, in_place_of_demo(session, draft), progress)
        remove_demo_layers(session)
        end_people(session, effective)
        drop_made_up(session)
        return published
    in_force = whole_edition(session, effective, levels=(0,)) if plan.outline_is_union else []
    return publish(session, _under(draft, in_force[0].code) if in_force else draft, progress)


def _under(draft: EditionDraft, code: str) -> EditionDraft:
    """The draft without an outline of its own, its top level and the voids there under the one in force."""
    own = draft.outline.code if draft.outline is not None else None
    top = [replace(grid, parent=code) for grid in draft.grids[1]]
    beside = [replace(void, parent=code) if void.parent == own else void for void in draft.voids or ()]
    return replace(draft, outline=None, grids={**draft.grids, 1: top}, voids=beside)


def _one_outline(hierarchy: Hierarchy, outline: LevelRows, request: ImportRequest) -> LevelRows:
    """The outline as one grid; several features form it together, as in ``check``."""
    if len(outline) == 1:
        if request.outline_name:
            outline.names = [request.outline_name]
        outline.parents = [None]
        return outline
    present = [shape for shape in outline.geometry if shape is not None]
    try:
        whole = dissolve(np.array(present, dtype=object))
    except ValueError as error:
        raise InputError("import_outline_overlaps", file=outline.file) from error
    hierarchy.notes.append(("import_outline_joined", {"count": len(outline), "file": outline.file}))
    code = request.outline_code
    name = request.outline_name or code or outline.file
    degrees = geometries_to_degrees(np.array([whole], dtype=object))
    entered = enter(Source(degrees, WGS84), [code or "#1"])
    return LevelRows(0, outline.file, [code], [name], [None], [None], [{}], [{}], [None], entered, [1])


def _shape_problems(
    hierarchy: Hierarchy, request: ImportRequest, already: Sequence[Rejected]
) -> tuple[list[Problem], list[Rejected]]:
    """What is wrong with single rows; those without a usable shape are rejected by name."""
    told = {(each.file, each.row) for each in already}
    problems: list[Problem] = list(hierarchy.problems)
    rejected: list[Rejected] = []
    for level, rows in sorted(hierarchy.levels.items()):
        if level in hierarchy.derived:
            continue
        ids = [] if level == 0 or (request.generate_codes and not any(rows.codes)) else check_ids(rows.codes)
        for problem in (*ids, *rows.entered.problems):
            position = problem.params.get("row")
            if position is None:
                problems.append(problem)
                continue
            if problem.code == "empty" and (rows.file, rows.rows[position - 1]) in told:
                continue  # its shape was taken away with the row
            located = replace(problem, params={**problem.params, "row": rows.rows[position - 1]})
            problems.append(located)
            if rows.geometry[position - 1] is None and problem.code != "missing_id":
                rejected.append(
                    Rejected(rows.file, rows.rows[position - 1], rows.called[position - 1], problem=located)
                )
    return problems, rejected


def _tiling(hierarchy: Hierarchy, level: int, pieces: Sequence[Piece], *, is_given: bool) -> list[Problem]:
    """Faults of one level against the level above; against its own outline where that is its union."""
    rows, at = hierarchy.levels[level], hierarchy.parent_of[level]
    children = rows.entered
    if pieces:
        children, at = _with_pieces(children, at, pieces)
    above = hierarchy.levels[level - 1].entered
    if not is_given:
        # Exact unions of what tiles leave nothing over, at the price of one sort; only where something is
        # left, or ground is enclosed, is it looked for without them.
        against_unions = prove(children, Wholes(above), at)
        if against_unions.ok and not uncovered(children.geometry, None):
            return []
        return list(prove(children).problems or against_unions.problems)
    problems = list(prove(children, Wholes(above), at).problems)
    if level > 1 and level - 1 not in hierarchy.derived and level - 2 not in hierarchy.levels:
        problems += prove_parents(above)
    return problems


def _with_pieces(children: Entered, at: Any, pieces: Sequence[Piece]) -> tuple[Entered, Any]:
    """Grids and voids as one set on the lattice."""
    shapes = np.empty(len(pieces), dtype=object)
    shapes[:] = [piece.geometry for piece in pieces]
    together = geometries_to_degrees(np.concatenate([children.geometry, shapes]))
    ids = [*children.ids, *(piece.name for piece in pieces)]
    parents = np.array([piece.parent for piece in pieces], dtype=np.int32)
    return enter(Source(together, WGS84), ids), np.concatenate([at, parents])


def _unapproved(hierarchy: Hierarchy, request: ImportRequest) -> list[Rejected]:
    """Grids of several parts that nobody approved; the approved ones get their approval."""
    found = []
    for level, rows in sorted(hierarchy.levels.items()):
        parts = shapely.get_num_geometries(rows.geometry)
        for row in np.flatnonzero(parts > 1).tolist():
            called = rows.called[row]
            if rows.exclaves[row] is None and {ALL, called} & set(request.accept_multipart):
                rows.exclaves[row] = request.approval
            if rows.exclaves[row] is None:
                found.append(
                    Rejected(
                        rows.file, rows.rows[row], called, code="import_multipart_unapproved",
                        params={"level": level, "parts": int(parts[row])},
                    )
                )  # fmt: skip
    return found


def _without_approved(problems: list[Problem], unapproved: set[str]) -> list[Problem]:
    return [each for each in problems if each.code != "multipart" or set(each.grids) & unapproved]


def _drafts(
    hierarchy: Hierarchy, level: int, codes: dict[int, list[str]], request: ImportRequest
) -> list[DraftGrid]:
    rows = hierarchy.levels[level]
    drafts = []
    for row, shape in enumerate(rows.geometry):
        at = -1 if level == 0 else int(hierarchy.parent_of[level][row])
        if shape is None or (level > 0 and at < 0):
            continue
        parent = None if level == 0 else codes[level - 1][at]
        code = codes[level][row]
        attributes = rows.attributes[row]
        if request.generate_codes and rows.codes[row] not in (None, code):
            attributes = {**attributes, "source_code": rows.codes[row]}
        drafts.append(
            DraftGrid(
                code, rows.names[row] or code, level, parent, shape,
                **rows.extras[row], attributes=attributes, exclave=rows.exclaves[row],
            )
        )  # fmt: skip
    return drafts


def _count(rows: LevelRows) -> LevelCount:
    present = rows.geometry[~shapely.is_missing(rows.geometry)]
    total = float(np.sum(area_m2(geometries_to_degrees(present)))) if len(present) else 0.0
    return LevelCount(rows.level, len(present), total, rows.file)
