"""Grids and their problems as one folium page that opens without a network."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import folium
import numpy as np
import shapely
from branca.element import MacroElement
from jinja2 import Template
from markupsafe import escape
from numpy.typing import NDArray

from geo_grid.core.lattice import Geometries
from geo_grid.core.problem import SEVERITY, Problem
from geo_grid.publish.people_of_map import PeopleOfMap
from geo_grid.publish.self_contained import Verbatim, asset, enclose, render, script, style
from geo_grid.words import Language, tell

LANGUAGES: tuple[Language, Language] = ("zh", "en")

#: Words the page shows, beside those of each problem code.
_WORDS = (
    "area", "count", "cure", "faults", "grids", "hectare", "legend", "level", "level_0", "level_1", "level_2",
    "level_3", "level_upper", "more", "no_area", "other_language", "panel", "parent", "problems", "size",
    "subtitle", "takes_part", "tiled",
)  # fmt: skip


#: 0 (outline) to 3; "upper" for parents whose level is not stated; None where the file does not say.
Level = int | Literal["upper"] | None


@dataclass(frozen=True)
class MapLayer:
    """The grids of one level.

    Parameters
    ----------
    level
        Which level it is.
    codes, names, parents
        (n,) texts; a name may be empty, a parent None.
    geometry
        (n,) polygons or multipolygons, EPSG:4326 degrees; None where a grid cannot be drawn.
    areas_m2
        (n,) geodesic areas.
    hues
        (n,) 0…5, neighbours differ.
    """

    level: Level
    codes: Sequence[str]
    names: Sequence[str]
    parents: Sequence[str | None]
    geometry: Geometries
    areas_m2: NDArray[np.float64]
    hues: NDArray[np.int8]


Wording = Callable[[Problem, Language], str]


def grid_map(
    layers: Sequence[MapLayer],
    problems: Sequence[Problem],
    *,
    title: str,
    wording: Wording,
    language: Language = "zh",
    people: PeopleOfMap | None = None,
) -> str:
    """Draw levels and problems as one HTML page.

    Parameters
    ----------
    layers
        Coarse to fine. The finest level in view is tinted and answers clicks, all can be switched off.
    problems
        What the proof found; those without a place are only listed.
    title
        Shown as given, as text.
    wording
        Says what a problem is in a language.
    language
        The language the page opens in; it holds both.
    people
        Who answers for the grids, for a map that shows them instead of what a proof found.

    Returns
    -------
    The page, the same for the same input. It loads nothing, and its security policy forbids it to.
    """
    page = folium.Map(location=[0, 0], zoom_start=2, tiles=None, max_zoom=24,
                      zoom_control="bottomright", zoom_snap=0.5, prefer_canvas=False)  # fmt: skip
    figure = enclose(page, title=title)
    figure.header.add_child(style(asset("tokens.css") + asset("map.css")))
    figure.header.add_child(script(asset("map.js")))
    figure.html.add_child(Verbatim(_panel(title)))

    grids = [_grid_layer(layer) for layer in layers]
    placed = {problem.code for problem in problems if problem.geometry is not None}
    codes = [code for code in SEVERITY if code in placed]
    faults = [_problem_layer(code, problems) for code in codes]
    for drawn in (*grids, *faults):
        drawn.add_to(page)
    folium.LayerControl(collapsed=False, position="topright").add_to(page)

    data = _data(layers, problems, wording, language)
    if people is not None:
        data |= {"proved": False, "people": people.by_code}
        for each in LANGUAGES:
            data["words"][each] |= people.words(each)
    start = _Start(page, list(zip(layers, grids, strict=True)), list(zip(codes, faults, strict=True)), data)
    start.add_to(page)
    return render(figure)


class _Start(MacroElement):
    """The page's last script: hands the layers, under the names folium gave them, to map.js."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.call() }}{% endmacro %}")

    def __init__(
        self,
        page: folium.Map,
        grids: Sequence[tuple[MapLayer, folium.GeoJson]],
        faults: Sequence[tuple[str, folium.GeoJson]],
        data: Mapping[str, Any],
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it without types
        self._name = "Start"
        self._page, self._grids, self._faults, self._data = page, grids, faults, data

    def call(self) -> str:
        """The call, written when the names are final."""
        layers = ",".join(
            f"{{group:{group.get_name()},level:{_json(layer.level)},count:{len(layer.codes)},"
            f"area:{_json(float(np.sum(layer.areas_m2)))}}}"
            for layer, group in self._grids
        )
        faults = ",".join(f"{{group:{group.get_name()},code:{_json(code)}}}" for code, group in self._faults)
        data = f"{{...{_json(self._data)},problemLayers:[{faults}]}}"
        return f"geoGridMap({self._page.get_name()},[{layers}],{data});"


def _json(value: Any) -> str:
    """JSON that can stand in a script element: no ``<`` that could close it, no line separators."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _panel(title: str) -> str:
    """The panel's frame; map.js fills it. Only the title comes from outside, escaped."""
    return f"""
<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>
{_hatch("overlap", 45)}{_hatch("gap", -45)}{_hatch("outside", 90)}
</defs></svg>
<section class="gg-panel">
<div class="gg-head"><div class="gg-head-row"><h1 class="gg-title">{escape(title)}</h1>
<button type="button" class="gg-lang" data-word="map_other_language"></button></div>
<p class="gg-sub" data-word="map_subtitle"></p><div class="gg-verdict" role="status"></div>
<table class="gg-levels"><tbody></tbody></table></div>
<div class="gg-scroll"><h2 class="gg-section" data-word="map_problems"></h2>
<ul class="gg-list"></ul><p class="gg-more"></p></div>
</section>"""


def _hatch(name: str, turn: int) -> str:
    return (
        f'<pattern id="gg-hatch-{name}" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({turn})">'
        f'<rect width="7" height="7" style="fill:var(--fault-{name});fill-opacity:.28"/>'
        f'<rect width="3" height="7" style="fill:var(--fault-{name})"/></pattern>'
    )


def _grid_layer(layer: MapLayer) -> folium.GeoJson:
    drawn = [row for row, shape in enumerate(layer.geometry) if shape is not None and not shape.is_empty]
    inside = shapely.get_coordinates(shapely.point_on_surface(layer.geometry[drawn]))
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": layer.codes[row],
                "name": layer.names[row],
                "parent": layer.parents[row],
                "area": round(float(layer.areas_m2[row]), 3),
                "hue": int(layer.hues[row]),
                "at": [round(float(x), 7), round(float(y), 7)],
            },
            "geometry": shapely.geometry.mapping(layer.geometry[row]),
        }
        for row, (x, y) in zip(drawn, inside, strict=True)
    ]
    word = "map_grids" if layer.level is None else f"map_level_{layer.level}"
    return _geojson(features, word, f"data-level='{_json(layer.level)}'", pane="grids")


