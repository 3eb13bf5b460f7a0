"""Repair a file: preview who gives how much to whom, write a copy, and prove that copy."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo_grid.core.change import Transfer
from geo_grid.core.entry import Entered
from geo_grid.core.errors import InputError
from geo_grid.core.faults import Fault
from geo_grid.core.leaving import leave
from geo_grid.core.repairs.run import Repaired, Wishes, repair
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.files.features import Features
from geo_grid.files.reading import LIMIT_BYTES, read
from geo_grid.files.replacing import replaced
from geo_grid.files.writing import format_of, write_edited
from geo_grid.services.check import CheckReport, Progress, check_files, problem_json
from geo_grid.words.repairs import explain_refusal, explain_transfer


@dataclass(frozen=True)
class Files:
    """What to read and where to write.

    Parameters
    ----------
    path, layer
        The grids.
    parent, parent_layer
        What they are to tile.
    id_field, parent_id_field, crs, encoding
        As in a check.
    limit_bytes
        Larger files are refused.
    out
        Where the repaired copy goes; None only previews.
    parent_out
        Where a copy of the parents goes that has the vertices their children meet at; None: parents stay.
    """

    path: Path
    layer: str | None = None
    parent: Path | None = None
    parent_layer: str | None = None
    id_field: str | None = None
    parent_id_field: str | None = None
    crs: str | None = None
    encoding: str | None = None
    limit_bytes: int = LIMIT_BYTES
    out: Path | None = None
    parent_out: Path | None = None


@dataclass(frozen=True)
class RepairReport:
    """What a repair did.

    Parameters
    ----------
    before, after
        The checks before and after; after a preview the proof is of what would be written.
    repaired
        The repair.
    changes_path
        Where the list of changes was written.
    """

    before: CheckReport
    after: CheckReport
    repaired: Repaired
    changes_path: Path | None

    @property
    def ok(self) -> bool:
        """True if what was written (or would be) is proved."""
        return self.after.ok

    def as_json(self) -> dict[str, Any]:
        """The content of OUT.changes.json."""
        return {
            "ok": self.ok,
            "changes": [transfer_json(transfer) for transfer in self.repaired.note],
            "unrepaired": [_refusal_json(fault, reason) for fault, reason in self.repaired.refused],
            "before": _summary(self.before),
            "after": self.after.as_json(),
        }


def repair_file(files: Files, wishes: Wishes, progress: Progress = lambda _: None) -> RepairReport:
    """Repair the grids of a file.

    Raises
    ------
    UnreadableFile, CrsError, FieldError, NoFeatures, InputError
        The input cannot be used, or the output cannot be written.
    """
    if files.out is not None:
        format_of(files.out)
    before = _check(files, files.path, files.parent, progress)
    progress("repairing")
    work = Workpiece(before.children, before.wholes, before.parent_at)
    _check_names(work, wishes)
    done = repair(work, replace(wishes, parents=files.parent_out is not None))
    if files.out is None:
        return RepairReport(before, _previewed(before, done), done, None)
    progress("writing")
    _write(files.out, before.features, before.children, done, files.parent_id_field, before)
    parent_file = files.parent
    if files.parent_out is not None and files.parent is not None:
        parent_file = files.parent_out
        _write_parents(files, before, done.parents)
    after = _check(files, files.out, parent_file, progress, written=True)
    changes = files.out.with_name(files.out.name + ".changes.json")
    report = RepairReport(before, after, done, changes)
    with replaced(changes) as temporary:
        temporary.write_text(
            json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return report


def _check(
    files: Files, path: Path, parent: Path | None, progress: Progress, *, written: bool = False
) -> CheckReport:
    # A copy has one layer of its own, under a name that its format may have changed.
    return check_files(
        path,
        layer=None if written else files.layer,
        parent=parent,
        parent_layer=None if written and parent is not files.parent else files.parent_layer,
        id_field=files.id_field,
        parent_id_field=files.parent_id_field,
        crs=files.crs,
        encoding=files.encoding,
        limit_bytes=files.limit_bytes,
        progress=progress,
    )


def _check_names(work: Workpiece, wishes: Wishes) -> None:
    known = set(work.children.ids)
    named = set(wishes.grids)
    if wishes.gap not in {None, "longest", "new"}:
        named.add(str(wishes.gap))
    if wishes.overlap not in {None, "smaller", "larger"}:
        named.add(str(wishes.overlap))
    if missing := sorted(named - known):
        raise InputError("grid_not_in_file", grids=missing)


def _previewed(before: CheckReport, done: Repaired) -> CheckReport:
    """A check of what would be written: shape problems that the repair cured are gone."""
    children = done.work.children
    gone = {children.ids[row] for row in done.changed | done.work.deleted}
    kept = [
        problem
        for problem in before.problems
        if problem.code in _OWN and not (problem.code in _CURED and gone & set(problem.grids))
    ]
    deleted = len(done.work.deleted)
    return replace(
        before,
        problems=(*done.proof.problems, *kept),
        grids=len(children) - deleted,
        edges=done.proof.edges,
        children=children,
        wholes=done.work.wholes,
        parent_at=done.work.parent_at,
    )


#: Problems of single rows, which the tiling's proof does not repeat.
_OWN = frozenset(
    {
        "invalid_geometry",
        "duplicate_id",
        "missing_id",
        "unknown_parent",
        "not_polygon",
        "coordinates_out_of_range",
        "empty",
        "multipart",
    }
)
_CURED = frozenset({"invalid_geometry"})


def _write(
    out: Path,
    features: Features,
    entered: Entered,
    done: Repaired,
    parent_id_field: str | None,
    before: CheckReport,
) -> None:
    old = [row for row in sorted(done.changed) if row < len(entered)]
    new = [row for row in sorted(done.changed) if row >= len(entered)]
    shapes = leave(done.work.children.geometry[np.array(old + new, dtype=np.int64)], entered, old)
    _, id_name = features.ids(_known_field(features, before))
    added = []
    for row, shape in zip(new, shapes[len(old) :], strict=True):
        attributes: dict[str, Any] = {id_name: done.work.children.ids[row]} if id_name else {}
        if parent_id_field is not None:
            attributes[parent_id_field] = done.work.parent_name(done.work.key(row))
        added.append((shape, attributes))
    write_edited(
        out,
        features,
        dict(zip(old, shapes[: len(old)], strict=True)),
        removed=sorted(done.work.deleted),
        added=added,
    )


def _known_field(features: Features, before: CheckReport) -> str | None:
    return before.id_field if before.id_field and features.has_field(before.id_field) else None


def _write_parents(files: Files, before: CheckReport, put: Mapping[int, shapely.Geometry]) -> None:
    if files.parent is None or files.parent_out is None or before.wholes is None:
        return
    parents = read(
        files.parent,
        layer=files.parent_layer,
        crs=files.crs,
        limit_bytes=files.limit_bytes,
        encoding=files.encoding,
    )
    rows = sorted(put)
    shapes = leave(np.array([put[row] for row in rows], dtype=object), before.wholes.entered, rows)
    write_edited(files.parent_out, parents, dict(zip(rows, shapes, strict=True)))


def transfer_json(transfer: Transfer) -> dict[str, Any]:
    """One line of the list of changes."""
    geometry = None if transfer.geometry is None else json.loads(shapely.to_geojson(transfer.geometry))
    return {
        "action": transfer.action,
        "from": transfer.giver,
        "to": transfer.receiver,
        "area_m2": transfer.area_m2,
        "parent": transfer.parent,
        **{name: value for name, value in transfer.params.items() if name in {"moved", "inserted", "row"}},
        "geometry": geometry,
        "message": f"{explain_transfer(transfer, 'zh')} / {explain_transfer(transfer, 'en')}",
    }


def _refusal_json(fault: Fault, reason: str) -> dict[str, Any]:
    return {
        **problem_json(fault.problem),
        "reason": reason,
        "why": f"{explain_refusal(reason, 'zh')} / {explain_refusal(reason, 'en')}",
    }


def _summary(report: CheckReport) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for problem in report.problems:
        counts[problem.code] = counts.get(problem.code, 0) + 1
    return {"ok": report.ok, "grids": report.grids, "problems": counts}
