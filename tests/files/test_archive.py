"""Zips: Chinese names, several layers, and what a hostile one may try."""

import stat
import zipfile
from pathlib import Path

import pytest

from geo_grid.core.errors import UnreadableFile
from geo_grid.files import archive
from geo_grid.files.reading import list_layers, read
from geo_grid.files.writing import write
from tests.files.zoo import SQUARE, code_of, collection, coverage, feature

ONE = collection(feature(SQUARE)).encode()


def zipped(path: Path, members: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def test_a_zipped_shapefile_is_read_from_any_folder_inside(tmp_path: Path) -> None:
    written = write(tmp_path / "a.shp", coverage(), encoding="GBK")
    path = zipped(
        tmp_path / "a.zip", {f"数据/子目录/{part.name}": part.read_bytes() for part in written.paths}
    )
    found = read(path)
    assert len(found) == 4
    assert found.path == path
    assert found.table["名称"].tolist()[0] == "第1网格"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_chinese_name_without_the_utf8_flag_is_understood(tmp_path: Path, encoding: str) -> None:
    written = write(tmp_path / "网格.shp", coverage(), encoding="GBK")
    # zipfile writes an ASCII name unflagged; its bytes are exchanged afterwards.
    stand_ins = {chr(65 + place) * 12: part for place, part in enumerate(written.paths)}
    members = {name[: len(part.name.encode(encoding))]: part for name, part in stand_ins.items()}
    path = zipped(tmp_path / "a.zip", {name: part.read_bytes() for name, part in members.items()})
    data = path.read_bytes()
    for name, part in members.items():
        data = data.replace(name.encode(), part.name.encode(encoding))
    path.write_bytes(data)
    assert list_layers(path) == ["网格"]
    assert len(read(path)) == 4


def test_several_layers_in_one_zip_are_told_apart(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip", {"towns.geojson": ONE, "deep/villages.geojson": ONE, "readme.txt": b"hello"}
    )
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.code == "layer_ambiguous"
    assert caught.value.params["layers"] == ["deep/villages", "towns"]
    assert read(path, layer="towns").layer == "towns"
    assert len(read(path, layer="villages")) == 1


def test_what_macs_add_is_passed_over(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.geojson": ONE, "__MACOSX/._a.geojson": b"x", "._a.geojson": b"x"})
    assert len(read(path)) == 1


def test_kmz_is_a_zip(tmp_path: Path) -> None:
    write(tmp_path / "doc.kml", coverage())
    path = zipped(
        tmp_path / "a.kmz", {"doc.kml": (tmp_path / "doc.kml").read_bytes(), "files/icon.png": b"x"}
    )
    assert read(path).ids()[0] == ["001", "002", "003", "004"]


@pytest.mark.parametrize(
    "name",
    [
        "../evil.geojson",
        "a/../../evil.geojson",
        "/etc/evil.geojson",
        "C:\\evil.geojson",
        "..\\evil.geojson",
        "C:evil.geojson",
        "a" * 300 + ".geojson",
    ],
)
def test_a_path_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "a.zip", {"ok.geojson": ONE, name: ONE})
    before = sorted(tmp_path.parent.rglob("evil*"))
    assert code_of(lambda: read(path)) == "archive_hostile"
    assert sorted(tmp_path.parent.rglob("evil*")) == before


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("a.geojson")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(link, "/etc/passwd")
    assert code_of(lambda: read(path)) == "archive_hostile"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.geojson", ONE)
        packed.writestr("a.geojson", ONE)
    assert code_of(lambda: read(path)) == "archive_hostile"


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.geojson": b" " * (30 * 1024 * 1024)})
    assert path.stat().st_size < 100_000
    assert code_of(lambda: read(path)) == "archive_bomb"


def test_an_archive_that_unpacks_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.geojson": ONE, "b.bin": bytes(100_000)})
    assert code_of(lambda: read(path, limit_bytes=50_000)) == "file_too_large"


def test_an_archive_that_lies_about_sizes_is_caught_while_unpacking(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.geojson": ONE + b" " * 200_000})
    data = path.read_bytes()
    true_size = (len(ONE) + 200_000).to_bytes(4, "little")
    assert data.count(true_size) == 2
    path.write_bytes(data.replace(true_size, (1_000).to_bytes(4, "little")))
    assert code_of(lambda: read(path, limit_bytes=100_000)) in (
        "archive_broken",
        "file_too_large",
        "json_broken",
    )


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{row}.txt": b"" for row in range(archive.MOST_MEMBERS + 1)})
    assert code_of(lambda: read(path)) == "archive_many_members"


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.geojson": ONE}, compression=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert code_of(lambda: read(path)) == "archive_encrypted"


@pytest.mark.parametrize("members", [{}, {"readme.txt": b"hello"}, {"book.xlsx": b"PK"}])
def test_a_zip_without_spatial_files_says_so(tmp_path: Path, members: dict[str, bytes]) -> None:
    assert code_of(lambda: read(zipped(tmp_path / "a.zip", members))) == "archive_no_spatial_file"


def test_the_fault_of_the_only_member_is_told(tmp_path: Path) -> None:
    assert code_of(lambda: read(zipped(tmp_path / "a.zip", {"a.geojson": ONE[:-3]}))) == "json_broken"


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    read(zipped(tmp_path / "a.zip", {"a.geojson": ONE}))
    assert code_of(lambda: read(zipped(tmp_path / "b.zip", {"a.geojson": ONE[:-3]}))) == "json_broken"
    assert list(scratch.iterdir()) == []
