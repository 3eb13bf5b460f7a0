"""Hashing passwords with argon2id, by the parameters of the installation."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: Lanes of one hash, as OWASP advises.
_LANES = 1


@cache
def hasher(memory_kib: int, passes: int) -> "Hasher":
    """The hasher of these parameters."""
    return Hasher(memory_kib, passes)


class Hasher:
    """Makes hashes and compares with them; takes long on purpose.

    Parameters
    ----------
    memory_kib, passes
        Of argon2id.
    """

    def __init__(self, memory_kib: int, passes: int) -> None:
        self._argon = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=_LANES)
        # Compared with where there is no account, so that this takes as long.
        self._nobody = self._argon.hash("nobody's")

    def hash(self, password: str) -> str:
        """The hash with salt and parameters."""
        return self._argon.hash(password)

    def fits(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is the hash's; False, as slowly, where there is no hash."""
        try:
            self._argon.verify(password_hash or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    def is_dated(self, password_hash: str) -> bool:
        """Whether the parameters were others when the hash was made."""
        return self._argon.check_needs_rehash(password_hash)
