"""Attribute values of a file as the store spells them; Chinese and English words are understood."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

#: Field of a grid → word in a file, folded → the store's value.
WORDS: Mapping[str, Mapping[str, str | bool]] = MappingProxyType(
    {
        "kind": {
            "comprehensive": "comprehensive", "综合": "comprehensive", "综合网格": "comprehensive",
            "special": "special", "专属": "special", "专属网格": "special", "专用": "special",
        },
        "ground": {
            "residential": "residential", "居村": "residential", "居村网格": "residential",
            "street": "street", "街面": "street", "街面网格": "street",
            "extension": "extension", "拓展": "extension", "拓展网格": "extension",
        },
        "class": {
            "a": "A", "b": "B", "c": "C", "a类": "A", "b类": "B", "c类": "C",
        },
        "setting": {
            "urban": "urban", "城市": "urban", "城镇": "urban",
            "rural": "rural", "农村": "rural", "乡村": "rural",
        },
        "statutory": {
            "true": True, "1": True, "t": True, "yes": True, "是": True,
            "false": False, "0": False, "f": False, "no": False, "否": False,
        },
    }
)  # fmt: skip


class UnknownValue(ValueError):
    """A word that the field does not know."""

    def __init__(self, field: str, given: str) -> None:
        super().__init__(field, given)
        self.field = field
        self.given = given


def value_of(field: str, given: Any) -> str | bool | None:
    """One value in the store's spelling; None where the file says nothing.

    Raises
    ------
    UnknownValue
        The word is not among those of the field.
    """
    plain = plain_value(given)
    if plain is None or str(plain).strip() == "":
        return None
    folded = str(plain).strip().casefold()
    if isinstance(plain, float) and plain.is_integer():
        folded = str(int(plain))
    if folded not in WORDS[field]:
        raise UnknownValue(field, str(plain))
    return WORDS[field][folded]


def plain_value(value: Any) -> Any:
    """A cell of a table as a JSON value; missing ones as None."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain_value(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain_value(each) for key, each in value.items()}
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if isinstance(value, (bool, int, str)):
        return value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)
