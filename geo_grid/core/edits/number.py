"""Give codes to several grids at once; their keys within the plan stay."""

from collections import Counter
from dataclasses import replace

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.subjects import drawable
from geo_grid.core.edits.words import checked_code
from geo_grid.core.errors import Refusal


def number(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Set the codes of some grids.

    Parameters
    ----------
    hierarchy
        What lies around; whether a code is free elsewhere, and fits the scheme of codes, is not seen here.
    arguments
        ``codes``: key → code.

    Raises
    ------
    Refusal
        ``code_invalid``, ``code_taken``.
    """
    given = arguments.part("codes")
    codes = {key: given.text(key) for key in sorted(given.names())}
    if not codes or not all(codes.values()):
        raise Refusal("argument_wrong", argument="codes")
    twice = [code for code, times in Counter(codes.values()).items() if times > 1]
    if twice:
        raise Refusal("code_taken", given=twice[0], grid=min(key for key in codes if codes[key] == twice[0]))
    # A code that another of them has now is another's all the same: codes are never handed on.
    return Proposal(
        {
            key: replace(drawable(hierarchy, key), code=checked_code(hierarchy, code, key))
            for key, code in codes.items()
        }
    )
