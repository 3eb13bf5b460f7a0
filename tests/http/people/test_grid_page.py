"""The page of a grid: read without scripts, kept by its tag, and silent about what nobody published."""

import re
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree as ET

import httpx
import numpy as np
import pytest
import shapely
from sqlalchemy import Engine

from geo_grid.core.canonical import canonical
from geo_grid.publish.pages.stylesheet import stylesheet_name
from geo_grid.publish.sheets.qr import qr_svg
from geo_grid.services.boards.gathering import fingerprints
from geo_grid.services.current import now
from geo_grid.services.grid_page import grid_page_data, whole_of
from geo_grid.services.locate import build_index
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.state import state
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.session import session_scope
from geo_grid.store.writing import NewRow, close_rows, open_edition, open_rows
from tests.http.conftest import Served
from tests.http.people.staff import Staff
from tests.http.people.test_grid_people import wait

pytestmark = pytest.mark.database

Staffed = tuple[Served, Staff]
TOWN, COMMUNITY = "10020", "10020010"
GRID = "10020010003"
#: Nothing of these may be on any page or picture.
SECRET = ("秘密姓名", "Secret Name", "139-SECRET", "0573-SECRET", "秘密职务", "秘密时间", "c" * 64)


def page(served: Served, path: str = f"/grid/{GRID}", **headers: str) -> httpx.Response:
    return served.http.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_the_page_names_who_answers_where_it_lies_and_what_is_beside_it(staffed: Staffed) -> None:
    served, staff = staffed
    head = staff.person(GRID, "李敏", ("name", "phone", "hours"), phone="0573 1234-5", reception_hours="上午")
    staff.duty(GRID, head, duties="走访、巡查")
    wait(served, GRID, "head")
    answer = page(served)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    text = answer.text
    name = served.http.get(f"/api/v1/grids/{GRID}").json()["properties"]["name"]
    assert f"<h1>{name}</h1>" in text
    assert all(said in text for said in ("李敏", "走访、巡查", "上午", "tel:057312345", "tel:96345"))
    beside = served.http.get(f"/api/v1/grids/{GRID}/neighbours").json()["items"]
    assert all(f'href="/grid/{each["grid"]["code"]}"' in text for each in beside)
    assert all(f'href="/grid/{each}"' in text for each in (TOWN, COMMUNITY))
    assert re.search(r'property="og:image" content="http://[^"]+/grid/10020010003/share.png', text)
    assert f'href="/?grid={GRID}"' in text
    # Nothing that the security policy would refuse.
    assert not re.search(r"<script|<style|style=|javascript:|\son\w+=", text)


def test_what_is_not_published_is_nowhere(staffed: Staffed) -> None:
    served, staff = staffed
    code = "10020010004"
    fields = {"name_en": SECRET[1], "mobile": SECRET[2], "phone": SECRET[3], "post": SECRET[4]}
    for role in ("head", "member", "liaison", "specialist", "information_officer"):
        photo = staff.photo("c") if role == "head" else "c" * 64
        person = staff.person(code, SECRET[0], (), reception_hours=SECRET[5], photo=photo, **fields)
        staff.duty(code, person, role)
    volunteer = staff.person(code, SECRET[0], (), kind="private", **fields)
    staff.duty(code, volunteer, "specialist", specialty="秘密")
    wait(served, code, "head")
    for path in (f"/grid/{code}", f"/grid/{code}?lang=en", f"/grid/{code}.svg"):
        text = page(served, path).text
        assert not [secret for secret in (*SECRET, "秘密") if secret in text]
    assert "网格长" in page(served, f"/grid/{code}").text


def test_the_page_speaks_the_readers_language_and_keeps_to_the_one_chosen(staffed: Staffed) -> None:
    served, _ = staffed
    english = page(served, accept_language="en")
    assert '<html lang="en">' in english.text
    assert (english.headers["content-language"], english.headers["vary"]) == ("en", "Accept-Language")
    assert '<html lang="zh-CN">' in page(served, accept_language="zh").text
    chosen = page(served, f"/grid/{GRID}?lang=en", accept_language="zh").text
    assert f'href="/grid/{COMMUNITY}?lang=en"' in chosen
    assert f'href="/grid/{GRID}?lang=zh"' in chosen
    assert '<html lang="zh-CN">' in page(served, f"/grid/{GRID}?lang=xx").text


