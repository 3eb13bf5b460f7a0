"""A reporter's own name and numbers are blotted out of what is written for ever."""

import pytest

from geo_grid.services.incidents.masking import BLOT, masked


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("王小明来电，电话 13800138000", f"{BLOT}来电，电话 {BLOT}"),
        ("打 138-0013 8000 找他", f"打 {BLOT} 找他"),
        ("门前有一堆垃圾", "门前有一堆垃圾"),
        ("WANG@Example.cn 也说了", f"{BLOT} 也说了"),
        ("电话 13900139000", "电话 13900139000"),
        ("", ""),
        (None, None),
    ],
)
def test_what_is_left_of_a_text(text: str | None, left: str | None) -> None:
    assert masked(text, "王小明", "138 0013 8000", "wang@example.cn") == left


def test_where_nothing_is_known_nothing_is_blotted_out() -> None:
    assert masked("王先生，12345", None, None) == "王先生，12345"
    assert masked("王先生，12345", "王", "12") == "王先生，12345"
