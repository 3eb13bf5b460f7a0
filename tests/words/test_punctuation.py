"""Chinese sentences have Chinese punctuation; what is typed as it stands keeps its own."""

import re

import pytest

from geo_grid.words import zh

HAN = "[\u4e00-\u9fff]"
BESIDE = re.compile(f"{HAN}[,:;()]|[,:;()]{HAN}")
#: Things to be typed: bounds, a position, an address.
TYPED = ("西,南,东,北", "经度,纬度", "用户:密码@主机:端口")


@pytest.mark.parametrize("code", sorted(zh.MESSAGES))
def test_punctuation_beside_chinese_is_full_width(code: str) -> None:
    sentence = zh.MESSAGES[code]
    for typed in TYPED:
        sentence = sentence.replace(typed, "")
    assert BESIDE.search(re.sub(r"\{[^{}]*\}", "0", sentence)) is None
