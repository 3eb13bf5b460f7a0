"""Pictures of people: told by their bytes, decoded within limits, and encoded anew with nothing else in them.

Whatever a file says beside its picture (place, camera, comments, a page hidden behind it) is not in what is
kept, since only pixels are carried over.
"""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps

from geo_grid.core.errors import InputError, UnreadableFile

#: Bytes of the largest file.
MAX_BYTES = 8 * 2**20
#: Pixels of the largest picture: what a telephone takes. A JPEG is decoded no larger than needed, the others
#: are whole in memory first.
MAX_PIXELS = 50_000_000
MAX_PIXELS_WHOLE = 24_000_000
#: Pixels of the shorter side of the smallest picture on which somebody can be known.
MIN_SIDE = 64

#: Longer side of what is shown large, and side of the square that is shown small, pixels.
LARGE_PX = 720
SMALL_PX = 160

_FORMATS = ("JPEG", "PNG", "WEBP")
#: What Pillow calls JPEG files, those with several pictures too.
_DRAFTED = ("JPEG", "MPO")
_QUALITY = 86
#: Modes whose pixels can be averaged as they are.
_MADE_SMALLER = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
#: What Pillow raises about files that are broken or mean harm.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class EncodedPhoto:
    """A picture as it is kept: two JPEG files, named by the SHA-256 of the large one; its size in pixels."""

    hash: str
    large: bytes
    small: bytes
    width: int
    height: int


def encode_photo(source: Path | bytes, large_px: int = LARGE_PX) -> EncodedPhoto:
    """Read a picture and encode it anew.

    It is turned as its camera says, then everything but its pixels is dropped. Of several frames the first
    is taken; what is transparent becomes white.

    Parameters
    ----------
    source
        JPEG, PNG or WebP, whatever its name says.
    large_px
        Longer side of what is shown large, pixels.

    Raises
    ------
    UnreadableFile
        ``photo_not_image``, ``photo_too_many_pixels``.
    InputError
        ``photo_too_small``.
    """
    if isinstance(source, bytes):
        return _encoded(BytesIO(source), large_px)
    with source.open("rb") as file:
        return _encoded(file, large_px)


def _encoded(file: BinaryIO, large_px: int) -> EncodedPhoto:
    picture = _decoded(file, large_px)
    large = picture.copy()
    large.thumbnail((large_px, large_px), Image.Resampling.LANCZOS)
    small = ImageOps.fit(picture, (SMALL_PX, SMALL_PX), Image.Resampling.LANCZOS)
    written = _jpeg(large)
    return EncodedPhoto(hashlib.sha256(written).hexdigest(), written, _jpeg(small), large.width, large.height)


def _decoded(file: BinaryIO, large_px: int) -> Image.Image:
    try:
        with Image.open(file, formats=_FORMATS) as image:
            width, height = image.size
            limit = MAX_PIXELS if image.format in _DRAFTED else MAX_PIXELS_WHOLE
            if width * height > limit:
                raise UnreadableFile("photo_too_many_pixels", pixels=width * height, limit=limit // 1_000_000)
            if min(width, height) < MIN_SIDE:
                raise InputError("photo_too_small", width=width, height=height, least=MIN_SIDE)
            image.draft("RGB", (2 * large_px, 2 * large_px))
            image.load()
            if image.mode in _MADE_SMALLER:
                # Before anything copies it: two of fifty million pixels are more than a server has to spare.
                image.thumbnail((2 * large_px, 2 * large_px), Image.Resampling.LANCZOS)
            return _on_white(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as error:
        raise UnreadableFile("photo_too_many_pixels", limit=MAX_PIXELS // 1_000_000) from error
    except _BROKEN as error:
        raise UnreadableFile("photo_not_image") from error


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # Sixteen bits a pixel: convert() would cut off, not scale.
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        ground.alpha_composite(seen)
        image = ground
    return image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    written = BytesIO()
    bare = Image.frombytes("RGB", image.size, image.tobytes())
    bare.save(written, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return written.getvalue()
