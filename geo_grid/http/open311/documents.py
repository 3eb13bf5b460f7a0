"""Answers of GeoReport v2 in both of its formats, JSON and XML, from the same values.

XML says a list by an element for each of its items, named in the singular; nothing is an empty element, and
a truth is ``true`` or ``false``. No namespace is used: the standard defines none.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from xml.etree import ElementTree as ET

import orjson
from starlette.responses import Response

from geo_grid.publish.picture.svg import fit_for_xml

Format = Literal["json", "xml"]
FORMATS: tuple[Format, ...] = ("json", "xml")

MEDIA: Mapping[Format, str] = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}

#: What one item of each list is called in XML.
_ITEM: Mapping[str, str] = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}


def document(
    root: str,
    content: Any,
    written: Format,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """One answer.

    Parameters
    ----------
    root
        Name of the outermost element; JSON has none.
    content
        JSON types only.
    written
        The format that was asked for.
    """
    body = orjson.dumps(content) if written == "json" else as_xml(root, content)
    return Response(body, status_code=status, headers={"Content-Type": MEDIA[written], **(headers or {})})


def as_xml(root: str, content: Any) -> bytes:
    """JSON types as XML in UTF-8, with its declaration."""
    element = ET.Element(root)
    _fill(element, content)
    written: bytes = ET.tostring(element, encoding="UTF-8", xml_declaration=True)
    return written


def _fill(element: ET.Element, content: Any) -> None:
    if isinstance(content, Mapping):
        for name, value in content.items():
            _fill(ET.SubElement(element, name), value)
    elif isinstance(content, Sequence) and not isinstance(content, str):
        for value in content:
            _fill(ET.SubElement(element, _ITEM[element.tag]), value)
    elif isinstance(content, bool):
        element.text = "true" if content else "false"
    elif content is not None:
        element.text = fit_for_xml(str(content))
