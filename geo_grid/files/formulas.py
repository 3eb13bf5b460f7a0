"""Texts that a spreadsheet would take for formulas."""

#: What a formula may begin with in Excel, LibreOffice or WPS; a tab or a line break before it is skipped
#: there, and with a Chinese or Japanese system the full-width signs count too.
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def disarmed(text: str) -> str:
    """A text behind an apostrophe where a spreadsheet might calculate it; others as they are.

    Somebody's ``=HYPERLINK(…)`` in a report is opened by an office as a table. Blanks before it do not hide
    it.
    """
    return f"'{text}" if text.lstrip(" \u3000").startswith(_BEGINNINGS) else text
