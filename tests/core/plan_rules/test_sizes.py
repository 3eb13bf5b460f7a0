"""What is too small merges, what is too large divides along a street, what nobody counted stays unknown."""

from dataclasses import replace

import pytest
import shapely

from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.errors import InputError
from geo_grid.core.plan_rules.balanced_split import balanced_splits
from geo_grid.core.plan_rules.feature import Feature
from geo_grid.core.plan_rules.size_rules import DEFAULT_RULES, SizeRule, rule_for
from geo_grid.core.plan_rules.sizes import check_sizes
from tests.core.plan_rules.drawn import (
    ABOVE,
    LEAVES,
    TOWN,
    after,
    doors,
    ground,
    said,
    streets,
    units,
    worded,
)

RULE = SizeRule("城区", 3, "households", 200, 400, 300)
RULE_80 = SizeRule("x", 3, "households", 80, 200)
#: One household every 10 m in the square a, which is 200 × 200: 19 × 19.
DOORS = doors({(10.0 * x, 10.0 * y): 1.0 for x in range(1, 20) for y in range(1, 20)})


def area(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A building, metres."""
    return units(shapely.box(west, south, east, north))


def counted(town: Hierarchy, key: str) -> int:
    """Households of a grid."""
    return int(shapely.intersects_xy(town.grid(key).geometry, *DOORS.places.T).sum())


class TestRules:
    def test_the_narrowest_rule_applies_and_silence_is_ordinary(self) -> None:
        plain, rural = LEAVES[0], replace(LEAVES[0], setting="rural")
        assert [rule_for(DEFAULT_RULES, grid).least for grid in (plain, rural)] == [200, 100]  # type: ignore[union-attr]
        assert rule_for(DEFAULT_RULES, replace(plain, kind="special")) is None
        assert rule_for(DEFAULT_RULES, replace(plain, ground="street")) is None
        assert rule_for([RULE, *DEFAULT_RULES], plain) is DEFAULT_RULES[0]

    def test_a_range_is_not_upside_down(self) -> None:
        for least, most, target in ((5, 4, None), (None, None, None), (1, 3, 4)):
            with pytest.raises(InputError, match="size_rule_wrong"):
                SizeRule("x", 3, "people", least, most, target)


class TestSmall:
    def test_a_small_grid_merges_with_the_smallest_neighbour_that_makes_it_large_enough(self) -> None:
        counts = dict(zip("abcdef", map(said, (90, 180, 350, 105, 390, 300)), strict=True))
        items = check_sizes(ground(counts=counts, size_rules=[RULE]))
        assert [(item.grids, item.severity) for item in items] == [
            (("a",), "warning"), (("b",), "warning"), (("d",), "warning"),
        ]  # fmt: skip
        assert worded(items) == ["size_small"] * 3
        # 90 + 105 would still be too small, and e beside b would be too large.
        (cure,) = items[0].cures
        assert (cure.arguments, cure.params["value"]) == ({"grids": ["a", "b"], "into": "b"}, 270)
        assert "a" not in after(cure)

    def test_what_nobody_counted_is_unknown_and_what_some_did_not_say_is_no_certainty(self) -> None:
        counts = {"a": said(None, 3), "b": said(150, 2), "c": said(500, 2), "d": said(200), "e": said(400)}
        items = check_sizes(ground(checked="abcdef", counts=counts, size_rules=[RULE]))
        assert [(item.grids[0], item.code, item.severity) for item in items] == [
            ("a", "size_unknown", "notice"), ("b", "size_small", "notice"), ("c", "size_large", "warning"),
            ("f", "size_unknown", "notice"),
        ]  # fmt: skip
        worded(items)


class TestLarge:
    def test_a_large_grid_divides_along_the_street_that_balances_it(self) -> None:
        lines = streets(
            ("偏街", [(145, -50), (145, 250)]),
            ("中街", [(105, -50), (105, 250)]),
            ("断头路", [(60, -50), (60, 60)]),
        )
        counts = {"a": said(361)}
        rule = SizeRule("x", 3, "households", 80, 200, 140)
        town = ground(checked="a", counts=counts, size_rules=[rule], lines=lines, doors={"households": DOORS})
        (item,) = check_sizes(town)
        first, second = item.cures
        worded([item])
        assert (first.params["along"], first.params["one"], first.params["other"]) == (["中街"], 190, 171)
        assert second.params["along"] == ["偏街"]
        divided = after(first)
        assert sorted(counted(divided, key) for key in ("a", "~1")) == [171, 190]

    def test_a_street_that_leaves_too_little_on_one_side_is_not_offered(self) -> None:
        lines = streets(("边路", [(180, -50), (180, 250)]))
        splits = balanced_splits(TOWN.grid("a").geometry, lines, DOORS, RULE_80)
        assert splits
        assert all(split.free and not split.along for split in splits)

    def test_two_streets_that_meet_lead_through_as_one(self) -> None:
        lines = streets(("西街", [(-20, 100), (100, 100)]), ("东街", [(100, 100), (220, 120)]))
        (split,) = balanced_splits(TOWN.grid("a").geometry, lines, DOORS, RULE_80)
        assert split.along == ("西街", "东街") or split.along == ("东街", "西街")
        larger, smaller = split.larger_first
        assert (larger + smaller, smaller > 150) == (361, True)

    def test_where_no_street_leads_through_the_cut_runs_between_buildings(self) -> None:
        # A wall with one gate, and a compound on the straight way.
        walls = [area(0, 95, 90, 105), area(110, 95, 200, 105), area(95, 20, 130, 60)]
        features = [
            Feature("compound" if at == 2 else "building", None, wall) for at, wall in enumerate(walls)
        ]
        town = ground(
            checked="a", counts={"a": said(361)}, size_rules=[RULE_80], lines=streets(), features=features,
            doors={"households": DOORS},
        )  # fmt: skip
        (item,) = check_sizes(town)
        assert worded([item]) == ["size_large"]
        for cure in item.cures:
            assert cure.code == "cure_split_free"
            assert min(cure.params["one"], cure.params["other"]) >= 80
            assert set(after(cure).grids) > {"a", "~1"}
            line = shapely.LineString(cure.arguments["line"])
            assert all(shapely.length(shapely.intersection(line, wall)) == 0 for wall in walls)

    def test_a_neighbour_with_room_takes_a_part_and_a_grid_that_lacks_some_gets_it(self) -> None:
        lines = streets(("东街", [(150, -50), (150, 250)]))
        rule = SizeRule("x", 3, "households", 50, 300, 200)
        counts = {"a": said(361), "b": said(100), "d": said(300)}
        town = ground(checked="a", counts=counts, size_rules=[rule], lines=lines, doors={"households": DOORS})
        (item,) = check_sizes(town)
        cure = next(each for each in item.cures if each.code == "cure_hand")
        worded([item])
        assert (cure.verb, cure.arguments["from"], cure.arguments["to"]) == ("transfer", "a", "b")
        assert (cure.params["amount"], cure.params["one"], cure.params["other"]) == (76, 285, 176)
        assert counted(after(cure), "a") == 285
        (short,) = check_sizes(replace(town, checked=("b",), size_rules=[replace(rule, least=170)]))
        assert [each.params["amount"] for each in short.cures] == [76]
        assert (short.code, short.cures[0].arguments) == ("size_small", cure.arguments)

    def test_cures_of_many_are_looked_for_one_by_one(self) -> None:
        rule = SizeRule("x", 3, "households", 10, 100, 50)
        counts = dict.fromkeys("abcdef", said(361))
        town = ground(counts=counts, size_rules=[rule], lines=streets(), doors={"households": DOORS})
        assert [item.more_cures for item in check_sizes(town)] == [False, False, True, True, True, True]

    def test_what_is_divided_already_is_not_divided_along_a_street(self) -> None:
        rule = SizeRule("社区", 2, "households", None, 100)
        town = ground(checked="C", counts={"C": said(361)}, size_rules=[rule], doors={"households": DOORS})
        (item,) = check_sizes(town)
        assert (item.code, item.cures, ABOVE[2].key in item.grids) == ("size_large", (), True)
