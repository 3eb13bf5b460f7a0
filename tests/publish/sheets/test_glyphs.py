"""Which characters can be printed."""

from geo_grid.publish.sheets.glyphs import GETA, missing, printable


def test_chinese_latin_and_rare_characters_of_the_font_are_there() -> None:
    assert missing("李敏 Li Mǐn 12345 \U00020bb7\n") == ()


def test_what_no_font_has_is_named_once_and_in_order() -> None:
    assert missing("\U0002a6da甲\U0002a6db\U0002a6da") == ("\U0002a6da", "\U0002a6db")


def test_joiners_and_selectors_need_no_glyph() -> None:
    assert missing("葛\ufe0f\u200d") == ()


def test_a_mark_stands_for_each() -> None:
    assert printable("甲乙丙", "乙") == f"甲{GETA}丙"
