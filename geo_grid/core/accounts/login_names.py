"""Login names: compared without case or compatible forms, and never one that looks like another."""

import unicodedata

from geo_grid.core.errors import InputError

#: Characters of the longest login.
MOST = 64
LEAST = 2
_BESIDE = frozenset("._-@")

# Letters of other alphabets that look like Latin ones, and the Latin ones and digits that look like another.
# Chosen by hand from what Latin, Greek and Cyrillic fonts draw alike; lower case, as folding comes first.
_LOOKS_LIKE = str.maketrans(
    "аеорсухіјѕԁԛԝһӏьвкмнтгзэпдиαβγδεικνορτυχωη0135iı|łɑɡℓ",
    "aeopcyxijsdqwhlbbkmhtr3enauabydeikvoptuxwnolesllllagl",
)


def folded(login: str) -> str:
    """The login as it is compared: NFKC, case folded, NFKC again."""
    once = unicodedata.normalize("NFKC", login.strip()).casefold()
    return unicodedata.normalize("NFKC", once)


def skeleton(login: str) -> str:
    """What the login looks like: without marks, and look-alikes as one letter."""
    plain = unicodedata.normalize("NFKD", folded(login))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    alike = bare.translate(_LOOKS_LIKE).translate(_LOOKS_LIKE)
    return alike.replace("rn", "m").replace("vv", "w")


def check_login(login: str) -> str:
    """The login without surrounding blanks.

    Raises
    ------
    InputError
        ``login_invalid``: not letters, digits and ``. _ - @``, or too short or long.
    """
    login = unicodedata.normalize("NFKC", login.strip())
    fits = all(letter.isalnum() or letter in _BESIDE for letter in login)
    if not fits or not LEAST <= len(login) <= MOST or not any(letter.isalnum() for letter in login):
        raise InputError("login_invalid", given=login[:MOST], least=LEAST, most=MOST)
    return login
