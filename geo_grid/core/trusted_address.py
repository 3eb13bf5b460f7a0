"""Which addresses may be asked for what nobody else must read or change on the way."""

from urllib.parse import urlsplit

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def is_trusted(address: object) -> bool:
    """Whether it is an address over HTTPS, or of this machine itself."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in _HERE))
