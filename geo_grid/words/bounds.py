"""Written bounds (四至) as sentences, in Chinese and in English."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from geo_grid.core.bounds.corners import SIDES
from geo_grid.core.bounds.stretches import INSIDE, Bounds, Stretch
from geo_grid.words import Language

_SIDES_ZH: Mapping[str, str] = dict(zip(SIDES, "东南西北", strict=True))


def bounds_text(bounds: Bounds, names: Sequence[str], language: Language) -> str:
    """The bounds as one sentence for each part of the grid.

    Parameters
    ----------
    names
        (n,) of the neighbours that the bounds were told with.
    """
    return ("" if language == "zh" else " ").join(part_texts(bounds, names, language))


def part_texts(bounds: Bounds, names: Sequence[str], language: Language) -> list[str]:
    """A sentence for each part of the grid, the largest first."""
    another = "另一处：" if language == "zh" else "Another part: "
    return [
        f"{another if part else ''}{_part(bounds, part, names, language)}"
        for part in sorted({stretch.part for stretch in bounds.stretches})
    ]


def inside_text(bounds: Bounds, names: Sequence[str], language: Language) -> str:
    """What the largest part goes round, as a sentence; empty where it has no hole."""
    around = _around(bounds, 0, names)
    if not around:
        return ""
    return f"内部围绕{'、'.join(around)}。" if language == "zh" else f"Inside it lies {_listed(around)}."


def side_text(stretches: Sequence[Stretch], names: Sequence[str], language: Language) -> str:
    """What one side follows and meets, without the name of the side; empty where there is nothing."""
    if language == "en":
        return _listed([_stretch_en(each, names) for each in stretches])
    groups = groupby(stretches, key=lambda each: each.name is None and _beyond(each) is not None)
    return "、".join(_group_zh(list(group), names, meets=meets) for meets, group in groups)


def stretch_name(stretch: Stretch, names: Sequence[str]) -> str | None:
    """What a stretch follows, else whom it meets; None where the coverage ends."""
    beyond = _beyond(stretch)
    return stretch.name or (None if beyond is None else names[beyond])


def _part(bounds: Bounds, part: int, names: Sequence[str], language: Language) -> str:
    sides = {side: side_text(bounds.of_side(side, part), names, language) for side in SIDES}
    around = _around(bounds, part, names)
    if language == "zh":
        told = [f"{_SIDES_ZH[side]}{text or '为尖端'}" for side, text in sides.items()]
        if around:
            told.append(f"内部围绕{'、'.join(around)}")
        return "，".join(told) + "。"
    told = [f"{side} {'to ' + text if text else 'a point'}" for side, text in sides.items()]
    if around:
        told.append(f"around {_listed(around)} inside")
    sentence = "; ".join(told)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _around(bounds: Bounds, part: int, names: Sequence[str]) -> list[str]:
    inner = (stretch_name(each, names) for each in bounds.of_side(INSIDE, part))
    return list(dict.fromkeys(name for name in inner if name))


def _group_zh(group: Sequence[Stretch], names: Sequence[str], *, meets: bool) -> str:
    if meets:
        return f"与{'、'.join(_met(each, names) for each in group)}相接"
    return "至" + "、".join(each.name or f"辖区界线（{_metres(each)}）" for each in group)


def _met(stretch: Stretch, names: Sequence[str]) -> str:
    return f"{stretch_name(stretch, names)}（{_metres(stretch)}）"


def _metres(stretch: Stretch) -> str:
    return f"{stretch.length_m:,.0f} 米"


def _stretch_en(stretch: Stretch, names: Sequence[str]) -> str:
    if stretch.name:
        return stretch.name
    whose = stretch_name(stretch, names)
    met = "the limit of the area" if whose is None else f"the border with {whose}"
    return f"{met} ({stretch.length_m:,.0f} m)"


def _listed(items: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def _beyond(stretch: Stretch) -> int | None:
    return stretch.beyond[0][0] if stretch.beyond else None
