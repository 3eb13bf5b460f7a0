"""The address of an outside base map's tiles: what it must hold, and where it leads."""

import re
from urllib.parse import urlsplit

#: WMTS's own names (OGC 07-057r7, section 10.2) and the names that map clients fill in.
_WMTS = {"{TileMatrix}": "{z}", "{TileRow}": "{y}", "{TileCol}": "{x}"}

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
_UNSAFE = re.compile(r"[\s\"'<>\\^`|;,]|[^\x21-\x7e]")


def tile_template(given: str) -> str:
    """A template with ``{z}``, ``{x}`` and ``{y}``, from one written so or in WMTS's names.

    Raises
    ------
    ValueError
        With a sentence on what is wrong with it.
    """
    template = given.strip()
    for name, ours in _WMTS.items():
        template = re.sub(re.escape(name), ours, template, flags=re.IGNORECASE)
    missing = [name for name in ("{z}", "{x}", "{y}") if name not in template]
    if missing:
        raise ValueError(f"the address lacks {' '.join(missing)}")
    unknown = [name for name in re.findall(r"\{[^}]*\}", template) if name not in ("{z}", "{x}", "{y}")]
    if unknown:
        raise ValueError(f"nothing fills in {' '.join(unknown)}: write it out")
    if _UNSAFE.search(template):
        raise ValueError("an address holds no spaces, quotes, commas, semicolons or characters beyond ASCII")
    tile_origin(template)
    return template


def tile_origin(template: str) -> str:
    """The origin (scheme, host, port) of an address, as a content security policy names it.

    Raises
    ------
    ValueError
        It is not an http or https address of one host.
    """
    parts = urlsplit(template)
    if parts.scheme not in ("http", "https") or parts.username is not None or parts.password is not None:
        raise ValueError("the address must begin with https:// or http:// and a host")
    if not _HOST.fullmatch(parts.netloc.rpartition(":")[0] or parts.netloc):
        raise ValueError("the address must name one host, without placeholders")
    port = f":{parts.port}" if parts.port is not None else ""
    host = f"[{parts.hostname}]" if parts.hostname is not None and ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"
