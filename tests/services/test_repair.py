"""Repaired copies of files: nothing else moves, every format ends in a proof, the list says who got what."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from geo_grid.core.crs import WGS84, Crs
from geo_grid.core.errors import GeoGridError
from geo_grid.core.repairs.wishes import Wishes
from geo_grid.files.output import Output
from geo_grid.files.reading import read
from geo_grid.files.writing import write
from geo_grid.services.check import check_files
from geo_grid.services.repair import Files, RepairReport, repair_file

REAL = Path(__file__).parents[2] / "data" / "real_city"
GK = Crs.parse("EPSG:4547")
ENDINGS = [".geojson", ".gpkg", ".shp", ".zip", ".kml", ".topojson", ".parquet", ".fgb"]


def blocks(west: float, south: float, side: float) -> Any:
    """Sixteen blocks, four by four, row by row from the south-west."""
    return [
        shapely.box(west + i * side, south + j * side, west + (i + 1) * side, south + (j + 1) * side)
        for j in range(4)
        for i in range(4)
    ]


def dirty(west: float, south: float, side: float) -> Any:
    """Block 5 reaches into three others, 0 leaves a gap, 15 has a vertex more, the last is a copy of 3."""
    found = blocks(west, south, side)
    (x0, y0), (x1, y1) = (west + side, south + side), (west + 2 * side, south + 2 * side)
    found[5] = shapely.Polygon([(x0, y0), (x1, y0), (x1 + 0.1 * side, y1 + 0.037 * side), (x0, y1)])
    x, y = west + side, south + side
    found[0] = shapely.Polygon([(west, south), (x - 0.0713 * side, south), (x, y), (west, y)])
    a, b = (west + 3 * side, south + 3 * side), (west + 4 * side, south + 4 * side)
    found[15] = shapely.Polygon([a, ((a[0] + b[0]) / 2, a[1]), (b[0], a[1]), b, (a[0], b[1])])
    return np.array([*found, found[3]], dtype=object)


def outline(west: float, south: float, side: float) -> Any:
    steps = range(4)
    ring = [
        *((west + i * side, south) for i in steps),
        *((west + 4 * side, south + i * side) for i in steps),
        *((west + (4 - i) * side, south + 4 * side) for i in steps),
        *((west, south + (4 - i) * side) for i in steps),
    ]
    return np.array([shapely.Polygon(ring)], dtype=object)


def coverage(folder: Path, ending: str, crs: Crs = WGS84, table: pd.DataFrame | None = None) -> Files:
    """The dirty blocks and their outline in files of one format."""
    place = (560_000.123, 3_460_000.456, 333.3) if crs is GK else (121.47, 31.23, 0.003)
    if table is None:
        table = pd.DataFrame(
            {"code": [f"{n:03d}" for n in range(17)], "名称": [f"网格{n}" for n in range(17)]}
        )
    grids, parent = folder / f"grids{ending}", folder / f"parent{ending}"
    write(grids, Output("网格", dirty(*place), table, crs, verbatim=True))
    write(parent, Output("界线", outline(*place), pd.DataFrame({"code": ["7"]}), crs, verbatim=True))
    return Files(grids, parent=parent, out=folder / f"out{ending}", parent_out=folder / f"parent-out{ending}")


def counts(report: RepairReport) -> dict[str, int]:
    return dict(Counter(problem.code for problem in report.before.problems))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("gap", ["longest", "new"])
def test_every_format_ends_in_a_proof(ending: str, gap: str, tmp_path: Path) -> None:
    files = coverage(tmp_path, ending)
    report = repair_file(files, Wishes(gap=gap))
    assert counts(report) == {"overlap": 3, "duplicate": 1, "gap": 1, "unmatched_vertex": 1}
    assert report.ok
    assert files.out is not None
    again = check_files(files.out, parent=files.parent_out)
    assert again.ok
    assert again.grids == (17 if gap == "new" else 16)
    written = read(files.out)
    assert written.table["名称"].tolist()[:16] == [f"网格{n}" for n in range(16)]
    if gap == "new":
        assert written.table["code"].tolist()[-1] == "new-1"
        assert written.table["名称"].isna().tolist()[-1]


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".shp", ".parquet"])
def test_metres_end_in_a_proof_when_read_again(ending: str, tmp_path: Path) -> None:
    files = coverage(tmp_path, ending, GK)
    report = repair_file(files, Wishes())
    assert report.ok
    assert report.repaired.proof.ok
    before, after = read(files.path), read(tmp_path / f"out{ending}")
    assert after.crs.same_as(GK)
    assert_unaffected_vertices_stay(before.geometry, after.geometry, report)


def assert_unaffected_vertices_stay(before: Any, after: Any, report: RepairReport) -> None:
    """Untouched rows are the same to the bit; changed ones have no vertices but the old and the repair's."""
    known = {xy for row in before for xy in map(tuple, shapely.get_coordinates(row).tolist())}
    lattice = report.repaired.work.children.geometry
    kept = [row for row in range(len(before)) if row not in report.repaired.work.deleted]
    for now, row in enumerate(kept):
        if row not in report.repaired.changed:
            assert shapely.equals_identical(before[row], after[now])
            continue
        xy = [tuple(each) for each in shapely.get_coordinates(after[now]).tolist()]
        # Only a vertex that the repair made may be new, and it made those on the lattice.
        fresh = {each for each in xy if each not in known}
        old = set(map(tuple, shapely.get_coordinates(report.before.children.geometry[row]).tolist()))
        made = {
            each for each in map(tuple, shapely.get_coordinates(lattice[row]).tolist()) if each not in old
        }
        assert len(fresh) <= len(made)


