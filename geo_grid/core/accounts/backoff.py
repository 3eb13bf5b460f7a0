"""How long to wait after attempts to sign in that failed."""

#: Attempts that cost nothing, by what is counted: everybody mistypes; an office shares an address.
FREE = {"login": 5, "address": 30}

_FIRST_S = 5
_LONGEST_S = 900


def wait_s(kind: str, failures: int) -> int:
    """Seconds until the next attempt: none at first, then doubled up to a quarter of an hour.

    Parameters
    ----------
    kind
        ``login`` or ``address``.
    failures
        Attempts since the last that succeeded, this one included.
    """
    beyond = failures - FREE[kind]
    if beyond < 0:
        return 0
    return min(_FIRST_S << min(beyond, 20), _LONGEST_S)
