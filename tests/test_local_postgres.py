"""The private PostGIS: started, stopped, killed and started again, with its data kept."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from geo_grid.core.errors import Unavailable
from geo_grid.local_postgres import Place, cluster, place, programs, running_pid, start, stop
from geo_grid.settings import Settings

pytestmark = pytest.mark.database


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """A checkout that nobody else may enter, with its own cluster."""
    folder = tmp_path / "检出 with a space"
    folder.mkdir(mode=0o700)
    yield folder
    for name in ("main", "scratch"):
        stop(name, folder)
        here = place(name, folder)
        for left in (here.home, here.socket):
            shutil.rmtree(left, ignore_errors=True)


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def kill(here: Place, how: signal.Signals = signal.SIGKILL) -> int:
    pid = running_pid(here)
    assert pid is not None
    os.kill(pid, how)
    give_up = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and time.monotonic() < give_up:
        time.sleep(0.05)
    return pid


def test_it_starts_with_roles_and_extensions_and_keeps_data_over_a_stop(checkout: Path) -> None:
    here = start("main", checkout)
    assert ask(here.url, "SELECT current_user") == "geo_grid"
    assert ask(here.owner_url, "SELECT current_user") == "geo_grid_owner"
    assert ask(here.url, "SHOW server_encoding") == "UTF8"
    assert ask(here.url, "SHOW listen_addresses") == ""
    found = ask(here.url, "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension")
    assert set(str(found).split()) >= set(cluster.EXTENSIONS)
    with psycopg.connect(here.owner_url) as owner:
        owner.execute("CREATE TABLE kept AS SELECT '网格' AS word")

    # Started again while it runs: the same server.
    pid = running_pid(here)
    assert running_pid(start("main", checkout)) == pid

    assert stop("main", checkout)
    assert running_pid(here) is None
    assert not stop("main", checkout)
    again = start("main", checkout)
    assert ask(again.owner_url, "SELECT word FROM kept") == "网格"


def test_the_application_role_creates_nothing(checkout: Path) -> None:
    here = start("scratch", checkout)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), psycopg.connect(here.url) as connection:
        connection.execute("CREATE TABLE mine ()")


def test_it_starts_again_after_kill_9_and_loses_nothing_committed(checkout: Path) -> None:
    here = start("main", checkout)
    with psycopg.connect(here.owner_url) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1 AS one")
    killed = kill(here)
    assert (here.data / "postmaster.pid").exists()
    assert running_pid(here) is None
    start("main", checkout)
    assert running_pid(here) not in (None, killed)
    assert ask(here.owner_url, "SELECT one FROM kept") == 1


def test_a_pid_file_whose_number_is_another_process_now_is_seen_through(checkout: Path) -> None:
    here = start("scratch", checkout)
    kill(here)
    pid_file = here.data / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    # A living process of the very account that runs the server: PostgreSQL itself would refuse to start.
    command = ["/bin/sleep", "60"]
    account = None if os.geteuid() != 0 else here.account
    with subprocess.Popen(command, user=account, cwd="/") as other:
        try:
            pid_file.write_text("\n".join([str(other.pid), *lines[1:]]))
            (here.socket / ".s.PGSQL.5432.lock").write_text("\n".join([str(other.pid), *lines[1:]]))
            assert running_pid(here) is None
            assert not stop("main", checkout)
            assert running_pid(start("scratch", checkout)) is not None
            assert other.poll() is None
        finally:
            other.kill()


def test_a_creation_cut_short_is_begun_again(checkout: Path) -> None:
    here = start("scratch", checkout)
    kill(here)
    (here.data / "PG_VERSION").unlink()
    start("scratch", checkout)
    assert ask(here.url, "SELECT 1") == 1


def test_a_scratch_cluster_is_gone_after_stop(checkout: Path) -> None:
    here = start("scratch", checkout)
    assert stop("scratch", checkout)
    assert not here.home.exists()
    assert not here.socket.exists()


def test_two_checkouts_have_two_clusters(tmp_path: Path) -> None:
    assert place("main", tmp_path / "a").data != place("main", tmp_path / "b").data


def test_a_socket_path_is_never_too_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() or 65534)
    deep = tmp_path / ("长" * 40)
    assert len(os.fsencode(place("main", deep).socket / ".s.PGSQL.5432")) <= 107
    assert place("main", Path("/short")).socket == Path("/short/.local/postgres-main/socket")


def test_no_server_binaries_is_said_in_words(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(programs, "_BINARIES", tmp_path / "nowhere")
    with pytest.raises(Unavailable) as refused:
        start("scratch", checkout)
    assert refused.value.code == "database_binaries_missing"


def test_a_given_database_starts_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "start", lambda: pytest.fail("started"))
    given = Settings(database_url="postgresql://a/b", migration_database_url="postgresql://o/b")
    assert cluster.database_urls(given) == ("postgresql://a/b", "postgresql://o/b")
