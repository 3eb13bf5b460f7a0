"""Telephone numbers: digits, not words."""

import pytest

from geo_grid.core.errors import InputError
from geo_grid.core.people.phones import checked_phone


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("13800000000", "13800000000"),
        ("０５７３－８２００１２３４", "0573-82001234"),
        ("+86 573 8200 1234", "+86 573 8200 1234"),
        ("(0573) 8200 1234", "0573 8200 1234"),
        ("0573 – 8200\u30001234", "0573-8200 1234"),
        ("0573-82001234转801", "0573-82001234转801"),
        ("0573-82001234 ext. 801", "0573-82001234转801"),
        ("82001234#8", "82001234转8"),
        ("12345", "12345"),
        ("110", "110"),
    ],
)
def test_what_is_a_number(given: str, kept: str) -> None:
    assert checked_phone(given, "phone") == kept
    assert checked_phone(kept, "phone") == kept


@pytest.mark.parametrize(
    "given",
    [
        "", "无", "abc", "1380000000a", "138-CALL-NOW", "12", "1" * 16, "82001234转1234567", "++86",
        "138--000", "82001234转", "-138", "138-", "tel:138000", "=138000", "٣٤٥٦٧", "1380000\x00000",
        "138000;drop",
    ],
)  # fmt: skip
def test_what_is_none_is_refused_with_its_field(given: str) -> None:
    with pytest.raises(InputError) as caught:
        checked_phone(given, "mobile")
    assert (caught.value.code, caught.value.params["field"]) == ("phone_invalid", "mobile")
