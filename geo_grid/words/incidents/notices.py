"""What people are notified of, in Chinese and in English side by side.

A notice names the incident by its number, category and grid and leads to where it can be read. It never holds
what somebody wrote, nor anything of whoever reported it: it goes out by mail and by the machines of others.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from geo_grid.words import Language


class _Both(NamedTuple):
    zh: str
    en: str


class Notice(NamedTuple):
    """A notice as it is sent."""

    title: str
    body: str


#: Code of a notice → its title. Its parameters are `PARAMETERS`.
TITLES: Mapping[str, _Both] = {
    "alarmed": _Both("超时：{number} {category}", "Overdue: {number} {category}"),
    "arbitrated": _Both("已裁定：{number} {category}", "Ruled on: {number} {category}"),
    "assigned": _Both("新任务：{number} {category}", "New for you: {number} {category}"),
    "closed": _Both("已结案：{number} {category}", "Closed: {number} {category}"),
    "declined": _Both("不予受理：{number} {category}", "Declined: {number} {category}"),
    "disputed": _Both("请裁定：{number} {category}", "To rule on: {number} {category}"),
    "emergency": _Both("突发：{number} {category}", "EMERGENCY: {number} {category}"),
    "escalated": _Both("升级处置：{number} {category}", "Escalated: {number} {category}"),
    "extension_asked": _Both("申请延期：{number} {category}", "Extension asked for: {number} {category}"),
    "extension_granted": _Both("同意延期：{number} {category}", "Extension granted: {number} {category}"),
    "extension_refused": _Both("不同意延期：{number} {category}", "Extension refused: {number} {category}"),
    "finished": _Both("待核查：{number} {category}", "To be verified: {number} {category}"),
    "gone": _Both("已不归您处置：{number} {category}", "No longer yours: {number} {category}"),
    "neighbour": _Both("界线附近：{number} {category}", "Near your border: {number} {category}"),
    "outside": _Both("网格外：{number} {category}", "Outside all grids: {number} {category}"),
    "reopened": _Both("重新办理：{number} {category}", "Reopened: {number} {category}"),
    "reported": _Both("待受理：{number} {category}", "To be accepted: {number} {category}"),
    "resumed": _Both("恢复办理：{number} {category}", "Resumed: {number} {category}"),
    "returned": _Both("被退回：{number} {category}", "Returned: {number} {category}"),
    "rework": _Both("返工：{number} {category}", "To be done again: {number} {category}"),
    "suspended": _Both("已挂账：{number} {category}", "Suspended: {number} {category}"),
    "suspension_asked": _Both("申请挂账：{number} {category}", "Suspension asked for: {number} {category}"),
    "suspension_refused": _Both("不同意挂账：{number} {category}", "Suspension refused: {number} {category}"),
    "test": _Both("测试通知：以后的通知会发到这里", "Test: notifications will arrive here"),
    "warned": _Both("即将超时：{number} {category}", "Due soon: {number} {category}"),
    "withdrawn": _Both("上报人撤回：{number} {category}", "Withdrawn: {number} {category}"),
}

#: Stage of an incident → what is to be done in it.
STAGES: Mapping[str, _Both] = {
    "accept": _Both("受理", "accept"),
    "dispatch": _Both("派遣", "dispatch"),
    "take": _Both("接办", "take up"),
    "handle": _Both("处置", "handle"),
    "verify": _Both("核查", "verify"),
    "arbitrate": _Both("裁定", "rule"),
    "total": _Both("办结", "close"),
}

_GRID = _Both("网格：{grid}", "Grid: {grid}")
_DUE = _Both("{stage}时限：{due}", "Due ({stage}): {due}")
_LINK = _Both("查看：{link}", "See: {link}")

#: All that a notice may be told; a test keeps it so.
PARAMETERS = frozenset({"number", "category_zh", "category_en", "grid", "stage", "due", "link"})


def said(code: str, params: Mapping[str, Any], language: Language) -> Notice:
    """Word a notice.

    Parameters
    ----------
    code
        A key of `TITLES`; another is said as itself.
    params
        Of `PARAMETERS`; a line of which something is missing is left out.
    """
    known = {name: str(params[name]) for name in PARAMETERS if params.get(name)}
    known.setdefault("number", "–")
    known["category"] = known.get(f"category_{language}", "–")
    if "stage" in known:
        stage = STAGES.get(known["stage"])
        known["stage"] = known["stage"] if stage is None else _in(stage, language)
    title = _in(TITLES.get(code, _Both(code, code)), language).format_map(known)
    lines = [title]
    for line, needs in ((_GRID, {"grid"}), (_DUE, {"due", "stage"}), (_LINK, {"link"})):
        if needs <= set(known):
            lines.append(_in(line, language).format_map(known))
    return Notice(title, "\n".join(lines))


def _in(both: _Both, language: Language) -> str:
    return both.en if language == "en" else both.zh
