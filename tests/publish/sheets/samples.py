"""A grid with its people as sheets show them, and readers of what was printed."""

from collections.abc import Iterable
from datetime import date

import pypdfium2
import zxingcpp

from geo_grid.publish.sheets.content import BoardSheet, SheetGrid, SheetOffice, SheetPerson, Size
from geo_grid.words import Language

HEAD = SheetPerson("网格长", "李敏", initial="李", post="社区副书记", phone="0571-88880001", is_head=True)
MEMBER = SheetPerson("网格员", "王芳", initial="王", mobile="13800000001", duties="走访入户", is_member=True)
VACANCY = SheetPerson("网格长", is_head=True, vacant=True, note="现由张三代为负责 0571-88880000")
MAP = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
    '<rect width="40" height="40" fill="#eee"/></svg>'
)


def grid(*people: SheetPerson, name: str = "新华社区第3网格", language: Language = "zh") -> SheetGrid:
    return SheetGrid(
        code="990101001001003",
        name=name,
        above=("云溪镇", "新华社区"),
        level=3,
        people=people,
        office=SheetOffice("新华社区居民委员会", "0571-88880000", "周一至周五 8:30–17:30", "新华街 1 号"),
        hotline="12345",
        supervision_phone="0571-88889999",
        url="https://grid.example.cn/grid/990101001001003?edition=12&p=0123abcd",
        address="grid.example.cn/grid/990101001001003",
        edition=12,
        on=date(2026, 11, 22),
        language=language,
    )


def board(size: Size, *people: SheetPerson, kind: str = "office", language: Language = "zh") -> BoardSheet:
    return BoardSheet(grid(*people, language=language), "member" if kind == "member" else "office", size, MAP)


def pages(pdf: bytes) -> Iterable[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(pdf))


def text(pdf: bytes) -> str:
    """All text, without the spaces and line ends that layout puts into it."""
    return "".join("".join(page.get_textpage().get_text_range() for page in pages(pdf)).split())


def size_mm(page: pypdfium2.PdfPage) -> tuple[int, int]:
    width, height = page.get_size()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


def codes(pdf: bytes, dpi: int = 150) -> list[str]:
    """What a telephone would read from the first page."""
    picture = next(iter(pages(pdf))).render(scale=dpi / 72, grayscale=True).to_pil()
    return [each.text for each in zxingcpp.read_barcodes(picture)]


def inked(pdf: bytes, number: int = 0) -> float:
    """Share of a page that is not white, in grey."""
    picture = list(pages(pdf))[number].render(scale=0.3, grayscale=True).to_numpy()
    return float((picture < 250).mean())
