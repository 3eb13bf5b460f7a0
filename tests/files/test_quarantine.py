"""Uploads lie where nobody else reads them, under no name of their senders', no longer than needed."""

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from geo_grid.core.errors import InputError, Unavailable, UnreadableFile
from geo_grid.files.quarantine import FORGOTTEN_S, Quarantine, safe_name


@pytest.fixture
def quarantine(tmp_path: Path) -> Quarantine:
    return Quarantine(tmp_path / "quarantine")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_an_upload_is_readable_by_nobody_else_and_gone_afterwards(quarantine: Quarantine) -> None:
    with quarantine.hold(io.BytesIO(b"\x7fELF"), "网格.SHP.zip", 10) as held:
        assert (held.size_bytes, held.name) == (4, "网格.SHP.zip")
        assert held.path.read_bytes() == b"\x7fELF"
        assert [mode(each) for each in (quarantine.folder, held.path.parent, held.path)] == [
            0o700,
            0o700,
            0o600,
        ]
        assert held.path.name.endswith(".shp.zip")
        assert "网格" not in str(held.path)
    assert list(quarantine.folder.iterdir()) == []


def test_two_uploads_never_lie_at_the_same_place(quarantine: Quarantine) -> None:
    with (
        quarantine.hold(io.BytesIO(b"a"), "a.csv", 9) as one,
        quarantine.hold(io.BytesIO(b"b"), "a.csv", 9) as two,
    ):
        assert one.path.parent != two.path.parent
        assert one.path.name != two.path.name


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_nothing_is_left_however_the_check_ends(quarantine: Quarantine, failure: type[BaseException]) -> None:
    def read(path: Path) -> None:
        (path.parent / "beside.qix").write_bytes(b"made by a reader")
        raise failure

    with pytest.raises(failure), quarantine.hold(io.BytesIO(b"a"), "a", 9) as held:
        read(held.path)
    assert list(quarantine.folder.iterdir()) == []


def test_what_is_too_large_is_refused_while_it_comes(quarantine: Quarantine) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return bytes(size)

    endless = Endless()
    with (
        pytest.raises(UnreadableFile) as refused,
        quarantine.hold(endless, "../big.xlsx", 1_000_000),  # type: ignore[arg-type]
    ):
        pytest.fail("it was taken")
    assert (refused.value.code, refused.value.params) == (
        "upload_over_limit",
        {"file": "big.xlsx", "limit": 1_000_000},
    )
    assert endless.given < 2_000_000
    assert list(quarantine.folder.iterdir()) == []
    with quarantine.hold(io.BytesIO(bytes(1000)), "a", 1000) as held:
        assert held.size_bytes == 1000


def test_what_is_said_of_a_file_is_said_in_its_senders_words(quarantine: Quarantine) -> None:
    def read(path: Path) -> None:
        layers = [path.name.partition(".")[0]]
        raise InputError("x", file=path, layers=layers, text=f"cannot open '{path}'", rows=3)

    upload = quarantine.hold(io.BytesIO(b"a"), "街道.geojson", 9)
    with pytest.raises(InputError) as refused, upload as held:
        read(held.path)
    assert refused.value.params == {
        "file": "街道.geojson",
        "layers": ["街道"],
        "text": "cannot open '街道.geojson'",
        "rows": 3,
    }


def test_what_a_dead_worker_left_is_swept_and_what_is_under_check_is_not(quarantine: Quarantine) -> None:
    script = (
        "import io, os, sys; from pathlib import Path\n"
        "from geo_grid.files.quarantine import Quarantine\n"
        "with Quarantine(Path(sys.argv[1])).hold(io.BytesIO(b'left'), 'a.png', 9): os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(quarantine.folder)], check=False).returncode == 9
    (left,) = quarantine.folder.iterdir()
    assert quarantine.sweep() == 0
    old = left.stat().st_mtime - FORGOTTEN_S - 1
    os.utime(left, (old, old))
    with quarantine.hold(io.BytesIO(b"a"), "a", 9) as held:
        assert quarantine.sweep() == 1
        assert list(quarantine.folder.iterdir()) == [held.path.parent]


def test_a_folder_that_somebody_else_has_laid_out_is_not_used(quarantine: Quarantine, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    quarantine.folder.symlink_to(tmp_path / "theirs")
    with pytest.raises(Unavailable) as refused, quarantine.hold(io.BytesIO(b"a"), "a", 9):
        pytest.fail("it was taken")
    assert refused.value.code == "quarantine_unsafe"
    assert list((tmp_path / "theirs").iterdir()) == []


def test_a_folder_that_others_may_enter_is_closed(quarantine: Quarantine) -> None:
    quarantine.folder.mkdir()
    quarantine.folder.chmod(0o755)
    quarantine.sweep()
    assert mode(quarantine.folder) == 0o700


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("网格 2026.geojson", "网格_2026.geojson"),
        ("../../etc/passwd", "passwd"),
        ("C:\\maps\\a.shp.zip", "a.shp.zip"),
        ("", "upload"),
        (None, "upload"),
        ("..", "upload"),
        (".hidden", "hidden"),
        ("a\x00b\n.gpkg", "a_b_.gpkg"),
        ("x" * 300 + ".geojson", "x" * 60 + ".geojson"),
    ],
)
def test_names_are_made_harmless(given: str | None, kept: str) -> None:
    assert safe_name(given) == kept
