"""JSON read one feature at a time, with the place of each in the text.

Only the standard library's scanner tells where a value ends; with it a feature that nothing touches can be
written back as it stood, and memory holds one parsed feature at a time.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from geo_grid.core.errors import UnreadableFile

_COMMA = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")
_BLANK = re.compile(r"[ \t\n\r]*")
#: RFC 8142 separates the texts of a sequence by the control character RS.
_BETWEEN_TEXTS = re.compile(r"[ \t\n\r\x1e]*")
_decode = json.JSONDecoder().raw_decode

Span = tuple[int, int]


@dataclass
class Members:
    """Top-level members of a JSON object.

    Parameters
    ----------
    values
        Name → parsed value, but for the streamed one.
    spans
        Name → start and end of the value in the text.
    streamed
        True where the streamed member was found.
    """

    values: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    streamed: bool = False


class BrokenJson(UnreadableFile):
    """The text is not JSON; says where it stops being so."""

    def __init__(self, file: str, text: str, place: int) -> None:
        line = text.count("\n", 0, place) + 1
        column = place - (text.rfind("\n", 0, place) + 1) + 1
        super().__init__("json_broken", file=file, line=line, column=column)


@dataclass(frozen=True)
class JsonText:
    """A JSON text and the file's name for messages."""

    text: str
    file: str

    def value(self, place: int) -> tuple[Any, int]:
        """Parse the value that starts at a place; gives it and its end."""
        try:
            return _decode(self.text, place)
        except json.JSONDecodeError as error:
            raise BrokenJson(self.file, self.text, error.pos) from None
        except RecursionError:
            raise UnreadableFile("json_too_deep", file=self.file) from None
        except ValueError:  # a number of thousands of digits
            raise BrokenJson(self.file, self.text, place) from None

    def skip(self, place: int) -> int:
        """The next place that is not blank."""
        match = _BLANK.match(self.text, place)
        return match.end() if match else place

    def expect(self, place: int, character: str) -> int:
        """The place after a character that has to stand here."""
        if not self.text.startswith(character, place):
            raise BrokenJson(self.file, self.text, place)
        return place + len(character)

    def members(self, place: int, *, stream: str, each: Callable[[Any, Span], None]) -> tuple[Members, int]:
        """Walk an object's members, handing over the elements of one array as they are read.

        Parameters
        ----------
        place
            Where the object begins.
        stream
            Name of the member whose array is handed over piece by piece; empty for none.
        each
            Called with each element and its span.

        Returns
        -------
        The other members, and the end of the object.
        """
        found = Members()
        place = self.skip(self.expect(place, "{"))
        if self.text.startswith("}", place):
            return found, place + 1
        while True:
            name, place = self._name(place)
            start = place = self.skip(self.expect(self.skip(place), ":"))
            if stream and name == stream and self.text.startswith("[", place):
                found.streamed = True
                for value, begin, place in self._elements(start):
                    if begin >= 0:
                        each(value, (begin, place))
            else:
                found.values[name], place = self.value(place)
            found.spans[name] = (start, place)
            place = self.skip(place)
            if self.text.startswith("}", place):
                return found, place + 1
            place = self.skip(self.expect(place, ","))

    def _name(self, place: int) -> tuple[str, int]:
        if not self.text.startswith('"', place):
            raise BrokenJson(self.file, self.text, place)
        name, end = self.value(place)
        return str(name), end

    def _elements(self, place: int) -> Iterator[tuple[Any, int, int]]:
        """Each element with its start and end; the last one given is (None, -1, end of the array)."""
        place = self.skip(self.expect(place, "["))
        if not self.text.startswith("]", place):
            while True:
                value, end = self.value(place)
                yield value, place, end
                comma = _COMMA.match(self.text, end)
                if comma is None:
                    place = self.skip(end)
                    if self.text.startswith("]", place):
                        break
                    raise BrokenJson(self.file, self.text, place)
                place = comma.end()
        yield None, -1, place + 1

    def next_text(self, place: int) -> int:
        """Where the next text of a sequence starts; the length of the text at its end."""
        match = _BETWEEN_TEXTS.match(self.text, place)
        return match.end() if match else place
