"""Addresses taken apart and put together."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_grid.core.addresses.splitting import Parts, compose_address, split_address


@pytest.mark.parametrize(
    ("text", "street", "number", "compound"),
    [
        ("云溪镇人民路12号", "人民路", "12号", None),
        ("锦绣花园3幢2单元", None, "3幢2单元", "锦绣花园"),
        ("云溪省云溪市云溪区人民路12号锦绣花园3幢2单元301室", "人民路", "3幢2单元301室", "锦绣花园"),
        ("中山东路18弄5号", "中山东路", "18弄5号", None),
        ("建设大道东段88号", "建设大道东段", "88号", None),
        ("解放巷12-3号", "解放巷", "12-3号", None),
        ("人民路１２号", "人民路", "１２号", None),
        ("云溪村王家湾12号", None, "12号", "王家湾"),
        ("幸福村5组12号", None, "5组12号", "幸福村"),
        ("人民路", "人民路", None, None),
        ("锦绣花园", None, None, "锦绣花园"),
        ("十二号", None, "十二号", None),
        # What looks like a division is part of a name.
        ("市民路3号", "市民路", "3号", None),
        ("镇海路12号", "镇海路", "12号", None),
        (" 人民路 12 号 ", "人民路", "12号", None),
        ("Mannerheimintie 12 B", "Mannerheimintie", "12 B", None),
        ("12 Main Street", "Main Street", "12", None),
        ("Harbour", None, None, None),
        ("", None, None, None),
    ],
)
def test_what_an_address_says(
    text: str, street: str | None, number: str | None, compound: str | None
) -> None:
    assert split_address(text) == Parts(street, number, compound)


@pytest.mark.parametrize(
    ("street", "number", "compound", "text"),
    [
        ("人民路", "12", None, "人民路12号"),
        ("人民路", "12号", None, "人民路12号"),
        (None, "3幢2单元", "锦绣花园", "锦绣花园3幢2单元"),
        ("人民路", None, "锦绣花园", "人民路锦绣花园"),
        ("Mannerheimintie", "12", None, "Mannerheimintie 12"),
        ("Mannerheimintie", "12", "Forum", "Mannerheimintie 12"),
        (None, "3", "Forum", "Forum 3"),
        (None, None, None, None),
        ("", " ", None, None),
    ],
)
def test_an_address_from_its_parts(
    street: str | None, number: str | None, compound: str | None, text: str | None
) -> None:
    assert compose_address(street, number, compound) == text


@given(st.text(max_size=80))
def test_any_text_is_taken_apart_without_an_error(text: str) -> None:
    for part in split_address(text):
        assert part is None or part in text.replace(" ", "") or part in text


def test_a_long_text_without_an_end_takes_no_time() -> None:
    for text in (
        "1" * 199 + "呀",
        "1号" * 20_000,
        "一" * 199,
        "路" * 199,
        "A " * 99 + "!",
        "1" * 20_000 + "呀",
    ):
        started = time.perf_counter()
        split_address(text)
        assert time.perf_counter() - started < 0.5