def _problem_layer(code: str, problems: Sequence[Problem]) -> folium.GeoJson:
    features = [
        {
            "type": "Feature",
            "properties": {"problem": index},
            "geometry": shapely.geometry.mapping(part),
        }
        for index, problem in enumerate(problems)
        if problem.code == code and problem.geometry is not None
        for part in _parts(problem.geometry)
    ]
    return _geojson(features, f"map_problem_{code}", f'data-problem="{code}"', pane="problems")


def _parts(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    parts: list[shapely.Geometry] = []
    for part in shapely.get_parts(geometry):
        parts.extend(_parts(part) if hasattr(part, "geoms") else [] if part.is_empty else [part])
    return parts


def _geojson(features: list[dict[str, Any]], word: str, mark: str, *, pane: str) -> folium.GeoJson:
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=f'<span class="gg-mark" {mark}></span><span data-word="{word}"></span>',
        show=False,  # map.js chooses the renderer first, then shows it
        smooth_factor=0.5,
        marker=folium.CircleMarker(),
        pane=pane,
    )


def _data(
    layers: Sequence[MapLayer],
    problems: Sequence[Problem],
    wording: Wording,
    language: Language,
) -> dict[str, Any]:
    words = [f"map_{word}" for word in _WORDS]
    found = [code for code in SEVERITY if any(problem.code == code for problem in problems)]
    words += [f"map_{what}_{code}" for what in ("problem", "cure") for code in found]
    shapes = [shape for layer in layers for shape in layer.geometry if shape is not None]
    bounds = shapely.total_bounds(shapes) if shapes else np.full(4, np.nan)
    west, south, east, north = (float(each) for each in bounds)
    return {
        "language": language,
        "proved": True,
        "people": {},
        "ok": not any(problem.is_error for problem in problems),
        "bounds": None if np.isnan(west) else [[south, west], [north, east]],
        "words": {
            each: {word: tell(word, {"count": "{count}"}, each) for word in words} for each in LANGUAGES
        },
        "problems": [
            {
                "index": index,
                "code": problem.code,
                "severity": problem.severity.value,
                "grids": list(problem.grids),
                "parent": problem.parent,
                "area": problem.area_m2,
                "message": {each: wording(problem, each) for each in LANGUAGES},
            }
            for index, problem in enumerate(problems)
        ],
    }
