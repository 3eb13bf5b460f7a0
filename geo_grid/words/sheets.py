"""What boards, cards and lists on paper say, in Chinese and in English side by side."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from geo_grid.words import Language


class _Both(NamedTuple):
    zh: str
    en: str


WORDS: Mapping[str, _Both] = {
    "all_ground": _Both("全部辖区", "All ground"),
    "board_title": _Both("{grid}公示牌", "Notice board, {grid}"),
    "by_hotline": _Both("请拨打热线联系", "Reached by the hotline"),
    "card_keep": _Both("请保存此卡，有事找网格员。", "Keep this card: your grid is a call away."),
    "cards_needed": _Both("联系卡（每户一张）", "Contact cards, one a household"),
    "cards_title": _Both("{grid}联系卡", "Contact cards, {grid}"),
    "code": _Both("编码", "Code"),
    "count": _Both("张数", "Cards"),
    "edition": _Both("第 {edition} 版", "Edition {edition}"),
    "building": _Both("楼栋", "Building"),
    "file_and_more": _Both("另有 {count} 类", "and {count} more kinds"),
    "file_begun": _Both("设立，面积 {area}", "Begun with {area}"),
    "file_border": _Both("界线长", "Border length"),
    "file_bounds": _Both("四至", "Four bounds"),
    "file_classified": _Both("类型或等级调整", "Kind or class changed"),
    "file_code_changed": _Both("编码 {before} 改为 {after}", "Code {before} became {after}"),
    "file_counts": _Both("台账", "What is in it"),
    "file_detail": _Both("明细", "In detail"),
    "file_facilities": _Both("设施", "Facilities"),
    "file_facts": _Both("概况", "Facts"),
    "file_gone": _Both("已不相邻：{names}", "no longer there: {names}"),
    "file_history": _Both("沿革", "History"),
    "file_level": _Both("级别", "Level"),
    "file_missing": _Both("未写明：{names}", "not said: {names}"),
    "file_more": _Both("其余人员见本网格网页。", "Others are on the live page."),
    "file_moved": _Both("界线调整，面积 {before} 变为 {after}", "Border moved: {before} became {after}"),
    "file_name_changed": _Both("名称由{before}改为{after}", "{before} was renamed {after}"),
    "file_nothing": _Both("没有登记人员。", "Nobody is on record."),
    "file_other": _Both("其他", "Other"),
    "file_parent_changed": _Both("由 {before} 划入 {after}", "From {before} to {after}"),
    "file_people": _Both("人员", "People"),
    "file_point": _Both("为尖端", "A point"),
    "file_share": _Both("街巷定界率", "Border along streets and water"),
    "file_stored": _Both("登记的四至与界线不符。", "The bounds on record no longer fit."),
    "file_streets": _Both("街道", "Streets"),
    "file_title": _Both("{grid}网格档案", "File of {grid}"),
    "file_trades": _Both("单位和商户", "Organisations"),
    "file_unknown": _Both("另有 {count} 处未知", "{count} more not known"),
    "file_workload": _Both("工作量", "Workload"),
    "head": _Both("网格长", "Grid head"),
    "heading_file": _Both("网格档案", "Grid file"),
    "heading_member": _Both("网格员公示牌", "Your grid member"),
    "heading_office": _Both("网格公示牌", "Grid notice board"),
    "heading_overview": _Both("社区网格一览", "Grids at a glance"),
    "heading_reprint": _Both("重印清单", "Boards to reprint"),
    "hotline": _Both("服务热线", "Hotline"),
    "imprint": _Both("第 {edition} 版 · {day}印制", "Edition {edition} · printed {day}"),
    "in_charge_leaders": _Both("现由{name}代为负责", "Meanwhile {name} answers"),
    "in_charge_office": _Both("现由{name}接听", "Meanwhile {name} answers"),
    "kind_member": _Both("网格员公示牌", "Member's board"),
    "kind_office": _Both("机构公示牌", "Office's board"),
    "map_of": _Both("{grid}地图", "Map of {grid}"),
    "member": _Both("网格员", "Grid member"),
    "more": _Both("其余人员请扫码查看", "Others: scan the code"),
    "name": _Both("网格", "Grid"),
    "nobody": _Both("暂缺", "Vacant"),
    "north": _Both("北", "N"),
    "overview_title": _Both("{grid}网格一览", "Grids of {grid}"),
    "place": _Both("位置", "Place"),
    "reason_border": _Both("边界或名称", "Border or name"),
    "reason_contact": _Both("联系方式", "Contact"),
    "reason_people": _Both("人员", "People"),
    "reasons": _Both("变动", "Changed"),
    "reprint_none": _Both("没有需要重印的公示牌。", "No board needs to be printed again."),
    "reprint_summary": _Both(
        "{boards} 块公示牌，步行约 {walk}（直线距离）；联系卡 {cards} 张",
        "{boards} boards, a walk of about {walk} as the crow flies; {cards} cards",
    ),
    "reprint_title": _Both("{grid}重印清单", "Boards to reprint, {grid}"),
    "role_head": _Both("网格长", "Grid head"),
    "role_information_officer": _Both("信息员", "Information officer"),
    "role_liaison": _Both("联系人", "Liaison"),
    "role_member": _Both("网格员", "Grid member"),
    "role_specialist": _Both("专业人员", "Specialist"),
    "scan": _Both(
        "扫码打开本网格网页：最新责任人，以及本牌是否已更新",
        "Scan for this grid's page: who answers now, and whether this sheet still holds",
    ),
    "scan_short": _Both("扫码看最新责任人", "Scan: who answers now"),
    "sheet_kind": _Both("种类", "Kind"),
    "step": _Both("步行", "Walk"),
    "street_alley": _Both("里弄", "Alleys"),
    "street_arterial": _Both("主干路", "Arterials"),
    "street_branch": _Both("支路", "Branches"),
    "street_expressway": _Both("快速路", "Expressways"),
    "street_path": _Both("小路", "Paths"),
    "street_secondary": _Both("次干路", "Secondary streets"),
    "supervision": _Both("监督电话", "Supervision"),
    "unnamed": _Both("本网格责任人", "Your grid's contact"),
    "vacant": _Both("岗位暂缺", "Vacant"),
}


def sheet_word(word: str, language: Language, **params: Any) -> str:
    """One of the words of sheets, filled in.

    Raises
    ------
    KeyError
        Nobody has written this word: a fault of ours that tests find.
    """
    both = WORDS[word]
    return (both.zh if language == "zh" else both.en).format_map(params)
