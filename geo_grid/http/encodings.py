"""Which ready-made compression of a file a browser takes."""

from collections.abc import Mapping
from pathlib import Path

from starlette.datastructures import Headers

#: What a browser may ask for, best first, and how the file with it ends.
ENDINGS: Mapping[str, str] = {"br": ".br", "gzip": ".gz"}


def accepted(header: str) -> frozenset[str]:
    """Read an Accept-Encoding header.

    Parameters
    ----------
    header
        As sent; what is refused with ``q=0`` is left out, and ``*`` means gzip, which everything reads.
    """
    found = set()
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if not any(_refuses(parameter) for parameter in parameters):
            found.add("gzip" if name == "*" else name)
    return frozenset(found)


def _refuses(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip() == "q" and value.strip().rstrip("0") in ("", ".", "0.")


def compression(file: Path, headers: Headers) -> tuple[str, dict[str, str]]:
    """Choose between a file and what was compressed from it when it was built.

    Returns
    -------
    What the name of the file to send has at its end beyond its own (nothing, ``.br`` or ``.gz``), and the
    headers that say how it is sent; they are due even where it is the file itself, since another browser
    gets another answer.
    """
    takes = accepted(headers.get("accept-encoding", ""))
    for name, ending in ENDINGS.items():
        if name in takes and file.with_name(file.name + ending).is_file():
            return ending, {"Content-Encoding": name, "Vary": "Accept-Encoding"}
    return "", {"Vary": "Accept-Encoding"}