def test_untouched_features_are_the_same_bytes(tmp_path: Path) -> None:
    text = (REAL / "level3.geojson").read_text(encoding="utf-8")
    document = json.loads(text)
    ring = document["features"][40]["geometry"]["coordinates"]
    while isinstance(ring[0][0], list):
        ring = ring[0]
    # one corner of one grid half a metre to the east, written by hand with odd spacing and attributes
    index = len(ring) // 2
    lines = []
    for number, feature in enumerate(document["features"]):
        feature["properties"]["备注"] = f"第{number}行 é"
        if number == 40:
            ring[index][0] = round(ring[index][0] + 5e-6, 7)
        lines.append("  " + json.dumps(feature, ensure_ascii=False, separators=(" ,", " :  ")))
    source = tmp_path / "grids.geojson"
    source.write_text(
        '{ "type":"FeatureCollection", "features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8"
    )
    report = repair_file(
        Files(source, parent=REAL / "outline.geojson", out=tmp_path / "out.geojson"), Wishes()
    )
    assert report.ok
    assert report.repaired.changed
    written = (tmp_path / "out.geojson").read_text(encoding="utf-8").splitlines()
    original = source.read_text(encoding="utf-8").splitlines()
    assert len(written) == len(original)
    for row, (old, new) in enumerate(zip(original[1:-1], written[1:-1], strict=True)):
        if row in report.repaired.changed:
            assert new.partition('"geometry"')[0] == old.partition('"geometry"')[0]
        else:
            assert new == old


def test_the_real_city_with_its_corner_moved_back_is_the_city_again(tmp_path: Path) -> None:
    # 3 cm: within the tolerance, so the corner returns to where its neighbours have it.
    document = json.loads((REAL / "level3.geojson").read_text(encoding="utf-8"))
    ring = document["features"][10]["geometry"]["coordinates"]
    while isinstance(ring[0][0], list):
        ring = ring[0]
    ring[3][0] = round(ring[3][0] + 3e-7, 7)
    source, out = tmp_path / "grids.geojson", tmp_path / "out.geojson"
    source.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    report = repair_file(Files(source, parent=REAL / "outline.geojson", out=out), Wishes())
    assert report.ok
    before = check_files(REAL / "level3.geojson").children.geometry
    after = check_files(out).children.geometry
    assert all(shapely.equals(a, b) for a, b in zip(before, after, strict=True))


def test_numbers_stay_numbers_and_new_grids_get_the_next_one(tmp_path: Path) -> None:
    table = pd.DataFrame({"网格编号": range(100, 117), "上级": [7] * 17})
    files = coverage(tmp_path, ".gpkg", table=table)
    files = replace(files, id_field="网格编号", parent_id_field="上级")
    report = repair_file(files, Wishes(gap="new"))
    assert report.ok
    written = read(tmp_path / "out.gpkg").table
    assert written["网格编号"].tolist()[-1] == 117
    assert written["上级"].tolist() == [7] * 17
    assert written["网格编号"].dtype == "int64"
    assert "117" in report.repaired.work.children.ids


def test_long_field_names_cut_by_a_shapefile_are_still_found(tmp_path: Path) -> None:
    table = pd.DataFrame({"grid_identifier": range(17), "parent_identifier": ["7"] * 17})
    files = coverage(tmp_path, ".geojson", table=table)
    write(
        tmp_path / "parent.geojson",
        Output("p", outline(121.47, 31.23, 0.003), pd.DataFrame({"parent_identifier": ["7"]}), WGS84),
    )
    out = tmp_path / "out.shp"
    files = Files(
        files.path,
        parent=files.parent,
        id_field="grid_identifier",
        parent_id_field="parent_identifier",
        out=out,
    )
    assert repair_file(files, Wishes()).ok
    assert "grid_ident" in read(out).fields


