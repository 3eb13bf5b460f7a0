"""The password rule, and how long one waits after failures."""

import pytest

from geo_grid.core.accounts.backoff import wait_s
from geo_grid.core.accounts.passwords import check_password
from geo_grid.core.errors import InputError

NAMES = ("wangfang", "王芳", "geo-grid")


@pytest.mark.parametrize(
    "good",
    ["correct horse battery", "红色的自行车停在东边的路口", "x7Gk-2bQz-9pLm-aa", "i like my bicycle"],
)
def test_what_nobody_guesses_is_accepted_whatever_its_signs(good: str) -> None:
    check_password(good, NAMES)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("passwordpassword", "password_common"),
        ("Admin@123456", "password_common"),
        ("1qaz2wsx3edc", "password_common"),
        ("woaini1314520", "password_common"),
        ("Ｐａｓｓｗｏｒｄ１２３４", "password_common"),
        ("abcabcabcabc", "password_common"),
        ("wangfang2026!", "password_like_name"),
        ("只有十个字的密码不行", "password_too_short"),
        ("x" * 129, "password_too_long"),
    ],
)
def test_what_is_easily_guessed_is_refused_and_not_repeated(bad: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        check_password(bad, NAMES)
    assert refused.value.code == code
    assert bad not in str(refused.value)


def test_the_wait_grows_to_a_quarter_of_an_hour() -> None:
    assert [wait_s("login", n) for n in (1, 4, 5, 6, 7, 20, 10_000)] == [0, 0, 5, 10, 20, 900, 900]
    assert wait_s("address", 29) == 0
