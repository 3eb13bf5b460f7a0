"""A folium map as one file: everything it refers to is inside, and it may load nothing else."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import folium
from branca.element import Element, Figure
from jinja2 import Template
from markupsafe import escape

#: Nothing may be fetched: the page is complete, and stays so where the data tries to load something.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


class Verbatim(Element):
    """Text put into the page as it is; an ordinary Element would read it as a template."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text


@cache
def asset(name: str) -> str:
    """The text of a file in publish/assets."""
    return (
        resources.files("geo_grid.publish").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")
    )


def script(text: str) -> Verbatim:
    """A script element; a ``</script`` inside the text cannot end it early."""
    closed = re.sub("</(script)", r"<\\/\1", text, flags=re.IGNORECASE)
    return Verbatim(f"<script>{closed}</script>")


def style(text: str) -> Verbatim:
    """A style element."""
    return Verbatim(f"<style>{text}</style>")


def enclose(page: folium.Map, *, title: str) -> Figure:
    """Replace what a folium map would load from elsewhere by what it needs, inside the page.

    Leaflet is the only library the maps here use: folium's jQuery, Bootstrap, Font Awesome and marker
    plug-ins are left out, and Leaflet's pictures (layer button, default marker) are not shown.
    """
    page.default_js = []
    page.default_css = []
    figure = page.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("a folium map stands in a figure")
    figure.title = escape(title)
    leaflet = re.sub(r"^//# sourceMappingURL=.*$", "", asset("leaflet-1.9.4/leaflet.js"), flags=re.MULTILINE)
    pictureless = re.sub(r"url\(images/[^)]*\)", "none", asset("leaflet-1.9.4/leaflet.css"))
    figure.header.add_child(
        Verbatim(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'), index=0
    )
    figure.header.add_child(Verbatim('<meta name="viewport" content="width=device-width, initial-scale=1">'))
    figure.header.add_child(script(leaflet))
    figure.header.add_child(style(pictureless))
    return figure


def _elements(root: Any) -> Iterator[Any]:
    yield root
    for inner in (getattr(root, name, None) for name in ("header", "html", "script")):
        if isinstance(inner, Element):
            yield from _elements(inner)
    for child in root._children.values():
        yield from _elements(child)


def render(figure: Figure) -> str:
    """The page's text; the same map gives the same text.

    folium names its elements at random. They are numbered here instead, by place, before anything refers
    to them.
    """
    for position, element in enumerate(_elements(figure)):
        element._id = f"{position:04d}"
    text: str = figure.render()
    return text
