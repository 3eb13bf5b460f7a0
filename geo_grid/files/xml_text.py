"""Reading XML from a stranger: well-formed to its end, and without entities of its own."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from geo_grid.core.errors import UnreadableFile


class _Entities(Exception):
    """The document declares entities."""


def check(path: Path) -> None:
    """Refuse a document that is cut short, not well-formed, or declares entities.

    Entities can grow a small file to gigabytes or pull in other files; no spatial file needs them.

    Raises
    ------
    UnreadableFile
        ``xml_broken`` with line and column, ``xml_entities``.
    """

    def refuse(*_: object) -> NoReturn:
        raise _Entities

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except _Entities:
        raise UnreadableFile("xml_entities", file=path.name) from None
    except expat.ExpatError as error:
        raise UnreadableFile(
            "xml_broken", file=path.name, line=error.lineno, column=error.offset + 1
        ) from None
    except (ValueError, LookupError):  # an encoding that expat does not know
        raise UnreadableFile("encoding_wrong", file=path.name, tried=["UTF-8"]) from None


def root(path: Path) -> ET.Element:
    """The root element of a document that `check` has passed."""
    check(path)
    return ET.parse(path).getroot()  # noqa: S314 - entities are refused above


def local_name(element: ET.Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
