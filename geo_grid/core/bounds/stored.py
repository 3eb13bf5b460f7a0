"""Written bounds as somebody stored them, and whether they still say where the border runs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo_grid.core.bounds.corners import SIDES

#: Attributes of a grid that hold all four bounds in one text; what imports keep under the file's own name.
KEYS = ("四至", "四至范围", "四至界线", "四至界限", "四至描述", "bounds_text", "four_bounds", "bounds")
#: Attributes that hold one bound each, in the order of `SIDES`.
KEYS_BY_SIDE = (
    ("东至", "南至", "西至", "北至"),
    ("东界", "南界", "西界", "北界"),
    ("东", "南", "西", "北"),
    ("bound_east", "bound_south", "bound_west", "bound_north"),
    ("east", "south", "west", "north"),
)
_SIDE = dict(zip("东南西北", SIDES, strict=True)) | {side: side for side in SIDES}
#: Where the text of a side begins. Street names hold 东 and 西 too, so only 至 may follow at any place.
_BEGINS = re.compile(
    r"([东南西北])(?:面|侧|边|部)?至[:：]?"
    r"|(?:^|(?<=[，。；、,;\s]))([东南西北])(?:面|侧|边|部)?(?:临|靠|接|邻|到|抵|起|界|以|与|[:：])"
    r"|\b(east|south|west|north)\b(?:\s+(?:to|by)\b)?[:：]?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[、，,；;。.和与及/]|\band\b|\bthen\b", re.IGNORECASE)
#: What is said around a name: lengths and remarks in brackets, 沿…, …为界.
_AROUND = re.compile(
    r"[（(][^）)]*[）)]|^(?:沿|至|以|到|the border with|the)\s*"
    r"|(?:为界|中心线|中线|相接|相邻|一线|界线?|以[东南西北])+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SideDrift:
    """Where the text stored for a side no longer fits.

    Parameters
    ----------
    missing
        What the border follows or meets there, and the text does not say.
    gone
        What the text says, and the border does not follow or meet there.
    """

    side: str
    missing: tuple[str, ...]
    gone: tuple[str, ...]


def stored_text(attributes: Mapping[str, Any]) -> str | None:
    """The bounds among a grid's attributes as one text; None where there are none."""
    for key in KEYS:
        value = attributes.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    for keys in KEYS_BY_SIDE:
        values = [attributes.get(key) for key in keys]
        if all(isinstance(value, str) and value.strip() for value in values):
            said = (re.sub(r"^[东南西北]至", "", str(value).strip()) for value in values)
            return "，".join(f"{side}至{text}" for side, text in zip("东南西北", said, strict=True)) + "。"
    return None


def stored_sides(text: str) -> dict[str, str]:
    """Side → what the text says of it; empty where it does not name sides."""
    found = list(_BEGINS.finditer(text))
    stops = [*(each.start() for each in found[1:]), len(text)]
    sides: dict[str, str] = {}
    for each, stop in zip(found, stops, strict=False):
        side = _SIDE[next(group for group in each.groups() if group).lower()]
        sides.setdefault(side, text[each.end() : stop].strip(" ，,；;。、.\n"))
    return sides


def drift(text: str, now: Mapping[str, Sequence[str]]) -> list[SideDrift]:
    """What of a stored text no longer fits, side by side; nothing where all of it does.

    Parameters
    ----------
    text
        As it was stored.
    now
        Side → names of what the border follows or meets there now.
    """
    sides = stored_sides(text)
    found: list[SideDrift] = []
    for side in SIDES:
        names = [name for name in now.get(side, ()) if name]
        said = sides.get(side, "" if sides else text)
        missing = tuple(dict.fromkeys(name for name in names if name not in said))
        tokens = _names(said) if sides else []
        gone = tuple(token for token in tokens if not any(token in name or name in token for name in names))
        if missing or gone:
            found.append(SideDrift(side, missing, gone))
    return found


def _names(said: str) -> list[str]:
    plain = (token.strip() for token in _BETWEEN.split(re.sub(r"[（(][^）)]*[）)]", "", said)))
    stripped = (_AROUND.sub("", token).strip() for token in plain)
    return [token for token in stripped if token]
