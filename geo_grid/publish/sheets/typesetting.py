"""From a template and its data to a PDF, by typst."""

import json
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from geo_grid.core.errors import Unavailable

#: The type that everything is set in.
FAMILY = "Noto Sans CJK SC"


#: A page of a PDF as typst writes it, outside any compressed stream.
_PAGE = re.compile(rb"/Type\s*/Page\b")


@cache
def fonts() -> typst.Fonts:
    """The fonts of this machine; looked for once."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def typeset(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes], *, tagged: bool = True
) -> bytes:
    """Set a sheet.

    What people have written is data and never markup, so no name can be a command of the template.

    Parameters
    ----------
    template
        A file of this package, e.g. ``board.typ``.
    data
        JSON types; the template reads it as ``sheet.json``.
    files
        Pictures by name.
    tagged
        Say what is what, for people who have it read to them; hundreds of cards would take seconds.

    Returns
    -------
    The PDF.

    Raises
    ------
    Unavailable
        ``font_missing``: the Chinese type is not installed.
    """
    if FAMILY not in fonts().families():
        raise Unavailable("font_missing", font=FAMILY)
    here = resources.files("geo_grid.publish.sheets")
    with tempfile.TemporaryDirectory(prefix="geo-grid-sheet-") as folder:
        root = Path(folder)
        for name in ("parts.typ", template):
            (root / name).write_text(here.joinpath(name).read_text(encoding="utf-8"), encoding="utf-8")
        for name, content in files.items():
            (root / name).write_bytes(content)
        (root / "sheet.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return typst.compile(str(root / template), root=folder, font_paths=fonts(), pdf_tags=tagged)


def page_count(pdf: bytes) -> int:
    """Pages of a PDF that `typeset` made."""
    return len(_PAGE.findall(pdf))
