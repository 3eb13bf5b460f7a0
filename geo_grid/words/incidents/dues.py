"""How a due time was reckoned, step by step, as sentences."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from geo_grid.words import Language, tell
from geo_grid.words.dates import day_text, moment_text
from geo_grid.words.hours import days_text

_MOMENTS = ("at", "before", "begin", "begins", "end")


def due_text(code: str, params: Mapping[str, Any], language: Language) -> str:
    """One step as a sentence.

    Parameters
    ----------
    code, params
        Of a `geo_grid.core.incidents.deadlines.DueStep`, also as JSON gave it back.
    """
    told: dict[str, Any] = {**params, "name": params.get(f"name_{language}")}
    for name in _MOMENTS:
        if name in params:
            moment = datetime.fromisoformat(params[name])
            told[name] = f"{moment_text(moment, language)}{_weekday(moment.date(), language)}"
    if "day" in params:
        day = date.fromisoformat(params["day"])
        told["day"] = f"{day_text(day, language)}{_weekday(day, language)}"
    if "days" in params:
        days = [date.fromisoformat(day) for day in params["days"]]
        told |= {"count": len(days), "days": _days(days, language)}
    if "minutes" in params:
        told["time"] = _duration(params["minutes"], language)
    if code == "due_limit":
        clock = "at_once" if params.get("at_once") else "worked"
        told["limit"] = limit_text(params["amount"], params["unit"], language)
        code = "due_limit" if params["unit"].endswith("days") else f"due_limit_{clock}"
    return tell(code, told, language)


def limit_text(amount: int, unit: str, language: Language) -> str:
    """A limit: 3 个工作日, 3 working days."""
    one = "_one" if amount == 1 else ""
    return tell(f"limit_{unit}{one}", {"amount": amount}, language)


def _weekday(day: date, language: Language) -> str:
    name = days_text([day.isoweekday()], language)
    return f"（{name}）" if language == "zh" else f" ({name})"


def _days(days: Sequence[date], language: Language) -> str:
    """Days that follow each other as a range."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day == runs[-1][1] + timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return ("、" if language == "zh" else ", ").join(_run(first, last, language) for first, last in runs)


def _run(first: date, last: date, language: Language) -> str:
    if first == last:
        return day_text(first, language)
    if (first.year, first.month) != (last.year, last.month):
        return f"{day_text(first, language)}{'至' if language == 'zh' else ' to '}{day_text(last, language)}"
    if language == "zh":
        return f"{day_text(first, language)}至{last.day}日"
    return f"{first.day} to {day_text(last, language)}"


def _duration(minutes: int, language: Language) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [limit_text(hours, "hours", language)] if hours else []
    if rest or not hours:
        parts.append(limit_text(rest, "minutes", language))
    return " ".join(parts)
