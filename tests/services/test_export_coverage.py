"""Export and import again: the same coverage, byte for byte on the lattice, in every format."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo_grid.core.canonical import canonical
from geo_grid.core.errors import InputError, NotFound, Refusal
from geo_grid.core.lattice import geometries_to_units
from geo_grid.core.numbering import CodeScheme
from geo_grid.services.demo_real import read_real
from geo_grid.services.edition_draft import Approval, DraftGrid, DraftVoid, EditionDraft
from geo_grid.services.export_coverage import ExportScope, export_coverage
from geo_grid.services.import_coverage import ImportPlan, commit_import, plan_import
from geo_grid.services.import_request import ImportRequest, LayerFile
from geo_grid.services.publish_edition import publish
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import GridRecord
from geo_grid.store.session import session_scope

pytestmark = pytest.mark.database

AT = datetime(2025, 1, 1, tzinfo=UTC)
SCHEME = CodeScheme.parse("6+3+3+3")
FORMATS = ["x.geojson", "x.gpkg", "x.shp", "x.zip", "x.kml", "x.topojson", "x.parquet", "x.fgb"]


def with_void_and_exclave() -> EditionDraft:
    # +---+---+---+   level 3: "aa" is the two outer squares (an exclave), "ab" the middle one but for its
    # |aa |ab |aa |   core, a lake that nobody has; above them one grid a level
    # +---+---+---+
    def square(x: int) -> shapely.Polygon:
        return shapely.box(1_200_000_000 + x * 30_000, 300_000_000, 1_200_030_000 + x * 30_000, 300_030_000)

    lake = shapely.box(1_200_040_001, 300_010_001, 1_200_050_001, 300_020_001)
    left, middle, right = square(0), square(1), square(2)
    # The outer squares have the corners of the middle one on their borders already.
    whole = shapely.Polygon(
        [(1_200_000_000 + x * 30_000, 300_000_000) for x in range(4)]
        + [(1_200_000_000 + x * 30_000, 300_030_000) for x in range(3, -1, -1)]
    )
    approval = Approval("历史飞地", "县政府")
    return EditionDraft(
        datetime(2024, 1, 1, tzinfo=UTC), "first", "", "test",
        {
            1: [DraftGrid("a1", "城东", 1, "0", whole, statutory=True)],
            2: [DraftGrid("b1", "社区", 2, "a1", whole, setting="urban")],
            3: [
                DraftGrid("aa", "第一网格", 3, "b1", shapely.MultiPolygon([left, right]), exclave=approval,
                          ground="street", class_="A", attributes={"户数": 312, "note": "x"}),
                DraftGrid("ab", "学校", 3, "b1", middle.difference(lake), kind="special"),
            ],
        },
        outline=DraftGrid("0", "界线", 0, None, whole),
        voids=[DraftVoid("b1", "湖", Approval("无人管理", "县政府"), lake)],
    )  # fmt: skip


def told(grid: DraftGrid | GridRecord, shape: shapely.Geometry) -> tuple[Any, ...]:
    """All that a grid says of itself; its shape as canonical bytes, in lattice units."""
    words = (grid.level, grid.parent, grid.name, grid.kind, grid.ground, grid.class_, grid.setting)
    return (*words, grid.statutory, shapely.to_wkb(canonical(np.array([shape], dtype=object))[0]))


def state(session: Session) -> dict[str, Any]:
    grids = whole_edition(session, AT)
    shapes = geometries_to_units(np.array([grid.geometry for grid in grids], dtype=object))
    return {grid.code: told(grid, shape) for grid, shape in zip(grids, shapes, strict=True)}


def planned(plan: ImportPlan) -> dict[str, Any]:
    assert plan.outline is not None
    grids = [plan.outline, *(grid for grids in plan.grids.values() for grid in grids)]
    return {grid.code: told(grid, grid.geometry) for grid in grids}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("which", ["city", "exceptions"])
def test_export_then_import_is_the_identity(session: Session, tmp_path: Path, name: str, which: str) -> None:
    draft = read_real(ZoneInfo("Asia/Shanghai")).draft if which == "city" else with_void_and_exclave()
    publish(session, draft)
    out = tmp_path / name
    exported = export_coverage(session, out, ExportScope(AT))
    beside = out.with_name(f"x.voids{out.suffix}")
    voids = LayerFile(beside) if beside.exists() else None
    plan = plan_import(ImportRequest(combined=LayerFile(out), voids=voids), SCHEME)
    assert plan.problems == ()
    assert plan.rejected == ()
    assert planned(plan) == state(session)
    assert sum(exported.grids.values()) == len(planned(plan))
    assert [(void.parent, void.name, void.approval) for void in plan.voids] == [
        (void.parent, void.name, void.approval) for void in draft.voids or ()
    ]
    for void, again in zip(draft.voids or (), plan.voids, strict=True):
        assert shapely.equals_exact(void.geometry.normalize(), again.geometry.normalize())
    exclaves = {grid.code: grid.exclave for grids in plan.grids.values() for grid in grids if grid.exclave}
    assert exclaves == ({} if which == "city" else {"aa": Approval("历史飞地", "县政府")})


def test_attributes_come_back_with_their_types(session: Session, tmp_path: Path) -> None:
    publish(session, with_void_and_exclave())
    export_coverage(session, tmp_path / "x.gpkg", ExportScope(AT))
    plan = plan_import(ImportRequest(combined=LayerFile(tmp_path / "x.gpkg")), SCHEME)
    assert next(grid.attributes for grid in plan.grids[3] if grid.code == "aa") == {"户数": 312, "note": "x"}


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_a_shapefile_in_either_encoding_keeps_its_chinese(
    session: Session, tmp_path: Path, encoding: str
) -> None:
    publish(session, with_void_and_exclave())
    export_coverage(session, tmp_path / "x.shp", ExportScope(AT), encoding=encoding)
    plan = plan_import(
        ImportRequest(combined=LayerFile(tmp_path / "x.shp"), voids=LayerFile(tmp_path / "x.voids.shp")),
        SCHEME,
    )
    assert [grid.name for grid in plan.grids[3]] == ["第一网格", "学校"]
    assert plan.voids[0].name == "湖"


def test_a_level_and_a_subtree(session: Session, tmp_path: Path) -> None:
    publish(session, read_real(ZoneInfo("Asia/Shanghai")).draft)
    assert export_coverage(session, tmp_path / "2.geojson", ExportScope(AT, level=2)).grids == {2: 2}
    under = export_coverage(session, tmp_path / "u.geojson", ExportScope(AT, under="10020010"))
    assert under.grids[2] == 1
    assert 0 not in under.grids
    both = export_coverage(session, tmp_path / "b.geojson", ExportScope(AT, level=3, under="10020010"))
    assert both.grids == {3: under.grids[3]}


def test_what_is_not_there_is_said(session: Session, tmp_path: Path) -> None:
    with pytest.raises(NotFound) as nothing:
        export_coverage(session, tmp_path / "x.geojson", ExportScope(AT))
    assert nothing.value.code == "export_nothing"
    publish(session, with_void_and_exclave())
    with pytest.raises(NotFound) as unknown:
        export_coverage(session, tmp_path / "x.geojson", ExportScope(AT, under="zz"))
    assert unknown.value.code == "grid_not_found"
    with pytest.raises(InputError) as format_unknown:
        export_coverage(session, tmp_path / "x.doc", ExportScope(AT))
    assert format_unknown.value.code == "file_format_unknown"
    assert list(tmp_path.iterdir()) == []


def test_an_import_of_its_own_export_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    with session_scope(engine) as session:
        publish(session, with_void_and_exclave())
        export_coverage(session, tmp_path / "x.gpkg", ExportScope(AT))
    plan = plan_import(ImportRequest(combined=LayerFile(tmp_path / "x.gpkg")), SCHEME)
    with pytest.raises(Refusal) as refused, session_scope(engine) as session:
        commit_import(session, plan, effective=AT, title="again", reason="", by="test")
    assert refused.value.code == "nothing_to_publish"