def test_a_preview_is_what_would_be_written_and_writes_nothing(tmp_path: Path) -> None:
    files = coverage(tmp_path, ".geojson")
    before = sorted(path.name for path in tmp_path.iterdir())
    preview = repair_file(Files(files.path, parent=files.parent), Wishes(gap="new"))
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert preview.changes_path is None
    written = repair_file(Files(files.path, parent=files.parent, out=files.out), Wishes(gap="new"))
    mine, theirs = preview.as_json(), written.as_json()
    for answer in (mine, theirs):
        del answer["after"]["seconds"]
    assert mine == theirs


def test_the_list_of_changes_says_who_gave_what_to_whom(tmp_path: Path) -> None:
    files = coverage(tmp_path, ".geojson")
    report = repair_file(files, Wishes())
    assert report.changes_path == tmp_path / "out.geojson.changes.json"
    answer = json.loads(report.changes_path.read_text(encoding="utf-8"))
    assert list(answer) == ["ok", "changes", "unrepaired", "before", "after"]
    assert answer["ok"] is True
    assert answer["unrepaired"] == []
    assert answer["before"] == {"ok": False, "grids": 17, "problems": counts(report)}
    assert answer["after"]["ok"] is True
    actions = Counter(change["action"] for change in answer["changes"])
    assert actions["resolve_overlap"] == 3
    assert actions["close_gap"] == 1
    assert actions["dissolve_duplicate"] == 1
    for change in answer["changes"]:
        assert {"action", "from", "to", "area_m2", "parent", "geometry", "message"} <= set(change)
        assert "–" not in change["message"]
        if change["action"] in ("resolve_overlap", "close_gap"):
            assert change["area_m2"] > 0
            assert shapely.from_geojson(json.dumps(change["geometry"])).area > 0


def test_what_stays_says_why(tmp_path: Path) -> None:
    files = coverage(tmp_path, ".geojson")
    report = repair_file(
        Files(files.path, parent=files.parent, out=files.out),
        Wishes(gap=None, overlap=None, duplicates=False),
    )
    assert not report.ok
    answer = json.loads((tmp_path / "out.geojson.changes.json").read_text(encoding="utf-8"))
    assert {each["reason"] for each in answer["unrepaired"]} == {"kept"}
    assert Counter(each["code"] for each in answer["unrepaired"]) == {"overlap": 3, "gap": 1, "duplicate": 1}
    assert all(" / " in each["why"] for each in answer["unrepaired"])


def test_parents_get_the_vertices_at_which_their_children_meet(tmp_path: Path) -> None:
    corner = shapely.box(121.47, 31.23, 121.482, 31.242)
    files = coverage(tmp_path, ".geojson")
    plain = Output("p", np.array([corner], dtype=object), pd.DataFrame({"code": ["7"]}))
    write(tmp_path / "parent.geojson", plain)
    alone = repair_file(Files(files.path, parent=files.parent, out=tmp_path / "alone.geojson"), Wishes())
    assert not alone.ok
    assert {reason for _, reason in alone.repaired.refused} == {"parent_lacks_vertex"}
    both = repair_file(files, Wishes())
    assert both.ok
    assert ("noding_parent", "#1") in {(note.action, note.receiver) for note in both.repaired.note}
    assert shapely.equals(read(tmp_path / "parent-out.geojson").geometry[0], corner)
    assert check_files(tmp_path / "out.geojson", parent=tmp_path / "parent-out.geojson").ok
    assert not check_files(tmp_path / "out.geojson", parent=tmp_path / "parent.geojson").ok


def code_of(files: Files, wishes: Wishes | None = None) -> str:
    with pytest.raises(GeoGridError) as error:
        repair_file(files, wishes or Wishes())
    return error.value.code


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    files = coverage(tmp_path, ".geojson")
    grids, parent = files.path, files.parent
    assert parent is not None
    kept = grids.read_bytes(), parent.read_bytes()
    (tmp_path / "link.geojson").symlink_to(grids)
    out = tmp_path / "out.geojson"
    assert code_of(Files(grids, parent=parent, out=grids)) == "file_is_input"
    assert code_of(Files(grids, parent=parent, out=parent)) == "file_is_input"
    assert code_of(Files(grids, parent=parent, out=tmp_path / "link.geojson")) == "file_is_input"
    assert code_of(Files(grids, parent=parent, out=out, parent_out=parent)) == "file_is_input"
    assert code_of(Files(grids, parent=parent, out=out, parent_out=grids)) == "file_is_input"
    assert code_of(Files(grids, parent=parent, out=out, parent_out=out)) == "outputs_alike"
    assert (grids.read_bytes(), parent.read_bytes()) == kept
    assert not out.exists()


