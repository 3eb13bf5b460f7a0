"""Contact cards as they come from the printer."""

import dataclasses

from geo_grid.publish.sheets.cards import cards_pdf
from geo_grid.publish.sheets.content import CardRun
from tests.publish.sheets.samples import HEAD, MEMBER, VACANCY, codes, grid, inked, pages, size_mm, text


def test_ten_cards_are_a_page_and_the_eleventh_begins_another() -> None:
    pdf, count, _ = cards_pdf([CardRun(grid(HEAD, MEMBER), 7, "3号楼"), CardRun(grid(VACANCY), 4)])
    assert [size_mm(page) for page in pages(pdf)] == [(210, 297)] * 2
    assert count == 2
    said = text(pdf)
    assert said.count("王芳") == said.count("3号楼") == 7
    assert said.count("现由张三代为负责") == 4
    assert said.count("12345") >= 11


def test_every_card_of_a_page_can_be_read_by_a_telephone() -> None:
    pdf, _, _ = cards_pdf([CardRun(grid(MEMBER), 10)])
    assert codes(pdf, dpi=300) == ["https://grid.example.cn/grid/990101001001003?edition=12&p=0123abcd"] * 10


def test_a_card_shows_the_member_and_only_where_there_is_none_the_head() -> None:
    assert "李敏" not in text(cards_pdf([CardRun(grid(HEAD, MEMBER), 1)])[0])
    assert "李敏" in text(cards_pdf([CardRun(grid(HEAD), 1)])[0])


def test_a_person_who_publishes_nothing_is_a_role_with_the_hotline() -> None:
    quiet = dataclasses.replace(MEMBER, name=None, initial=None, mobile=None)
    said = text(cards_pdf([CardRun(grid(quiet), 1)])[0])
    assert "请拨打热线联系" in said
    assert "网格员" in said


def test_cut_marks_stand_outside_the_cards() -> None:
    """The margins hold nothing but twelve short strokes on each side."""
    pdf, _, _ = cards_pdf([CardRun(grid(MEMBER), 10)])
    page = next(iter(pages(pdf))).render(scale=2, grayscale=True).to_numpy()
    strip = page[:, : round(15 * 2 * 72 / 25.4) - 3] < 200
    assert 1 <= strip.any(axis=1).sum() <= 6 * 4
    assert inked(pdf) > 0.05
