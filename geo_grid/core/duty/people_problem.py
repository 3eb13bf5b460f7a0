"""A fault of who has which duty, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from geo_grid.core.problem import Severity

#: Every code a rule can give, with its severity.
SEVERITY: Mapping[str, Severity] = MappingProxyType(
    {
        "no_head": Severity.ERROR,
        "no_member": Severity.ERROR,
        "nobody_answers": Severity.ERROR,
        "grid_ended": Severity.ERROR,
        "heads_several": Severity.WARNING,
        "partner_not_adjacent": Severity.WARNING,
        "lapsing": Severity.WARNING,
    }
)


@dataclass(frozen=True, slots=True)
class PeopleProblem:
    """One fault, at one grid.

    Parameters
    ----------
    code
        A key of `SEVERITY`.
    grid
        Identity of the grid concerned.
    persons
        Identities of the people who take part.
    params
        What the wording needs beside these; JSON types only. Identities of other grids are under ``grids``.
    """

    code: str
    grid: int
    persons: tuple[int, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Severity of the code."""
        return SEVERITY[self.code]
