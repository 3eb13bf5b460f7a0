"""What the tags of OpenStreetMap mean for the base layers: which layer, and which fields.

Words of classes and kinds are handed on as they are; `geo_grid.core.layers.vocabulary` knows them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

Tags = Mapping[str, str]


class Taken(NamedTuple):
    """A row of a layer; with `as_point` at a point of its own, whatever its shape."""

    layer: str
    row: Mapping[str, Any]
    as_point: bool = False


#: Layer → the fields that a row of it may have.
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "streets": ("name", "class", "level", "bridge", "tunnel"),
        "railways": ("name",),
        "water": ("name", "kind"),
        "buildings": ("name", "use", "storeys"),
        "compounds": ("name", "kind"),
        "addresses": ("text", "street", "number", "compound"),
        "organisations": ("name", "trade", "phone", "address"),
        "facilities": ("class_name", "name", "owner"),
    }
)

#: Keys by which a thing can be of use; without any of them it is passed over before Python sees it.
KEYS = (
    "highway", "railway", "waterway", "natural", "building", "landuse", "leisure", "amenity", "shop",
    "office", "craft", "man_made", "addr:housenumber", "addr:housename",
)  # fmt: skip

_RAILWAYS = frozenset({"rail", "light_rail", "subway", "tram", "narrow_gauge", "monorail"})
_WATERWAYS = frozenset({"river", "stream", "canal", "ditch", "drain", "brook", "tidal_channel"})
#: Streets that do not exist yet, or no longer.
_NO_STREETS = frozenset(
    {"proposed", "construction", "abandoned", "razed", "platform", "rest_area", "services", "elevator"}
)

_COMPOUND_AMENITIES = frozenset(
    {"school", "kindergarten", "university", "college", "hospital", "clinic", "marketplace", "townhall"}
)
_COMPOUND_LEISURE = frozenset({"park", "garden", "playground"})

#: Amenities that are somebody's business; schools and hospitals are compounds.
_TRADES = frozenset(
    {
        "restaurant", "fast_food", "cafe", "bar", "pub", "food_court", "ice_cream", "bank",
        "bureau_de_change", "pharmacy", "doctors", "dentist", "veterinary", "fuel", "car_wash",
        "car_rental", "cinema", "theatre", "nightclub", "post_office", "driving_school", "language_school",
        "childcare", "internet_cafe", "library", "police", "fire_station", "courthouse", "community_centre",
        "social_facility", "studio", "kindergarten", "clinic", "hospital", "school", "college",
        "university", "marketplace", "townhall",
    }
)  # fmt: skip

#: Key → value → what a facility is called.
_FACILITIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "highway": MappingProxyType(
            {
                "street_lamp": "路灯",
                "traffic_signals": "交通信号灯",
                "bus_stop": "公交站亭",
                "speed_camera": "交通监控",
            }
        ),
        "amenity": MappingProxyType(
            {
                "waste_basket": "垃圾箱",
                "recycling": "垃圾箱",
                "waste_disposal": "垃圾箱",
                "toilets": "公共厕所",
                "bench": "座椅",
                "post_box": "邮筒",
                "telephone": "电话亭",
                "vending_machine": "自动售货机",
                "drinking_water": "饮水处",
                "charging_station": "充电桩",
                "bicycle_parking": "非机动车停放处",
            }
        ),
        "man_made": MappingProxyType({"manhole": "井盖", "street_cabinet": "交接箱", "utility_pole": "立杆"}),
    }
)


def taken_from_node(tags: Tags) -> list[Taken]:
    """Rows that a node gives: addresses, organisations, facilities."""
    return [*_address(tags), *_organisation(tags), *_facility(tags)]


def taken_from_line(tags: Tags, *, is_closed: bool) -> list[Taken]:
    """Rows that a way gives as a line: streets, railways, running water."""
    found = []
    street = tags.get("highway")
    if street and street not in _NO_STREETS and not (is_closed and tags.get("area") == "yes"):
        row = {
            "name": tags.get("name"),
            "class": street,
            "level": tags.get("layer"),
            "bridge": tags.get("bridge"),
            "tunnel": tags.get("tunnel"),
        }
        found.append(Taken("streets", row))
    if tags.get("railway") in _RAILWAYS:
        found.append(Taken("railways", {"name": tags.get("name")}))
    if tags.get("waterway") in _WATERWAYS:
        found.append(Taken("water", {"name": tags.get("name"), "kind": tags["waterway"]}))
    return found


def taken_from_area(tags: Tags) -> list[Taken]:
    """Rows that a closed way or a multipolygon gives: water, buildings, compounds, and what is in them."""
    found = []
    is_building = tags.get("building", "no") != "no"
    if tags.get("natural") == "water" or tags.get("waterway") == "riverbank":
        found.append(Taken("water", {"name": tags.get("name"), "kind": tags.get("water", "water")}))
    elif tags.get("landuse") in ("reservoir", "basin"):
        found.append(Taken("water", {"name": tags.get("name"), "kind": tags["landuse"]}))
    if is_building:
        row = {
            "name": tags.get("name"),
            "use": _use(tags),
            "storeys": tags.get("building:levels"),
        }
        found.append(Taken("buildings", row))
    else:
        kind = _compound(tags)
        if kind is not None:
            found.append(Taken("compounds", {"name": tags.get("name"), "kind": kind}))
    found += [each._replace(as_point=True) for each in (*_address(tags), *_organisation(tags))]
    if tags.get("amenity") == "toilets":
        found += [each._replace(as_point=True) for each in _facility(tags)]
    return found


def _use(tags: Tags) -> str | None:
    """Use of a building: what it was built as, else what is in it."""
    if tags["building"] != "yes":
        return tags["building"]
    if tags.get("amenity") in _COMPOUND_AMENITIES:
        return tags["amenity"]
    if "shop" in tags:
        return "shop"
    return "office" if "office" in tags else None


def _compound(tags: Tags) -> str | None:
    if tags.get("amenity") in _COMPOUND_AMENITIES:
        return tags["amenity"]
    if tags.get("leisure") in _COMPOUND_LEISURE:
        return tags["leisure"]
    # Ground of a use is a compound only where it has a name of its own.
    if tags.get("landuse") in ("residential", "industrial") and "name" in tags:
        return tags["landuse"]
    return None


def _address(tags: Tags) -> list[Taken]:
    number = tags.get("addr:housenumber")
    compound = tags.get("addr:housename") or tags.get("addr:place")
    street = tags.get("addr:street")
    if number is None or not (street or compound or "addr:full" in tags):
        return []
    row = {"text": tags.get("addr:full"), "street": street, "number": number, "compound": compound}
    return [Taken("addresses", row)]


def _organisation(tags: Tags) -> list[Taken]:
    trade = next((tags[key] for key in ("shop", "office", "craft") if tags.get(key, "no") != "no"), None)
    if trade is None and tags.get("amenity") in _TRADES:
        trade = tags["amenity"]
    if trade in (None, "vacant"):
        return []
    street, number = tags.get("addr:street"), tags.get("addr:housenumber")
    row = {
        "name": tags.get("name") or tags.get("brand"),
        "trade": trade,
        "phone": tags.get("phone") or tags.get("contact:phone"),
        "address": " ".join(part for part in (street, number) if part) or None,
    }
    return [Taken("organisations", row)]


def _facility(tags: Tags) -> list[Taken]:
    for key, names in _FACILITIES.items():
        name = names.get(tags.get(key, ""))
        if name is not None:
            row = {"class_name": name, "name": tags.get("name"), "owner": tags.get("operator")}
            return [Taken("facilities", row)]
    return []
