"""Logins that look alike are one."""

import pytest

from geo_grid.core.accounts.login_names import check_login, folded, skeleton
from geo_grid.core.errors import InputError


@pytest.mark.parametrize("alike", ["ADMIN", "ａｄｍｉｎ", "аdmin", "admιn", "adm1n", "ádmin", "adrnin"])
def test_a_login_that_looks_like_another(alike: str) -> None:
    assert skeleton(alike) == skeleton("admin")


@pytest.mark.parametrize("other", ["admin2", "amdin", "王芳", "administer"])
def test_a_login_that_does_not(other: str) -> None:
    assert skeleton(other) != skeleton("admin")


def test_case_and_width_are_folded() -> None:
    assert folded(" Ｗang.STRASSE ") == folded("wang.straße")


@pytest.mark.parametrize("bad", ["", "a", "a b", "a\u200bb", "a\x00b", "<script>", "..", "x" * 65])
def test_a_login_that_cannot_be(bad: str) -> None:
    with pytest.raises(InputError, match="login_invalid"):
        check_login(bad)
