"""The product's colours for paper, from the one file that decides them."""

from functools import cache

from geo_grid.publish.tokens import tokens


@cache
def palette() -> dict[str, str]:
    """Name of a colour → #rrggbb, for light ground."""
    return {name: value for name, value in tokens("light").items() if value.startswith("#")}
