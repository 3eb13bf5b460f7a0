"""Pictures of people: told by their bytes, held to limits, and kept as pixels alone."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from geo_grid.core.errors import GeoGridError
from geo_grid.files import photo
from geo_grid.files.photo import encode_photo


def written(image: Image.Image, form: str, **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def halves(width: int = 400, height: int = 200) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), (220, 20, 20))
    image.paste((20, 20, 220), (width // 2, 0, width, height))
    return image


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def refused(data: bytes) -> str:
    with pytest.raises(GeoGridError) as caught:
        encode_photo(data)
    return caught.value.code


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_two_sizes_named_by_the_hash(tmp_path: Path) -> None:
    path = tmp_path / "x.gif"
    path.write_bytes(written(halves(1600, 800), "PNG"))
    kept = encode_photo(path)
    assert opened(kept.large).size == (720, 360)
    assert opened(kept.small).size == (160, 160)
    assert {opened(each).format for each in (kept.large, kept.small)} == {"JPEG"}
    assert len(kept.hash) == 64
    assert encode_photo(path) == kept


def test_a_small_picture_is_not_made_larger() -> None:
    assert opened(encode_photo(written(halves(100, 80), "WEBP")).large).size == (100, 80)


@pytest.mark.parametrize("long_side", [400, 2400])
def test_it_is_turned_as_the_camera_says_and_tells_nothing_else(long_side: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Turn clockwise by 90 degrees.
    exif[0x010E] = "SECRET-PLACE"
    kept = encode_photo(
        written(halves(long_side, long_side // 2), "JPEG", exif=exif, comment=b"SECRET-COMMENT")
    )
    large = opened(kept.large)
    width, height = large.size
    assert (width, height) == (min(long_side, 720) // 2, min(long_side, 720))
    top, bottom = large.getpixel((100, 20)), large.getpixel((100, height - 20))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 180 > 80 > bottom[0]
    assert not large.getexif()
    assert b"SECRET" not in kept.large + kept.small
    assert set(large.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


def test_a_page_behind_the_picture_is_not_kept() -> None:
    kept = encode_photo(written(halves(), "JPEG") + b"<script>alert(1)</script>")
    assert b"script" not in kept.large + kept.small


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_pixel_becomes_plain_colour(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new("I;16", (200, 200), 60_000) if mode == "I;16" else halves().convert(mode)
    kept = opened(encode_photo(written(image, form)).large)
    assert kept.mode == "RGB"
    if mode == "I;16":
        grey = kept.getpixel((5, 5))
        assert isinstance(grey, tuple) and abs(grey[0] - 233) < 4
    elif mode == "CMYK":
        red = kept.getpixel((5, 5))
        assert isinstance(red, tuple) and red[0] > 180 and red[2] < 90


def test_what_is_transparent_becomes_white() -> None:
    kept = opened(encode_photo(written(Image.new("RGBA", (80, 80), (0, 0, 0, 0)), "PNG")).large)
    assert kept.getpixel((40, 40)) == (255, 255, 255)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_several_frames_the_first_is_taken(form: str) -> None:
    frames = [Image.new("RGB", (80, 80), colour) for colour in ("red", "blue")]
    kept = opened(encode_photo(written(frames[0], form, save_all=True, append_images=frames[1:])).large)
    first = kept.getpixel((40, 40))
    assert getattr(kept, "n_frames", 1) == 1
    assert isinstance(first, tuple) and first[0] > 200


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>photo.png</body></html>",
        b"\x89PNG\r\n\x1a\n<html></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(100),
        b"%PDF-1.7",
        written(halves(), "GIF"),
        written(halves(), "TIFF"),
        written(halves(), "JPEG")[:1500],
        written(halves(), "PNG")[:200],
        written(halves(), "WEBP")[:100],
    ],
    ids=range(11),
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    assert refused(data) == "photo_not_image"


@pytest.mark.parametrize("side", [5_000, 8_000, 65_500])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    """A few hundred bytes that say they are a huge picture, or truly are."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1_000_000), 9)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    assert len(bomb) < 2_000
    assert refused(bomb) == "photo_too_many_pixels"


def test_a_bomb_of_text_is_refused() -> None:
    text = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80_000_000), 9))
    data = written(halves(), "PNG")
    assert refused(data[:33] + text + data[33:]) == "photo_not_image"


@pytest.mark.parametrize("size", [(1, 1), (63, 400)])
def test_one_on_which_nobody_can_be_known_is_refused(size: tuple[int, int]) -> None:
    assert refused(written(Image.new("RGB", size), "PNG")) == "photo_too_small"


def test_the_limit_is_what_a_telephone_takes() -> None:
    assert 12_000_000 < photo.MAX_PIXELS_WHOLE < photo.MAX_PIXELS < 90_000_000
    assert opened(encode_photo(written(Image.new("L", (7000, 7000), 90), "JPEG")).large).size == (720, 720)
