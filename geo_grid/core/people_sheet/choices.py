"""What may stand in a cell that offers a choice, in either language."""

from collections.abc import Mapping
from types import MappingProxyType

from geo_grid.core.people_sheet.columns import folded

Choice = Mapping[str, tuple[str, ...]]

#: What is meant → how people write it; the first is what we write in Chinese, the second in English.
ROLES: Choice = MappingProxyType(
    {
        "head": ("网格长", "head", "gridhead"),
        "member": ("网格员", "member", "gridmember"),
        "information_officer": ("信息员", "information officer"),
        "liaison": ("联系人", "liaison"),
        "specialist": ("下沉力量", "specialist", "专员", "专业人员"),
    }
)
KINDS: Choice = MappingProxyType(
    {
        "official": ("公职", "official", "工作人员", "专职", "在编"),
        "private": ("个人", "private", "志愿者", "志愿", "volunteer", "居民", "兼职"),
    }
)
SHIFTS: Choice = MappingProxyType(
    {
        "day": ("白班", "day", "日班"),
        "night": ("夜班", "night", "晚班"),
        "staggered": ("错时", "staggered", "错时班"),
    }
)
FIELDS: Choice = MappingProxyType(
    {
        "name": ("姓名", "name"),
        "post": ("职务", "post"),
        "photo": ("照片", "photo"),
        "phone": ("工作电话", "phone", "电话", "座机"),
        "mobile": ("手机", "mobile", "手机号"),
        "hours": ("接待时间", "hours", "reception hours", "时间"),
    }
)
YES = frozenset({"是", "yes", "y", "true", "1", "对", "√"})
NO = frozenset({"否", "no", "n", "false", "0", "不", "×"})
ALL = frozenset({"全部", "all"})
NONE = frozenset({"无", "none", "不公开"})


def chosen(text: str, choice: Choice) -> str | None:
    """What a cell means, None where it is not one of the choices."""
    wanted = folded(text)
    for meaning, written in choice.items():
        if wanted == folded(meaning) or wanted in {folded(each) for each in written}:
            return meaning
    return None


def said(meaning: str, choice: Choice, language: str) -> str:
    """How a choice is written in a language."""
    return choice[meaning][0 if language == "zh" else 1]


def said_post(post: str | None, language: str) -> str | None:
    """A post in a language where it is the name of a role; any other as somebody wrote it."""
    role = None if post is None else chosen(post, ROLES)
    return post if role is None else said(role, ROLES, language)


def is_same_post(one: str | None, other: str | None) -> bool:
    """Whether two posts are the same but for the language."""
    return one == other or (one is not None and said_post(one, "zh") == said_post(other, "zh"))
