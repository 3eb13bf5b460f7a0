"""What a template is given: texts that can be printed, pictures by name, and notes of what cannot."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from geo_grid.publish.sheets.content import SheetGrid, SheetPerson
from geo_grid.publish.sheets.glyphs import missing, printable
from geo_grid.publish.sheets.palette import palette
from geo_grid.publish.sheets.qr import qr_svg
from geo_grid.words import Language, tell
from geo_grid.words.dates import day_text
from geo_grid.words.sheets import sheet_word


@dataclass(frozen=True, slots=True)
class Unprintable:
    """Characters that no installed font has.

    Parameters
    ----------
    text
        Whose name, or which text, as it was given.
    characters
        What is missing of it.
    printed
        What stands there instead.
    grid
        Code of the grid on whose sheet it is.
    """

    text: str
    characters: tuple[str, ...]
    printed: str
    grid: str


@dataclass(slots=True)
class Pieces:
    """Collects the pictures of a sheet and what of its texts cannot be printed."""

    language: Language
    files: dict[str, bytes] = field(default_factory=dict)
    unprintable: dict[tuple[str, str], Unprintable] = field(default_factory=dict)
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)

    def text(self, given: str | None, grid: str, instead: str | None = None) -> str | None:
        """A text as it can be printed; `instead` is taken where it is whole and the first is not."""
        if not given:
            return None
        absent = self._missing(given)
        if not absent:
            return given
        whole = instead if instead and not self._missing(instead) else None
        printed = whole or printable(given, absent)
        self.unprintable[given, grid] = Unprintable(given, absent, printed, grid)
        return printed

    def picture(self, content: bytes, ending: str) -> str:
        """Keep a picture, the same only once; its name for the template."""
        name = f"{hashlib.blake2b(content, digest_size=12).hexdigest()}.{ending}"
        self.files[name] = content
        return name

    def qr(self, grid: SheetGrid) -> str:
        """The code of a grid's live page."""
        if grid.url not in self._codes:
            self._codes[grid.url] = self.picture(qr_svg(grid.url).encode(), "svg")
        return self._codes[grid.url]

    def person(self, person: SheetPerson, grid: SheetGrid) -> dict[str, Any]:
        """Somebody as the templates read them."""

        def shown(value: str | None) -> str | None:
            return self.text(value, grid.code)

        name = self.text(person.name, grid.code, person.second)
        initial = person.initial if person.initial and not self._missing(person.initial) else None
        return {
            "role": person.role,
            "name": name,
            "second": None if person.second in (None, name) else shown(person.second),
            "initial": initial or (name[0] if name else None),
            "tint": person.tint % 6,
            "post": shown(person.post),
            "phone": shown(person.phone),
            "mobile": shown(person.mobile),
            "hours": shown(person.hours),
            "specialty": shown(person.specialty),
            "duties": shown(person.duties),
            "photo": self._photo(person.photo),
            "head": person.is_head,
            "vacant": person.vacant,
            "note": shown(person.note),
            "spoken": " ".join(part for part in (person.role, name) if part),
        }

    def _photo(self, content: bytes | None) -> str | None:
        """A picture that is none, however it came to be kept, must not keep the sheet from being made."""
        is_jpeg = content is not None and content.startswith(b"\xff\xd8\xff")
        return self.picture(content, "jpg") if content is not None and is_jpeg else None

    def grid(self, grid: SheetGrid) -> dict[str, Any]:
        """What every sheet says of its grid."""
        office = grid.office

        def shown(value: str | None) -> str | None:
            return self.text(value, grid.code)

        return {
            "code": grid.code,
            "name": shown(grid.name),
            "above": " · ".join(shown(each) or "" for each in grid.above),
            "hotline": shown(grid.hotline),
            "supervision": shown(grid.supervision_phone),
            "office": None
            if office is None
            else {
                "name": shown(office.name),
                "phone": shown(office.phone),
                "hours": shown(office.hours),
                "address": shown(office.address),
            },
            "address": grid.address,
            "qr": self.qr(grid),
            "imprint": sheet_word(
                "imprint", self.language, edition=grid.edition, day=day_text(grid.on, self.language)
            ),
            "edition": sheet_word("edition", self.language, edition=grid.edition),
        }

    def document(self, title: str, words: Sequence[str], **rest: Any) -> dict[str, Any]:
        """All that `parts.typ` reads, with the words of the codes ``sheet_…`` named."""
        return {
            "title": title,
            "language": self.language,
            "palette": palette(),
            "words": {name: sheet_word(name, self.language) for name in words},
            **rest,
        }

    def told(self) -> list[Unprintable]:
        """What could not be printed, in the order found."""
        return list(self.unprintable.values())

    def _missing(self, text: str) -> tuple[str, ...]:
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = missing(text)
        return found


def explained(unprintable: Sequence[Unprintable], language: Language) -> list[str]:
    """One sentence for each text that could not be printed."""
    return [
        tell(
            "sheet_unprintable",
            {
                "grid": each.grid,
                "text": each.text,
                "characters": [f"{character} (U+{ord(character):04X})" for character in each.characters],
                "printed": each.printed,
            },
            language,
        )
        for each in unprintable
    ]
