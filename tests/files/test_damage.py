"""Files cut short or with bytes changed: an error in words, or the rows; never a traceback."""

import random
from contextlib import suppress
from pathlib import Path

import geopandas
import pytest

from geo_grid.core.errors import GeoGridError
from geo_grid.files.reading import read
from geo_grid.files.writing import write
from tests.files.zoo import attributes, coverage, squares

WHOLE = [".geojson", ".gpkg", ".zip", ".kml", ".topojson", ".parquet", ".fgb"]
PARTS = [".shp", ".shx", ".dbf"]
CUTS = 40
HITS = 40


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("originals")
    for ending in [*WHOLE, ".shp"]:
        write(folder / f"a{ending}", coverage(), encoding="GBK")
    table = attributes().rename(columns={"名称": "title"})
    geopandas.GeoDataFrame(table, geometry=squares(), crs=4326).to_file(folder / "a.gml", driver="GML")
    return folder


def damaged(originals: Path, folder: Path, ending: str, data: bytes) -> Path:
    """A folder with the damaged file, and with the other parts where it is one of several."""
    if ending in PARTS:
        for part in [*PARTS, ".prj", ".cpg"]:
            (folder / f"a{part}").write_bytes((originals / f"a{part}").read_bytes())
    (folder / f"a{ending}").write_bytes(data)
    return folder / ("a.shp" if ending in PARTS else f"a{ending}")


@pytest.mark.parametrize("ending", [*WHOLE, *PARTS, ".gml"])
def test_a_file_cut_short_is_always_refused(originals: Path, tmp_path: Path, ending: str) -> None:
    data = (originals / f"a{ending}").read_bytes()
    places = random.Random(ending).sample(range(len(data)), min(CUTS, len(data)))
    for place in places:
        # Blanks after the last bracket, or bytes that only pad, are no loss.
        rest = data[place:].strip(b" \r\n\t\0\x1a")
        path = damaged(originals, tmp_path, ending, data[:place])
        try:
            found = read(path)
        except GeoGridError:
            continue
        assert rest == b"", f"{place} of {len(data)} bytes gave {len(found)} rows"


@pytest.mark.parametrize("ending", [*WHOLE, *PARTS, ".gml"])
def test_changed_bytes_end_in_rows_or_in_words(originals: Path, tmp_path: Path, ending: str) -> None:
    data = (originals / f"a{ending}").read_bytes()
    chance = random.Random(ending)
    for _ in range(HITS):
        broken = bytearray(data)
        for _ in range(chance.choice([1, 1, 4, 16])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path = damaged(originals, tmp_path, ending, bytes(broken))
        with suppress(GeoGridError):
            read(path, limit_bytes=10**8).ids()
