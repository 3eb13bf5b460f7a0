"""A grid's ledger: what is in it."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.core.ledger.counts import Counts, Said
from geo_grid.http.schemas.base import Latitude, Longitude, Metres, Published, degrees, metres
from geo_grid.http.schemas.grid import SUMMARY_EXAMPLE, GridSummary
from geo_grid.http.schemas.locate import Nearest
from geo_grid.services.ledger import GridLedger, LedgerPage
from geo_grid.services.outside_addresses import OutsidePage
from geo_grid.store.queries.ledger import LoadedLayer

_COUNTS: dict[str, Any] = {
    "addresses": 96,
    "households": {"value": 312, "unknown": 2},
    "people": {"value": 851, "unknown": 3},
    "buildings": 24,
    "compounds": 1,
    "organisations": {"total": 9, "by_trade": [{"trade": "餐饮", "count": 5}, {"trade": None, "count": 4}]},
    "facilities": {
        "total": 41,
        "by_class": [{"class_code": "0105", "class_name": "路灯", "count": 41}],
    },
    "streets": {"total_m": 1820.5, "by_class": [{"class": "alley", "m": 1820.5}]},
    "workload": 370.51,
}


class SaidOut(Published):
    """A sum of what addresses say."""

    value: int | None = Field(description="Null where no address says: unknown is not zero.")
    unknown: int = Field(ge=0, description="Addresses that do not say.")

    @classmethod
    def of(cls, said: Said | None) -> "SaidOut | None":
        """As published."""
        return None if said is None else cls(value=said.value, unknown=said.unknown)


class TradeCount(Published):
    """Organisations of one trade."""

    trade: str | None
    count: int


class Organisations(Published):
    """Shops and units by trade, most first."""

    total: int
    by_trade: list[TradeCount]


class ClassCount(Published):
    """Facilities of one class."""

    class_code: str | None
    class_name: str | None
    count: int


class Facilities(Published):
    """Lamps, bins, manholes … by class, most first."""

    total: int
    by_class: list[ClassCount]


class StreetClass(Published):
    """Streets of one class."""

    class_: str | None = Field(alias="class")
    m: Metres


class Streets(Published):
    """Length of streets by class, longest first; what runs along a border counts half to either side."""

    total_m: Metres
    by_class: list[StreetClass]


class CountsOut(Published):
    """What is in a grid; null where that layer was never loaded."""

    addresses: int | None
    households: SaidOut | None
    people: SaidOut | None
    buildings: int | None
    compounds: int | None
    organisations: Organisations | None
    facilities: Facilities | None
    streets: Streets | None
    workload: float | None = Field(description="Weighted sum; the weights are a setting of the installation.")

    @classmethod
    def of(cls, counts: Counts) -> "CountsOut":
        """As published: without the services of addresses, which are not for the public."""
        organisations = facilities = streets = None
        if counts.trades is not None:
            trades = [TradeCount(trade=trade, count=count) for trade, count in counts.trades]
            organisations = Organisations(total=counts.organisations or 0, by_trade=trades)
        if counts.facilities is not None:
            classes = [
                ClassCount(class_code=each.class_code, class_name=each.class_name, count=each.count)
                for each in counts.facilities
            ]
            facilities = Facilities(total=counts.facilities_total or 0, by_class=classes)
        if counts.street_m is not None:
            streets = Streets(
                total_m=counts.streets_total_m or 0.0,
                by_class=[StreetClass(class_=name, m=metres(length)) for name, length in counts.street_m],
            )
        return cls(
            addresses=counts.addresses,
            households=SaidOut.of(counts.households),
            people=SaidOut.of(counts.people),
            buildings=counts.buildings,
            compounds=counts.compounds,
            organisations=organisations,
            facilities=facilities,
            streets=streets,
            workload=None if counts.workload is None else round(counts.workload, 2),
        )


class LoadedOut(Published):
    """The loads that a layer's counts come from."""

    version: int
    loaded_at: AwareDatetime
    sources: list[str]


class LedgerOut(Published):
    """The ledger of one grid."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "grid": SUMMARY_EXAMPLE,
                    "edition": 1,
                    "complete": True,
                    "loads": {
                        "addresses": {
                            "version": 1,
                            "loaded_at": "2026-11-21T09:30:00+08:00",
                            "sources": ["doors"],
                        }
                    },
                    "counts": _COUNTS,
                }
            ]
        }
    )

    grid: GridSummary
    edition: int = Field(description="The edition in force at the instant asked about.")
    complete: bool = Field(description="False while a load or an edition is still being counted.")
    loads: dict[str, LoadedOut] = Field(description="Layers that are loaded.")
    counts: CountsOut

    @classmethod
    def of(cls, ledger: GridLedger, zone: ZoneInfo) -> "LedgerOut":
        """As published, with times in the installation's zone."""
        return cls(
            grid=GridSummary.of(ledger.grid),
            edition=ledger.edition,
            complete=ledger.complete,
            loads=_loads(ledger.loads, zone),
            counts=CountsOut.of(ledger.counts),
        )


class GridCounts(Published):
    """What is in one grid of a list."""

    grid: GridSummary
    counts: CountsOut


class LedgerList(Published):
    """A page of ledgers."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"items": [{"grid": SUMMARY_EXAMPLE, "counts": _COUNTS}], "next": None}]
        }
    )

    items: list[GridCounts]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")

    @classmethod
    def of(cls, page: LedgerPage, following: str | None) -> "LedgerList":
        """As published."""
        items = [
            GridCounts(grid=GridSummary.of(grid), counts=CountsOut.of(counts)) for grid, counts in page.items
        ]
        return cls(items=items, next=following)


class OutsideAddress(Published):
    """An address that lies in no grid; of it nothing but its text and place."""

    text: str | None
    lon: Longitude
    lat: Latitude
    nearest: Nearest | None = Field(description="Null where nothing is published.")


class OutsideList(Published):
    """A page of the addresses that lie in no grid."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "text": "滨河路2号",
                            "lon": 120.3801,
                            "lat": 23.4712,
                            "nearest": {"grid": SUMMARY_EXAMPLE, "distance_m": 31.4},
                        }
                    ],
                    "next": None,
                    "total": 1,
                }
            ]
        }
    )

    items: list[OutsideAddress]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")
    total: int = Field(ge=0)

    @classmethod
    def of(cls, page: OutsidePage, following: str | None) -> "OutsideList":
        """As published."""
        items = []
        for found in page.items:
            nearest = None
            if found.nearest is not None:
                grid, distance = found.nearest
                nearest = Nearest(grid=GridSummary.of(grid), distance_m=metres(distance))
            items.append(
                OutsideAddress(
                    text=found.text, lon=degrees(found.lon), lat=degrees(found.lat), nearest=nearest
                )
            )
        return cls(items=items, next=following, total=page.total)


def _loads(loads: Mapping[str, LoadedLayer], zone: ZoneInfo) -> dict[str, LoadedOut]:
    return {
        name: LoadedOut(
            version=load.version, loaded_at=load.loaded_at.astimezone(zone), sources=list(load.sources)
        )
        for name, load in loads.items()
    }
