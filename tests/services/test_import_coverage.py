"""Import: what is derived is said, what is rejected is named, and nothing is half-done."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import Engine, text

from geo_grid.core.errors import CoverageBroken, FieldError, InputError, Refusal, Unavailable
from geo_grid.core.numbering import CodeScheme
from geo_grid.services.edition_draft import Approval
from geo_grid.services.import_coverage import ImportPlan, commit_import, plan_import
from geo_grid.services.import_request import ImportRequest, LayerFile, mapping_of
from geo_grid.store import writing
from geo_grid.store.queries.editions import editions
from geo_grid.store.queries.voids import voids
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.session import session_scope

CITY = Path(__file__).parents[2] / "data" / "real_city"
SCHEME = CodeScheme.parse("6+3+3+3")
AT = datetime(2024, 1, 1, tzinfo=UTC)
OFFICE = Approval("水面", "县政府")


def cell(x: int, y: int, **properties: Any) -> dict[str, Any]:
    """A square of 0.01° with its corners on the lattice."""
    west, south = (1200 + x) / 10, (300 + y) / 10
    ring = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1], [west, south]]
    return feature([[[round(a, 7), round(b, 7)] for a, b in ring]], **properties)


def feature(coordinates: Any, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def file(folder: Path, *features: dict[str, Any], name: str = "grids.geojson") -> LayerFile:
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return LayerFile(path)


def plan(**asked: Any) -> ImportPlan:
    return plan_import(ImportRequest(**asked), SCHEME)


def said(found: ImportPlan) -> set[str]:
    return {code for code, _ in found.notes}


def block(folder: Path, *, without: tuple[int, int] | None = None, **more: Any) -> LayerFile:
    # 4 × 3 cells; the two western columns belong to "w", the others to "e"
    cells = [(x, y) for x in range(4) for y in range(3) if (x, y) != without]
    return file(folder, *(cell(x, y, code=f"{x}{y}", parent="w" if x < 2 else "e", **more) for x, y in cells))


def test_upper_levels_are_derived_from_the_finest(tmp_path: Path) -> None:
    found = plan(combined=block(tmp_path))
    assert found.ok
    assert [(count.level, count.grids) for count in found.counts] == [(0, 1), (1, 1), (2, 2), (3, 12)]
    assert said(found) == {"import_outline_is_union"}
    west = next(grid for grid in found.grids[2] if grid.code == "w")
    # a union keeps the vertices of its children: 2 × 3 cells have 10 corners on their outer border
    assert shapely.get_num_coordinates(west.geometry) == 11
    assert {grid.parent for grid in found.grids[2]} == {found.grids[1][0].code}


def test_one_file_a_level_without_parent_ids_is_linked_by_place(tmp_path: Path) -> None:
    def stripped(level: int) -> LayerFile:
        features = json.loads((CITY / f"level{level}.geojson").read_text(encoding="utf-8"))["features"]
        for each in features:
            each["properties"] = {"code": each["properties"]["code"]}
        return file(tmp_path, *features, name=f"level{level}.geojson")

    found = plan(
        levels={0: LayerFile(CITY / "outline.geojson"), **{level: stripped(level) for level in (1, 2, 3)}}
    )
    assert found.ok
    assert said(found) == {"import_parents_located"}
    assert all(grid.parent == grid.code[:8] for grid in found.grids[3])


def test_codes_are_numbered_within_the_parent(tmp_path: Path) -> None:
    found = plan(combined=block(tmp_path), generate_codes=True, outline_code="110101")
    assert [grid.code for grid in found.grids[1]] == ["110101001"]
    assert {grid.attributes["source_code"]: grid.code for grid in found.grids[2]} == {
        "w": "110101001001",
        "e": "110101001002",
    }
    # the north-west cell of the western half comes first, the south-east one last
    numbers = {str(grid.attributes["source_code"]): grid.code[-3:] for grid in found.grids[3]}
    assert [numbers[f"{x}{y}"] for y in (2, 1, 0) for x in (0, 1)] == [
        "001",
        "002",
        "003",
        "004",
        "005",
        "006",
    ]
    assert all(len(grid.code) == 15 for grid in found.grids[3])


def test_attributes_are_mapped_and_the_rest_is_kept(tmp_path: Path) -> None:
    source = file(
        tmp_path,
        cell(0, 0, VILLCODE="v1", VILLNAME="城东", TOWN="t", 类别="A类", 性质="专属", 户数=300),
        cell(1, 0, VILLCODE="v2", VILLNAME="城西", TOWN="t", 类别=None, 性质="综合", 户数=None),
    )
    fields = mapping_of(["code=VILLCODE", "name=VILLNAME", "parent=TOWN", "class=类别", "kind=性质"])
    first, second = plan(combined=source, fields=fields).grids[3]
    assert (first.code, first.name, first.class_, first.kind) == ("v1", "城东", "A", "special")
    assert first.attributes == {"户数": 300}
    assert (second.class_, second.kind, second.attributes) == (None, "comprehensive", {})


def test_every_rejected_row_is_named_with_its_reason(tmp_path: Path) -> None:
    # row 1 is good; the others are a line, a word that nobody knows, nothing at all, and two parts
    source = file(
        tmp_path,
        cell(0, 0, code="good", parent="p"),
        feature([[120.0, 30.0], [120.1, 30.1]], "LineString", code="line", parent="p"),
        cell(1, 0, code="word", parent="p", **{"class": "Z"}),
        {"type": "Feature", "properties": {"code": "none", "parent": "p"}, "geometry": None},
        feature(
            [cell(2, 0)["geometry"]["coordinates"], cell(4, 0)["geometry"]["coordinates"]],
            "MultiPolygon", code="parts", parent="p",
        ),
    )  # fmt: skip
    found = plan(combined=source)
    reasons = {
        (each.row, each.id): each.problem.code if each.problem else each.code for each in found.rejected
    }
    assert reasons.pop((1, "p")) == "import_multipart_unapproved"  # the derived parent has parts too
    assert reasons.pop((1, "1")) == "import_multipart_unapproved"
    assert reasons.pop((1, "0")) == "import_multipart_unapproved"
    assert reasons == {
        (2, "line"): "not_polygon",
        (3, "word"): "import_value_unknown",
        (4, "none"): "empty",
        (5, "parts"): "import_multipart_unapproved",
    }
    assert not found.ok


def test_an_empty_row_alone_does_not_stop_an_import(tmp_path: Path) -> None:
    empty = {"type": "Feature", "properties": {"code": "none", "parent": "p"}, "geometry": None}
    found = plan(combined=file(tmp_path, cell(0, 0, code="a", parent="p"), empty))
    assert found.ok
    assert [each.id for each in found.rejected] == ["none"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "00"}, "duplicate_id"),
        ({"code": None}, "missing_id"),
        ({"parent": None}, "unknown_parent"),
    ],
)
def test_rows_that_name_themselves_or_their_parents_wrong_are_faults(
    tmp_path: Path, change: dict[str, Any], code: str
) -> None:
    cells = [cell(x, 0, **({"code": f"{x}0", "parent": "p"} | (change if x == 1 else {}))) for x in range(3)]
    found = plan(combined=file(tmp_path, *cells))
    assert not found.ok
    assert code in {problem.code for problem in found.problems}


def test_a_parent_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    upper = file(tmp_path, cell(0, 0, code="p"), name="level2.geojson")
    lower = file(tmp_path, cell(0, 0, code="a", parent="q"), name="level3.geojson")
    found = plan(levels={2: upper, 3: lower})
    assert {problem.code for problem in found.problems} == {"unknown_parent", "gap"}


def test_a_gap_is_a_fault_until_somebody_approves_it(tmp_path: Path) -> None:
    source = block(tmp_path, without=(1, 1))
    assert {problem.code for problem in plan(combined=source).problems} == {"gap"}
    with pytest.raises(InputError) as refused:
        plan(combined=source, accept_gaps=("all",))
    assert refused.value.code == "import_approval_missing"
    elsewhere = plan(combined=source, accept_gaps=("121,31",), approval=OFFICE)
    assert not elsewhere.ok
    found = plan(combined=source, accept_gaps=("120.15,30.15",), approval=OFFICE)
    assert found.ok
    # three of its neighbours belong to "w", one to "e"
    assert [(void.parent, void.approval) for void in found.voids] == [("w", OFFICE)]


def test_a_gap_under_a_given_parent_can_be_approved_at_its_edge(tmp_path: Path) -> None:
    cells = [cell(x, 0, code=f"{x}0", parent="p") for x in range(3)]
    parent = feature(
        [[[round((1200 + x) / 10, 7), 30.0] for x in range(4)]
         + [[round((1200 + x) / 10, 7), 30.1] for x in range(3, -1, -1)] + [[120.0, 30.0]]],
        code="p",
    )  # fmt: skip
    levels = {
        2: file(tmp_path, parent, name="level2.geojson"),
        3: file(tmp_path, *cells[:2], name="level3.geojson"),
    }
    assert {problem.code for problem in plan(levels=levels).problems} == {"gap"}
    found = plan(levels=levels, accept_gaps=("all",), approval=OFFICE)
    assert found.ok
    assert found.voids[0].geometry.bounds == (1_202_000_000, 300_000_000, 1_203_000_000, 301_000_000)


def test_an_overlap_cannot_be_approved(tmp_path: Path) -> None:
    shifted = cell(1, 0, code="b", parent="p")
    for point in shifted["geometry"]["coordinates"][0]:
        point[0] = round(point[0] - 0.05, 7)
    found = plan(
        combined=file(tmp_path, cell(0, 0, code="a", parent="p"), shifted),
        accept_gaps=("all",),
        approval=OFFICE,
    )
    assert "overlap" in {problem.code for problem in found.problems}
    with pytest.raises(Refusal):
        commit_import(None, found, effective=AT, title="", reason="", by="")  # type: ignore[arg-type]


def test_an_exclave_is_recorded_with_its_approval(tmp_path: Path) -> None:
    parts = [cell(0, 0)["geometry"]["coordinates"], cell(2, 0)["geometry"]["coordinates"]]
    source = file(
        tmp_path,
        feature(parts, "MultiPolygon", code="a", parent="p"),
        cell(1, 0, code="b", parent="p"),
    )
    assert [each.id for each in plan(combined=source).rejected] == ["a"]
    found = plan(combined=source, accept_multipart=("a",), approval=OFFICE)
    assert found.ok
    assert found.grids[3][0].exclave == OFFICE


def test_what_cannot_be_meant_is_refused(tmp_path: Path) -> None:
    source = file(tmp_path, cell(0, 0, name="x"))
    with pytest.raises(InputError) as no_codes:
        plan(combined=source, fields={"parent": "name"})
    assert no_codes.value.code == "import_codes_missing"
    with pytest.raises(InputError) as no_parents:
        plan(combined=source)
    assert no_parents.value.code == "import_parents_missing"
    with pytest.raises(FieldError):
        plan(combined=source, fields={"code": "nowhere"})
    for request, code in (
        ({}, "import_nothing"),
        ({"combined": source, "fields": {"colour": "name"}}, "import_target_unknown"),
        ({"combined": source, "accept_gaps": ("here",), "approval": OFFICE}, "import_gap_unclear"),
    ):
        with pytest.raises(InputError) as refused:
            plan(**request)
        assert refused.value.code == code
    with pytest.raises(InputError):
        mapping_of(["name"])


@pytest.mark.database
def test_a_plan_becomes_one_edition_with_its_voids(engine: Engine, tmp_path: Path) -> None:
    found = plan(combined=block(tmp_path, without=(1, 1)), accept_gaps=("all",), approval=OFFICE)
    with session_scope(engine) as session:
        published = commit_import(session, found, effective=AT, title="first", reason="", by="test")
    assert published.grids == {1: 1, 2: 2, 3: 11}
    with session_scope(engine) as session:
        assert [void.reason for void in voids(session, AT)] == ["水面"]
        assert len(whole_edition(session, AT)) == 15


@pytest.mark.database
def test_a_connection_killed_in_the_middle_leaves_nothing(
    engine: Engine, owner_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = plan(combined=block(tmp_path))
    prove_now = writing.prove_now

    def killed(session: Any) -> None:
        mine = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with owner_engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
        prove_now(session)

    monkeypatch.setattr(writing, "prove_now", killed)
    with pytest.raises(Unavailable), session_scope(engine) as session:
        commit_import(session, found, effective=AT, title="first", reason="", by="test")
    monkeypatch.undo()
    with session_scope(engine) as session:
        assert editions(session) == []
        assert whole_edition(session, AT) == []
        assert session.execute(text("SELECT count(*) FROM grid")).scalar_one() == 0


@pytest.mark.database
def test_an_outline_in_force_stays_where_none_is_given(engine: Engine, tmp_path: Path) -> None:
    outline = file(tmp_path, cell(0, 0, code="legal", name="界线"), name="outline.geojson")
    grids = [cell(0, 0, code="a", parent="p", name="旧")]
    first = plan(levels={0: outline, 3: file(tmp_path, *grids, name="level3.geojson")})
    second = plan(combined=file(tmp_path, cell(0, 0, code="a", parent="p", name="新")))
    elsewhere = plan(combined=file(tmp_path, cell(5, 0, code="b", parent="q"), name="other.geojson"))
    with session_scope(engine) as session:
        commit_import(session, first, effective=AT, title="first", reason="", by="test")
    with session_scope(engine) as session:
        later = AT.replace(year=2025)
        commit_import(session, second, effective=later, title="second", reason="", by="test")
        found = {grid.level: grid for grid in whole_edition(session, later)}
        assert (found[0].code, found[0].name, found[1].parent, found[3].name) == (
            "legal",
            "界线",
            "legal",
            "新",
        )
        assert found[0].edition == 1
    with pytest.raises(CoverageBroken), session_scope(engine) as session:
        commit_import(
            session, elsewhere, effective=AT.replace(year=2026), title="third", reason="", by="test"
        )
