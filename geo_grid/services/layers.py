"""Which base layers are loaded."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.layers.kinds import KINDS
from geo_grid.store.queries.base_loads import LoadRecord, base_loads, layer_versions


@dataclass(frozen=True, slots=True)
class LoadedLayer:
    """A layer that was ever loaded.

    Parameters
    ----------
    layer, version
        Its name, and how often it was loaded or removed.
    loads
        What is in force, by source.
    """

    layer: str
    version: int
    loads: tuple[LoadRecord, ...]

    @property
    def features(self) -> int:
        """Features of all sources."""
        return sum(load.rows_kept for load in self.loads)


def list_layers(session: Session) -> list[LoadedLayer]:
    """Every layer that was ever loaded, in the order of `KINDS`; one whose loads were removed is empty."""
    versions = layer_versions(session)
    loads = base_loads(session)
    return [
        LoadedLayer(layer, versions[layer], tuple(load for load in loads if load.layer == layer))
        for layer in KINDS
        if layer in versions
    ]
