"""What a plan starts from, in SQL: rows as they were at its base, and what grids are called in a plan."""

#: Before the number of a void in its key.
VOID_KEY = "~v"
#: Before a code that begins as keys of new grids do, in its key.
_ESCAPE = "~="

_BASE_ROW = """(
    {0}.edition_from <= :edition AND lower({0}.valid) <= :at
    AND (upper_inf({0}.valid) OR upper({0}.valid) > :at OR {0}.edition_to > :edition)
)"""
_KEY = f"CASE WHEN {{0}} ^@ '~' THEN '{_ESCAPE}' || {{0}} ELSE {{0}} END"


def at_base(row: str) -> str:
    """The condition that a dated row is of a plan's base; `plan_records.Base.params` has what it asks for."""
    return _BASE_ROW.format(row)


def key_sql(code: str) -> str:
    """The key of a grid with a code on the plan's base, in SQL."""
    return _KEY.format(code)


def key_of(code: str) -> str:
    """The key of a grid with a code on the plan's base."""
    return f"{_ESCAPE}{code}" if code.startswith("~") else code


def base_code_of(key: str) -> str | None:
    """The code that a grid had on the plan's base; None for a void and for what a step made."""
    if key.startswith(_ESCAPE):
        return key.removeprefix(_ESCAPE)
    return None if key.startswith("~") else key


def void_of(key: str) -> int | None:
    """The void that a key names; None where it names none."""
    number = key.removeprefix(VOID_KEY)
    return int(number) if key.startswith(VOID_KEY) and number.isascii() and number.isdecimal() else None
