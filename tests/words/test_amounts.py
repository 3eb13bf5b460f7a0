"""Areas and lengths in the unit a person would use."""

import pytest

from geo_grid.words.amounts import area, length


@pytest.mark.parametrize(
    ("square_metres", "chinese", "english"),
    [
        (0.0, "0 m²", "0 m²"),
        (0.000123, "0.000123 m²", "0.000123 m²"),
        (0.05678, "0.0568 m²", "0.0568 m²"),
        (-0.05678, "-0.0568 m²", "-0.0568 m²"),
        (1.26, "1.3 m²", "1.3 m²"),
        (99.96, "100.0 m²", "100.0 m²"),
        (123.4, "123 m²", "123 m²"),
        (9_999.0, "9,999 m²", "9,999 m²"),
        (12_345.0, "1.23 公顷", "1.23 ha"),
        (2_345_678.0, "2.35 km²", "2.35 km²"),
    ],
)
def test_areas(square_metres: float, chinese: str, english: str) -> None:
    assert area(square_metres, "zh") == chinese
    assert area(square_metres, "en") == english


@pytest.mark.parametrize(
    ("metres", "text"), [(0.0, "0.0 m"), (3.14, "3.1 m"), (123.4, "123 m"), (12_345.0, "12.35 km")]
)
def test_lengths(metres: float, text: str) -> None:
    assert length(metres) == text
