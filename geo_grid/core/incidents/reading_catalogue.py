"""A catalogue as it is stored, sent and kept in files, read and judged, and written again."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from geo_grid.core.errors import InputError
from geo_grid.core.incidents.catalogue import (
    ALL_LEVELS,
    GROUNDS,
    LEVELS,
    Catalogue,
    Category,
    Ground,
    Limits,
    Names,
    Task,
)
from geo_grid.core.incidents.deadlines import Limit, Unit
from geo_grid.core.incidents.states import Kind, Stage, Urgency

MOST_CATEGORIES = 1000
_LONGEST_NAME = 60
_CODE = re.compile(r"\d{2}(\d{2})?", re.ASCII)
_DEPARTMENT = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_FLAGS = ("must_report", "must_visit", "photo_on_finish", "verify_on_site")
_FIELDS = frozenset(
    {
        "code", "name_zh", "name_en", "class", "kind", "urgency", *_FLAGS,
        "limits", "lead", "tasks", "retired", "successor",
    }
)  # fmt: skip

_T = TypeVar("_T", bound=StrEnum)


def read_catalogue(content: Any, version: int = 0) -> Catalogue:
    """Read a catalogue.

    Parameters
    ----------
    content
        ``{"departments": {code: {"zh", "en"}}, "limits": {kind: limits}, "categories": [{"code", "name_zh",
        "name_en", "class": "event" | "facility", …}]}``; limits are ``{stage: {"1" | "2" | "3" | "all":
        {"amount", "unit"}}}``.

    Raises
    ------
    InputError
        ``catalogue_wrong`` {where, given}: it has not this form; ``catalogue_name_wrong`` {category, most};
        ``category_code_wrong``, ``category_twice``, ``category_without_class``, ``category_other_class``,
        ``category_successor_wrong``, ``category_lead_unknown`` {category}; ``catalogue_empty``,
        ``catalogue_too_many`` {most}; ``limit_wrong``.
    """
    if not isinstance(content, Mapping) or not set(content) <= {"departments", "limits", "categories"}:
        raise _wrong("", content)
    given = content.get("categories")
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise _wrong("categories", given)
    if len(given) > MOST_CATEGORIES:
        raise InputError("catalogue_too_many", most=MOST_CATEGORIES)
    categories = tuple(sorted((_category(each) for each in given), key=lambda each: each.code))
    departments = {
        _department(code): _names(code, each)
        for code, each in _items("departments", content.get("departments"))
    }
    limits = {
        _choice(Kind, kind, "limits"): _limits(each, f"limits.{kind}")
        for kind, each in _items("limits", content.get("limits"))
    }
    found = Catalogue(version, categories, limits, departments)
    _check(found)
    return found


def written_catalogue(catalogue: Catalogue) -> dict[str, Any]:
    """As `read_catalogue` reads it."""
    return {
        "departments": {
            code: {"zh": names.zh, "en": names.en} for code, names in catalogue.departments.items()
        },
        "limits": {str(kind): written_limits(limits) for kind, limits in catalogue.limits.items()},
        "categories": [written_category(category) for category in catalogue.categories],
    }


def written_category(category: Category) -> dict[str, Any]:
    """One category, with all of its fields."""
    return {
        "code": category.code,
        "name_zh": category.names.zh,
        "name_en": category.names.en,
        "class": "facility" if category.is_facility else "event",
        "kind": str(category.kind),
        "urgency": str(category.urgency),
        **{flag: getattr(category, flag) for flag in _FLAGS},
        "limits": written_limits(category.limits),
        "lead": category.lead,
        "tasks": dict(category.tasks),
        "retired": category.is_retired,
        "successor": category.successor,
    }


def written_limits(limits: Limits) -> dict[str, Any]:
    """Limits by stage and level."""
    return {
        str(stage): {
            "all" if level == ALL_LEVELS else str(level): {"amount": limit.amount, "unit": str(limit.unit)}
            for level, limit in levels.items()
        }
        for stage, levels in limits.items()
    }


def _category(given: Any) -> Category:
    if not isinstance(given, Mapping) or not set(given) <= _FIELDS:
        raise _wrong("categories", given)
    code = given.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise InputError("category_code_wrong", category=str(code)[:40])
    names = _names(code, {"zh": given.get("name_zh"), "en": given.get("name_en")})
    flags = {flag: given.get(flag, flag == "verify_on_site") for flag in (*_FLAGS, "retired")}
    if not all(isinstance(value, bool) for value in flags.values()):
        raise _wrong(code, flags)
    retired = flags.pop("retired")
    if given.get("class", "event") not in ("event", "facility"):
        raise _wrong(f"{code}.class", given["class"])
    return Category(
        code,
        names,
        is_facility=given.get("class") == "facility",
        kind=_choice(Kind, given.get("kind", "general"), f"{code}.kind"),
        urgency=_choice(Urgency, given.get("urgency", "normal"), f"{code}.urgency"),
        limits=_limits(given.get("limits"), f"{code}.limits"),
        lead=_text_or_none(given.get("lead"), f"{code}.lead"),
        tasks=_tasks(given.get("tasks"), f"{code}.tasks"),
        is_retired=retired,
        successor=_text_or_none(given.get("successor"), f"{code}.successor"),
        **flags,
    )


def _tasks(given: Any, where: str) -> Mapping[Ground, Task]:
    tasks = dict(_items(where, given))
    if not set(tasks) <= set(GROUNDS) or not all(task in ("set", "chosen") for task in tasks.values()):
        raise _wrong(where, given)
    return {ground: tasks[ground] for ground in GROUNDS if ground in tasks}


def _limits(given: Any, where: str) -> Limits:
    return {
        _choice(Stage, stage, where): {
            _level(level, where): _limit(each, f"{where}.{stage}.{level}")
            for level, each in _items(f"{where}.{stage}", levels)
        }
        for stage, levels in _items(where, given)
    }


def _limit(given: Any, where: str) -> Limit:
    if not isinstance(given, Mapping) or set(given) != {"amount", "unit"} or type(given["amount"]) is not int:
        raise _wrong(where, given)
    return Limit(given["amount"], _choice(Unit, given["unit"], where))


def _level(given: str, where: str) -> int:
    if given == "all":
        return ALL_LEVELS
    if given not in {str(level) for level in LEVELS}:
        raise _wrong(where, given)
    return int(given)


def _names(of: str, given: Any) -> Names:
    if not isinstance(given, Mapping):
        raise _wrong(of, given)
    names = [given.get("zh"), given.get("en")]
    if not all(isinstance(name, str) and 1 <= len(name.strip()) <= _LONGEST_NAME for name in names):
        raise InputError("catalogue_name_wrong", category=of[:40], most=_LONGEST_NAME)
    return Names(str(names[0]).strip(), str(names[1]).strip())


def _department(code: str) -> str:
    if not _DEPARTMENT.fullmatch(code):
        raise _wrong("departments", code)
    return code


def _text_or_none(given: Any, where: str) -> str | None:
    if given is not None and not isinstance(given, str):
        raise _wrong(where, given)
    return given or None


def _items(where: str, given: Any) -> list[tuple[str, Any]]:
    if given is None:
        return []
    if not isinstance(given, Mapping) or not all(isinstance(key, str) for key in given):
        raise _wrong(where, given)
    return list(given.items())


def _choice(kind: type[_T], given: Any, where: str) -> _T:
    try:
        return kind(given)
    except ValueError as error:
        raise _wrong(where, given) from error


def _check(catalogue: Catalogue) -> None:
    """What can be said only of the whole."""
    if not any(category.parent is not None and not category.is_retired for category in catalogue.categories):
        raise InputError("catalogue_empty")
    if len(catalogue.by_code) != len(catalogue.categories):
        codes = [category.code for category in catalogue.categories]
        raise InputError("category_twice", category=next(code for code in codes if codes.count(code) > 1))
    for category in catalogue.categories:
        parent = None if category.parent is None else catalogue.by_code.get(category.parent)
        if category.parent is not None and parent is None:
            raise InputError("category_without_class", category=category.code)
        if parent is not None and parent.is_facility is not category.is_facility:
            raise InputError("category_other_class", category=category.code)
        if category.lead is not None and category.lead not in catalogue.departments:
            raise InputError("category_lead_unknown", category=category.code, given=category.lead[:40])
        if category.successor is not None:
            successor = catalogue.by_code.get(category.successor)
            is_sound = successor is not None and not successor.is_retired and category.is_retired
            if not is_sound or len(category.successor) != len(category.code):
                raise InputError("category_successor_wrong", category=category.code)


def _wrong(where: str, given: Any) -> InputError:
    return InputError("catalogue_wrong", where=where or "–", given=str(given)[:100])
