"""Each rule tells what is amiss, and what it offers takes that away."""

from dataclasses import replace

import pytest
import shapely

from geo_grid.core.bounds.lines import NamedLine
from geo_grid.core.bounds.stored import SideDrift
from geo_grid.core.bounds.stretches import Bounds, bounds_of
from geo_grid.core.canonical import as_array
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.plan_rules.border_share import check_border_share
from geo_grid.core.plan_rules.bounds_drift import check_drift
from geo_grid.core.plan_rules.checking import RULES, check_rules
from geo_grid.core.plan_rules.codes import check_codes
from geo_grid.core.plan_rules.compactness import check_compactness, polsby_popper
from geo_grid.core.plan_rules.contiguity import check_contiguity
from geo_grid.core.plan_rules.cut_features import check_cut_features
from geo_grid.core.plan_rules.faults import check_faults
from geo_grid.core.plan_rules.feature import Feature
from geo_grid.core.plan_rules.no_head import check_heads
from tests.core.plan_rules.drawn import (
    ABOVE,
    LEAVES,
    TOWN,
    after,
    block,
    ground,
    leaf,
    streets,
    units,
    worded,
)


def with_leaves(*leaves: object) -> Hierarchy:
    return Hierarchy([*ABOVE, *leaves])  # type: ignore[list-item]


def test_a_town_in_order_has_nothing_amiss() -> None:
    town = ground(families={"C": LEAVES}, headed=frozenset("abcdef"))
    assert check_rules(town) == []
    assert set(RULES) >= {"faults", "sizes"}


class TestFaults:
    def test_a_gap_an_overlap_and_a_shape_that_is_none_are_found(self) -> None:
        a, b, *rest = LEAVES
        short = leaf("a", shapely.Polygon([(0, 0), (200, 0), (190, 100), (200, 200), (0, 200)]))
        wide = leaf("b", shapely.Polygon([(200, 0), (400, 0), (400, 200), (200, 200), (190, 100)]))
        bow = replace(a, geometry=shapely.from_wkt("MULTIPOLYGON (((0 0, 9 9, 9 0, 0 9, 0 0)))"))
        for leaves, code in (((short, b, *rest), "fault_gap"), ((a, wide, *rest), "fault_overlap")):
            town = with_leaves(*leaves)
            (item,) = check_faults(ground(town, families={"C": leaves}))
            assert (worded([item]), item.severity) == ([code], "error")
            for cure in item.cures:
                cured = after(cure, town)
                assert (
                    check_faults(ground(cured, families={"C": [cured.grid(each.key) for each in leaves]}))
                    == []
                )
            assert len(item.cures) == 2
        assert "fault_invalid_geometry" in worded(check_faults(ground(with_leaves(bow, b, *rest))))

    def test_a_family_that_tiles_its_parent_is_not_looked_at_further(self) -> None:
        assert (
            check_faults(ground(families={"C": LEAVES, "T": [TOWN.grid("C")], "O": [TOWN.grid("T")]})) == []
        )


def test_a_cure_that_the_edit_refuses_is_not_offered() -> None:
    # A hall around a grid of its own: nobody can have all of it without taking that whole grid.
    kiosk = shapely.box(90, 90, 110, 110)
    a = leaf("a", block(0, 0, 200, 200).difference(kiosk))
    town = with_leaves(a, leaf("x", kiosk), *LEAVES[1:])
    hall = Feature("building", "大厅", units(shapely.box(85, 85, 115, 115)))
    asked = ground(town, "ax", features=[hall])
    (offered,) = check_cut_features(asked)
    (item,) = check_rules(asked, ["cut_features"])
    assert ([cure.verb for cure in offered.cures], item.cures) == (["transfer"], ())


class TestContiguity:
    def test_a_part_that_lies_apart_goes_to_the_neighbour_around_it(self) -> None:
        hole = shapely.box(50, 50, 100, 100)
        a = leaf("a", block(0, 0, 200, 200).difference(hole))
        c = leaf("c", shapely.MultiPolygon([block(400, 0, 600, 200), hole]))
        torn = with_leaves(a, LEAVES[1], c, *LEAVES[3:])
        (item,) = check_contiguity(ground(torn))
        assert (worded([item]), item.grids, item.params["parts"]) == (["apart"], ("c",), 2)
        assert check_contiguity(ground(after(item.cures[0], torn))) == []

    def test_an_exclave_on_record_may_be_apart(self) -> None:
        c = leaf("c", shapely.MultiPolygon([block(400, 0, 600, 200), shapely.box(0, 0, 1, 1)]), parts=True)
        assert check_contiguity(ground(with_leaves(c), "c")) == []


