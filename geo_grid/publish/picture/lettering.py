"""Names on the map: how wide they are, and that no two stand in one place."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo_grid.publish.picture.ink import Ink
from geo_grid.publish.picture.svg import element, escape, fit_for_xml

#: left, top, right, bottom in drawing units.
Box = tuple[float, float, float, float]

#: Widths in ems: CJK and emoji are square, Latin letters about half as wide.
_WIDE_EM, _NARROW_EM, _CAPITAL_EM = 1.0, 0.56, 0.68
#: The middle of a CJK letter lies this far above the line it stands on.
MIDDLE_EM = 0.37
LINE_EM = 1.2
#: A name longer than this is cut; nobody reads more of it on a map.
_LONGEST_EM = 26


def shortened(text: str, longest_em: float = _LONGEST_EM) -> str:
    """A name as a map can show it: without odd characters, cut with an ellipsis where it is very long."""
    fit = fit_for_xml(text)
    if width_em(fit) <= longest_em:
        return fit
    kept = ""
    for character in fit:
        if width_em(kept + character) > longest_em - 1:
            break
        kept += character
    return kept.rstrip() + "…"


def width_em(text: str) -> float:
    """About how wide a text is, in ems."""
    return sum(map(_advance, text))


def _advance(character: str) -> float:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _WIDE_EM
    return _CAPITAL_EM if character.isupper() else _NARROW_EM


def is_square(text: str) -> bool:
    """Whether every letter is a CJK letter or digit that can be set one by one."""
    return all(
        0x3000 <= ord(letter) <= 0xFFEF and unicodedata.east_asian_width(letter) in ("W", "F")
        for letter in text
    )


def folded(text: str, widest_em: float) -> list[str]:
    """A name in one line, or in two of about equal width where one would be too wide."""
    if width_em(text) <= widest_em or len(text) < 4:
        return [text]
    half = width_em(text) / 2
    breaks = [at for at, letter in enumerate(text) if letter == " "] or list(range(2, len(text) - 1))
    at = min(breaks, key=lambda place: abs(width_em(text[:place]) - half))
    return [text[:at].strip(), text[at:].strip()]


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a name is written.

    Parameters
    ----------
    size
        Drawing units.
    colour
        Of the letters.
    halo
        Around them; None for none.
    weight
        ``normal`` or ``bold``.
    """

    size: float
    colour: str
    halo: str | None
    weight: str = "normal"


@dataclass(slots=True)
class Sheet:
    """The names placed so far; each refuses the place to later ones.

    Parameters
    ----------
    width, height
        Drawing units; no name leaves the paper.
    """

    width: float
    height: float
    ink: Ink
    _taken: list[Box] = field(default_factory=list)
    _halos: list[str] = field(default_factory=list)
    _letters: list[str] = field(default_factory=list)

    def keep_free(self, *boxes: Box) -> None:
        """Let no name stand here."""
        self._taken.extend(boxes)

    def is_free(self, boxes: Sequence[Box]) -> bool:
        """Whether boxes lie on the paper and on no other name."""
        wanted: NDArray[np.float64] = np.asarray(boxes)
        edge = 0.4 * self.ink.text
        if np.any(wanted[:, :2] < edge) or np.any(wanted[:, 2:] > (self.width - edge, self.height - edge)):
            return False
        if not self._taken:
            return True
        taken = np.asarray(self._taken)
        apart = (
            (wanted[:, None, 0] >= taken[None, :, 2])
            | (wanted[:, None, 2] <= taken[None, :, 0])
            | (wanted[:, None, 1] >= taken[None, :, 3])
            | (wanted[:, None, 3] <= taken[None, :, 1])
        )
        return bool(np.all(apart))

    def write(
        self, lines: Sequence[str], x: float, y: float, how: Lettering, *, anchor: str = "middle"
    ) -> None:
        """Write level lines around a middle and keep their place free."""
        if not any(lines):
            return
        self.keep_free(box_of(lines, x, y, how.size, anchor))
        top = y - (len(lines) - 1) / 2 * LINE_EM * how.size + MIDDLE_EM * how.size
        for number, line in enumerate(lines):
            self._say(how, line, x=round(x), y=round(top + number * LINE_EM * how.size), text_anchor=anchor)

    def write_turned(self, text: str, x: float, y: float, degrees: float, how: Lettering) -> None:
        """Write one straight line around a middle, turned clockwise; its place is kept by the caller."""
        turn = f"rotate({degrees:.1f} {round(x)} {round(y)})"
        down = round(y + MIDDLE_EM * how.size)
        self._say(how, text, x=round(x), y=down, text_anchor="middle", transform=turn)

    def write_letters(
        self, text: str, middles: NDArray[np.float64], turns: Sequence[float], how: Lettering
    ) -> None:
        """Write each letter around its own middle (n, 2), turned clockwise by so many degrees."""
        radians = np.radians(turns)
        right = np.column_stack([np.cos(radians), np.sin(radians)])
        down = np.column_stack([-np.sin(radians), np.cos(radians)])
        starts = np.rint(middles - 0.5 * how.size * right + MIDDLE_EM * how.size * down).astype(int)
        upright = not any(abs(turn) >= 0.5 for turn in turns)
        self._say(
            how,
            text,
            x=" ".join(map(str, starts[:, 0].tolist())),
            y=" ".join(map(str, starts[:, 1].tolist())),
            rotate=None if upright else " ".join(f"{turn:.0f}" for turn in turns),
        )

    def _say(self, how: Lettering, text: str, **place: object) -> None:
        said = {
            **place,
            "font_size": round(how.size),
            "font_weight": how.weight if how.weight != "normal" else None,
        }
        if how.halo is not None:
            width = round(0.26 * how.size)
            self._halos.append(
                element("text", escape(text), **said, fill=how.halo, stroke=how.halo, stroke_width=width)
            )
        self._letters.append(element("text", escape(text), **said, fill=how.colour))

    def drawn(self) -> str:
        """All names, the halos of all beneath the letters of all."""
        halos = element("g", "".join(self._halos), stroke_linejoin="round", aria_hidden="true")
        return (halos if self._halos else "") + "".join(self._letters)


def box_of(lines: Sequence[str], x: float, y: float, size: float, anchor: str = "middle") -> Box:
    """The place of level lines around a middle (or from their start)."""
    width = max(map(width_em, lines)) * size
    height = (len(lines) * LINE_EM) * size
    left = x - width / 2 if anchor == "middle" else x if anchor == "start" else x - width
    pad = 0.15 * size
    return left - pad, y - height / 2, left + width + pad, y + height / 2
