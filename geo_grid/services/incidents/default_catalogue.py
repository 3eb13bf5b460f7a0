"""The catalogue that comes with the program, in force until somebody sets another."""

from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from geo_grid.core.incidents.catalogue import Catalogue
from geo_grid.core.incidents.reading_catalogue import read_catalogue


@cache
def default_catalogue() -> Catalogue:
    """Eight classes of events and five of facilities; version 0."""
    content: Any = orjson.loads(files(__package__).joinpath("default_catalogue.json").read_bytes())
    return read_catalogue(content)
