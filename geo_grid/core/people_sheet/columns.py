"""The columns of the sheet of people: one row is a person with one duty, or a person without any."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Parameters
    ----------
    key
        What the code calls it.
    zh, en
        Its header in each language; either is understood, in any order of columns.
    about
        Whether it says something of the person or of the duty.
    width
        Characters that it is wide where we write it.
    also
        Other headers that people use for it.
    """

    key: str
    zh: str
    en: str
    about: str = "person"
    width: int = 12
    also: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column("number", "编号", "Number", width=8, also=("id", "人员编号")),
    Column("name", "姓名", "Name", also=("名字",)),
    Column("name_en", "英文名", "English name", also=("拼音",)),
    Column("kind", "人员类别", "Kind", also=("类别",)),
    Column("post", "职务", "Post", width=20),
    Column("phone", "工作电话", "Phone", width=16, also=("电话", "办公电话", "座机")),
    Column("mobile", "手机", "Mobile", width=16, also=("手机号", "手机号码", "移动电话")),
    Column("reception_hours", "接待时间", "Reception hours", width=24),
    Column("published", "公开项", "Published", width=28, also=("公开内容",)),
    Column("opted_in_on", "同意公开日期", "Opted in on", width=14),
    Column("record_grid", "档案所在网格", "Record grid", width=16, also=("所属网格",)),
    Column("office", "机构", "Office", width=20, also=("单位", "所属机构")),
    Column("in_service_from", "到岗日期", "In service from", width=14),
    Column("in_service_until", "离岗日期", "In service until", width=14),
    Column("grid", "网格编码", "Grid", "duty", 16, ("网格代码", "负责网格")),
    Column("role", "岗位", "Role", "duty", also=("网格岗位", "角色")),
    Column("shift", "班次", "Shift", "duty", 8),
    Column("hours", "值班时段", "Hours", "duty", 28, ("时段",)),
    Column("specialty", "专业", "Specialty", "duty"),
    Column("duties", "职责", "Duties", "duty", 32),
    Column("duty_from", "任职起", "Duty from", "duty", 14, ("任职日期",)),
    Column("duty_until", "任职止", "Duty until", "duty", 14),
    Column("replaces", "接替现任", "Replaces", "duty", 10),
)

BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}


def folded(text: str) -> str:
    """A header or a choice as it is compared: compatible forms, no spaces, no case, no mark of duty."""
    kept = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in kept if not character.isspace() and character not in "*()_-")


_HEADERS: Mapping[str, str] = {
    folded(header): column.key
    for column in COLUMNS
    for header in (column.key, column.zh, column.en, *column.also)
}


def column_of(header: str) -> str | None:
    """The key of the column with this header, None where it is not one of ours."""
    return _HEADERS.get(folded(header))
