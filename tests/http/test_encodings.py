"""What was compressed when the client was built is sent to who takes it, and to nobody else."""

import gzip
from collections.abc import Callable
from pathlib import Path

import anyio
import httpx
import pytest
from fastapi import FastAPI

from geo_grid.http.client import add_client
from geo_grid.http.encodings import accepted

Ask = Callable[..., tuple[httpx.Response, bytes]]

SCRIPT = b"export const map = 1;\n" * 90
PAGE = b"<!doctype html><title>map</title>\n"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """A built client of a script and a page, asked with headers: the answer, and its body as it travelled."""
    (tmp_path / "assets").mkdir()
    script = tmp_path / "assets" / "index-abc123.js"
    script.write_bytes(SCRIPT)
    script.with_name("index-abc123.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / "index.html.br").write_bytes(b"as brotli")
    (tmp_path / "index.html.gz").write_bytes(gzip.compress(PAGE))
    app = FastAPI()
    add_client(app, tmp_path)

    async def asking(path: str, headers: dict[str, str]) -> tuple[httpx.Response, bytes]:
        transport = httpx.ASGITransport(app)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://here") as client,
            client.stream("GET", path, headers=headers) as answer,
        ):
            return answer, b"".join([part async for part in answer.aiter_raw()])

    return lambda path, **headers: anyio.run(
        asking, path, {name.replace("_", "-"): value for name, value in headers.items()}
    )


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("", {""}),
        ("gzip, deflate, br, zstd", {"gzip", "deflate", "br", "zstd"}),
        ("br;q=0, GZIP;q=0.5", {"gzip"}),
        ("br; q=0.0, *", {"gzip"}),
        ("br;q=0.01", {"br"}),
    ],
)
def test_a_header_says_what_is_taken(header: str, takes: set[str]) -> None:
    assert accepted(header) == takes


def test_a_file_is_sent_compressed_under_its_own_type_and_tag(ask: Ask) -> None:
    plain, content = ask("/assets/index-abc123.js", accept_encoding="identity")
    packed, travelled = ask("/assets/index-abc123.js", accept_encoding="br, gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert content == gzip.decompress(travelled) == SCRIPT
    for name in ("content-type", "cache-control", "vary"):
        assert plain.headers[name] == packed.headers[name]
    assert plain.headers["vary"] == "Accept-Encoding"
    assert plain.headers["etag"] != packed.headers["etag"]
    again, _ = ask("/assets/index-abc123.js", accept_encoding="gzip", if_none_match=packed.headers["etag"])
    assert again.status_code == 304


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/nowhere", 404)])
def test_the_page_is_sent_in_the_best_that_is_taken(ask: Ask, path: str, status: int) -> None:
    answer, travelled = ask(path, accept="text/html", accept_encoding="gzip, br")
    assert (answer.status_code, answer.headers["content-encoding"]) == (status, "br")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert travelled == b"as brotli"


def test_what_does_not_exist_is_not_found_however_it_is_taken(ask: Ask) -> None:
    for path in ("/assets/none.js", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/"):
        assert ask(path, accept_encoding="br")[0].status_code == 404
