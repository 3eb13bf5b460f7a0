"""Writing SVG: only elements and attributes that browsers, typst and WeasyPrint draw alike, and no styles.

Our pages refuse style attributes and style elements, so everything is said by presentation attributes.
"""

import html
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

#: Drawing units to a millimetre; coordinates are whole units.
UNITS_PER_MM = 50

#: Numbers that shapely gives to the kinds of geometry.
_POLYGON, _FIRST_COLLECTION = 3, 4

FONTS = "'Noto Sans SC','Noto Sans CJK SC',sans-serif"

#: Characters that no XML document may hold, and those that turn the order of what follows.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")


def fit_for_xml(text: str) -> str:
    """A text without the characters that XML cannot hold, its blanks made one."""
    return " ".join(_UNFIT.sub("", text).split())


def escape(text: str) -> str:
    """A text as it stands in an element or an attribute."""
    return html.escape(_UNFIT.sub("", text), quote=True)


def element(tag: str, content: str = "", /, **attributes: Any) -> str:
    """One element; ``_`` in names of attributes is a dash, None leaves one out, content stands as given."""
    said = "".join(
        f' {name.strip("_").replace("_", "-")}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{said}>{content}</{tag}>" if content else f"<{tag}{said}/>"


def path_data(shapes: NDArray[Any] | Sequence[Any]) -> str:
    """The lines and rings of shapes in drawing units, each relative to its first point.

    Parameters
    ----------
    shapes
        (n,) lines, polygons or collections of them; points and None are passed over.
    """
    parts = shapely.get_parts(np.asarray(shapes, dtype=object).ravel())
    while np.any(shapely.get_type_id(parts) >= _FIRST_COLLECTION):
        parts = shapely.get_parts(parts)
    kinds = shapely.get_type_id(parts)
    is_area = kinds == _POLYGON
    runs = np.concatenate([parts[(kinds == 1) | (kinds == 2)], shapely.get_rings(parts[is_area])])
    closed = shapely.is_closed(runs)
    xy, run = shapely.get_coordinates(runs, return_index=True)
    points = np.rint(xy).astype(np.int64)
    steps = np.diff(points, axis=0)
    kept = (run[1:] == run[:-1]) & np.any(steps != 0, axis=1)
    steps, run_of_step = steps[kept], run[1:][kept]
    begins = np.searchsorted(run, np.arange(len(runs)))
    bounds = np.searchsorted(run_of_step, np.arange(len(runs) + 1)).tolist()
    numbers = [f"{dx} {dy}" for dx, dy in steps.tolist()]
    pieces: list[str] = []
    for row, (first, last) in enumerate(pairwise(bounds)):
        if first == last:
            continue
        x, y = points[begins[row]].tolist()
        # The last step of a ring leads back to where it began: "z" says the same.
        end = last - 1 if closed[row] and last - first > 1 else last
        pieces.append(f"M{x} {y}l{' '.join(numbers[first:end])}{'z' if closed[row] else ''}")
    return "".join(pieces).replace(" -", "-")
