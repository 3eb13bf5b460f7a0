"""What categories are called."""

from geo_grid.core.incidents.catalogue import Catalogue, Names


class CategoryNames:
    """The names of every category of a catalogue, of both levels."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._by_code = catalogue.by_code

    def of(self, code: str) -> Names:
        """The names of a category; one that nobody named is called by its code."""
        found = self._by_code.get(code)
        return Names(code, code) if found is None else found.names
