"""Shapefiles: encodings, parts, names of ten bytes."""

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest

from geo_grid.core.crs import WGS84
from geo_grid.files.output import Output
from geo_grid.files.reading import read
from geo_grid.files.writing import write
from tests.files.zoo import attributes, code_of, coverage, squares

NAMES = ["第1网格", "第2网格", None, "第4网格"]


def relabel(path: Path, *, cpg: str | None, language: int) -> None:
    """Say something else about the encoding than what is true."""
    page = path.with_suffix(".cpg")
    page.unlink(missing_ok=True)
    if cpg is not None:
        page.write_text(cpg)
    with path.with_suffix(".dbf").open("r+b") as file:
        file.seek(29)
        file.write(bytes([language]))


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
@pytest.mark.parametrize(
    ("cpg", "language"),
    [("own", 0), (None, 0), (None, 0x57), ("", 0), ("rubbish", 0x57)],
)
def test_the_encoding_is_what_is_declared_or_what_fits(
    tmp_path: Path, encoding: str, cpg: str | None, language: int
) -> None:
    path = tmp_path / "网格.shp"
    write(path, coverage(), encoding=encoding)
    relabel(path, cpg=encoding if cpg == "own" else cpg, language=language)
    found = read(path)
    assert found.table["名称"].tolist() == NAMES
    assert found.encoding == ("gb18030" if encoding == "GBK" else "utf-8")


@pytest.mark.parametrize("page", ["GBK", "gbk", "936", "CP936", "GB2312", "ANSI 936", "GB18030"])
def test_every_name_of_the_chinese_code_page_is_known(tmp_path: Path, page: str) -> None:
    path = tmp_path / "a.shp"
    write(path, coverage(), encoding="GBK")
    relabel(path, cpg=page, language=0)
    assert read(path).table["名称"].tolist() == NAMES


def test_the_language_driver_speaks_where_there_is_no_cpg(tmp_path: Path) -> None:
    path = tmp_path / "a.shp"
    table = geopandas.GeoDataFrame({"title": ["網格", "é"]}, geometry=list(squares(2)), crs=4326)
    table.iloc[:1].to_file(path, encoding="BIG5")
    relabel(path, cpg=None, language=0x78)
    assert read(path).table["title"].tolist() == ["網格"]
    table.iloc[1:].to_file(path, encoding="CP1252")
    relabel(path, cpg=None, language=0x03)
    assert read(path).table["title"].tolist() == ["é"]


def test_the_user_has_the_last_word(tmp_path: Path) -> None:
    path = tmp_path / "a.shp"
    write(path, coverage(), encoding="GBK")
    relabel(path, cpg="UTF-8", language=0)
    assert code_of(lambda: read(path)) == "encoding_wrong"
    assert read(path, encoding="GBK").table["名称"].tolist() == NAMES
    assert code_of(lambda: read(path, encoding="klingon")) == "encoding_unknown"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.shp"
    write(path, coverage(), encoding="GBK")
    relabel(path, cpg=None, language=0)
    data = path.with_suffix(".dbf").read_bytes()
    path.with_suffix(".dbf").write_bytes(
        data.replace("第1网格".encode("gbk"), b"\xff\xff\x80\x80\xff\xff\xff")
    )
    assert code_of(lambda: read(path)) == "encoding_wrong"


def test_a_character_cut_by_the_width_of_its_field_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.shp"
    write(path, coverage(), encoding="UTF-8")
    dbf = path.with_suffix(".dbf")
    data = dbf.read_bytes()
    full = ("网" * 27).encode()[:80]  # 26 characters and two thirds of one, as old tools write it
    cell = "第1网格".encode()
    place = data.index(cell + b" ")
    dbf.write_bytes(data[:place] + full + data[place + 80 :])
    assert read(path).table["名称"].tolist()[0] == "网" * 26


@pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf"])
def test_a_part_cut_short_is_told(tmp_path: Path, ending: str) -> None:
    write(tmp_path / "a.shp", coverage())
    part = tmp_path / f"a{ending}"
    part.write_bytes(part.read_bytes()[:-10])
    assert code_of(lambda: read(tmp_path / "a.shp")) == "file_truncated"


