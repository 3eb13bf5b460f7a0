"""Names, codes and classes of grids: what an edit may write into them."""

from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.errors import Refusal

#: What a code may be made of; the code scheme of a place says more.
_LETTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.")
_LONGEST_CODE = 64


def checked_code(hierarchy: Hierarchy, code: str, key: str | None = None) -> str:
    """A code that can be given to a grid; empty for none.

    Raises
    ------
    Refusal
        ``code_invalid``; ``code_taken``: another grid that is here has it.
    """
    if not code:
        return code
    if len(code) > _LONGEST_CODE or not set(code) <= _LETTERS:
        raise Refusal("code_invalid", given=code)
    for grid in hierarchy:
        if grid.code == code and grid.key != key:
            raise Refusal("code_taken", given=code, grid=grid.key)
    return code
