"""What a spatial file holds: geometries, attributes, and what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from numpy.typing import NDArray

from geo_grid.core.crs import Crs
from geo_grid.core.errors import FieldError
from geo_grid.files.identifiers import as_identifiers

Geometries = NDArray[Any]


class Note(NamedTuple):
    """Something a reader had to say about one row.

    `row` counts from 0. `code` is one of

    * ``geometry_unreadable``: not a geometry at all; kept as None
    * ``ring_too_short``: a ring of fewer than four positions; kept as None
    * ``not_a_feature``: an entry that is no feature; kept as None
    * ``ring_unclosed``: the last position is not the first; closed
    """

    row: int
    code: str


#: Notes whose geometry was lost in reading, so that None there does not mean "empty".
UNREADABLE_NOTES = frozenset({"geometry_unreadable", "ring_too_short", "not_a_feature"})


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a GeoJSON file, for writing back verbatim what nothing touches.

    Parameters
    ----------
    text
        The whole file, decoded.
    spans
        Start and end of each feature in the text.
    """

    text: str
    spans: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Features:
    """The rows of one layer, in the order of the file.

    Parameters
    ----------
    geometry
        (n,) shapely geometries or None, two-dimensional, in `crs`.
    crs
        The reference system of the coordinates.
    table
        (n) attributes, index 0…n−1. Whole numbers stay whole where values are missing, strings keep their
        leading zeros.
    layer
        Name of the layer; the file's stem where the format has no layers.
    driver
        Name of the format, as GDAL spells it.
    path
        The file it was read from.
    notes
        What could not be read as it stands, by row.
    encoding
        Encoding of the text in the file.
    original
        (n,) geometries with their Z and M, where the file has any; else None.
    source
        The text of a GeoJSON file, else None.
    """

    geometry: Geometries
    crs: Crs
    table: pd.DataFrame
    layer: str
    driver: str
    path: Path
    notes: tuple[Note, ...] = ()
    encoding: str = "UTF-8"
    original: Geometries | None = None
    source: SourceText | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.geometry)

    @property
    def fields(self) -> list[str]:
        """Names of the attributes."""
        return [str(name) for name in self.table.columns]

    @property
    def unreadable(self) -> dict[int, str]:
        """Row → code of the note, for the rows whose geometry stands in the file and could not be read."""
        return {note.row: note.code for note in self.notes if note.code in UNREADABLE_NOTES}

    @property
    def unclosed(self) -> frozenset[int]:
        """Rows with a ring whose last position was not its first, and which was closed in reading."""
        return frozenset(note.row for note in self.notes if note.code == "ring_unclosed")

    def ids(self, wanted: str | None = None) -> tuple[list[str | None], str]:
        """Identifier of each row, and the name of the field they come from.

        Parameters
        ----------
        wanted
            The field the user named; without it ``code``, then ``id``, then the 1-based row number.

        Returns
        -------
        Identifiers as text ("1", never "1.0"; None where missing), and the field's name, empty for row
        numbers.

        Raises
        ------
        FieldError
            ``field_missing`` where `wanted` is no field of the file.
        """
        if wanted is not None:
            name = self._field(wanted)
            return as_identifiers(self.table[name]), name
        # Names in a dBase table are upper case by custom.
        fold = str.lower if self.driver == "ESRI Shapefile" else str
        folded = {fold(name): name for name in reversed(self.fields)}
        for name in ("code", "id"):
            if name in folded:
                return as_identifiers(self.table[folded[name]]), folded[name]
        return [str(row + 1) for row in range(len(self))], ""

    def has_field(self, name: str) -> bool:
        """True where the file has this field, in this or another case."""
        return name.casefold() in {field.casefold() for field in self.fields}

    def column(self, name: str) -> list[str | None]:
        """Values of one field as identifiers; raises FieldError as `ids` does."""
        return as_identifiers(self.table[self._field(name)])

    def _field(self, wanted: str) -> str:
        if wanted in self.fields:
            return wanted
        alike = [name for name in self.fields if name.casefold() == wanted.casefold()]
        if len(alike) == 1:
            return alike[0]
        raise FieldError("field_missing", field=wanted, fields=self.fields, file=self.path.name)