def test_a_missing_index_is_told_and_a_missing_table_is_none(tmp_path: Path) -> None:
    write(tmp_path / "a.shp", coverage())
    (tmp_path / "a.dbf").unlink()
    found = read(tmp_path / "a.shp")
    assert found.ids() == (["1", "2", "3", "4"], "")
    (tmp_path / "a.shx").unlink()
    assert code_of(lambda: read(tmp_path / "a.shp")) == "shapefile_incomplete"


@pytest.mark.parametrize("ending", [".dbf", ".shx", ".prj", ".cpg"])
def test_any_part_names_the_whole(tmp_path: Path, ending: str) -> None:
    write(tmp_path / "a.shp", coverage())
    assert len(read(tmp_path / f"a{ending}")) == 4


def test_upper_case_names_of_identifiers_are_found(tmp_path: Path) -> None:
    table = pd.DataFrame({"ID": [7, 8], "CODE": ["x", "y"]})
    write(tmp_path / "a.shp", Output("a", squares(2), table, WGS84))
    assert read(tmp_path / "a.shp").ids() == (["x", "y"], "CODE")


def test_long_names_are_shortened_and_told(tmp_path: Path) -> None:
    names = ["households_total", "households_rural", "户籍人口总数合计", "code", "CODE", ""]
    table = pd.DataFrame({name: [str(place)] for place, name in enumerate(names)})
    written = write(tmp_path / "a.shp", Output("a", squares(1), table, WGS84), encoding="GBK")
    assert dict(written.renamed) == {
        "households_total": "households",
        "households_rural": "househol_1",
        "户籍人口总数合计": "户籍人口总",
        "CODE": "CODE_1",
        "": "field",
    }
    found = read(tmp_path / "a.shp")
    assert found.fields == ["households", "househol_1", "户籍人口总", "code", "CODE_1", "field"]
    assert found.table.iloc[0].tolist() == ["0", "1", "2", "3", "4", "5"]


def test_long_texts_are_cut_at_a_character_and_counted(tmp_path: Path) -> None:
    table = pd.DataFrame({"note": ["格" * 200, "short"]})
    written = write(tmp_path / "a.shp", Output("a", squares(2), table, WGS84), encoding="UTF-8")
    assert dict(written.truncated) == {"note": 1}
    assert read(tmp_path / "a.shp").table["note"].tolist() == ["格" * 84, "short"]


def test_a_text_that_gbk_has_no_room_for_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    table = pd.DataFrame({"name": ["𠮷野家"]})
    output = Output("a", squares(1), table, WGS84)
    assert code_of(lambda: write(tmp_path / "a.shp", output, encoding="GBK")) == "encoding_unwritable"
    assert list(tmp_path.iterdir()) == []
    write(tmp_path / "a.shp", output, encoding="UTF-8")
    assert read(tmp_path / "a.shp").table["name"].tolist() == ["𠮷野家"]


def test_whole_numbers_come_back_whole(tmp_path: Path) -> None:
    table = pd.DataFrame({"n": np.array([1, 2**53 + 1], dtype=np.int64), "m": pd.array([1, None], "Int64")})
    write(tmp_path / "a.shp", Output("a", squares(2), table, WGS84))
    found = read(tmp_path / "a.shp")
    assert found.column("n") == ["1", str(2**53 + 1)]
    assert found.column("m") == ["1", None]


def test_leftovers_of_an_older_shapefile_do_not_survive(tmp_path: Path) -> None:
    write(tmp_path / "a.shp", Output("a", squares(2), attributes(2), WGS84), encoding="GBK")
    (tmp_path / "a.qix").write_bytes(b"stale")
    write(tmp_path / "a.shp", coverage(), encoding="UTF-8")
    assert not (tmp_path / "a.qix").exists()
    assert (tmp_path / "a.cpg").read_text() == "UTF-8"
    assert len(read(tmp_path / "a.shp")) == 4
