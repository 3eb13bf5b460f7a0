"""Names in a wrong encoding are told from names in a foreign language."""

import pytest

from geo_grid.core.layers.garbled import is_garbled

NAMES = ["人民路", "锦绣花园", "云溪镇人民路12号", "中国石油加油站", "联通大厦", "菜市场", "嘉陵江"]


@pytest.mark.parametrize("name", NAMES)
def test_chinese_is_not_garbled(name: str) -> None:
    assert not is_garbled(name)


@pytest.mark.parametrize(
    "name", ["Mannerheimintie", "Hämeentie", "Öljymäentie", "Café Zoë", "Łódź", "Ääänekoski"]
)
def test_foreign_names_are_not_garbled(name: str) -> None:
    assert not is_garbled(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("right", "wrong"), [("utf-8", "gb18030"), ("utf-8", "cp1252"), ("gb18030", "latin-1")]
)
def test_chinese_read_in_a_wrong_encoding_is(name: str, right: str, wrong: str) -> None:
    assert is_garbled(name.encode(right).decode(wrong, "replace"))


@pytest.mark.parametrize("name", ["人\ufffd路", "锟斤拷锟斤拷"])
def test_what_was_lost_already_is(name: str) -> None:
    assert is_garbled(name)
