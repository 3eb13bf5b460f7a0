"""What a reporter follows a report with: a secret that can be typed, and the name of a report sent twice."""

import hashlib
import hmac
import re
import secrets
from uuid import UUID

#: Letters and digits that are not mistaken for each other: five bits each, and the dashes count for nothing.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_LENGTH, _GROUP = 12, 4
_BETWEEN = re.compile(r"[\s\-–—]+")


def new_key() -> str:
    """The name of a report whose client gave none."""
    return secrets.token_urlsafe(16)


def report_secret(key: str) -> str:
    """The secret of a report: the same whenever it is sent again, and kept nowhere.

    Parameters
    ----------
    key
        What its client called it; 122 bits of chance or more.
    """
    made = hmac.digest(key.encode(), b"geo-grid report", "sha256")
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in made[:_LENGTH])
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def report_secret_hash(secret: str) -> bytes:
    """What is stored of it, however it was typed."""
    return hashlib.sha256(_BETWEEN.sub("", secret).lower().encode()).digest()


def report_client_id(key: str) -> UUID:
    """What is stored of the key: whoever reads it learns nothing of the secret."""
    return UUID(bytes=hashlib.sha256(b"geo-grid client:" + key.encode()).digest()[:16])
