"""How to fill in the sheet of people, as it stands on the sheet's second page."""

from collections.abc import Mapping

from geo_grid.words import Language

_GUIDE: Mapping[Language, str] = {
    "zh": """\
一行是一个人的一个岗位；一个人有几个岗位就写几行，个人信息可以只写在第一行。列的先后不限，不需要的列可以删去。
编号：导出时带出，用来认出同一个人；新人留空。有编号的行里，清空一格就是清空这一项；没有编号的行按姓名和电话对人，空格表示不变。
人员类别：公职 或 个人。信息员、志愿者等个人须本人同意并填同意公开日期，才能公开任何信息。
公开项：姓名、职务、照片、工作电话、手机、接待时间，用顿号分开；也可写 全部 或 无。
档案所在网格：由谁管理这份档案，一般填社区的网格编码；不填就是岗位所在的网格。
岗位：网格长、网格员、信息员、联系人、下沉力量。一个网格同时只有一位网格长；要替换现任，请在 接替现任 一列写 是。
值班时段：如 周一至周五 08:00-17:30；周六 09:00-12:00；夜班写 每天 22:00-06:00。班次：白班、夜班、错时。
日期写成 2026-03-01；止日包含当天。不填任职起就是导入时开始，不填任职止就是没有期限。
只要有一行有问题，就不会导入任何一行；下载标注了问题的副本，改好后再导入。""",
    "en": """\
A row is one duty of one person; whoever has several duties has several rows, and what is personal need only stand in the first. Columns may be in any order, and those you do not need may go.
Number: written when people are exported, and tells who is meant; leave it empty for somebody new. In a numbered row an emptied cell empties what it stands for; other rows are matched by name and phone, and an empty cell changes nothing.
Kind: official or private. Of private persons (information officers, volunteers) nothing is published unless they agreed; say when in “Opted in on”.
Published: name, post, photo, phone, mobile, hours, separated by commas; or all, or none.
Record grid: who keeps the record, usually the community's code; without it, the grid of the duty.
Role: head, member, information officer, liaison, specialist. A grid has one head at a time; to replace the present one, write yes in “Replaces”.
Hours: such as Mon-Fri 08:00-17:30; Sat 09:00-12:00; nights daily 22:00-06:00. Shift: day, night, staggered.
Dates are written 2026-03-01, and last days are included. Without “Duty from” it begins with the import, without “Duty until” it has no end.
As long as one row is wrong, none is taken over: download the copy with the problems marked, correct and send it.""",
}


def sheet_guide(language: Language) -> tuple[str, ...]:
    """Lines in a language."""
    return tuple(_GUIDE[language].splitlines())
