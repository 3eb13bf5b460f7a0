"""Addresses of notifications are kept sealed: they hold the keys of others' machines."""

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from geo_grid.core.errors import Unavailable

_NONCE_BYTES = 12
#: What the sealed text is of: it opens as nothing else.
_PURPOSE = b"notification address"


class Seal:
    """Seals and opens with the installation's key (AES-256-GCM).

    Parameters
    ----------
    key
        ``GEO_GRID_SEALING_KEY``; None where the installation has none.
    """

    def __init__(self, key: str | None) -> None:
        self._key = None if key is None else hashlib.sha256(b"geo-grid seal:" + key.encode()).digest()

    def sealed(self, plain: str) -> str:
        """A text that only this installation can read.

        Raises
        ------
        Unavailable
            ``sealing_key_missing``.
        """
        nonce = secrets.token_bytes(_NONCE_BYTES)
        made = self._cipher().encrypt(nonce, plain.encode(), _PURPOSE)
        return base64.urlsafe_b64encode(nonce + made).decode()

    def opened(self, sealed: str) -> str:
        """What was sealed.

        Raises
        ------
        Unavailable
            ``sealing_key_missing``; ``sealing_key_other``: it was sealed with another key.
        """
        raw = base64.urlsafe_b64decode(sealed)
        try:
            return self._cipher().decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _PURPOSE).decode()
        except InvalidTag as error:
            raise Unavailable("sealing_key_other") from error

    def _cipher(self) -> AESGCM:
        if self._key is None:
            raise Unavailable("sealing_key_missing")
        return AESGCM(self._key)
