"""Hours of the week as people write them."""

from collections.abc import Iterable, Mapping, Sequence

from geo_grid.words import Language

_DAYS: Mapping[Language, Sequence[str]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


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
    """Each span, its days and its first and last wall time: 周一至周五 08:00–17:30."""
    said = [f"{days_text(days, language)} {begins}–{ends}" for days, begins, ends in spans]
    return ("；" if language == "zh" else "; ").join(said)
