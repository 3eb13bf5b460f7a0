"""The style of the pages that the server makes: the tokens of the whole product, and a few rules."""

import hashlib
import re
from functools import cache

from geo_grid.publish.self_contained import asset

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{}:;,>])\s*")


@cache
def stylesheet() -> str:
    """Tokens and rules as one sheet; without a script the device says whether it is dark."""
    tokens = asset("tokens.css")
    light, mark, dark = tokens.partition(':root[data-theme="dark"]')
    if not mark:
        raise ValueError("tokens.css says nothing about dark")
    by_device = f"@media (prefers-color-scheme: dark) {{ :root {dark} }}"
    return _thin(light) + _thin(by_device) + _thin(asset("page.css"))


@cache
def stylesheet_name() -> str:
    """A name that changes with what the sheet says, so that it can be kept for ever."""
    return f"page-{hashlib.blake2b(stylesheet().encode(), digest_size=6).hexdigest()}.css"


def _thin(css: str) -> str:
    # Blanks inside values such as "1px solid" stay one blank; around "+" and "(" they matter and stay too.
    return _AROUND.sub(r"\1", _BLANKS.sub(" ", _COMMENT.sub("", css))).strip() + "\n"
