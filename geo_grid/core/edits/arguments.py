"""Reading the arguments of an operation, which are plain JSON from anywhere."""

from collections.abc import Mapping
from typing import Any

from geo_grid.core.edits.points import Edge, Point
from geo_grid.core.errors import Refusal

#: |x| and |y| of a place on earth, lattice units.
_EAST, _NORTH = 1_800_000_000, 900_000_000
#: A line or a piece of more points than this is refused.
_MOST_POINTS = 10_000
#: Longest name and code, characters.
_LONGEST = 200


class Arguments:
    """Arguments of one operation, read by name and type.

    Every method raises a Refusal: ``argument_missing`` where there is none of the name, ``argument_wrong``
    where it is no such thing, ``too_many_points``.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given

    def has(self, name: str) -> bool:
        """Whether it was given, and is not null."""
        return self._given.get(name) is not None

    def names(self) -> frozenset[str]:
        """Everything that was given, null or not."""
        return frozenset(self._given)

    def point(self, name: str) -> Point:
        """A place."""
        return self._point(name, self._value(name))

    def edge(self, name: str) -> Edge:
        """Two places."""
        points = self._points(name, self._value(name))
        if len(points) != 2 or points[0] == points[1]:
            raise Refusal("argument_wrong", argument=name)
        return points[0], points[1]

    def line(self, name: str) -> list[Point]:
        """Places of a line."""
        return self._points(name, self._value(name))

    def lines(self, name: str) -> list[list[Point]]:
        """Several lines."""
        lines = [self._points(name, line) for line in self._list(name)]
        _few(sum(map(len, lines)))
        return lines

    def key(self, name: str) -> str:
        """Key of a grid."""
        return self._text(name, self._value(name))

    def keys(self, name: str) -> list[str]:
        """Keys of grids, each once, in the order given."""
        return list(dict.fromkeys(self._text(name, key) for key in self._list(name)))

    def text(self, name: str) -> str:
        """A name or a code without blanks round it; empty where none was given."""
        if not self.has(name):
            return ""
        text = self._text(name, self._value(name), least=0).strip()
        if any(not letter.isprintable() for letter in text):
            raise Refusal("argument_wrong", argument=name)
        return text

    def choice(self, name: str, choices: Mapping[str, Any] | frozenset[str]) -> str | None:
        """One of several words; None for null."""
        given = self._given.get(name)
        if given is None:
            return None
        if not isinstance(given, str) or given not in choices:
            raise Refusal("argument_wrong", argument=name)
        return given

    def part(self, name: str) -> "Arguments":
        """An object within."""
        value = self._value(name)
        if not isinstance(value, Mapping):
            raise Refusal("argument_wrong", argument=name)
        return Arguments(value)

    def holds_object(self, name: str) -> bool:
        """Whether an object was given, and not a word."""
        return isinstance(self._given.get(name), Mapping)

    def holds_text(self, name: str) -> bool:
        """Whether a word was given."""
        return isinstance(self._given.get(name), str)

    def _value(self, name: str) -> Any:
        if not self.has(name):
            raise Refusal("argument_missing", argument=name)
        return self._given[name]

    def _list(self, name: str) -> list[Any]:
        value = self._value(name)
        if not isinstance(value, list | tuple) or not value:
            raise Refusal("argument_wrong", argument=name)
        _few(len(value))
        return list(value)

    def _points(self, name: str, value: Any) -> list[Point]:
        if not isinstance(value, list | tuple):
            raise Refusal("argument_wrong", argument=name)
        _few(len(value))
        return [self._point(name, each) for each in value]

    @staticmethod
    def _point(name: str, value: Any) -> Point:
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise Refusal("argument_wrong", argument=name)
        x, y = (each if isinstance(each, int) and not isinstance(each, bool) else None for each in value)
        if x is None or y is None or abs(x) > _EAST or abs(y) > _NORTH:
            raise Refusal("argument_wrong", argument=name)
        return x, y

    @staticmethod
    def _text(name: str, value: Any, least: int = 1) -> str:
        if not isinstance(value, str) or not least <= len(value) <= _LONGEST:
            raise Refusal("argument_wrong", argument=name)
        return value


def _few(count: int) -> None:
    if count > _MOST_POINTS:
        raise Refusal("too_many_points", count=count, most=_MOST_POINTS)
