"""Incidents of a period as one folium page that opens without a network: what the public may know of each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import folium
import numpy as np
import shapely
from branca.element import MacroElement
from jinja2 import Template
from markupsafe import escape

from geo_grid.core.incidents.states import State
from geo_grid.publish.folium_map import LANGUAGES, MapLayer
from geo_grid.publish.self_contained import Verbatim, asset, enclose, render, script, style
from geo_grid.words import Language
from geo_grid.words.dates import day_text
from geo_grid.words.incidents.public import public_word, state_word

#: Words of the page's script.
_WORDS = (
    "closed", "day", "grid", "more", "nothing", "open", "other_language", "panel", "place", "play",
    "reported", "show", "state", "total",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MapIncident:
    """One incident as everybody may see it.

    Parameters
    ----------
    category
        Language → name.
    is_open
        Whether it still waits for its end.
    reported, closed
        Days in the installation's zone; None while it is open.
    place
        Name of the building or street, empty where there is none.
    lon, lat
        The building's or street's point, EPSG:4326 degrees.
    grid
        Code and name of its grid; None outside.
    """

    number: str
    category: Mapping[Language, str]
    state: str
    is_open: bool
    reported: date
    closed: date | None
    place: str
    lon: float
    lat: float
    grid: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class MapPeriod:
    """The days that a map is of, the last one included, and by which borders."""

    first: date
    last: date
    by_todays_borders: bool


def incident_map(
    incidents: Sequence[MapIncident],
    grids: Sequence[MapLayer],
    *,
    title: Mapping[Language, str],
    period: MapPeriod,
    language: Language = "zh",
) -> str:
    """Draw the incidents of a period over the borders of the grids.

    Parameters
    ----------
    grids
        Coarse to fine; only their borders are drawn.
    title
        Language → what the place is called.
    language
        The language the page opens in; it holds both.

    Returns
    -------
    The page, the same for the same input. It loads nothing, and its security policy forbids it to.
    """
    page = folium.Map(location=[0, 0], zoom_start=2, tiles=None, max_zoom=20,
                      zoom_control="bottomright", zoom_snap=0.5, prefer_canvas=True)  # fmt: skip
    figure = enclose(page, title=title[language])
    figure.header.add_child(style(asset("tokens.css") + asset("map.css") + asset("incident_map.css")))
    figure.header.add_child(script(asset("incident_map.js")))
    figure.html.add_child(Verbatim(_panel(title[language])))
    drawn = [_borders(layer) for layer in grids]
    for layer in drawn:
        layer.add_to(page)
    data = {
        "language": language,
        "title": dict(title),
        "words": {each: _words(each, period) for each in LANGUAGES},
        "states": {each: {str(state): state_word(state, each) for state in State} for each in LANGUAGES},
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "incidents": [_incident(each) for each in incidents],
        "bounds": _bounds(incidents, grids),
    }
    _Start(page, [(layer.level, each) for layer, each in zip(grids, drawn, strict=True)], data).add_to(page)
    return render(figure)


class _Start(MacroElement):
    """The page's last script: hands the layers, under the names folium gave them, to incident_map.js."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.call() }}{% endmacro %}")

    def __init__(
        self, page: folium.Map, grids: Sequence[tuple[Any, folium.GeoJson]], data: Mapping[str, Any]
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it without types
        self._name = "Start"
        self._page, self._grids, self._data = page, grids, data

    def call(self) -> str:
        """The call, written when the names are final."""
        layers = ",".join(
            f"{{group:{group.get_name()},level:{_json(level)}}}" for level, group in self._grids
        )
        return f"incidentMap({self._page.get_name()},[{layers}],{_json(self._data)});"


def _json(value: Any) -> str:
    """JSON that can stand in a script element: no ``<`` that could close it, no line separators."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _words(language: Language, period: MapPeriod) -> dict[str, str]:
    said = {word: public_word(f"map_{word}", language) for word in _WORDS}
    days = {"first": day_text(period.first, language), "last": day_text(period.last, language)}
    said["subtitle"] = public_word("map_subtitle", language, **days)
    said["by"] = public_word("map_by_today" if period.by_todays_borders else "map_by_then", language)
    return said


def _incident(each: MapIncident) -> dict[str, Any]:
    return {
        "number": each.number,
        "category": dict(each.category),
        "state": each.state,
        "open": each.is_open,
        "reported": each.reported.isoformat(),
        "closed": each.closed.isoformat() if each.closed is not None else None,
        "place": each.place,
        "at": [round(each.lat, 7), round(each.lon, 7)],
        "grid": list(each.grid) if each.grid is not None else None,
    }


def _bounds(incidents: Sequence[MapIncident], grids: Sequence[MapLayer]) -> list[list[float]] | None:
    shapes = [shape for layer in grids for shape in layer.geometry if shape is not None]
    shapes += shapely.points([(each.lon, each.lat) for each in incidents]).tolist() if incidents else []
    west, south, east, north = shapely.total_bounds(shapes) if shapes else np.full(4, np.nan)
    return None if np.isnan(west) else [[float(south), float(west)], [float(north), float(east)]]


def _borders(layer: MapLayer) -> folium.GeoJson:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": shapely.geometry.mapping(shape),
        }
        for code, name, shape in zip(layer.codes, layer.names, layer.geometry, strict=True)
        if shape is not None
    ]
    return folium.GeoJson({"type": "FeatureCollection", "features": features}, show=False, control=False)


def _panel(title: str) -> str:
    """The panel's frame; incident_map.js fills it. Only the title comes from outside, escaped."""
    return f"""
<section class="gg-panel gi-panel">
<div class="gg-head"><div class="gg-head-row"><h1 class="gg-title">{escape(title)}</h1>
<button type="button" class="gg-lang" data-word="other_language"></button></div>
<p class="gg-sub" data-word="subtitle"></p><p class="gg-sub" data-word="by"></p>
<fieldset class="gi-states"><legend class="gg-section gi-legend" data-word="show"></legend>
<div class="gi-choices"></div></fieldset>
<div class="gi-time"><div class="gi-time-row"><label for="gi-day" data-word="day"></label>
<output class="gi-day" for="gi-day"></output>
<button type="button" class="gi-play" data-word="play" aria-pressed="false"></button></div>
<input type="range" id="gi-day" min="0" step="1"></div></div>
<div class="gg-scroll"><h2 class="gg-section gi-heading" role="status"></h2>
<ul class="gg-list gi-list"></ul><p class="gg-more"></p></div>
</section>"""