def test_outputs_that_cannot_be_are_refused_before_any_work(tmp_path: Path) -> None:
    files = coverage(tmp_path, ".geojson")
    assert code_of(Files(files.path, out=tmp_path / "out.xyz")) == "file_format_unknown"
    assert code_of(Files(files.path, out=tmp_path / "no" / "out.geojson")) == "folder_missing"
    assert code_of(Files(files.path, out=tmp_path / "out.gpkg", parent_out=tmp_path / "p.gpkg")) == (
        "parent_output_alone"
    )
    metres = coverage(tmp_path, ".gpkg", GK)
    assert code_of(Files(metres.path, out=tmp_path / "out.kml")) == "crs_unwritable"
    assert not (tmp_path / "out.kml").exists()


def test_grids_that_are_not_in_the_file_are_named(tmp_path: Path) -> None:
    files = coverage(tmp_path, ".geojson")
    for wishes in (Wishes(gap="99"), Wishes(overlap="99"), Wishes(grids=frozenset({"99", "001"}))):
        with pytest.raises(GeoGridError) as error:
            repair_file(files, wishes)
        assert error.value.code == "grid_not_in_file"
        assert error.value.params["grids"] == ["99"]


def test_missing_and_double_ids_do_not_stop_a_repair(tmp_path: Path) -> None:
    table = pd.DataFrame({"code": ["a", "a", None, *(f"{n}" for n in range(14))]})
    files = coverage(tmp_path, ".geojson", table=table)
    report = repair_file(files, Wishes())
    assert not report.ok
    assert {problem.code for problem in report.after.problems} == {"duplicate_id", "missing_id"}
    assert report.repaired.proof.ok


def test_a_shapefile_in_gbk_stays_one(tmp_path: Path) -> None:
    files = coverage(tmp_path, ".geojson")
    source, out = tmp_path / "甲.shp", tmp_path / "乙.shp"
    features = read(files.path)
    write(source, Output("甲", features.geometry, features.table, WGS84, verbatim=True), encoding="GBK")
    source.with_suffix(".cpg").unlink()
    report = repair_file(Files(source, parent=files.parent, encoding="GBK", out=out), Wishes())
    assert {reason for _, reason in report.repaired.refused} <= {"parent_lacks_vertex"}
    assert "网格15".encode("gbk") in out.with_suffix(".dbf").read_bytes()
    assert read(out).table["名称"].tolist() == [f"网格{n}" for n in range(16)]


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".shp", ".parquet", ".fgb", ".kml"])
def test_heights_stay(ending: str, tmp_path: Path) -> None:
    def block(west: float, east: float, height: float) -> Any:
        corners = [(west, 0), (east, 0), (east, 1), (west, 1)]
        return shapely.Polygon([(x, y, height + x) for x, y in corners])

    grids = np.array([block(0, 1.1, 5), block(1, 2, 50), block(2, 3, 500)], dtype=object)
    source, out = tmp_path / f"grids{ending}", tmp_path / f"out{ending}"
    write(source, Output("g", grids, pd.DataFrame({"code": ["a", "b", "c"]}), WGS84, verbatim=True))
    assert repair_file(Files(source, out=out), Wishes(overlap="b")).ok
    original = read(out).original
    assert original is not None
    by_place = {
        tuple(xyz[:2]): xyz[2] for xyz in shapely.get_coordinates(original[0], include_z=True).tolist()
    }
    # The corners at 0 were a's own; where it now meets b the nearest of its old corners was at 1.1.
    assert by_place == pytest.approx({(0, 0): 5, (0, 1): 5, (1, 0): 6.1, (1, 1): 6.1})
    for row in (1, 2):
        assert shapely.equals_identical(shapely.normalize(original[row]), shapely.normalize(grids[row]))


def test_other_rows_of_the_file_stay(tmp_path: Path) -> None:
    # a line, an empty row and a bow-tie: the first two are none of a repair's business
    rows = [
        {"type": "LineString", "coordinates": [[121.47, 31.23], [121.48, 31.24]]},
        None,
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
        json.loads(shapely.to_geojson(shapely.box(1, 0, 2, 1))),
    ]
    features = [
        {"type": "Feature", "id": n, "properties": {"code": f"{n}"}, "geometry": geometry}
        for n, geometry in enumerate(rows)
    ]
    source = tmp_path / "grids.geojson"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    for out in (tmp_path / "out.geojson", None):
        report = repair_file(Files(source, out=out), Wishes())
        assert {p.code for p in report.after.problems} == {"not_polygon", "empty", "multipart"}
    after = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]
    assert [after[0], after[1], after[3]] == [features[0], features[1], features[3]]
    assert after[2]["id"] == 2
    assert shapely.from_geojson(json.dumps(after[2]["geometry"])).is_valid
