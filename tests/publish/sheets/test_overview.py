"""A community at a glance."""

from geo_grid.publish.sheets.content import OverviewRow, OverviewSheet
from geo_grid.publish.sheets.overview import overview_pdf
from tests.publish.sheets.samples import HEAD, MAP, MEMBER, codes, grid, pages, size_mm, text


def test_a_long_table_goes_on_with_its_heading_on_the_next_page() -> None:
    rows = [
        OverviewRow(f"9901010010010{i:02}", f"第{i}网格", HEAD if i else None, [MEMBER]) for i in range(40)
    ]
    pdf, count, told = overview_pdf([OverviewSheet(grid(HEAD, name="新华社区"), rows, MAP)])
    assert [size_mm(page) for page in pages(pdf)] == [(297, 420)] * len(list(pages(pdf)))
    said = text(pdf)
    assert len(list(pages(pdf))) == count > 1
    assert said.count("编码") == count
    assert all(f"第{i}网格" in said for i in range(40))
    assert "暂缺" in said
    assert codes(pdf, dpi=120) == ["https://grid.example.cn/grid/990101001001003?edition=12&p=0123abcd"]
    assert told == []
