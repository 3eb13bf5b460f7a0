"""What a border does not run through."""

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Feature:
    """A building or a compound; lattice units."""

    layer: Literal["building", "compound"]
    name: str | None
    geometry: Any
