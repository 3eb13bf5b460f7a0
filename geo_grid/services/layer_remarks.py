"""What is to be said about rows of a load: counted by code, with a few named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from geo_grid.core.layers.storable import storable

#: Rows of one kind that are named.
EXAMPLES = 20

#: Characters of what stands in a row that are repeated.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Remark:
    """How many rows one thing is true of.

    Parameters
    ----------
    count
        Rows.
    examples
        The first of them: ``row`` (from 1), ``id`` (what the file calls it, or None), and where it helps
        ``given``, what stands there.
    """

    count: int
    examples: tuple[Mapping[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """As the report of a load keeps it."""
        return {"count": self.count, "examples": [dict(example) for example in self.examples]}


@dataclass
class Remarks:
    """Remarks as they are gathered; a row is named by its number and its id."""

    ids: Sequence[str | None]
    _found: dict[str, list[tuple[int, str | None]]] = field(default_factory=dict)

    def add(self, code: str, row: int, given: str | None = None) -> None:
        """Something is true of a row (from 0)."""
        self._found.setdefault(code, []).append((row, given))

    def by_code(self, kept: Sequence[bool] | None = None) -> Mapping[str, Remark]:
        """Everything that was said of rows kept, or of all; in the order in which it was first met."""
        found: dict[str, Remark] = {}
        for code, rows in self._found.items():
            said = rows if kept is None else [each for each in rows if kept[each[0]]]
            if said:
                examples = [self._example(row, given) for row, given in said[:EXAMPLES]]
                found[code] = Remark(len(said), tuple(examples))
        return MappingProxyType(found)

    def _example(self, row: int, given: str | None) -> Mapping[str, Any]:
        said = {} if given is None else {"given": storable(given)[:_LONGEST]}
        return {"row": row + 1, "id": self.ids[row], **said}
