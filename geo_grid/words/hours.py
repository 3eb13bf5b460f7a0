"""Hours of the week as people write them."""

from collections.abc import Iterable, Mapping, Sequence

from geo_grid.core.duty.week_hours import week_hours
from geo_grid.words import Language

_DAYS: Mapping[Language, Sequence[str]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

_ALL_DAY: Mapping[Language, str] = {"zh": "全天", "en": "all day"}


def days_text(days: Sequence[int], language: Language) -> str:
    """ISO weekdays, those that follow each other as a range: 周一至周五、周日."""
    names = _DAYS[language]
    if len(set(days)) == len(names):
        return "每天" if language == "zh" else "daily"
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    to, between = ("至", "、") if language == "zh" else ("–", ", ")
    said = []
    for run in runs:
        first, last = names[run[0] - 1], names[run[-1] - 1]
        said.append(first if len(run) == 1 else f"{first}{to if len(run) > 2 else between}{last}")
    return between.join(said)


def hours_text(spans: Iterable[tuple[Sequence[int], str, str]], language: Language) -> str:
    """Days and their first and last wall times: 周一至周五 08:30–11:30、13:30–17:00；周六 09:00–12:00."""
    between, then = ("、", "；") if language == "zh" else (", ", "; ")
    said: list[tuple[str, list[str]]] = []
    for days, begins, ends in spans:
        on, times = days_text(days, language), _ALL_DAY[language]
        if (begins, ends) != ("00:00", "24:00"):
            times = f"{begins}–{ends}"
        if said and said[-1][0] == on and times != _ALL_DAY[language]:
            said[-1][1].append(times)
        else:
            said.append((on, [times]))
    return then.join(f"{on} {between.join(times)}" for on, times in said)


def said_hours(text: str | None, language: Language) -> str | None:
    """Hours that somebody wrote, in the reader's language where they can be read as hours of a week.

    Whoever reads the language in which they were written reads them as they were written.
    """
    if text is None or _is_chinese(text) == (language == "zh"):
        return text
    hours = week_hours(text)
    if hours is None:
        return text
    return hours_text(((each["days"], each["from"], each["until"]) for each in hours), language)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
