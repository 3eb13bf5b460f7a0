"""What a grid's ledger says: counts, and how much nobody has said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from geo_grid.core.ledger.workload import workload

#: Layers that are counted; water and railways are only drawn.
COUNTED = ("addresses", "buildings", "compounds", "organisations", "facilities", "streets")

# Measures, as they are stored: whole numbers by name. A name after the mark is somebody's own word.
NUMBER = "n"
HOUSEHOLDS, HOUSEHOLDS_UNKNOWN = "households", "households?"
PEOPLE, PEOPLE_UNKNOWN = "people", "people?"
SERVICE, TRADE, FACILITY, MILLIMETRES = "service:", "trade:", "class:", "mm:"
#: Between the code and the name of a class of facilities; neither holds it.
BETWEEN = "\x1f"

#: Measure → whole number, of one layer in one piece of ground.
Measures = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Said:
    """A sum of what addresses say.

    Parameters
    ----------
    value
        Sum of those that say; None where there are addresses and none says: unknown is not zero.
    unknown
        Addresses that do not say.
    """

    value: int | None
    unknown: int


@dataclass(frozen=True, slots=True)
class FacilityCount:
    """Facilities of one class; code and name as the file gave them."""

    class_code: str | None
    class_name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in a grid; None where that layer was never loaded.

    Parameters
    ----------
    trades
        (trade, count) of organisations, most first; the trade is None where it is not known.
    street_m
        (class, metres), longest first; the class is None where it is not known. What runs along a border
        counts half to either side.
    services
        (service, how many people) summed over addresses. Never for the public.
    """

    addresses: int | None
    households: Said | None
    people: Said | None
    buildings: int | None
    compounds: int | None
    trades: tuple[tuple[str | None, int], ...] | None
    facilities: tuple[FacilityCount, ...] | None
    street_m: tuple[tuple[str | None, float], ...] | None
    services: tuple[tuple[str, int], ...]
    workload: float | None

    @property
    def organisations(self) -> int | None:
        """All of them."""
        return None if self.trades is None else sum(count for _, count in self.trades)

    @property
    def facilities_total(self) -> int | None:
        """All of them."""
        return None if self.facilities is None else sum(each.count for each in self.facilities)

    @property
    def streets_total_m(self) -> float | None:
        """Metres of all classes."""
        return None if self.street_m is None else round(sum(m for _, m in self.street_m), 3)


def counts_of(
    measures: Mapping[str, Measures], loaded: Collection[str], weights: Mapping[str, float]
) -> Counts:
    """Read the counts out of summed measures.

    Parameters
    ----------
    measures
        Layer → measures; a layer of which nothing is there may be missing.
    loaded
        The layers that are loaded; of the others nothing is known.
    weights
        What one of each measure counts in the workload (`core.ledger.workload`).
    """

    def number(layer: str) -> int | None:
        return measures.get(layer, {}).get(NUMBER, 0) if layer in loaded else None

    addresses = measures.get("addresses", {})
    knows = "addresses" in loaded
    households = _said(addresses, HOUSEHOLDS, HOUSEHOLDS_UNKNOWN) if knows else None
    people = _said(addresses, PEOPLE, PEOPLE_UNKNOWN) if knows else None
    street_m = None
    if "streets" in loaded:
        street_m = tuple((name, mm / 1000) for name, mm in _named(measures.get("streets", {}), MILLIMETRES))
    facilities = None
    if "facilities" in loaded:
        facilities = tuple(
            FacilityCount(*_code_and_name(name), count)
            for name, count in _named(measures.get("facilities", {}), FACILITY)
        )
    amounts = {
        "addresses": number("addresses"),
        "households": households.value if households is not None else None,
        "people": people.value if people is not None else None,
        "buildings": number("buildings"),
        "compounds": number("compounds"),
        "organisations": number("organisations"),
        "facilities": number("facilities"),
        "street_km": sum(metres for _, metres in street_m) / 1000 if street_m is not None else None,
    }
    return Counts(
        addresses=number("addresses"),
        households=households,
        people=people,
        buildings=number("buildings"),
        compounds=number("compounds"),
        trades=_named(measures.get("organisations", {}), TRADE) if "organisations" in loaded else None,
        facilities=facilities,
        street_m=street_m,
        services=tuple((name or "", count) for name, count in _named(addresses, SERVICE)),
        workload=workload(amounts, weights),
    )


def _said(measures: Measures, value: str, unknown: str) -> Said:
    silent = measures.get(unknown, 0)
    says = measures.get(NUMBER, 0) > silent or silent == 0
    return Said(measures.get(value, 0) if says else None, silent)


def _code_and_name(name: str | None) -> tuple[str | None, str | None]:
    code, _, called = (name or "").partition(BETWEEN)
    return code or None, called or None


def _named(measures: Measures, mark: str) -> tuple[tuple[str | None, int], ...]:
    """(name, amount) of the measures with a mark, the largest first; None for the one without a name."""
    found = [
        (name.removeprefix(mark) or None, amount)
        for name, amount in measures.items()
        if name.startswith(mark) and amount
    ]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0] is None, each[0] or "")))
