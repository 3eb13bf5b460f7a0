"""The base layers: what each is called, what shapes it has and which fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Family(StrEnum):
    """What shapes a layer is made of."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
    LINE_OR_AREA = "line_or_area"


@dataclass(frozen=True, slots=True)
class Kind:
    """One base layer.

    Parameters
    ----------
    layer
        Its name.
    family
        Its shapes.
    texts
        Fields that hold free text.
    words
        Fields that hold one word of a vocabulary (`geo_grid.core.layers.vocabulary`).
    counts
        Fields that hold whole numbers → the smallest and the largest that is believed.
    named_by
        The field without which a feature is nameless; None where names are not expected.
    extras
        Fields that are read and kept among the attributes.
    """

    layer: str
    family: Family
    texts: tuple[str, ...]
    words: tuple[str, ...] = ()
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    named_by: str | None = "name"
    extras: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that a column can be mapped to, but for the services of addresses."""
        return (*self.texts, *self.words, *self.counts, *self.extras)


#: Believed of one address. Above it a count is taken for a mistake: a code, a phone number, a total.
_HOUSEHOLDS = (0, 20_000)
_PEOPLE = (0, 100_000)
#: Believed of one service at one address.
SERVICE_COUNT = (0, 100_000)
_STOREYS = (1, 200)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.layer: kind
        for kind in (
            # Most streets of a town's edge have no name: nothing to remark.
            Kind(
                "streets", Family.LINE, ("name",), ("class",), named_by=None,
                extras=("level", "bridge", "tunnel"),
            ),
            Kind("railways", Family.LINE, ("name",), named_by=None),
            Kind("water", Family.LINE_OR_AREA, ("name",), ("kind",), named_by=None),
            Kind(
                "buildings", Family.AREA, ("name",), ("use",), MappingProxyType({"storeys": _STOREYS}),
                named_by=None,
            ),
            Kind("compounds", Family.AREA, ("name",), ("kind",)),
            Kind(
                "addresses", Family.POINT, ("text", "street", "number", "compound"), (),
                MappingProxyType({"households": _HOUSEHOLDS, "people": _PEOPLE}), named_by="text",
            ),
            Kind("organisations", Family.POINT, ("name", "trade", "phone", "address")),
            Kind("facilities", Family.POINT, ("class_code", "class_name", "name", "owner"), named_by=None),
        )
    }
)  # fmt: skip
