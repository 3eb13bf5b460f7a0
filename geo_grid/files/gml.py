"""GML kept from asking the internet for its schema."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: By this GDAL tells a WFS answer, whose schema it fetches from wherever the file says.
_REMOTE = b"wfs"
_ATTRIBUTE, _DISARMED = b"schemaLocation", b"schemaIgnored_"
_PIECE = 1024 * 1024


@contextmanager
def without_remote_schema(path: Path) -> Iterator[Path]:
    """Give the file itself, or a copy that points nowhere, for the time of the block.

    A stranger's file must not make this machine send a request, and GDAL has no switch for it in every call.

    Parameters
    ----------
    path
        A GML file.
    """
    with path.open("rb") as file:
        head = file.read(_PIECE)
    if _REMOTE not in head.lower() or _ATTRIBUTE not in head:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="geo-grid-") as folder:
        copy = Path(folder) / path.name
        with path.open("rb") as given, copy.open("wb") as out:
            out.write(given.read(_PIECE).replace(_ATTRIBUTE, _DISARMED))
            shutil.copyfileobj(given, out)
        schema = path.with_suffix(".xsd")
        if schema.exists():
            shutil.copy(schema, copy.with_suffix(".xsd"))
        yield copy
