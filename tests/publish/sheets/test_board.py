"""Notice boards as they come from the printer."""

import dataclasses

import pytest

from geo_grid.publish.sheets.board import MOST_PEOPLE, board_pdf, map_mm
from geo_grid.publish.sheets.content import SIZES_MM, Size
from geo_grid.publish.sheets.pieces import explained
from tests.publish.sheets.samples import HEAD, MEMBER, VACANCY, board, codes, pages, size_mm, text


@pytest.mark.parametrize("size", ["A2", "A3", "A4"])
def test_a_board_is_one_page_of_its_size_and_its_code_opens_the_live_page(size: Size) -> None:
    pdf, _, told = board_pdf([board(size, HEAD, MEMBER)])
    assert [size_mm(page) for page in pages(pdf)] == [tuple(map(round, SIZES_MM[size]))]
    assert codes(pdf, dpi=100) == ["https://grid.example.cn/grid/990101001001003?edition=12&p=0123abcd"]
    assert told == []


def test_a_board_says_who_for_what_ground_and_whom_to_call() -> None:
    pdf, _, _ = board_pdf([board("A3", HEAD, MEMBER)])
    said = text(pdf)
    for each in (
        "新华社区第3网格", "云溪镇", "李敏", "社区副书记", "0571-88880001", "王芳", "13800000001", "走访入户",
        "12345", "0571-88889999", "新华社区居民委员会", "第12版", "2026年11月22日", "990101001001003",
    ):  # fmt: skip
        assert each in said


@pytest.mark.parametrize("kind", ["office", "member"])
def test_many_boards_are_one_document(kind: str) -> None:
    pdf, _, _ = board_pdf([board("A2", HEAD, kind=kind), board("A4", VACANCY, kind=kind)])
    assert [size_mm(page)[0] for page in pages(pdf)] == [420, 210]
    assert "现由张三代为负责" in text(pdf)


def test_the_map_takes_about_two_thirds_of_the_sheet_within_its_margins() -> None:
    width, height = map_mm("A2")
    assert 0.6 < width * height / (398 * 572) < 0.72


def test_twelve_members_and_very_long_names_stay_on_the_page() -> None:
    long = dataclasses.replace(MEMBER, name="阿卜杜热合曼·买买提吐尔逊江·艾山江" * 2)
    pdf, _, told = board_pdf([board("A4", HEAD, long, *[MEMBER] * 11)])
    assert len(list(pages(pdf))) == 1
    assert text(pdf).count("13800000001") == 12
    assert told == []
    pdf, _, _ = board_pdf([board("A4", HEAD, *[MEMBER] * 30)])
    assert text(pdf).count("13800000001") == MOST_PEOPLE - 1


def test_an_english_board() -> None:
    head = dataclasses.replace(HEAD, role="Grid head", name="Li Min", second="李敏")
    pdf, _, _ = board_pdf([board("A3", head, language="en")])
    said = text(pdf)
    assert "LiMin" in said
    assert "李敏" in said
    assert "printed22Nov2026" in said
    assert "热线" not in said


def test_every_font_is_embedded() -> None:
    pdf, _, _ = board_pdf([board("A4", HEAD)])
    assert pdf.count(b"/FontFile") >= 2
    assert b"NotoSansCJKsc-Bold" in pdf


def test_a_name_without_glyphs_is_told_and_printed_with_a_mark() -> None:
    """U+2A6D6 + 4 is in no font of Debian's; the other is in Noto Sans CJK."""
    head = dataclasses.replace(HEAD, name="李\U0002a6da\U00020bb7", initial="李")
    pdf, _, told = board_pdf([board("A4", head)])
    assert "李〓\U00020bb7" in text(pdf)
    assert [(each.text, each.characters, each.printed) for each in told] == [
        ("李\U0002a6da\U00020bb7", ("\U0002a6da",), "李〓\U00020bb7")
    ]
    assert "U+2A6DA" in explained(told, "zh")[0]
    assert "U+2A6DA" in explained(told, "en")[0]


def test_a_name_without_glyphs_gives_way_to_the_one_that_has_them() -> None:
    head = dataclasses.replace(HEAD, name="\U0002a6da\U0002a6da", second="Li Min")
    pdf, _, told = board_pdf([board("A4", head)])
    assert "LiMin" in text(pdf)
    assert told[0].printed == "Li Min"


def test_what_people_write_is_never_a_command_of_the_template() -> None:
    head = dataclasses.replace(HEAD, name='#panic("x") *b* $x$ <a> @b', duties='#image("/etc/passwd")')
    pdf, _, _ = board_pdf([board("A4", head)])
    assert '#panic("x")*b*$x$<a>@b' in text(pdf)
