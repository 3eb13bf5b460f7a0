"""What was on a sheet, told by hashes, so that it is known when it no longer holds."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

#: Why a sheet is out of date: the grid's border or name, its people, or whom to call besides.
Reason = Literal["border", "people", "contact"]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a sheet of a grid showed, or would show now.

    Parameters
    ----------
    border_edition
        Number of the last edition that touched the grid other than by noding.
    people, contact
        SHA-256 of what is published of people, and of office, hotline and address.
    """

    border_edition: int
    people: str
    contact: str

    @property
    def short(self) -> str:
        """Eight digits for the address in the QR: they say that people or contact changed, not which."""
        return hashlib.sha256(f"{self.people}{self.contact}".encode()).hexdigest()[:8]


def digest(content: Sequence[Any]) -> str:
    """SHA-256 of JSON types; equal content has equal digests."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def out_of_date(printed: Fingerprint, now: Fingerprint | None) -> tuple[Reason, ...]:
    """Why a sheet no longer holds; empty while it does.

    Parameters
    ----------
    now
        None where the grid has ended: then its border is what changed.
    """
    if now is None:
        return ("border",)
    reasons: list[Reason] = []
    if printed.border_edition != now.border_edition:
        reasons.append("border")
    if printed.people != now.people:
        reasons.append("people")
    if printed.contact != now.contact:
        reasons.append("contact")
    return tuple(reasons)
