"""An outside base map: shown with whose it is, and drawn where it belongs also when it is in GCJ-02."""

import base64
import struct
import zlib
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, Route, expect

from geo_grid.core.crs import GCJ02
from geo_grid.settings import Settings
from tests.browser.conftest import OpenPage, served
from tests.conftest import Database

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.long]

AMAP = "https://webrd01.is.autonavi.com"
SIDE = 256
#: A point in the example town, west of the middle so that no name of a grid lies on it.
MARK = (120.8931, 30.5967)
#: What is drawn there in the pictures: a disc of this radius, in a colour that nothing else has.
RADIUS_PX = 7.0


def _world_pixel(lon: float, lat: float, zoom: int) -> NDArray[np.float64]:
    size = SIDE * 2.0**zoom
    y = 0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * np.pi)
    return np.array([(lon + 180) / 360, y]) * size


def _png(pixels: NDArray[np.uint8]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


class _Pictures:
    """A tile server that marks one place; what it was asked for is kept."""

    def __init__(self, lon: float, lat: float) -> None:
        self.place = (lon, lat)
        self.asked: list[tuple[int, int, int]] = []

    def answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        question = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if "z" in question:
            z, x, y = (int(question[name]) for name in "zxy")
        else:
            z, x, y = (int(part.removesuffix(".png")) for part in parts.path.split("/")[-3:])
        self.asked.append((z, x, y))
        at = _world_pixel(*self.place, z) - SIDE * np.array([x, y])
        across, down = np.meshgrid(np.arange(SIDE) + 0.5, np.arange(SIDE) + 0.5)
        pixels = np.full((SIDE, SIDE, 3), 235, dtype=np.uint8)
        pixels[np.hypot(across - at[0], down - at[1]) <= RADIUS_PX] = (255, 0, 255)
        route.fulfill(
            body=_png(pixels),
            content_type="image/png",
            headers={"access-control-allow-origin": "*"},
        )


def _mark_on_screen(page: Page) -> tuple[float, float]:
    """The middle of everything magenta on the page, pixels."""
    blank = page.context.new_page()
    found = blank.evaluate(
        """async (data) => {
            const image = new Image()
            image.src = 'data:image/png;base64,' + data
            await image.decode()
            const canvas = Object.assign(document.createElement('canvas'),
                {width: image.width, height: image.height})
            const context = canvas.getContext('2d')
            context.drawImage(image, 0, 0)
            const {data: pixels} = context.getImageData(0, 0, image.width, image.height)
            let [x, y, n] = [0, 0, 0]
            for (let i = 0; i < pixels.length; i += 4) {
                const [r, g, b] = [pixels[i], pixels[i + 1], pixels[i + 2]]
                if (Math.min(r, b) - g < 60) continue
                x += ((i / 4) % image.width) + 0.5
                y += Math.floor(i / 4 / image.width) + 0.5
                n += 1
            }
            return n < 40 ? null : [x / n, y / n]
        }""",
        base64.b64encode(page.screenshot()).decode(),
    )
    blank.close()
    assert found is not None, "the mark is not on the page"
    return found[0], found[1]


def _expected_on_screen(page: Page) -> tuple[float, float]:
    x, y = page.evaluate(
        """(place) => {
            const element = document.querySelector('[data-map]')
            const {x, y} = element.map.project(place)
            const box = element.getBoundingClientRect()
            return [x + box.left, y + box.top]
        }""",
        list(MARK),
    )
    return x, y


@pytest.mark.parametrize("zoom", [17.0, 18.0])
@pytest.mark.long
def test_a_picture_in_gcj02_is_drawn_where_the_ground_is(
    open_page: OpenPage, town_database: Database, zoom: float
) -> None:
    lon, lat = GCJ02.from_lonlat(np.array([MARK]))[0]
    pictures = _Pictures(lon, lat)
    with served(Settings(database_url=town_database.url, basemap="amap")) as address:
        page = open_page(f"/?map={MARK[0]},{MARK[1]},{zoom}", at=address, pictures=(AMAP, pictures.answer))
        expect(page.locator(".base-attribution")).to_contain_text("高德地图")
        expect(page.locator(".base-attribution")).to_be_visible()
        assert pictures.asked
        found, expected = _mark_on_screen(page), _expected_on_screen(page)
        assert np.hypot(found[0] - expected[0], found[1] - expected[1]) <= 1.5


def test_a_template_of_ones_own_is_shown_as_it_is(open_page: OpenPage, town_database: Database) -> None:
    pictures = _Pictures(*MARK)
    settings = Settings(
        database_url=town_database.url,
        basemap="xyz",
        basemap_url="https://tiles.test/a/{z}/{x}/{y}.png",
        basemap_attribution="某地测绘院",
    )
    with served(settings) as address:
        for phone in (False, True):
            page = open_page(
                f"/?map={MARK[0]},{MARK[1]},17",
                at=address,
                phone=phone,
                pictures=("https://tiles.test", pictures.answer),
            )
            expect(page.locator(".base-attribution")).to_have_text("底图：某地测绘院")
            expect(page.locator(".base-attribution")).to_be_visible()
            found, expected = _mark_on_screen(page), _expected_on_screen(page)
            assert np.hypot(found[0] - expected[0], found[1] - expected[1]) <= 1.5
