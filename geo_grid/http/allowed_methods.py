"""The methods of an address: several routes may share it, and each knows only its own."""

import re
from functools import cache
from typing import Any

from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path


def allowed_methods(app: Any, path: str) -> str:
    """What an answer 405 says in ``Allow`` (RFC 9110, 15.5.6): all of them.

    Parameters
    ----------
    app
        The application.
    path
        The address that was asked.
    """
    methods = {
        method
        for each in iter_route_contexts(app.routes)
        if each.path and _pattern(each.path).match(path)
        for method in each.methods or ()
    }
    return ", ".join(sorted(methods))


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return compile_path(path)[0]
