"""People are told less often than maps to one address, and the headers say how often."""

from pathlib import Path
from typing import Any

import anyio
import httpx

from geo_grid.http.app import create_app
from geo_grid.settings import Settings
from geo_grid.words.pages import page_word

PEOPLE = (
    "/api/v1/grids/1/people",
    "/api/v1/people/in-view?bbox=0,0,1,1",
    "/api/v1/locate?lon=1&lat=1&people=1",
)


def asked(built: Path, address: str, *paths: str) -> list[httpx.Response]:
    """What a server without a database answers to one address."""
    app = create_app(Settings(database_url=None, people_limit_per_minute=2), built=built)

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return [await client.get(path) for path in paths]

    found: list[Any] = anyio.run(ask)
    return found


def test_all_answers_with_people_are_counted_together(built: Path) -> None:
    answers = asked(built, "203.0.113.7", *PEOPLE)
    assert [answer.status_code for answer in answers] == [503, 503, 429]
    refused = answers[-1]
    assert refused.json()["code"] == "too_many_requests"
    assert int(refused.headers["retry-after"]) <= 30
    for answer, left in zip(answers, (1, 0, 0), strict=True):
        assert '"people";q=2;w=60' in answer.headers["ratelimit-policy"]
        assert f'"people";r={left};' in answer.headers["ratelimit"]


def test_the_page_of_a_grid_says_in_words_that_it_cannot_be_had_now(built: Path) -> None:
    pages = asked(built, "203.0.113.9", "/grid/1", "/grid/1?lang=en", "/grid/1", "/grid/1?lang=en")
    assert [page.status_code for page in pages] == [503, 503, 429, 429]
    for page, language in zip(pages, ("zh-CN", "en", "zh-CN", "en"), strict=True):
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["cache-control"] == "private, no-cache"
        assert f'<html lang="{language}">' in page.text
        why = "page_too_many" if page.status_code == 429 else "page_unavailable"
        told = page_word(why, "en" if language == "en" else "zh")
        assert f"<h1>{told}</h1>" in page.text
    assert 0 < int(pages[2].headers["retry-after"]) <= 30


def test_what_has_no_people_in_it_is_not_counted(built: Path) -> None:
    places = ["/api/v1/locate?lon=1&lat=1", "/api/v1/locate?lon=1&lat=1&people=false", "/robots.txt"]
    answers = asked(built, "203.0.113.7", *places, *places)
    assert all(answer.status_code != 429 for answer in answers)
    assert all('"people"' not in answer.headers.get("ratelimit", "") for answer in answers)


def test_an_odd_way_of_asking_is_counted_too(built: Path) -> None:
    odd = "/api/v1/locate?lon=1&lat=1&people=false&%70eople=yes"
    assert [answer.status_code for answer in asked(built, "203.0.113.7", odd, odd, odd)] == [503, 503, 429]


def test_all_addresses_of_one_household_are_one(built: Path) -> None:
    app = create_app(Settings(database_url=None, people_limit_per_minute=2), built=built)

    async def ask() -> list[int]:
        found = []
        for last in ("1", "2", "3"):
            transport = httpx.ASGITransport(app=app, client=(f"2001:db8::{last}", 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                found.append((await client.get(PEOPLE[0])).status_code)
        return found

    assert anyio.run(ask) == [503, 503, 429]


def test_this_machine_is_not_limited(built: Path) -> None:
    assert [answer.status_code for answer in asked(built, "127.0.0.1", *PEOPLE)] == [503, 503, 503]
