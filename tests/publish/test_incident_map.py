"""The map of incidents as one file: complete, the same each time, and silent about what nobody gave it."""

from datetime import date

import numpy as np
import shapely

from geo_grid.publish.folium_map import MapLayer
from geo_grid.publish.incident_map import MapIncident, MapPeriod, incident_map

PERIOD = MapPeriod(date(2026, 11, 1), date(2026, 11, 3), by_todays_borders=False)


def layer() -> MapLayer:
    shapes = np.empty(1, dtype=object)
    shapes[:] = [shapely.box(120, 30, 120.01, 30.01)]
    return MapLayer(3, ["1"], ["一</script>"], [None], shapes, np.zeros(1), np.zeros(1, dtype=np.int8))


def incident(**values: object) -> MapIncident:
    told = {
        "number": "20261101-000001",
        "category": {"zh": "垃圾", "en": "Rubbish"},
        "state": "handling",
        "is_open": True,
        "reported": date(2026, 11, 1),
        "closed": None,
        "place": "<img src=x>\u2028",
        "lon": 120.005,
        "lat": 30.005,
        "grid": ("1", "一"),
    }
    return MapIncident(**{**told, **values})  # type: ignore[arg-type]


def page(*incidents: MapIncident, title: str = "示例", period: MapPeriod = PERIOD) -> str:
    return incident_map(incidents, [layer()], title={"zh": title, "en": "Example"}, period=period)


def test_it_is_the_same_for_the_same_and_loads_nothing() -> None:
    made = page(incident())
    assert made == page(incident())
    assert "Content-Security-Policy" in made
    assert not [each for each in ('src="http', "<link", "@import", "fetch(") if each in made]


def test_no_text_from_outside_is_markup() -> None:
    made = page(incident(), title="<b>x</b></script>")
    assert "<img" not in made
    assert "<b>x" not in made
    assert "一</script>" not in made
    assert "\u2028" not in made


def test_it_opens_where_there_is_nothing_to_show() -> None:
    made = incident_map([], [], title={"zh": "空", "en": "Empty"}, period=PERIOD, language="en")
    assert '"bounds":null' in made
    assert "no personal data" in made
