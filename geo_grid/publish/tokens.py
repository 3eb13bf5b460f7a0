"""The colours of the product, read from the one file that decides them."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from geo_grid.publish.self_contained import asset

Theme = Literal["light", "dark"]

_TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


@cache
def tokens(theme: Theme = "light") -> Mapping[str, str]:
    """Name → value of every token; those that dark says nothing about are as in light."""
    light, _, dark = asset("tokens.css").partition('[data-theme="dark"]')
    found = dict(_TOKEN.findall(light))
    if theme == "dark":
        found |= dict(_TOKEN.findall(dark))
    return MappingProxyType(found)
