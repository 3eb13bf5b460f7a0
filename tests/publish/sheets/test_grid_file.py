"""The file of a grid."""

from dataclasses import replace

from geo_grid.publish.sheets.content import SheetPerson
from geo_grid.publish.sheets.grid_file import FileEvent, FileList, FileNumber, GridFile, grid_file_pdf
from geo_grid.words import Language
from tests.publish.sheets.samples import HEAD, MAP, MEMBER, VACANCY, codes, grid, pages, size_mm, text


def file(*people: SheetPerson, language: Language = "zh") -> GridFile:
    return GridFile(
        grid=grid(*people, language=language),
        facts=[("级别", "三级网格"), ("面积", "5.68 公顷")],
        sides=[("东", "至东仓巷、环城路1弄"), ("南", "至环城路"), ("西", "与第9网格相接"), ("北", "为尖端")],
        bounds_more="内部围绕学校网格。",
        share=(0.87, "87%"),
        drift="西 已不相邻：老街",
        numbers=[FileNumber("户数", "311", "另有 1 处未知"), FileNumber("人数", None)],
        lists=[FileList("街道", [("里弄", "1.21 km", 1.0), ("支路", "448 m", 0.37)], more=3)],
        history=[
            FileEvent("第 12 版", "2026年11月1日", "沿和平路调整", ["界线调整"], "户数过多"),
            FileEvent("第 3 版", "2025年3月1日", "更名", ["名称由新华三网格改为新华社区第3网格"], ""),
            FileEvent("第 1 版", "2024年1月1日", "首次划分", ["设立，面积 5.90 公顷"], "按实施方案划分"),
        ],
        map_svg=MAP,
    )  # fmt: skip


def test_the_file_says_all_that_is_known_of_a_grid() -> None:
    pdf, count, told = grid_file_pdf(file(HEAD, MEMBER))
    assert [size_mm(page) for page in pages(pdf)] == [(210, 297)] * count
    said = text(pdf)
    for part in (
        "网格档案", "990101001001003", "四至", "东仓巷", "街巷定界率87%", "登记的四至与界线不符",
        "311", "另有1处未知", "里弄", "另有3类", "李敏", "王芳",
        "沿革", "沿和平路调整", "户数过多", "首次划分",
    ):  # fmt: skip
        assert part in said, part
    assert codes(pdf, dpi=120) == ["https://grid.example.cn/grid/990101001001003?edition=12&p=0123abcd"]
    assert told == []


def test_a_vacancy_many_people_and_a_long_history_go_on_over_pages() -> None:
    many = file(VACANCY, *[MEMBER] * 20, language="en")
    pdf, count, _ = grid_file_pdf(replace(many, history=[*many.history] * 15))
    said = text(pdf)
    assert count >= 3
    assert "Vacant" in said and "Othersareonthelivepage" in said
    assert said.count("首次划分") == 15
