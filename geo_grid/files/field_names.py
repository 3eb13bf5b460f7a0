"""Names that a format allows, for fields that have others."""

from collections.abc import Collection, Sequence


def shortened(names: Sequence[str], *, encoding: str, longest: int = 10) -> dict[str, str]:
    """Names for a dBase table, where one has at most ten bytes and upper and lower case are the same.

    A name is cut at a whole character. Where that makes two alike, the later one ends in ``_1``, ``_2`` …
    instead. The order of fields decides, so the same fields always get the same names.

    Parameters
    ----------
    names
        The fields, in order.
    encoding
        In which bytes are counted: two for a Chinese character in GBK, three in UTF-8.
    longest
        Bytes of a name.

    Returns
    -------
    Field → its name in the file.
    """
    taken: set[str] = set()
    found: dict[str, str] = {}
    # Names that fit keep themselves, whatever comes before them.
    for name in names:
        if _cut(name, encoding, longest) == name and name and name.casefold() not in taken:
            found[name] = name
            taken.add(name.casefold())
    for name in names:
        if name not in found:
            found[name] = _free(name or "field", taken, encoding, longest)
            taken.add(found[name].casefold())
    return {name: found[name] for name in names}


def unlike(names: Sequence[str], *, reserved: Collection[str] = ()) -> dict[str, str]:
    """Names for a table in which upper and lower case are the same and some names are reserved."""
    taken = {name.casefold() for name in reserved}
    found: dict[str, str] = {}
    for name in names:
        wanted, number = name or "field", 0
        while wanted.casefold() in taken:
            number += 1
            wanted = f"{name or 'field'}_{number}"
        found[name] = wanted
        taken.add(wanted.casefold())
    return found


def _cut(name: str, encoding: str, longest: int) -> str:
    while len(name.encode(encoding, "replace")) > longest:
        name = name[:-1]
    return name


def _free(name: str, taken: set[str], encoding: str, longest: int) -> str:
    candidate, number = _cut(name, encoding, longest), 0
    while candidate.casefold() in taken:
        number += 1
        tail = f"_{number}"
        candidate = _cut(name, encoding, longest - len(tail)) + tail
    return candidate
