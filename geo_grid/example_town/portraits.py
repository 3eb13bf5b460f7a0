"""Drawn portraits: flat faces of nobody."""

from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw

#: Width and height, pixels.
SIZE = (600, 720)
#: Drawn larger and made smaller, so that edges are smooth.
_FINER = 2


class _Look(NamedTuple):
    ground: str
    skin: str
    hair: str
    coat: str
    long_hair: bool
    glasses: bool


_LOOKS = (
    _Look("#dfe9f2", "#f1cfb0", "#2b2422", "#2f5d8a", long_hair=False, glasses=False),
    _Look("#f2e6dc", "#f4d6bb", "#3a2a22", "#8a3b4a", long_hair=True, glasses=False),
    _Look("#e2efe3", "#e6bf9b", "#57534e", "#3d6b4c", long_hair=False, glasses=True),
    _Look("#eee4f0", "#f2d0b4", "#1f1b1a", "#5d4a86", long_hair=True, glasses=True),
    _Look("#e8e8e4", "#deb48e", "#8b8680", "#44474d", long_hair=False, glasses=False),
    _Look("#dceef0", "#f3d3b7", "#4a3228", "#1f7a80", long_hair=True, glasses=False),
)


def draw_portraits() -> tuple[bytes, ...]:
    """A few faces as PNG files."""
    return tuple(_draw(look) for look in _LOOKS)


def _draw(look: _Look) -> bytes:
    width, height = SIZE
    image = Image.new("RGB", (width * _FINER, height * _FINER), look.ground)
    pen = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float) -> list[float]:
        return [left * _FINER, top * _FINER, right * _FINER, bottom * _FINER]

    if look.long_hair:
        pen.rounded_rectangle(box(172, 150, 428, 520), 120 * _FINER, fill=look.hair)
    pen.rounded_rectangle(box(90, 540, 510, 900), 130 * _FINER, fill=look.coat)
    pen.rounded_rectangle(box(255, 440, 345, 590), 40 * _FINER, fill=_darker(look.skin))
    pen.polygon([x * _FINER for x in (240, 545, 300, 650, 360, 545)], fill="#fbfbf8")
    pen.ellipse(box(180, 290, 212, 360), fill=look.skin)
    pen.ellipse(box(388, 290, 420, 360), fill=look.skin)
    pen.rounded_rectangle(box(195, 170, 405, 480), 105 * _FINER, fill=look.skin)
    pen.pieslice(box(185, 142, 415, 356), 180, 360, fill=look.hair)
    fringe = (300, 246, 405, 266) if look.long_hair else (195, 246, 330, 262)
    pen.rectangle(box(*fringe), fill=look.hair)
    for centre in (253, 347):
        pen.ellipse(box(centre - 10, 316, centre + 10, 338), fill="#2b2422")
        pen.line(box(centre - 24, 296, centre + 24, 292), fill=look.hair, width=9 * _FINER)
        if look.glasses:
            pen.ellipse(box(centre - 38, 290, centre + 38, 364), outline="#3a3f46", width=6 * _FINER)
    if look.glasses:
        pen.line(box(290, 322, 310, 322), fill="#3a3f46", width=6 * _FINER)
    pen.arc(box(262, 372, 338, 432), 20, 160, fill="#a4493d", width=8 * _FINER)
    made = BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).save(made, "PNG")
    return made.getvalue()


def _darker(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) * 88 // 100 for at in (1, 3, 5))
    return f"#{red:02x}{green:02x}{blue:02x}"
