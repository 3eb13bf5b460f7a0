"""The responsibility matrix: by category and ground, who leads, who acts along, who decides disputes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: The category of a row that holds for all of them.
EVERY_CATEGORY = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row in force.

    Parameters
    ----------
    category
        A category, a class, or `EVERY_CATEGORY`.
    grid
        Identity of a grid, meant with all below it; None for everywhere.
    lead, co, arbiter
        Identities of offices.
    """

    id: int
    category: str
    grid: int | None
    lead: int
    co: tuple[int, ...] = ()
    arbiter: int | None = None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Which offices a matter is for; all None where the matrix has no row for it.

    Parameters
    ----------
    row
        Identity of the row that says so.
    """

    lead: int | None = None
    co: tuple[int, ...] = ()
    arbiter: int | None = None
    row: int | None = None


class Matrix:
    """The rows in force.

    Parameters
    ----------
    rows
        No two of one category and one grid.
    """

    def __init__(self, rows: Iterable[MatrixRow] = ()) -> None:
        self.rows = tuple(rows)
        self._rows = {(row.category, row.grid): row for row in self.rows}

    def responsible(
        self, category: str, chain: Sequence[int], areas: Mapping[int, bool] | None = None
    ) -> Responsibility:
        """Whose a matter is: the row of the most special category, and of these that of the deepest grid.

        Parameters
        ----------
        category
            Code of a category or class.
        chain
            Identities of the grids that answer for the place, level ascending.
        areas
            For offices with a service area of their own, whether the place lies in it: where it does not,
            their rows do not hold.
        """
        serves = areas or {}
        for code in dict.fromkeys((category, category[:2], EVERY_CATEGORY)):
            for grid in (*reversed(chain), None):
                row = self._rows.get((code, grid))
                if row is not None and serves.get(row.lead, True):
                    co = tuple(office for office in row.co if serves.get(office, True))
                    return Responsibility(row.lead, co, row.arbiter, row.id)
        return Responsibility()
