"""Days and times as people write them."""

from datetime import date, datetime

from geo_grid.words import Language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date, language: Language) -> str:
    """2026年11月21日, or 21 Nov 2026."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_text(moment: datetime, language: Language) -> str:
    """A day with the time, to the minute, of the moment's own zone."""
    return f"{day_text(moment.date(), language)} {moment:%H:%M}"
