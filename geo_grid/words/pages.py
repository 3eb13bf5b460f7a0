"""What pictures and pages of grids say, in Chinese and in English side by side."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from geo_grid.words import Language


class _Both(NamedTuple):
    zh: str
    en: str


WORDS: Mapping[str, _Both] = {
    "map_hotline": _Both("热线 {hotline}。", " Hotline {hotline}."),
    "map_of_people": _Both(
        "点击网格查看负责人。第 {edition} 版，{day} 制作。",
        "Click a grid to see who answers. Edition {edition}, made on {day}.",
    ),
    "page_about": _Both(
        "{name}，属{above}。地图、相邻网格与联系方式。",
        "{name}, part of {above}: map, neighbours and whom to ask.",
    ),
    "page_address": _Both("地址", "Address"),
    "page_addresses": _Both("地址", "Addresses"),
    "page_area": _Both("面积", "Area"),
    "page_ask": _Both("请找{name}（{role}）。", "Ask {name} ({role})."),
    "page_away": _Both("今天不在岗", "Away today"),
    "page_became": _Both("现在的编码：", "Codes there now:"),
    "page_because_ab_post": _Both(
        "{absent}今天不在岗，由相邻的{grid}代班（AB 岗）。",
        "{absent} is away today; the neighbouring {grid} stands in.",
    ),
    "page_because_leaders": _Both(
        "{absent}不在岗，由上级{grid}负责。", "{absent} is away; {grid}, the level above, answers."
    ),
    "page_because_named_stand_in": _Both(
        "{absent}今天不在岗，由指定的人代班。", "{absent} is away today; this person was named to stand in."
    ),
    "page_because_office": _Both(
        "{absent}不在岗，请联系这里。", "{absent} is away; please turn to this office."
    ),
    "page_because_shift": _Both("按排班，现在由这位值守。", "On shift now."),
    "page_border": _Both("界线", "Border"),
    "page_bound": _Both("{side}至{grid}", "{side}: {grid}"),
    "page_bounds": _Both("四至", "Four bounds"),
    "page_buildings": _Both("楼栋", "Buildings"),
    "page_call": _Both("打电话", "Call"),
    "page_call_hotline": _Both("热线", "Hotline"),
    "page_call_mobile": _Both("打手机", "Mobile"),
    "page_call_office": _Both("打电话", "Call"),
    "page_call_station": _Both("打电话", "Call"),
    "page_call_supervision": _Both("监督电话", "Supervision"),
    "page_chain": _Both("所属网格", "Part of"),
    "page_children": _Both("下级网格（{count} 个）", "Grids inside ({count})"),
    "page_class": _Both("等级", "Class"),
    "page_comma": _Both("、", ", "),
    "page_compounds": _Both("小区和院落", "Compounds"),
    "page_counts": _Both("台账", "Ledger"),
    "page_download_map": _Both("下载离线地图", "Download an offline map"),
    "page_duties": _Both("职责", "Duties"),
    "page_east": _Both("东", "East"),
    "page_edition": _Both(
        "边界为第 {edition} 版。本页生成于 {day}。",
        "Borders as of edition {edition}. This page was made on {day}.",
    ),
    "page_edition_number": _Both("第 {edition} 版", "Edition {edition}"),
    "page_ended": _Both("这个网格已于 {day} 撤销", "This grid ended on {day}"),
    "page_ended_why": _Both(
        "{name}（{code}）到这一天为止有效，公示牌和链接可能还在用旧编码。",
        "{name} ({code}) was in force until that day; boards and links may still carry its code.",
    ),
    "page_facts": _Both("概况", "Facts"),
    "page_find": _Both("在地图上查找", "Find it on the map"),
    "page_future": _Both("这个网格将于 {day} 启用", "This grid begins on {day}"),
    "page_future_why": _Both(
        "{name}（{code}）已经发布，还没有生效。", "{name} ({code}) is published and not yet in force."
    ),
    "page_ground": _Both("地段", "Ground"),
    "page_ground_extension": _Both("拓展", "Extension"),
    "page_ground_residential": _Both("居村", "Residential"),
    "page_ground_street": _Both("街面", "Street front"),
    "page_hotline": _Both("热线", "Hotline"),
    "page_hours": _Both("时间", "Hours"),
    "page_households": _Both("户数", "Households"),
    "page_initial_head": _Both("长", "H"),
    "page_initial_information_officer": _Both("信", "I"),
    "page_initial_liaison": _Both("联", "L"),
    "page_initial_member": _Both("员", "M"),
    "page_initial_specialist": _Both("专", "S"),
    "page_kind": _Both("类型", "Kind"),
    "page_kind_comprehensive": _Both("综合网格", "Comprehensive grid"),
    "page_kind_special": _Both("专属网格", "Special grid"),
    "page_made_up": _Both("这座城镇是虚构的示例。", "This town is made up, as an example."),
    "page_more": _Both("另有 {count} 个，请在地图上查看。", "And {count} more: see them on the map."),
    "page_neighbours": _Both("相邻网格", "Neighbours"),
    "page_nobody": _Both("现在没有人值守，请拨打热线。", "Nobody is on duty now: please call the hotline."),
    "page_north": _Both("北", "North"),
    "page_not_known": _Both("未知", "Not known"),
    "page_now_there": _Both("那里现在属于：", "What is there now:"),
    "page_office": _Both("机构", "Office"),
    "page_offices": _Both("服务机构", "Offices"),
    "page_open_map": _Both("在地图上打开", "Open on the map"),
    "page_organisations": _Both("单位和商户", "Organisations"),
    "page_other_language": _Both("English", "中文"),
    "page_outside": _Both("辖区外", "Outside the area"),
    "page_partner": _Both("AB 岗互助网格：", "Stands in for each other with: "),
    "page_people": _Both("网格人员", "People"),
    "page_picture": _Both("{name}的地图。{bounds}。", "Map of {name}. {bounds}."),
    "page_plain_border": _Both("一般界线", "Ordinary border"),
    "page_product": _Both("社区网格", "Community grids"),
    "page_reception": _Both("接待时间", "Reception"),
    "page_recoded": _Both("编码 {code} 已停用", "Code {code} is no longer in use"),
    "page_recoded_why": _Both("{name}自 {day} 起改用新编码。", "{name} has had another code since {day}."),
    "page_residents": _Both("人数", "People"),
    "page_role_head": _Both("网格长", "Grid head"),
    "page_role_information_officer": _Both("信息员", "Information officer"),
    "page_role_liaison": _Both("联系人", "Liaison"),
    "page_role_member": _Both("网格员", "Grid member"),
    "page_role_specialist": _Both("下沉力量", "Specialist"),
    "page_search": _Both("查找和地图", "Search and map"),
    "page_services": _Both("服务事项", "Services"),
    "page_setting": _Both("城乡", "Setting"),
    "page_setting_rural": _Both("农村", "Rural"),
    "page_setting_urban": _Both("城区", "Urban"),
    "page_share": _Both("网格地图与联系方式", "Map and whom to ask"),
    "page_sheet_border": _Both(
        "您手上的公示牌是第 {edition} 版，边界后来有调整，请以本页为准。",
        "Your sheet shows edition {edition}. The border has changed since: please go by this page.",
    ),
    "page_sheet_fresh": _Both(
        "您手上的公示牌（第 {edition} 版）仍然有效。", "Your sheet (edition {edition}) is up to date."
    ),
    "page_sheet_people": _Both(
        "您手上的公示牌是第 {edition} 版，人员或联系方式后来有变动，请以本页为准。",
        "Your sheet shows edition {edition}. People or contacts have changed since: please go by this page.",
    ),
    "page_sheet_unknown": _Both(
        "您手上的公示牌标着第 {edition} 版，没有这一版，请以本页为准。",
        "Your sheet says edition {edition}, which does not exist: please go by this page.",
    ),
    "page_shift": _Both("值守时间", "On duty"),
    "page_shift_day": _Both("白班", "day shift"),
    "page_shift_night": _Both("夜班", "night shift"),
    "page_shift_staggered": _Both("错时", "staggered hours"),
    "page_since": _Both("生效日期", "In force since"),
    "page_skip": _Both("跳到正文", "Skip to the content"),
    "page_some_unknown": _Both(
        "另有 {count} 处地址户数未知。", "The households at {count} more addresses are not known."
    ),
    "page_south": _Both("南", "South"),
    "page_special": _Both("专属网格", "Special grid"),
    "page_specials": _Both("其中的专属网格", "Special grids inside"),
    "page_statutory": _Both("法定界线", "Statutory border"),
    "page_today": _Both("现在请找", "Whom to ask now"),
    "page_too_many": _Both("打开得太频繁了", "Opened too often"),
    "page_too_many_why": _Both(
        "请过一分钟再打开；急事请拨打热线。", "Please wait a minute; if it is urgent, call the hotline."
    ),
    "page_touched": _Both("版次", "Edition"),
    "page_unavailable": _Both("暂时打不开", "Not available for the moment"),
    "page_unavailable_why": _Both(
        "数据库暂时不能回答，请稍后再试；急事请拨打热线。",
        "The database cannot answer now. Please try again later; if it is urgent, call the hotline.",
    ),
    "page_unknown": _Both("没有这个网格", "There is no such grid"),
    "page_unknown_why": _Both(
        "没有编码为「{code}」的网格。可能写错了编码；可以在地图上按地址或名称查找。",
        "No grid has the code “{code}”. It may be mistyped; on the map you can look by address or name.",
    ),
    "page_until": _Both("到 {until} 之前由这里负责。", "Until {until}."),
    "page_vacant": _Both("网格长空缺", "No grid head at present"),
    "page_vacant_leaders": _Both(
        "网格长空缺，由上级{grid}负责。",
        "There is no grid head at present; {grid}, the level above, answers.",
    ),
    "page_vacant_office": _Both(
        "网格长空缺，请联系这里。", "There is no grid head at present; please turn to this office."
    ),
    "page_west": _Both("西", "West"),
    "picture_edition": _Both("第 {edition} 版 · {day}", "Edition {edition} · {day}"),
    "picture_north": _Both("北", "N"),
    "picture_title": _Both("{name}地图", "Map of {name}"),
}


def page_word(word: str, language: Language, **params: Any) -> str:
    """One of the words of pages, filled in.

    Raises
    ------
    KeyError
        Nobody has written this word: a fault of ours that tests find.
    """
    both = WORDS[word]
    return (both.zh if language == "zh" else both.en).format_map(params)
