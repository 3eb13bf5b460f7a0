"""Names of the streets: one for lines that continue each other, numbers for the alleys off a street."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import shapely

from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats, array_of
from geo_grid.example_town.lines import Line
from geo_grid.example_town.names import Names

#: Two ends nearer than this are the same crossing, metres.
_SAME = 0.06
#: Lines that turn less at a crossing are one street, radians.
_STRAIGHT = 0.55
#: Alleys nearer than this to a village are its, metres.
_VILLAGE = 330.0
_NAMED = ("secondary", "branch")


def name_streets(
    lines: list[Line], villages: Floats, village_names: list[str], names: Names, rng: Random
) -> list[Line]:
    """The same lines, those of streets with names (field paths and ditches have none).

    Parameters
    ----------
    lines
        Of the plan; those that have a name keep it.
    villages, village_names
        (k, 2) metres, and k names.
    names
        Where new ones come from.
    rng
        Where chance comes from.
    """
    streets = [at for at, line in enumerate(lines) if line.name is None and line.kind in (*_NAMED, "alley")]
    group = _continuing(lines, streets)
    members: dict[int, list[int]] = defaultdict(list)
    for at in streets:
        members[group[at]].append(at)
    name_of: dict[int, str] = {}
    alleys: list[list[int]] = []
    # The longest first: they get the names every town has.
    for every in sorted(members.values(), key=lambda each: (-_length(lines, each), each[0])):
        if all(lines[at].kind == "alley" for at in every):
            alleys.append(every)
            continue
        name = names.street(eastward=_eastward(lines[every[0]].xy))
        name_of.update(dict.fromkeys(every, name))
    parents = _parents(lines, name_of, alleys)
    numbers: dict[str, int] = defaultdict(lambda: 1)
    for every, parent in zip(alleys, parents, strict=True):
        xy = lines[every[0]].xy
        village = _village_at(xy[len(xy) // 2], villages, village_names)
        if village is None and (parent is None or rng.random() < 0.45):
            name = names.alley(eastward=_eastward(xy))
        else:
            stem = village or parent or ""
            name = names.take(f"{stem}{numbers[stem]}弄")
            numbers[stem] += int(rng.choice([1, 2, 2, 4])) if village is None else 1
        name_of.update(dict.fromkeys(every, name))
    return [replace(line, name=name_of.get(at, line.name)) for at, line in enumerate(lines)]


def _length(lines: list[Line], every: list[int]) -> float:
    return sum(float(np.hypot(*np.diff(lines[at].xy, axis=0).T).sum()) for at in every)


def _eastward(xy: Floats) -> bool:
    reach = np.abs(xy[-1] - xy[0])
    return bool(reach[0] > reach[1])


def _village_at(place: Floats, villages: Floats, names: list[str]) -> str | None:
    if not len(villages):
        return None
    away = np.hypot(*(villages - place).T)
    return names[int(np.argmin(away))] if float(away.min()) < _VILLAGE else None


def _continuing(lines: list[Line], streets: list[int]) -> dict[int, int]:
    """The group of each line: lines that meet head on are one."""
    leader = {at: at for at in streets}

    def first(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    ends: dict[tuple[int, int], list[tuple[int, Floats]]] = defaultdict(list)
    for at in streets:
        xy = lines[at].xy
        for point, inner in ((xy[0], xy[1]), (xy[-1], xy[-2])):
            # Ends that continue each other are the same numbers; the square only collects them.
            key = (round(float(point[0]) / _SAME), round(float(point[1]) / _SAME))
            ends[key].append((at, (inner - point) / np.hypot(*(inner - point))))
    for met in ends.values():
        for one in range(len(met)):
            for other in range(one + 1, len(met)):
                if float(met[one][1] @ met[other][1]) < -np.cos(_STRAIGHT):
                    a, b = first(met[one][0]), first(met[other][0])
                    leader[max(a, b)] = min(a, b)
    return {at: first(at) for at in streets}


def _parents(lines: list[Line], name_of: dict[int, str], alleys: list[list[int]]) -> list[str | None]:
    """The named street each alley leaves from, None where it leaves from none."""
    if not alleys:
        return []
    named = [at for at, line in enumerate(lines) if at in name_of or (line.name and line.kind in _NAMED)]
    tree = shapely.STRtree(array_of([shapely.LineString(lines[at].xy) for at in named]))
    found: list[str | None] = []
    for every in alleys:
        ends = [lines[at].xy[end] for at in every for end in (0, -1)]
        _, on = tree.query(shapely.points(np.array(ends)), predicate="dwithin", distance=_SAME)
        if not len(on):
            found.append(None)
            continue
        at = named[int(on[0])]
        found.append(name_of.get(at) or lines[at].name)
    return found
