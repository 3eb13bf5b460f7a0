"""Rows of incidents as bytes, written once for all who are told of a change."""

from collections import OrderedDict

import orjson

from geo_grid.http.schemas.incident_row import row_fields
from geo_grid.services.incidents.listing import GridNames
from geo_grid.settings import Settings
from geo_grid.store.incident_records import IncidentRecord

#: Rows kept; those of a few seconds.
_MOST = 2000


class IncidentBytes:
    """Rows by identity and version.

    Parameters
    ----------
    settings
        The installation's zone.
    """

    def __init__(self, settings: Settings) -> None:
        self._zone = settings.zone
        self._kept: OrderedDict[tuple[int, int, bool], bytes] = OrderedDict()

    def of(self, row: IncidentRecord, names: GridNames) -> bytes:
        """A row as JSON."""
        key = (row.id, row.version, row.overdue)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = orjson.dumps(row_fields(row, names, self._zone))
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return kept
