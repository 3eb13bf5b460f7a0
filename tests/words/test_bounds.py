from collections.abc import Sequence

from geo_grid.core.bounds.lines import LineLayer
from geo_grid.core.bounds.stretches import INSIDE, Bounds, Stretch
from geo_grid.words.bounds import bounds_text

NAMES = ["东村", "西村"]


def along(side: str, name: str, layer: LineLayer = "street", part: int = 0) -> Stretch:
    return Stretch(side, part, layer, name, ((0, 50.0),), 50.0, ())


def meets(side: str, who: int | None, metres: float = 120.0) -> Stretch:
    return Stretch(side, 0, None, None, ((who, metres),), metres, ())


def bounds(stretches: Sequence[Stretch]) -> Bounds:
    return Bounds(tuple(stretches), 500.0, {})


SIDES = bounds(
    [
        along("east", "解放路"), along("east", "云溪", "water"), meets("south", 0), meets("south", 1, 1500),
        along("south", "人民路"), meets("west", None, 80), meets(INSIDE, 1),
    ]
)  # fmt: skip


def test_lines_are_named_and_neighbours_come_with_their_length() -> None:
    assert bounds_text(SIDES, NAMES, "zh") == (
        "东至解放路、云溪，南与东村（120 米）、西村（1,500 米）相接、至人民路，"
        "西至辖区界线（80 米），北为尖端，内部围绕西村。"
    )
    assert bounds_text(SIDES, NAMES, "en") == (
        "East to 解放路 and 云溪; "
        "south to the border with 东村 (120 m), the border with 西村 (1,500 m) and 人民路; "
        "west to the limit of the area (80 m); north a point; around 西村 inside."
    )


def test_each_part_has_its_own_sentence() -> None:
    two = bounds([along("east", "甲路"), along("east", "乙路", part=1)])
    assert bounds_text(two, NAMES, "zh").count("。") == 2
    assert "另一处：东至乙路" in bounds_text(two, NAMES, "zh")
    assert "Another part: East to 乙路" in bounds_text(two, NAMES, "en")
