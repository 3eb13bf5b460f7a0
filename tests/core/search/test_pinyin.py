"""Names as they are typed without Chinese."""

import pytest

from geo_grid.core.search.pinyin import reading


@pytest.mark.parametrize(
    ("name", "initials", "pinyin"),
    [
        ("人民路", "rml", "renminlu"),
        ("长安街", "caj", "changanjie"),
        ("重庆路", "cql", "chongqinglu"),
        ("318国道", "318gd", "318guodao"),
        ("长安小区A座", "caxqaz", "changanxiaoquazuo"),
        ("绿园", "ly", "lvyuan"),
        ("Main Street", "mainstreet", "mainstreet"),
    ],
)
def test_a_name_is_read(name: str, initials: str, pinyin: str) -> None:
    assert reading(name) == (initials, pinyin)
