"""A sheet of incidents: tried first, all of it or nothing, each row's fault in words, and once."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from tests.http.incidents.conftest import API, Field

pytestmark = pytest.mark.database


def sent(field: Field, content: bytes, **asked: Any) -> dict[str, Any]:
    answer = field.dispatcher.post(
        f"{API}/incidents/batch",
        params=asked,
        content=content,
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def total(field: Field) -> int:
    found: int = field.dispatcher.get(f"{API}/incidents/counts").json()["total"]
    return found


def test_nothing_is_kept_while_a_row_is_wrong(field: Field) -> None:
    lon, lat = field.inside
    rows = [
        f"0101,一堆垃圾,{lon},{lat}",
        f"9999,什么,{lon},{lat}",
        f"0101,写反了,{lat},{lon}",
        f"0101,x,东,{lat}",
    ]
    content = ("类别,内容,经度,纬度\n" + "\n".join(rows)).encode("gb18030")
    before = total(field)
    told = sent(field, content, commit=True)
    assert [(each["row"], each["code"]) for each in told["faults"]] == [
        (3, "category_unknown"),
        (4, "position_swapped"),
        (5, "degrees_unreadable"),
    ]
    assert all(each["detail"] != each["code"] for each in told["faults"])
    assert (told["kept"], told["numbers"]) == (False, [])
    assert total(field) == before


def test_a_workbook_is_tried_then_kept_and_known_the_next_time(field: Field) -> None:
    lon, lat = field.inside
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["category", "text", "lon", "lat", "place"])
    sheet.append([101.0, "rubbish", lon, lat, "market"])
    sheet.append(["0203", "a board in the way", lon, lat, None])
    written = BytesIO()
    book.save(written)
    before = total(field)
    tried = sent(field, written.getvalue())
    assert (tried["faults"], tried["kept"]) == ([], False)
    assert total(field) == before
    kept = sent(field, written.getvalue(), commit=True)
    assert (kept["kept"], len(kept["numbers"])) == (True, 2)
    again = sent(field, written.getvalue(), commit=True)
    assert (again["known"], again["numbers"]) == (2, kept["numbers"])
    assert total(field) == before + 2


def test_a_number_that_is_no_coordinate_by_far_is_told(field: Field) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["category", "text", "lon", "lat"])
    sheet.append(["0101", "rubbish", 424242, field.inside[1]])
    written, longer = BytesIO(), BytesIO()
    book.save(written)
    with ZipFile(written) as had, ZipFile(longer, "w") as has:
        for name in had.namelist():
            # A whole number that no float can hold.
            has.writestr(name, had.read(name).replace(b"424242", b"4" * 400))
    told = sent(field, longer.getvalue())
    assert [(each["row"], each["code"]) for each in told["faults"]] == [(2, "degrees_unreadable")]


def test_what_is_no_sheet_is_told(field: Field) -> None:
    answer = field.dispatcher.post(f"{API}/incidents/batch", content=b"a,b\n1,2\n")
    assert (answer.status_code, answer.json()["code"]) == (422, "sheet_headers_missing")
