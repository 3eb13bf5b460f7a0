"""What everybody may read of incidents: states, the map of a period, and the page of a grid."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from geo_grid.words import Language, tell


class _Both(NamedTuple):
    zh: str
    en: str


WORDS: Mapping[str, _Both] = {
    "map_by_then": _Both("按事件发生时的网格统计。", "By the grids of the time."),
    "map_by_today": _Both("按今天的网格统计。", "By today's grids."),
    "map_closed": _Both("已结束", "Closed"),
    "map_day": _Both("截至", "As of"),
    "map_grid": _Both("网格", "Grid"),
    "map_more": _Both("另有 {count} 件，请放大地图查看。", "And {count} more: zoom in on the map."),
    "map_nothing": _Both("没有事件", "No incidents"),
    "map_open": _Both("办理中", "Open"),
    "map_other_language": _Both("English", "中文"),
    "map_panel": _Both("事件地图", "Map of incidents"),
    "map_place": _Both("地点", "Place"),
    "map_play": _Both("逐日播放", "Play by day"),
    "map_reported": _Both("上报", "Reported"),
    "map_show": _Both("显示", "Show"),
    "map_state": _Both("状态", "State"),
    "map_subtitle": _Both(
        "{first}至{last}上报的事件。地点只到楼栋或街道，不含个人信息。",
        "Incidents reported from {first} to {last}. Places only to the building or street, no personal data.",
    ),
    "map_title": _Both("{place}：事件", "{place}: incidents"),
    "map_total": _Both("{count} 件", "{count} incidents"),
    "open311_happened_at": _Both("什么时候发生的", "When it happened"),
    "open311_happened_at_how": _Both(
        "带时区的日期时间，例如 2026-11-01T08:00:00+08:00", "Date and time with its offset"
    ),
    "open311_language": _Both("用哪种语言答复", "In which language to answer"),
    "open311_language_how": _Both("选一项", "Choose one"),
    "page_closed": _Both("近 90 天结束", "Ended in the last 90 days"),
    "page_heading": _Both("事件", "Incidents"),
    "page_last": _Both("最近的事件", "The latest"),
    "page_none": _Both("近 90 天没有事件。", "None in the last 90 days."),
    "page_note": _Both(
        "地点只到楼栋或街道，不含个人信息。", "Places only to the building or street, no personal data."
    ),
    "page_open": _Both("办理中", "Open"),
    "page_report": _Both("上报问题", "Report a problem"),
}


def public_word(code: str, language: Language, **params: Any) -> str:
    """Say one of `WORDS`."""
    said: str = WORDS[code][language == "en"]
    return said.format(**params) if params else said


def state_word(state: str, language: Language) -> str:
    """What a state of an incident is called."""
    return tell(f"incident_state_{state}", {}, language)
