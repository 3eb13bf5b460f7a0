"""Addresses are sealed: another key does not open them, and what was changed is not opened at all."""

import base64

import pytest

from geo_grid.core.errors import Unavailable
from geo_grid.services.notifying.sealed import Seal

ADDRESS = "dingtalk://token-of-the-town"


def test_the_same_key_opens_it_and_the_sealed_text_tells_nothing() -> None:
    seal = Seal("a key of the installation")
    sealed = seal.sealed(ADDRESS)
    assert Seal("a key of the installation").opened(sealed) == ADDRESS
    assert "dingtalk" not in sealed and b"dingtalk" not in base64.urlsafe_b64decode(sealed)
    assert seal.sealed(ADDRESS) != sealed


def test_another_key_or_a_changed_text_is_told() -> None:
    sealed = Seal("one").sealed(ADDRESS)
    raw = bytearray(base64.urlsafe_b64decode(sealed))
    raw[-1] ^= 1
    for key, text in (("two", sealed), ("one", base64.urlsafe_b64encode(raw).decode())):
        with pytest.raises(Unavailable) as refused:
            Seal(key).opened(text)
        assert refused.value.code == "sealing_key_other"


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(Unavailable) as refused:
        Seal(None).sealed(ADDRESS)
    assert refused.value.code == "sealing_key_missing"
