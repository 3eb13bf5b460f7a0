"""Files in which each level is a layer of its own, as the export writes them."""

from pathlib import Path

from geo_grid.files.reading import LIMIT_BYTES, list_layers

#: The layer with the voids.
VOIDS = "voids"


def layers_of_levels(path: Path, limit_bytes: int = LIMIT_BYTES) -> dict[int, str]:
    """Level → its layer, for a file with layers ``level0`` … ``level3``; nothing for any other file."""
    present = set(list_layers(path, limit_bytes=limit_bytes))
    found = {level: f"level{level}" for level in range(4) if f"level{level}" in present}
    return found if set(found) - {0} and len(present) > 1 else {}


def has_voids(path: Path, limit_bytes: int = LIMIT_BYTES) -> bool:
    """Whether such a file has a layer of voids."""
    return VOIDS in list_layers(path, limit_bytes=limit_bytes)
