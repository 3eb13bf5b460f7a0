"""Hours of a week as people write them.

Such as “周一至周五 08:00-11:30，13:30-17:00；周六 09:00-12:00”, “Mon 22:00-06:00”, “全天”.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_ZH = ("一", "二", "三", "四", "五", "六", "日")
_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EVERY = frozenset({"", "每天", "每日", "daily", "everyday"})
_DAYS: Mapping[str, int] = {
    **{f"{week}{day}": number for week in ("周", "星期") for number, day in enumerate(_ZH, 1)},
    "周天": 7,
    "星期天": 7,
    **{day: number for number, day in enumerate(_EN, 1)},
}
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_DAYS_PART = re.compile(rf"({_DAY})(?:(?:-|~|至|到)({_DAY}))?(?:[,、和]|$)")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})(?:-|~|至|到)(?:次日|翌日)?(\d{1,2}):(\d{2})")
_SPANS = re.compile(rf"(?:{_SPAN.pattern}(?:[,、和及]|$))+$")
_ALL_DAY = re.compile(r"(?:全天|24小时|allday)$")


def read_hours(text: str) -> list[dict[str, Any]] | None:
    """Read hours.

    Returns
    -------
    As they are kept: ``[{"days": [1, …, 7], "from": "08:00", "until": "17:30"}, …]`` with ISO days; None
    where the text does not say hours.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"\s+", "", plain).replace("–", "-").replace("—", "-")
    hours = []
    for part in re.split(r"[;；\n]", plain):
        if not part:
            continue
        whole, spans = _ALL_DAY.search(part), _SPANS.search(part)
        said = whole or spans
        days = None if said is None else _days(part[: said.start()].rstrip(",、:"))
        if said is None or days is None:
            return None
        if whole:
            hours.append({"days": days, "from": "00:00", "until": "24:00"})
            continue
        for span in _SPAN.finditer(said[0]):
            begin, end = _clock(span[1], span[2]), _clock(span[3], span[4])
            if begin in (None, "24:00") or end is None:
                return None
            hours.append({"days": days, "from": begin, "until": end})
    return hours or None


def _days(text: str) -> list[int] | None:
    if text in _EVERY:
        return list(range(1, 8))
    days: set[int] = set()
    at = 0
    while at < len(text):
        found = _DAYS_PART.match(text, at)
        if found is None:
            return None
        first = _DAYS[found[1]]
        last = _DAYS[found[2]] if found[2] else first
        days |= {(first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1)}
        at = found.end()
    return sorted(days)


def _clock(hour: str, minute: str) -> str | None:
    if int(minute) > 59 or int(hour) > 24 or (int(hour) == 24 and int(minute)):
        return None
    return f"{int(hour):02}:{minute}"
