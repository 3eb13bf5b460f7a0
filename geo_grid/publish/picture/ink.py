"""Colours and sizes of a ground picture: on a screen by day and night, and on paper without colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo_grid.publish.picture.svg import UNITS_PER_MM
from geo_grid.publish.tokens import tokens

Style = Literal["screen", "dark", "print"]

#: A CSS pixel on paper.
_MM_PER_PX = 25.4 / 96
#: Size of plain text on a screen.
_SCREEN_TEXT_PX = 12
#: Size of plain text on a sheet whose shorter side is this long; larger sheets are read from farther away.
_PRINT_TEXT_MM, _PRINT_SIDE_MM = 2.6, 175.0

#: Where paper must do without colour, tokens are darker or lighter than on a screen.
_PRINTED: Mapping[str, str] = {
    "map-land": "#ffffff",
    "map-outside": "#e6e6e6",
    "map-veil": "#ffffff",
    "base-compound": "#f6f4ef",
    "base-building": "#dedbd4",
    "base-building-line": "#a9a59c",
    "base-park": "#d3e6c6",
    "base-water": "#c3dfee",
    "base-water-line": "#6f9db5",
    "base-street-casing": "#9a968d",
    "base-path": "#8a857a",
    "base-street-text": "#2b3536",
    "base-place-text": "#3d4444",
    "base-park-text": "#2f5524",
    "base-water-text": "#1d4a63",
    "map-text": "#111a1a",
    "map-text-soft": "#2f3d3d",
    "map-halo": "#ffffff",
    "selected-line": "#00332f",
    "level-1-line": "#000000",
    "level-2-line": "#1f3d3b",
    "level-3-line": "#4a5450",
    "special-hatch": "#2f4443",
}


@dataclass(frozen=True, slots=True)
class Ink:
    """What a picture is drawn with.

    Parameters
    ----------
    colours
        Token → colour.
    text
        Size of plain text in drawing units.
    line
        A hairline of a screen pixel, in drawing units; on larger sheets it grows with the text.
    """

    colours: Mapping[str, str]
    text: float
    line: float

    def __getitem__(self, token: str) -> str:
        return self.colours[token]


def ink_for(style: Style, width_mm: float, height_mm: float) -> Ink:
    """The inks of a style on paper of a size."""
    if style == "print":
        text_mm = _PRINT_TEXT_MM * max(0.8, min(width_mm, height_mm) / _PRINT_SIDE_MM) ** 0.6
        colours = {**tokens("light"), **_PRINTED}
    else:
        text_mm = _SCREEN_TEXT_PX * _MM_PER_PX
        colours = dict(tokens("dark" if style == "dark" else "light"))
    return Ink(colours, text_mm * UNITS_PER_MM, text_mm / _SCREEN_TEXT_PX * UNITS_PER_MM)
