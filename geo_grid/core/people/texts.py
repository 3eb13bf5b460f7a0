"""Free text about people and their duties."""

from geo_grid.core.layers.storable import storable


def kept_text(given: str | None) -> str | None:
    """A text as it is kept, its ends trimmed and fit for every file; None where nothing is said."""
    return storable((given or "").strip()) or None
