"""Repair a file: preview who gives how much to whom, write a copy, and prove that copy."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import shapely

from geo_grid.core.change import Transfer
from geo_grid.core.errors import InputError, UnreadableFile
from geo_grid.core.faults import Fault
from geo_grid.core.repairs.repaired import Repaired
from geo_grid.core.repairs.run import repair
from geo_grid.core.repairs.wishes import Wishes
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.files.features import Features
from geo_grid.files.reading import LIMIT_BYTES, read
from geo_grid.files.replacing import replaced
from geo_grid.files.writing import format_of
from geo_grid.services.check import CheckReport, Progress, check_features, check_files, problem_json
from geo_grid.services.edited_copy import edit_of_grids, edit_of_parents, first_free_number
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
    _check_places(files)
    progress("reading")
    before = check_files(
        files.path,
        layer=files.layer,
        parent=files.parent,
        parent_layer=files.parent_layer,
        id_field=files.id_field,
        parent_id_field=files.parent_id_field,
        crs=files.crs,
        encoding=files.encoding,
        limit_bytes=files.limit_bytes,
        progress=progress,
    )
    progress("repairing")
    work = Workpiece(before.children, before.wholes, before.parent_at)
    _check_names(work, wishes)
    asked = replace(wishes, parents=files.parent_out is not None, first_new=first_free_number(before))
    done = repair(work, asked, before.proof)
    grids, parents = edit_of_grids(before, done), edit_of_parents(before, done)
    if files.out is None:
        after = check_features(
            grids.applied(),
            None if parents is None else parents.applied(),
            id_field=files.id_field,
            parent_id_field=files.parent_id_field,
        )
        return RepairReport(before, after, done, None)
    progress("writing")
    renamed = grids.write(files.out).renamed
    parents_renamed: Mapping[str, str] = {}
    if files.parent_out is not None and parents is not None:
        parents_renamed = parents.write(files.parent_out).renamed
    progress("proving")
    after = _check_written(files, files.out, renamed, parents_renamed)
    changes = files.out.with_name(files.out.name + ".changes.json")
    report = RepairReport(before, after, done, changes)
    with replaced(changes) as temporary:
        temporary.write_text(
            json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return report


def _check_places(files: Files) -> None:
    """Refuse outputs that would replace an input or cannot be written, before any work is done."""
    inputs = [path for path in (files.path, files.parent) if path is not None]
    outputs = [path for path in (files.out, files.parent_out) if path is not None]
    for at, path in enumerate(outputs):
        format_of(path)
        if any(_is_same(path, other) for other in inputs):
            raise UnreadableFile("file_is_input", file=str(path))
        if any(_is_same(path, other) for other in outputs[:at]):
            raise InputError("outputs_alike", file=str(path))
        if not path.parent.is_dir():
            raise InputError("folder_missing", file=path.name, folder=str(path.parent))
    if files.parent_out is not None and (files.parent is None or files.out is None):
        raise InputError("parent_output_alone")


def _is_same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


def _check_written(
    files: Files, out: Path, renamed: Mapping[str, str], parents_renamed: Mapping[str, str]
) -> CheckReport:
    """Prove what was written, read again from its file."""
    # A copy has one layer of its own and says its own encoding; the format may have changed field names.
    features = _renamed_back(read(out, crs=files.crs, limit_bytes=files.limit_bytes), renamed)
    parents = None
    if files.parent_out is not None:
        parents = read(files.parent_out, crs=files.crs, limit_bytes=files.limit_bytes)
        parents = _renamed_back(parents, parents_renamed)
    elif files.parent is not None:
        parents = read(
            files.parent,
            layer=files.parent_layer,
            crs=files.crs,
            limit_bytes=files.limit_bytes,
            encoding=files.encoding,
        )
    return check_features(features, parents, id_field=files.id_field, parent_id_field=files.parent_id_field)


def _renamed_back(features: Features, renamed: Mapping[str, str]) -> Features:
    names = {now: before for before, now in renamed.items()}
    return replace(features, table=features.table.rename(columns=names)) if names else features


def _check_names(work: Workpiece, wishes: Wishes) -> None:
    known = set(work.children.ids)
    named = set(wishes.grids)
    if wishes.gap not in {None, "longest", "new"}:
        named.add(str(wishes.gap))
    if wishes.overlap not in {None, "smaller", "larger"}:
        named.add(str(wishes.overlap))
    if missing := sorted(named - known):
        raise InputError("grid_not_in_file", grids=missing)


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
