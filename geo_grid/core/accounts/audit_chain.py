"""The chain of seals: each one's hash covers the one before it and every entry of its batch."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

#: What the first seal is chained to.
FIRST_LINK = bytes(32)

#: Hours that an entry may be older than the seal before its own: as long as a transaction may last.
PATIENCE_H = 6

Link = tuple[int, bytes]


class Instant(Protocol):
    """An aware instant."""

    def timestamp(self) -> float:
        """Seconds since 1970."""
        ...


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as it is stored."""

    number: int
    sealed_at: Instant
    entries: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Tampering:
    """Something that is not as it was sealed.

    Parameters
    ----------
    kind
        ``changed``, ``missing`` or ``inserted`` is said of an entry; ``seal_changed`` and ``seal_missing`` of
        the chain; ``anchor_differs`` of a seal that was written down elsewhere.
    number
        Id of the entry, or number of the seal.
    """

    kind: Literal["changed", "missing", "inserted", "seal_changed", "seal_missing", "anchor_differs"]
    number: int


def seal_hash(before: bytes, number: int, sealed_at: Instant, links: Sequence[Link]) -> bytes:
    """SHA-256 over the seal before, this one's number and instant, and its entries by id.

    Parameters
    ----------
    before
        Hash of the seal before; `FIRST_LINK` for the first.
    links
        Id and hash of each entry, by id ascending.
    """
    made = hashlib.sha256(before)
    made.update(f"{number}|{round(sealed_at.timestamp() * 1_000_000)}|{len(links)}".encode())
    for entry, digest in links:
        made.update(f"|{entry}:".encode() + digest)
    return made.digest()


def broken_seals(seals: Iterable[Seal], links: Mapping[int, Sequence[Link]]) -> list[Tampering]:
    """Seals that are missing, or whose hash is not that of what they hold.

    Parameters
    ----------
    seals
        By number ascending.
    links
        Number of a seal → its entries by id ascending.
    """
    found: list[Tampering] = []
    before, expected = FIRST_LINK, 1
    known: set[int] = set()
    for one in seals:
        found += [Tampering("seal_missing", number) for number in range(expected, one.number)]
        held = links.get(one.number, ())
        is_sound = len(held) == one.entries and seal_hash(before, one.number, one.sealed_at, held) == one.hash
        # After a missing seal the next cannot be judged; it is not accused for its neighbour.
        if not is_sound and one.number == expected:
            found.append(Tampering("seal_changed", one.number))
        before, expected = one.hash, one.number + 1
        known.add(one.number)
    found += [
        Tampering("seal_missing", number) for number in sorted(links.keys() - known) if number >= expected
    ]
    return found