class TestCompactness:
    def test_the_measure_is_that_of_polsby_and_popper(self) -> None:
        shapes = as_array([units(shapely.Point(0, 0).buffer(100, 64)), units(shapely.box(0, 0, 100, 100))])
        circle, square = polsby_popper(geometries_to_degrees(shapes))
        assert circle == pytest.approx(1, abs=0.001)
        assert square == pytest.approx(0.785, abs=0.001)

    def test_a_thread_is_told(self) -> None:
        thread = leaf("a", shapely.box(0, 0, 1000, 50))
        assert worded(check_compactness(ground(with_leaves(thread), "a"))) == ["not_compact"]
        assert check_compactness(ground()) == []


class TestBorders:
    def test_a_border_that_follows_little_is_told_at_its_longest_bare_stretch(self) -> None:
        bounds = {key: bounds_of(TOWN.grid(key).geometry, [], []) for key in "ab"}
        items = check_border_share(ground(bounds=bounds))
        assert worded(items) == ["border_unclear", "border_unclear"]
        assert items[0].params["share"] == 0

    def test_a_bare_stretch_with_a_street_beside_it_may_follow_the_street(self) -> None:
        # The street runs 20 to 35 m inside a, from where a's border with b begins to where it ends.
        drawn: list[tuple[float, float]] = [
            (200, -40),
            (200, 10),
            (170, 40),
            (165, 150),
            (200, 190),
            (200, 240),
        ]
        keys = list("bcdef")

        def told(town: Hierarchy) -> Bounds:
            named = NamedLine("street", "弯街", units(shapely.LineString(drawn)))
            return bounds_of(town.grid("a").geometry, [town.grid(key).geometry for key in keys], [named])

        before = told(TOWN)
        town = ground(checked="a", bounds={"a": before}, behind={"a": keys}, lines=streets(("弯街", drawn)))
        (item,) = check_border_share(town)
        (cure,) = item.cures
        assert (worded([item]), cure.verb, cure.arguments["other"]) == (["border_unclear"], "follow", "b")
        assert told(after(cure)).along_m["street"] > before.along_m["street"] + 100

    def test_bounds_that_drifted_are_told_by_side(self) -> None:
        (item,) = check_drift(ground(drift={"a": [SideDrift("east", ("新街",), ("老街",))], "b": []}))
        assert (worded([item]), item.params["gone"]) == (["bounds_drifted"], ["老街"])


class TestCutFeatures:
    def test_a_building_that_is_cut_goes_whole_to_whoever_has_most_of_it(self) -> None:
        cut = Feature("building", "3号楼", units(shapely.box(190, 50, 230, 90)))
        grazed = Feature("building", None, units(shapely.box(199.9, 100, 220, 120)))
        whole = Feature("compound", "大院", units(shapely.box(20, 20, 80, 80)))
        (item,) = check_cut_features(ground(features=[cut, grazed, whole]))
        assert (worded([item]), item.grids, item.params["shares"]) == (
            ["building_cut"],
            ("b", "a"),
            [0.75, 0.25],
        )
        cured = after(item.cures[0])
        assert check_cut_features(ground(cured, features=[cut, grazed, whole])) == []
        assert check_cut_features(ground(checked="df", features=[cut])) == []

    def test_no_cure_is_offered_over_a_border_above(self) -> None:
        other = replace(LEAVES[1], parent="D")
        town = Hierarchy([*ABOVE, replace(ABOVE[2], key="D", code="D"), LEAVES[0], other])
        yard = Feature("compound", "大院", units(shapely.box(150, 50, 250, 90)))
        (item,) = check_cut_features(ground(town, "a", features=[yard]))
        assert (worded([item]), item.cures) == (["compound_cut"], ())


class TestCodesAndHeads:
    def test_codes_are_there_fit_are_nobody_elses_and_begin_as_the_one_above(self) -> None:
        a, b, c, d, *rest = LEAVES
        town = with_leaves(
            replace(a, code=""),
            replace(b, code="C-b"),
            replace(c, code="Cd"),
            d,
            replace(rest[0], code="Xe"),
            rest[1],
        )
        found = check_codes(
            ground(town, patterns={3: r"[A-Z][a-z]"}, free_code={"C": "Cz"}, taken=frozenset("f"))
        )
        assert dict(zip("abcdef", worded(found), strict=True)) == {
            "a": "code_missing", "b": "code_unfit", "c": "code_twice",
            "d": "code_twice", "e": "code_elsewhere", "f": "code_twice",
        }  # fmt: skip
        (cure,) = found[0].cures
        assert after(cure, town).grid("a").code == "Cz"

    def test_a_grid_without_a_head_is_told_where_heads_are_known(self) -> None:
        assert check_heads(ground()) == []
        (item,) = check_heads(ground(headed=frozenset("abcde")))
        assert (worded([item]), item.grids) == (["no_head"], ("f",))
