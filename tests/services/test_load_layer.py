"""Base layers loaded into the database: what is kept, what is said, what is replaced."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import LineString, Point, Polygon, box
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from geo_grid.core.crs import WGS84, Crs
from geo_grid.core.errors import FieldError, InputError, NotFound, Refusal, Unavailable
from geo_grid.files.features import Features, Note
from geo_grid.files.output import Output
from geo_grid.files.reading import read
from geo_grid.files.writing import write
from geo_grid.services.layers import list_layers
from geo_grid.services.load_layer import commit_load, plan_load, remove_load
from geo_grid.services.load_plan import LoadPlan, LoadRequest, Surroundings
from geo_grid.store.base_tables import TABLES, Address, BaseChange, BaseLoad, Building, Street, StreetSegment
from geo_grid.store.errors import translated
from geo_grid.store.queries.base_loads import base_loads

DOOR = Point(120.1, 30.1)


def features(shapes: Sequence[Any], columns: dict[str, Any] | None = None, crs: Crs = WGS84) -> Features:
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    table = pd.DataFrame(columns or {}, index=pd.RangeIndex(len(shapes)))
    return Features(geometry, crs, table, "layer", "GeoJSON", Path("layer.geojson"))


def planned(
    layer: str, shapes: Sequence[Any], columns: dict[str, Any] | None = None, **fields: str
) -> LoadPlan:
    wanted = {name.replace("__", "."): column for name, column in fields.items()}
    return plan_load(features(shapes, columns), LoadRequest(layer, "test", fields=wanted))


def doors(count: int, *, west: float = 120.0) -> list[Point]:
    """Doors 100 m apart."""
    return [Point(west + 0.001 * place, 30.0) for place in range(count)]


def counted(remarks: Any) -> dict[str, int]:
    return {code: remark.count for code, remark in remarks.items()}


class TestPlanning:
    def test_columns_are_found_under_usual_headers(self) -> None:
        plan = planned(
            "addresses", [DOOR], {"编号": ["7"], "详细地址": ["人民路1号"], "户数": [3], "备注": ["x"]}
        )
        assert dict(plan.mapping) == {"text": "详细地址", "households": "户数", "id": "编号"}
        assert plan.unused == ("备注",)
        assert plan.source_ids == ["7"]
        assert plan.values["households"] == [3]

    def test_nothing_but_the_fields_of_the_layer_is_taken(self) -> None:
        plan = planned("organisations", [DOOR], {"name": ["店"], "法人": ["某某"], "身份证": ["1"]})
        assert plan.attributes == [{}]
        assert set(plan.values) == {"name", "trade", "phone", "address"}

    def test_what_is_named_comes_before_what_is_usual(self) -> None:
        plan = planned(
            "streets", [LineString([(120, 30), (121, 30)])], {"name": ["a"], "MC": ["b"]}, name="mc"
        )
        assert plan.values["name"] == ["b"]

    def test_services_are_counts_by_their_names(self) -> None:
        columns = {"地址": ["a1号", "a2号", "a3号"], "DJLR": [2, None, -1], "CJR": ["0", "", "3"]}
        plan = planned("addresses", doors(3), columns, services__独居老人="DJLR", services__残疾人="CJR")
        assert plan.values["services"] == [{"独居老人": 2, "残疾人": 0}, {}, {"残疾人": 3}]
        assert counted(plan.noted)["count_negative"] == 1

    def test_services_as_one_column_of_objects(self) -> None:
        cells = [{"独居老人": 2}, '{"独居老人": 1, "x": -4}', None, "many"]
        columns = {"text": ["a1号", "a2号", "a3号", "a4号"], "services": cells}
        plan = planned("addresses", doors(4), columns)
        assert plan.values["services"] == [{"独居老人": 2}, {"独居老人": 1}, {}, {}]
        assert counted(plan.noted) == {"count_negative": 1, "services_unclear": 1}

    def test_services_too_deep_to_be_read_are_unclear(self) -> None:
        columns = {"text": ["a1号"], "services": ["[" * 100_000]}
        assert counted(planned("addresses", doors(1), columns).noted) == {"services_unclear": 1}

    def test_unknown_is_not_zero(self) -> None:
        plan = planned(
            "addresses", doors(2), {"地址": ["a1号", "a2号"], "户数": [None, 0], "人数": [np.nan, 5]}
        )
        assert plan.values["households"] == [None, 0]
        assert plan.values["people"] == [None, 5]
        without = planned("addresses", doors(1), {"地址": ["a1号"]})
        assert without.values["households"] == [None]

    def test_counts_nobody_believes_are_unknown_and_the_row_stays(self) -> None:
        columns = {"地址": ["a1号", "a2号", "a3号"], "人数": [-5, 2_000_000, "三"]}
        plan = planned("addresses", doors(3), columns)
        assert plan.rows_kept == 3
        assert plan.values["people"] == [None] * 3
        assert counted(plan.noted) == {"count_negative": 1, "count_absurd": 1, "count_not_a_number": 1}
        assert plan.noted["count_absurd"].examples == ({"row": 2, "id": None, "given": "people = 2000000"},)

    def test_the_same_address_twice_is_one_door(self) -> None:
        shapes = [DOOR, Point(120.1001, 30.1), Point(120.2, 30.1)]
        plan = planned("addresses", shapes, {"地址": ["人民路1号"] * 3})
        assert plan.rows_kept == 2
        assert counted(plan.dropped) == {"duplicate": 1}
        assert plan.dropped["duplicate"].examples[0]["row"] == 2
        assert counted(plan.noted) == {"same_text_elsewhere": 1}

    def test_an_address_is_completed_from_what_it_says(self) -> None:
        columns = {"地址": ["云溪镇人民路12号", None, None, None], "道路": [None, "和平路", None, None],
                   "门牌号": [None, "3", "5号", None]}  # fmt: skip
        plan = planned("addresses", doors(4), columns)
        assert plan.values["text"] == ["云溪镇人民路12号", "和平路3号", None, None]
        assert plan.values["street"] == ["人民路", "和平路", None, None]
        assert plan.values["number"] == ["12号", "3", "5号", None]
        assert counted(plan.noted) == {"name_missing": 2}

    def test_words_of_another_vocabulary_are_kept_as_they_are(self) -> None:
        line = LineString([(120, 30), (121, 30)])
        plan = planned("streets", [line] * 4, {"道路等级": ["主干路", "tertiary", "滑道", "yes"]})
        assert plan.values["class"] == ["arterial", "branch", None, None]
        assert plan.attributes == [{}, {}, {"class": "滑道"}, {}]
        houses = planned("buildings", [box(120, 30, 120.1, 30.1)], {"用途": ["灯塔"]})
        assert houses.values["use"] == ["other"]
        assert counted(houses.noted) == {"word_unknown": 1}

    def test_names_in_a_wrong_encoding_are_told(self) -> None:
        names = ["人民路", "人民路".encode().decode("cp1252", "replace"), "人\ufffd路"]
        plan = planned("compounds", [box(120, 30, 120.1, 30.1)] * 3, {"名称": names})
        assert counted(plan.noted) == {"text_garbled": 2}

    def test_what_is_said_of_kept_rows_is_not_said_of_dropped_ones(self) -> None:
        plan = planned("addresses", [Point(30, 120), DOOR], {"地址": ["人\ufffd路1号", "人民路1号"]})
        assert counted(plan.dropped) == {"swapped_axes": 1}
        assert counted(plan.noted) == {}

    def test_bridges_of_a_file_are_not_cut_by_the_street_below(self) -> None:
        cross = [LineString([(120, 30), (120.01, 30)]), LineString([(120.005, 29.995), (120.005, 30.005)])]
        flat = planned("streets", cross)
        bridged = planned("streets", cross, {"bridge": [None, "yes"]})
        assert flat.segments is not None
        assert bridged.segments is not None
        assert (len(flat.segments), len(bridged.segments)) == (4, 2)
        assert bridged.attributes == [{}, {"bridge": "yes"}]

    def test_a_layer_far_from_the_grids_is_told(self) -> None:
        outline = Surroundings(box(110, 30, 110.1, 30.1))
        plan = plan_load(features([DOOR], {"地址": ["a1号"]}), LoadRequest("addresses", "s"), outline)
        assert plan.misplaced is not None
        assert plan.misplaced.distance_m == pytest.approx(962_000, rel=0.01)

    def test_requests_that_cannot_mean_anything(self) -> None:
        with pytest.raises(NotFound, match="layer_unknown"):
            LoadRequest("cats", "s")
        with pytest.raises(InputError, match="layer_source_empty"):
            LoadRequest("streets", " ")
        for unusable in ("a\nb", "a\x1b[2J", "\ud800", "源" * 201):
            with pytest.raises(InputError, match="layer_source_unusable"):
                LoadRequest("streets", unusable)
        assert LoadRequest("streets", "民政局\u3000二〇二六").source
        with pytest.raises(InputError, match="layer_target_unknown"):
            planned("streets", [DOOR], {"x": [1]}, households="x")
        with pytest.raises(FieldError, match="field_missing"):
            planned("addresses", [DOOR], {"x": [1]}, households="y")

    def test_chinese_of_a_gbk_shapefile_is_intact(self, tmp_path: Path) -> None:
        path = tmp_path / "道路.shp"
        lines = np.array(
            [LineString([(120, 30), (121, 30)]), LineString([(120, 31), (121, 31)])], dtype=object
        )
        table = pd.DataFrame({"道路名称": ["人民路", "解放巷"], "等级": ["主干路", "巷"]})
        write(path, Output("道路", lines, table, WGS84, verbatim=True), encoding="GBK")
        plan = plan_load(read(path), LoadRequest("streets", "gbk"))
        assert plan.values == {"name": ["人民路", "解放巷"], "class": ["arterial", "alley"]}
        assert counted(plan.noted) == {}

    def test_a_shapefile_in_another_system(self, tmp_path: Path) -> None:
        path, zone = tmp_path / "a.shp", Crs("EPSG:4549")
        xy = zone.from_lonlat(np.array([[120.1, 30.1], [120.2, 30.1]]))
        lines = np.array([LineString(xy)], dtype=object)
        write(path, Output("a", lines, pd.DataFrame({"name": ["x"]}), zone, verbatim=True))
        plan = plan_load(read(path), LoadRequest("streets", "gk"))
        assert np.allclose(
            shapely.get_coordinates(plan.geometry), [[120.1, 30.1], [120.2, 30.1]], atol=1.1e-7
        )


def load(session: Session, layer: str, shapes: Sequence[Any], columns: Any = None, source: str = "s") -> int:
    return commit_load(session, plan_load(features(shapes, columns), LoadRequest(layer, source)))


def objects(values: Sequence[Any]) -> Any:
    return pd.Series(list(values), dtype=object)


def texts(count: int, *, but: dict[int, str] | None = None) -> dict[str, list[str]]:
    return {"地址": [(but or {}).get(place, f"人民路{place}号") for place in range(count)]}


@pytest.mark.database
class TestStoring:
    @pytest.mark.parametrize(
        ("layer", "shape"),
        [
            ("streets", LineString([(120, 30), (121, 30)])),
            ("railways", LineString([(120, 30), (121, 30)])),
            ("water", box(120, 30, 121, 31)),
            ("water", LineString([(120, 30), (121, 30)])),
            ("buildings", Polygon([(0, 0), (0.003, 0), (0.003, 0.003), (0.002, 0.001), (0, 0.001)])),
            ("compounds", box(120, 30, 120.01, 30.01)),
            ("addresses", DOOR),
            ("organisations", DOOR),
            ("facilities", DOOR),
        ],
    )
    def test_every_layer_is_stored_and_read_again(self, session: Session, layer: str, shape: Any) -> None:
        assert load(session, layer, [shape, shape], {"name": ["甲\t\\乙", "丙\n丁"]}) == 1
        table = TABLES[layer].__table__
        stored = session.execute(select(func.ST_AsBinary(table.c.geom))).scalars().all()
        assert len(stored) == 2
        assert shapely.from_wkb(bytes(stored[0])).equals(shape)
        if layer != "addresses":
            assert set(session.scalars(select(table.c.name))) == {"甲\t\\乙", "丙\n丁"}
        (listed,) = list_layers(session)
        assert (listed.layer, listed.version, listed.features) == (layer, 1, 2)

    def test_streets_with_their_lengths_and_segments(self, session: Session) -> None:
        cross = [LineString([(120, 30), (120.01, 30)]), LineString([(120.005, 29.995), (120.005, 30.005)])]
        load(session, "streets", cross, {"name": ["人民路", "和平巷"], "class": ["主干路", "巷"]})
        streets = session.scalars(select(Street).order_by(Street.id)).all()
        assert [(each.name, each.class_) for each in streets] == [("人民路", "arterial"), ("和平巷", "alley")]
        assert streets[0].length_m == pytest.approx(964.9, abs=0.5)
        pieces = session.scalars(select(StreetSegment).order_by(StreetSegment.id)).all()
        assert [(each.street_id, each.name) for each in pieces] == [
            (streets[0].id, "人民路"), (streets[0].id, "人民路"),
            (streets[1].id, "和平巷"), (streets[1].id, "和平巷"),
        ]  # fmt: skip
        assert sum(each.length_m for each in pieces[:2]) == pytest.approx(streets[0].length_m, abs=0.1)
        assert pieces[0].to_node == pieces[2].to_node

    def test_labels_lie_inside(self, session: Session) -> None:
        horseshoe = Polygon([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)])
        load(session, "buildings", [shapely.transform(horseshoe, lambda xy: xy / 1000 + [120, 30])])
        assert session.scalar(select(func.ST_Contains(Building.geom, Building.label))) is True

    def test_loading_again_replaces_the_rows_and_keeps_both_reports(self, session: Session) -> None:
        assert load(session, "addresses", doors(3), texts(3)) == 1
        assert load(session, "addresses", doors(2), texts(2)) == 2
        assert session.scalar(select(func.count()).select_from(Address)) == 2
        first, second = base_loads(session, replaced=True)
        assert (first.rows_kept, second.rows_kept) == (3, 2)
        assert first.replaced_at is not None
        assert [each.rows_kept for each in base_loads(session)] == [2]
        assert second.replaced_at is None

    def test_another_source_stands_beside(self, session: Session) -> None:
        load(session, "addresses", doors(3), texts(3))
        load(session, "addresses", doors(2), texts(2), source="t")
        (layer,) = list_layers(session)
        assert (layer.version, layer.features, [each.source for each in layer.loads]) == (2, 5, ["s", "t"])

    def test_removing_takes_the_rows_and_keeps_the_report(self, session: Session) -> None:
        load(session, "streets", [LineString([(120, 30), (121, 30)])])
        assert remove_load(session, "streets", "s") == 2
        assert session.scalar(select(func.count()).select_from(Street)) == 0
        assert session.scalar(select(func.count()).select_from(StreetSegment)) == 0
        assert len(base_loads(session, replaced=True)) == 1
        with pytest.raises(NotFound, match="layer_source_unknown"):
            remove_load(session, "streets", "s")

    def test_nothing_replaces_nothing(self, session: Session) -> None:
        load(session, "addresses", doors(3), texts(3))
        with pytest.raises(Refusal, match="layer_nothing_kept"):
            load(session, "addresses", [None])
        assert session.scalar(select(func.count()).select_from(Address)) == 3

    def test_texts_that_no_database_takes(self, session: Session) -> None:
        names = ["a\0b", "c\ud800d", "路" * 5000]
        columns = {"name": names, "class_name": ["\0", "x", "y"], "id": ["\0", "\udfff", "3"]}
        # Columns of objects, as readers of JSON make them: others cannot hold half a character.
        load(session, "facilities", doors(3), {name: objects(values) for name, values in columns.items()})
        load(session, "streets", [LineString([(120, 30), (121, 30)])], {"class": ["\0?"]})
        (stored,) = session.scalars(select(Street.attributes))
        assert stored == {"class": "\ufffd?"}

    @pytest.mark.parametrize(
        ("layer", "shape"),
        [
            ("streets", LineString([(120, 30), (121, 30)])),
            ("compounds", box(120, 30, 120.01, 30.01)),
            ("organisations", DOOR),
            ("addresses", DOOR),
        ],
    )
    def test_names_longer_than_a_key_of_an_index(self, session: Session, layer: str, shape: Any) -> None:
        # All different, so that they cannot be compressed into a page.
        name = "".join(chr(0x4E00 + 7 * at % 20_000) for at in range(5000))
        columns = {"name": [name], "text": [f"{name}路7号"], "number": ["7-" * 5000], "compound": [name]}
        load(session, layer, [shape], columns)
        table = TABLES[layer].__table__
        said = table.c.compound if layer == "addresses" else table.c.name
        assert session.scalar(select(said)) == name

    def test_a_shape_that_could_not_be_read_is_told_from_one_that_is_missing(self) -> None:
        given = features([None, None, DOOR], texts(3))
        broken = replace(given, notes=(Note(0, "geometry_unreadable"),))
        plan = plan_load(broken, LoadRequest("addresses", "s"))
        assert counted(plan.dropped) == {"unreadable": 1, "no_geometry": 1}

    def test_the_report_is_in_the_database(self, session: Session) -> None:
        load(session, "addresses", [*doors(2), None], texts(3, but={1: "x\ufffd1号"}))
        (report,) = base_loads(session)
        assert (report.rows_read, report.rows_kept) == (3, 2)
        assert report.dropped == {"no_geometry": {"count": 1, "examples": [{"row": 3, "id": None}]}}
        assert report.noted["text_garbled"]["count"] == 1
        assert report.mapping == {"text": "地址"}


def changes(session: Session, version: int) -> list[Any]:
    found = session.scalars(select(BaseChange.geom).where(BaseChange.version == version)).all()
    return [None if each is None else shapely.from_wkb(bytes(each.data)) for each in found]


@pytest.mark.database
class TestChanges:
    def test_a_first_load_changes_everything(self, session: Session) -> None:
        load(session, "addresses", doors(3), texts(3))
        assert changes(session, 1) == [None]

    def test_the_same_again_changes_nothing(self, session: Session) -> None:
        load(session, "addresses", doors(9), texts(9))
        load(session, "addresses", doors(9), texts(9))
        assert changes(session, 2) == []

    def test_a_row_that_says_something_else_changes_its_place(self, session: Session) -> None:
        load(session, "addresses", doors(9), texts(9))
        load(session, "addresses", doors(9), texts(9, but={4: "人民路44号"}))
        assert changes(session, 2) == [doors(9)[4]] * 2
        bounds = session.scalar(select(BaseLoad.changed_bbox).where(BaseLoad.version == 2))
        assert bounds is not None
        assert shapely.from_wkb(bytes(bounds.data)).equals(doors(9)[4])

    def test_a_row_that_moved_changes_both_places(self, session: Session) -> None:
        load(session, "addresses", doors(9), texts(9))
        moved = [*doors(8), Point(121, 31)]
        load(session, "addresses", moved, texts(9))
        assert {shape.wkt for shape in changes(session, 2)} == {doors(9)[8].wkt, "POINT (121 31)"}

    def test_most_of_it_is_everything(self, session: Session) -> None:
        load(session, "addresses", doors(9), texts(9))
        load(session, "addresses", doors(9), texts(9, but={1: "新路1号"}))
        load(session, "addresses", doors(9, west=121.0), texts(9))
        assert changes(session, 3) == [None]
        # What was written down before is within everything.
        assert changes(session, 2) == []

    def test_a_small_source_beside_a_large_one_changes_its_own_places(self, session: Session) -> None:
        load(session, "addresses", doors(9), texts(9))
        load(session, "addresses", [Point(121, 31)], texts(1), source="t")
        assert changes(session, 2) == [Point(121, 31)]
        remove_load(session, "addresses", "t")
        assert changes(session, 3) == [Point(121, 31)]


@pytest.mark.database
@pytest.mark.parametrize(
    "statement", ["DELETE FROM base_load", "UPDATE base_load SET rows_kept = 0", "TRUNCATE address"]
)
def test_the_application_may_not_change_a_report(session: Session, statement: str) -> None:
    load(session, "addresses", doors(1), texts(1))
    with pytest.raises(Unavailable, match="database_forbids"), translated():
        session.execute(text(statement))