def test_a_problem_is_reported_from_the_page_and_not_from_what_is_printed_of_it(staffed: Staffed) -> None:
    served, _ = staffed
    told = page(served, f"/grid/{GRID}?lang=en").text
    link = '<p class="calls report"><a class="call quiet" href="/report">Report a problem</a></p>'
    assert told.count('href="/report"') == told.count(link) == 1
    style = re.search(r"/pages/[^\"]+", told)
    assert style is not None
    printed = page(served, style.group()).text.partition("@media print")[2]
    hidden = re.search(r"([^{}]*){display:none", printed)
    assert hidden is not None and ".report" in hidden.group(1).split(",")


def test_a_screen_shows_a_code_that_opens_the_form_at_a_place(staffed: Staffed) -> None:
    served, _ = staffed
    here = str(served.http.base_url).rstrip("/")
    assert page(served, "/report/qr.svg").text == qr_svg(f"{here}/report")
    at = page(served, "/report/qr.svg?lon=120.45&lat=23.5").text
    assert at == qr_svg(f"{here}/report?lon=120.4500000&lat=23.5000000")
    assert page(served, "/report/qr.svg?lon=23.5&lat=120.45").status_code == 422


def test_a_screen_shows_a_code_that_opens_the_page(staffed: Staffed) -> None:
    served, _ = staffed
    picture = page(served, f"/grid/{GRID}/qr.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text == qr_svg(f"{str(served.http.base_url).rstrip('/')}/grid/{GRID}")
    assert page(served, "/grid/nowhere/qr.svg").status_code == 404
    said = served.runtime.settings
    served.runtime.settings = said.model_copy(update={"public_url": "https://grid.example.cn"})
    try:
        assert page(served, f"/grid/{GRID}/qr.svg").text == qr_svg(f"https://grid.example.cn/grid/{GRID}")
        told = 'property="og:image" content="https://grid.example.cn/grid/10020010003/share.png'
        assert told in page(served).text
    finally:
        served.runtime.settings = said


def test_what_the_reader_holds_is_not_sent_again(staffed: Staffed) -> None:
    served, _ = staffed
    for path in (f"/grid/{GRID}", f"/grid/{GRID}.svg", f"/grid/{GRID}/share.png"):
        first = page(served, path)
        assert first.status_code == 200
        again = page(served, path, if_none_match=first.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
        head = served.http.head(path)
        assert (head.status_code, head.content) == (200, b"")
    assert "private" in page(served).headers["cache-control"]


def test_the_style_is_kept_for_ever_under_its_own_name(staffed: Staffed) -> None:
    served, _ = staffed
    assert f'href="/pages/{stylesheet_name()}"' in page(served).text
    style = page(served, f"/pages/{stylesheet_name()}")
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "prefers-color-scheme" in style.text
    assert page(served, "/pages/page-000000000000.css").status_code == 404


@pytest.mark.parametrize(
    "code", ["nowhere", "<b>x</b>", "a/b", "x" * 300, "\x00", "网格", "%", "..", "' OR 1=1"]
)
def test_a_code_that_names_nothing_is_a_page_that_says_so(staffed: Staffed, code: str) -> None:
    served, _ = staffed
    answer = page(served, f"/grid/{quote(code, safe='.')}".replace("..", "%2E%2E"))
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "没有这个网格" in answer.text
    assert "<b>x" not in answer.text
    assert "noindex" in answer.text
    for picture in (".svg", "/share.png"):
        assert page(served, f"/grid/{quote(code[:100], safe='')}{picture}").status_code in (404, 422)


def test_a_sheet_is_told_whether_it_still_holds(staffed: Staffed) -> None:
    served, _ = staffed
    assert "仍然有效" in page(served, f"/grid/{GRID}?edition=1").text
    assert "没有这一版" in page(served, f"/grid/{GRID}?edition=99").text
    for nonsense in ("x", "-1", "1" * 19, ""):
        assert "您手上的公示牌" not in page(served, f"/grid/{GRID}?edition={nonsense}").text


def test_the_pictures_are_what_they_say(staffed: Staffed) -> None:
    served, _ = staffed
    drawn = page(served, f"/grid/{GRID}.svg?size=narrow&theme=dark&lang=en")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert ET.fromstring(drawn.text).attrib["class"] == "gp gp-dark"
    shared = page(served, f"/grid/{GRID}/share.png")
    assert shared.headers["content-type"] == "image/png"
    width, height = (int.from_bytes(shared.content[at : at + 4]) for at in (16, 20))
    assert (shared.content[:8], width, height) == (b"\x89PNG\r\n\x1a\n", 1200, 630)


def test_a_sheet_with_the_mark_of_other_people_is_out_of_date(staffed: Staffed) -> None:
    served, staff = staffed
    with session_scope(staff.engine) as session:
        settings = served.runtime.settings
        grid = grid_by_code(session, GRID, now(), geometry=False)
        assert grid is not None
        mark = fingerprints(session, [grid], now(), settings)[grid.id].short
    assert "仍然有效" in page(served, f"/grid/{GRID}?edition=1&p={mark}").text
    assert "人员或联系方式后来有变动" in page(served, f"/grid/{GRID}?edition=1&p=00000000").text


def merged(engine: Engine, kept: str, ended: str, effective: datetime) -> int:
    """Publish an edition in which one grid takes over another; its number."""
    with session_scope(engine) as session:
        records = {each.code: each for each in whole_edition(session, now()) if each.code in (kept, ended)}
        edition = open_edition(session, effective, "合并", "test", "test", sets_outline=False)
        close_rows(session, [each.id for each in records.values()], edition, effective)
        one, other = records[kept], records[ended]
        row = NewRow(
            grid_id=one.id,
            level=one.level,
            parent_id=one.parent_id,
            code=one.code,
            name=one.name,
            kind=one.kind,
            ground=one.ground,
            class_=one.class_,
            setting=one.setting,
            statutory=one.statutory,
            noding=False,
            geometry=joined(one.geometry, other.geometry),
            label=one.label,
            area_m2=one.area_m2,
            hue=one.hue,
            attributes=one.attributes,
        )
        open_rows(session, [row], edition, effective)
    return edition


def joined(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    return canonical(np.array([shapely.union(one, other)], dtype=object))[0]


def test_a_grid_that_ended_says_since_when_and_what_is_there_now(own: Served, city_engine: Engine) -> None:
    first = "10020010001"
    beside = own.http.get(f"/api/v1/grids/{first}/neighbours").json()["items"]
    second = next(each["grid"]["code"] for each in beside if each["grid"]["parent"] == "10020010")
    edition = merged(city_engine, first, second, datetime(2026, 3, 1, 4, tzinfo=UTC))
    own.wait_for(edition)
    answer = own.http.get(f"/grid/{second}")
    assert answer.status_code == 404
    assert "这个网格已于 2026年3月1日 撤销" in answer.text
    assert f'href="/grid/{first}"' in answer.text
    assert "边界后来有调整" in own.http.get(f"/grid/{first}?edition=1").text


@pytest.mark.parametrize("code", ["0", TOWN, COMMUNITY, GRID])
def test_what_is_said_from_memory_is_what_the_database_says(staffed: Staffed, code: str) -> None:
    served, _ = staffed
    at, settings = now(), served.runtime.settings
    with served.runtime.reading() as session:
        index = build_index(session, at, state(session, at))
        whole = whole_of(session, settings)
        asked = grid_page_data(session, code, at, settings, whole)
        assert grid_page_data(session, code, at, settings, whole, index) == asked
    assert bool(asked.children) is (code != GRID)
