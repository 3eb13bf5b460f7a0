"""Which office may be below which: so the tree has no circle."""

from collections.abc import Mapping

#: Kind → the kinds that it may be directly below; None stands for the top.
ABOVE: Mapping[str, tuple[str | None, ...]] = {
    "district": (None,),
    "town": (None, "district"),
    "community": (None, "town", "district"),
    "department": (None, "district", "town", "community"),
}


def may_be_under(kind: str, above: str | None) -> bool:
    """Whether an office of this kind may be below one of the other, or at the top."""
    return above in ABOVE.get(kind, ())
