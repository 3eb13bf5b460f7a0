"""The password rule: long, not one that everybody tries, not one's own name."""

import re
import unicodedata
from collections.abc import Sequence

from geo_grid.core.errors import InputError

LEAST = 12
MOST = 128

#: Words from which people make passwords when a letter, a digit and a sign are asked of them. Written down by
#: hand; of public lists only what is shorter than `LEAST` would be left.
_WORDS = frozenset(
    {
        "password",
        "passwd",
        "passw0rd",
        "p@ssword",
        "p@ssw0rd",
        "pa55word",
        "qwerty",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "admin",
        "administrator",
        "root",
        "user",
        "guest",
        "test",
        "login",
        "welcome",
        "letmein",
        "iloveyou",
        "monkey",
        "dragon",
        "football",
        "baseball",
        "superman",
        "batman",
        "master",
        "shadow",
        "sunshine",
        "princess",
        "changeme",
        "secret",
        "default",
        "system",
        "manager",
        "server",
        "computer",
        "internet",
        "hello",
        "abc",
        "abcd",
        "abcdef",
        "aaaaaa",
        "woaini",
        "woaini1314",
        "woaiwojia",
        "nihao",
        "zhongguo",
        "beijing",
        "shanghai",
        "chengdu",
        "china",
        "chinese",
        "wangge",
        "geogrid",
        "grid",
        "gridmember",
        "wanggeyuan",
        "shequ",
        "jiedao",
        "mima",
        "mimamima",
        "caonima",
        "wodemima",
    }
)
_ROWS = (
    "01234567890123456789",
    "98765432109876543210",
    "qwertyuiopasdfghjklzxcvbnm",
    "mnbvcxzlkjhgfdsapoiuytrewq",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "!@#$%^&*()",
)
#: Longest piece of a row of keys that does not count.
_WALK = 4
#: Different characters that a password must have.
_DIFFERENT = 6
_NOT_A_LETTER = re.compile(r"[^a-z@]+")
_SPLIT = re.compile(r"[^a-z0-9@]+")


def check_password(password: str, names: Sequence[str]) -> None:
    """Refuse a password that is easily guessed.

    Parameters
    ----------
    password
        As typed; compared as NFKC.
    names
        Login and name of the account, name of the product.

    Raises
    ------
    InputError
        ``password_too_short``, ``password_too_long``, ``password_common``, ``password_like_name``; the
        password itself is never among the parameters.
    """
    if len(password) > MOST:
        raise InputError("password_too_long", most=MOST)
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < LEAST:
        raise InputError("password_too_short", least=LEAST)
    low = plain.casefold()
    if len(set(low)) < _DIFFERENT or _is_repeated(low) or _is_common(low):
        raise InputError("password_common")
    for name in names:
        part = unicodedata.normalize("NFKC", name).casefold()
        if len(part) >= 3 and len(low.replace(part, "")) < LEAST - 4 and part in low:
            raise InputError("password_like_name")


def _is_repeated(low: str) -> bool:
    """Whether the password is a short piece again and again."""
    return any(low == (low[:n] * (len(low) // n + 1))[: len(low)] for n in range(1, (len(low) + 1) // 2 + 1))


def _is_common(low: str) -> bool:
    if not low.isascii():
        return False
    rest = _without_walks(low)
    letters = [part.strip("@") for part in _NOT_A_LETTER.split(rest)]
    pieces = [part for part in _SPLIT.split(low) if part]
    if all(part in _WORDS or len(part) < 3 for part in letters):
        return True
    return all(part in _WORDS or part.isdigit() for part in pieces)


def _without_walks(low: str) -> str:
    """The password without pieces of a row of keys, longest first."""
    kept, at = "", 0
    while at < len(low):
        length = next(
            (n for n in range(len(low) - at, _WALK - 1, -1) if any(low[at : at + n] in row for row in _ROWS)),
            0,
        )
        if length == 0:
            kept += low[at]
        at += length or 1
    return kept
