import json
from pathlib import Path

import pytest

from geo_grid.core.errors import InputError
from geo_grid.services.incidents.holiday_file import read_holiday_file


def read(folder: Path, name: str, content: bytes) -> list[tuple[int, list[tuple[str, str, str]]]]:
    path = folder / name
    path.write_bytes(content)
    return [
        (year.year, [(each.day.isoformat(), str(each.kind), each.name_zh) for each in year.days])
        for year in read_holiday_file(path, confirmed=True, source="x")
    ]


WANTED = [(2027, [("2027-01-01", "holiday", "元旦"), ("2027-01-03", "work", "元旦")])]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "2027-01-01,元旦,holiday\n\n2027-01-03,元旦,work\n".encode()),
        ("b.csv", "日期,类型,名称\n2027/1/3,调休上班,元旦\n2027年1月1日,休,元旦\n".encode("gbk")),
        ("c.csv", "\ufeffdate,name,kind\r\n2027-1-1,元旦,Off\r\n2027.1.3,元旦,班\r\n".encode()),
        (
            "d.json",
            json.dumps([{"date": f"2027-01-0{day}", "name": "元旦", "kind": kind}
                        for day, kind in ((1, "holiday"), (3, "work"))]).encode(),
        ),
        (
            "e.json",
            '{"days": [{"日期": "2027-01-03", "名称": "元旦", "类型": "班"},'
            ' {"date": "2027-01-01", "name_zh": "元旦", "kind": "holiday"}]}'.encode(),
        ),
    ],
)  # fmt: skip
def test_files_as_people_write_them(tmp_path: Path, name: str, content: bytes) -> None:
    assert read(tmp_path, name, content) == WANTED


def test_years_are_kept_apart(tmp_path: Path) -> None:
    found = read(tmp_path, "two.csv", "2028-01-01,元旦,休\n2027-01-01,元旦,休\n".encode())
    assert [year for year, _ in found] == [2027, 2028]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"2027-02-30,x,off\n", "holiday_file_wrong"),
        ("b.csv", b"2027-02-01,x,perhaps\n", "holiday_file_wrong"),
        ("c.csv", b"date,name,kind\n", "holiday_file_empty"),
        ("d.csv", b"", "holiday_file_empty"),
        ("e.csv", b"a\x00b,c", "holiday_file_wrong"),
        ("f.json", b"{", "holiday_file_wrong"),
        ("g.json", b'{"days": 7}', "holiday_file_wrong"),
        ("h.json", b"[7]", "holiday_file_wrong"),
        ("i.csv", b"2027-02-01,,off\n", "holiday_name_wrong"),
        ("j.csv", b"2027-02-01,x,work\n", "makeup_on_weekday"),
        ("k.csv", b"2027-02-01," + b"x" * 200_000 + b",off\n", "holiday_file_wrong"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    with pytest.raises(InputError, match=code):
        read(tmp_path, name, content)
