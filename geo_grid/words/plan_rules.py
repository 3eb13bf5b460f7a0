"""What rules say of the grids of a plan, and what their cures do, in Chinese and in English side by side."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from geo_grid.core.plan_rules.item import Cure, RuleItem
from geo_grid.words import Language


class _Both(NamedTuple):
    zh: str
    en: str


#: Code of an item → its sentence; with ``_some``, where some addresses do not say; with ``_new``, of grids that the plan makes.
RULES: Mapping[str, _Both] = {
    "apart": _Both(
        "{grid}不连片，分成 {parts} 块，这一块有 {area_m2:,.0f} m²。",
        "{grid} is in {parts} parts; this one has {area_m2:,.0f} m².",
    ),
    "border_unclear": _Both(
        "{grid}的界线只有 {share:.0%} 沿街巷、河道。",
        "Only {share:.0%} of the border of {grid} follows streets or water.",
    ),
    "bounds_drifted": _Both(
        "{grid}登记的四至与界线不符（{sides}）：未写明{missing}，已不相邻{gone}。",
        "The bounds stored with {grid} no longer fit ({sides}): not said {missing}; not there {gone}.",
    ),
    "building_cut": _Both(
        "界线切开了楼栋{feature}：分属{grids}。", "A border cuts the building {feature}: {grids}."
    ),
    "code_elsewhere": _Both(
        "{grid}的编码 {code} 不是以上级编码 {parent} 开头。",
        "The code {code} of {grid} does not begin with {parent}, its parent's.",
    ),
    "code_missing": _Both("{grid}还没有编码。", "{grid} has no code yet."),
    "code_twice": _Both(
        "{grid}的编码 {code} 是其他网格的，或已用过。",
        "The code {code} of {grid} is another grid's, or was once.",
    ),
    "code_unfit": _Both(
        "{grid}的编码 {code} 不合编码规则。", "The code {code} of {grid} does not fit the scheme."
    ),
    "compound_cut": _Both(
        "界线切开了院落{feature}：分属{grids}。", "A border cuts the compound {feature}: {grids}."
    ),
    "fault_duplicate": _Both("{parent}之内有形状相同的网格。", "Grids in {parent} have the same shape."),
    "fault_gap": _Both("{parent}之内有空白，{area_m2:,.2f} m²。", "A gap in {parent}, {area_m2:,.2f} m²."),
    "fault_invalid_geometry": _Both("网格的形状不成立。", "The shape of a grid is not valid."),
    "fault_outside_parent": _Both(
        "网格超出{parent}，{area_m2:,.2f} m²。", "A grid leaves {parent} by {area_m2:,.2f} m²."
    ),
    "fault_overlap": _Both(
        "{parent}之内有重叠，{area_m2:,.2f} m²。", "An overlap in {parent}, {area_m2:,.2f} m²."
    ),
    "fault_unmatched_vertex": _Both(
        "{parent}之内有顶点不在相邻网格的界线上。", "A vertex in {parent} is not on the neighbour's border."
    ),
    "no_head": _Both(
        "{grid}没有网格长：请在“人员”的网格一栏里指定。", "{grid} has no head: name one under People, Grids."
    ),
    "no_head_new": _Both(
        "新的{grid}没有网格长，原来的地方也没有：发布后请在“人员”的网格一栏里指定。",
        "{grid} is new and has no head, and its ground had none: name one under People, Grids once it is published.",
    ),
    "not_compact": _Both(
        "{grid}形状狭长或不规整：紧凑度 {value:.2f}（{measure}），低于 {least:.2f}。",
        "{grid} is long or ragged: compactness {value:.2f} ({measure}), below {least:.2f}.",
    ),
    "size_large": _Both(
        "{grid}有 {value:,.0f} {unit}，超过上限 {most:,.0f}。",
        "{grid} has {value:,.0f} {unit}, more than {most:,.0f}.",
    ),
    "size_large_some": _Both(
        "{grid}至少有 {value:,.0f} {unit}，超过上限 {most:,.0f}（另有 {unknown} 处地址未知）。",
        "{grid} has at least {value:,.0f} {unit}, more than {most:,.0f}; {unknown} addresses do not say.",
    ),
    "size_small": _Both(
        "{grid}有 {value:,.0f} {unit}，少于下限 {least:,.0f}。",
        "{grid} has {value:,.0f} {unit}, fewer than {least:,.0f}.",
    ),
    "size_small_some": _Both(
        "{grid}已知 {value:,.0f} {unit}，少于下限 {least:,.0f}；另有 {unknown} 处地址未知。",
        "{grid} has {value:,.0f} {unit} that are known, fewer than {least:,.0f}; {unknown} addresses do not say.",
    ),
    "size_unknown": _Both("{grid}的{unit}数未知，不能核对规模。", "How many {unit} {grid} has is not known."),
}

#: Code of a cure → what it does.
CURES: Mapping[str, _Both] = {
    "cure_follow": _Both("改沿{along}，与{other}分界", "Let the border with {other} follow {along}"),
    "cure_follow_unnamed": _Both("改沿小路，与{other}分界", "Let the border with {other} follow a lane"),
    "cure_gap": _Both("把空白划给{to}", "Give the gap to {to}"),
    "cure_give": _Both("把这一块划给{to}", "Give this part to {to}"),
    "cure_hand": _Both(
        "{from}沿{along}划 {amount:,.0f} 给{to}：{one:,.0f} 和 {other:,.0f}",
        "Along {along}, {amount:,.0f} from {from} to {to}: {one:,.0f} and {other:,.0f}",
    ),
    "cure_hand_free": _Both(
        "{from}从楼间划 {amount:,.0f} 给{to}：{one:,.0f} 和 {other:,.0f}",
        "Between buildings, {amount:,.0f} from {from} to {to}: {one:,.0f} and {other:,.0f}",
    ),
    "cure_hand_unnamed": _Both(
        "{from}沿小路划 {amount:,.0f} 给{to}：{one:,.0f} 和 {other:,.0f}",
        "Along a lane, {amount:,.0f} from {from} to {to}: {one:,.0f} and {other:,.0f}",
    ),
    "cure_merge": _Both("与{with}合并，合计 {value:,.0f}", "Merge with {with}: {value:,.0f} together"),
    "cure_overlap": _Both("重叠部分归{to}", "Leave the overlap to {to}"),
    "cure_recode": _Both("编为 {code}", "Give it the code {code}"),
    "cure_split": _Both(
        "沿{along}分成 {one:,.0f} 和 {other:,.0f}", "Split along {along} into {one:,.0f} and {other:,.0f}"
    ),
    "cure_split_free": _Both(
        "从楼间分成 {one:,.0f} 和 {other:,.0f}",
        "Split between buildings into {one:,.0f} and {other:,.0f}",
    ),
    "cure_split_unnamed": _Both(
        "沿小路分成 {one:,.0f} 和 {other:,.0f}", "Split along a lane into {one:,.0f} and {other:,.0f}"
    ),
    "cure_whole": _Both("整个划给{to}", "Give all of it to {to}"),
}
#: Ending of a sentence's code → the parameter that asks for it.
_VARIANTS: Mapping[str, str] = {"some": "unknown", "new": "is_new"}
_UNITS: Mapping[str, _Both] = {
    "households": _Both("户", "households"),
    "people": _Both("人", "people"),
    "workload": _Both("工作量", "of workload"),
}
_SIDES: Mapping[str, _Both] = {
    "east": _Both("东", "east"),
    "north": _Both("北", "north"),
    "south": _Both("南", "south"),
    "west": _Both("西", "west"),
}


def rule_message(item: RuleItem, language: Language) -> str:
    """What a rule says, as a sentence."""
    variants = [f"{item.code}_{word}" for word, holds in _VARIANTS.items() if item.params.get(holds)]
    both = RULES[next((each for each in variants if each in RULES), item.code)]
    params = dict(item.params)
    if (unit := _UNITS.get(params.get("measure", ""))) is not None:
        params["unit"] = _in(unit, language)
    if "sides" in params:
        params["sides"] = [_in(_SIDES[side], language) for side in params["sides"]]
    return _in(both, language).format_map(_shown(params, language))


def cure_title(cure: Cure, language: Language) -> str:
    """What a cure does, for a button."""
    unnamed = f"{cure.code}_unnamed"
    code = unnamed if unnamed in CURES and not cure.params.get("along") else cure.code
    return _in(CURES[code], language).format_map(_shown(cure.params, language))


def _shown(params: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Lists joined; nothing, and an empty list, as a dash."""
    join = "、" if language == "zh" else ", "
    shown: dict[str, Any] = {}
    for name, value in params.items():
        if isinstance(value, (list, tuple)):
            shown[name] = join.join(map(str, value)) or "–"
        else:
            shown[name] = "" if value is None else value
    return shown


def _in(both: _Both, language: Language) -> str:
    return both.zh if language == "zh" else both.en
