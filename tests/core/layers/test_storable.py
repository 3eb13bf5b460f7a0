"""What is no text in some place where text goes is replaced; everything else stays."""

import pytest

from geo_grid.core.layers.storable import storable


@pytest.mark.parametrize("text", ["人民路12号", "a\tb\r\nc", "民政局\u3000甲", "👩‍👧 🏠", "é", "\u202a"])
def test_text_stays(text: str) -> None:
    assert storable(text) == text


@pytest.mark.parametrize("refused", ["\0", "\x07", "\x1b", "\x1f", "\x7f", "\ud83d", "\uffff"])
def test_what_is_refused_somewhere_is_replaced(refused: str) -> None:
    assert storable(f"人{refused}民") == "人\ufffd民"
