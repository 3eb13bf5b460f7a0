"""The picture that is shown where the address of a grid's page is shared."""

import re
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typst

from geo_grid.publish.ground_picture import GroundPicture, ground_picture
from geo_grid.publish.picture.lettering import folded, shortened, width_em
from geo_grid.publish.picture.svg import FONTS, element, escape, fit_for_xml
from geo_grid.publish.tokens import tokens
from geo_grid.words import Language
from geo_grid.words.pages import page_word

#: Size that chat programs and social pages show without cutting, pixels.
WIDTH_PX, HEIGHT_PX = 1200, 630
_MM_PER_PX = 25.4 / 96
_PANEL_PX = 400
_EDGE_PX = 44
#: How large a picture says it is.
_SIZE = re.compile(r' width="[^"]*" height="[^"]*"')
#: Sizes that are tried for the name, pixels; the first at which its lines fit.
_NAME_PX = (58, 50, 42, 34, 28)


def share_picture(ground: GroundPicture, above: Sequence[str], place: str, language: Language) -> bytes:
    """A PNG of a grid's name beside its map.

    Parameters
    ----------
    above
        Names of the grids above it, level ascending.
    place
        Name of the whole place.
    """
    width_mm, height_mm = ((WIDTH_PX - _PANEL_PX) * _MM_PER_PX, HEIGHT_PX * _MM_PER_PX)
    drawn = ground_picture(ground, width_mm, height_mm, language=language)
    at = f' x="{_PANEL_PX}" y="0" width="{WIDTH_PX - _PANEL_PX}" height="{HEIGHT_PX}"'
    inner = _SIZE.sub(at, drawn, count=1)
    return _png(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" font-family="{FONTS}">'
        f"{inner}{_panel(ground, above, place, language)}</svg>"
    )


def _panel(ground: GroundPicture, above: Sequence[str], place: str, language: Language) -> str:
    ink = tokens("light")
    room = _PANEL_PX - 2 * _EDGE_PX
    name = shortened(ground.grid.name, 30)
    size, lines = next(
        ((size, lines) for size in _NAME_PX if _fits(lines := _lines(name, room / size), room / size)),
        (_NAME_PX[-1], _lines(name, room / _NAME_PX[-1])),
    )
    drawn = element("rect", width=_PANEL_PX, height=HEIGHT_PX, fill=ink["brand"])
    y = 250 - (len(lines) - 1) * 0.62 * size
    for line in lines:
        drawn += _text(line, y, size, ink["on-brand"], bold=True)
        y += 1.22 * size
    y += 8
    for link in [*reversed(above)][:3]:
        drawn += _text(shortened(link, room / 26), y, 26, ink["brand-soft"])
        y += 38
    drawn += _text(shortened(fit_for_xml(place), room / 24), _EDGE_PX + 28, 24, ink["brand-soft"])
    return drawn + _text(page_word("page_share", language), HEIGHT_PX - _EDGE_PX, 24, ink["on-brand"])


def _lines(name: str, widest_em: float) -> list[str]:
    """A name in up to four lines, halved until each fits."""
    lines = folded(name, widest_em)
    if len(lines) == 2 and not _fits(lines, widest_em):
        lines = [part for line in lines for part in folded(line, widest_em)]
    return lines


def _fits(lines: Sequence[str], widest_em: float) -> bool:
    return max(map(width_em, lines)) <= widest_em


def _text(said: str, y: float, size: float, fill: str, *, bold: bool = False) -> str:
    weight = "bold" if bold else None
    return element(
        "text", escape(said), x=_EDGE_PX, y=round(y), font_size=size, font_weight=weight, fill=fill
    )


@cache
def _fonts() -> typst.Fonts:
    """The fonts of this machine; looked for once."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def _png(svg: str) -> bytes:
    """An SVG of the size above as PNG, drawn by typst, which sets the boards too."""
    page = (
        f"#set page(width: {WIDTH_PX * 0.75}pt, height: {HEIGHT_PX * 0.75}pt, margin: 0pt)\n"
        '#image("picture.svg", width: 100%)\n'
    )
    with tempfile.TemporaryDirectory(prefix="geo-grid-picture-") as folder:
        root = Path(folder)
        (root / "picture.svg").write_text(svg, encoding="utf-8")
        (root / "page.typ").write_text(page, encoding="utf-8")
        return typst.compile(root / "page.typ", root=root, font_paths=_fonts(), format="png", ppi=96)
