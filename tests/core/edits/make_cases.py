"""Write the shared case files of edits: ``python -m tests.core.edits.make_cases``.

Each file is one edit on one scene, with what comes of it: the same files are run by pytest here and by vitest
in web/src/core/edits. A case is a line of cases.txt; what it comes to is computed here, looked at, and
committed.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo_grid.core.edits.editing import edit
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.errors import Refusal
from tests.core.edits.scene import Ring, as_case, from_case, noded, town

FOLDER = Path(__file__).parents[2] / "data" / "edits"

#        0        100001   200003   300001
#  200001 ┌────────┬────────┬────────┐
#         │   b    │   d    │   f    │   all corners are odd numbers, so that halves come up;
#  100003 ├────────┼───┬────┼────────┤   g hangs from the border of d like a bag
#         │   a    │ c └─g──┘   e    │
#       0 └────────┴────────┴────────┘
#  groups: a b | c d g | e f; communities: t1 = the first two, t2 = the third
_CELLS: Mapping[str, Ring] = {
    "a": [(0, 0), (100001, 0), (100001, 100003), (0, 100003)],
    "b": [(0, 100003), (100001, 100003), (100001, 200001), (0, 200001)],
    "c": [(100001, 0), (200003, 0), (200003, 60001), (150001, 60001), (150001, 100003), (100001, 100003)],
    "d": [(100001, 100003), (200003, 100003), (200003, 200001), (100001, 200001)],
    "e": [(200003, 0), (300001, 0), (300001, 100003), (200003, 100003)],
    "f": [(200003, 100003), (300001, 100003), (300001, 200001), (200003, 200001)],
    "g": [(150001, 60001), (200003, 60001), (200003, 100003), (150001, 100003)],
}
_GROUPS = {"a": "t1.1", "b": "t1.1", "c": "t1.2", "d": "t1.2", "g": "t1.2", "e": "t2.1", "f": "t2.1"}

#  0  ┌───────────────┐ 900
#     │ a   ┌────┐    │
#     │     │ b  │    │    b lies in a; beside them c
#     │     └────┘    │
#     └───────────────┘
_ISLAND: Mapping[str, Ring] = {
    "a": [(0, 0), (90001, 0), (90001, 90001), (0, 90001)],
    "b": [(30001, 30001), (60001, 30003), (60003, 60001), (30001, 60001)],
    "c": [(90001, 0), (120001, 0), (120001, 90001), (90001, 90001)],
}
_ISLAND_GROUPS = {"a": "t1.1", "b": "t1.1", "c": "t1.2"}

#: Where scenes lie: in a town in China; and where both coordinates are negative, as floor is not truncation.
_EAST, _WEST = (1_203_456_788, 302_345_678), (-585_000_000, -345_000_000)


def _at(cells: Mapping[str, Ring], origin: tuple[int, int]) -> dict[str, Ring]:
    return {key: [(x + origin[0], y + origin[1]) for x, y in ring] for key, ring in cells.items()}


def scene(name: str) -> Hierarchy:
    """One of the scenes; ``-locked``: the communities are statutory."""
    cells, groups = (_ISLAND, _ISLAND_GROUPS) if name.startswith("island") else (_CELLS, _GROUPS)
    made = town(noded(_at(cells, _WEST if "south" in name else _EAST)), groups)
    if "locked" in name:
        return Hierarchy(replace(grid, statutory=grid.level == 1) for grid in made)
    return made


def _shifted(value: Any, origin: tuple[int, int]) -> Any:
    """Arguments whose places are counted from the origin of the scene."""
    if isinstance(value, dict):
        return {name: _shifted(each, origin) for name, each in value.items()}
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(each, int) for each in value):
            return [value[0] + origin[0], value[1] + origin[1]]
        return [_shifted(each, origin) for each in value]
    return value


#: Arguments that are points of one line, and of several.
_LINE, _LINES = frozenset({"line", "edge"}), frozenset({"lines", "piece"})


def cases() -> list[tuple[str, str, str, dict[str, Any], dict[str, Any]]]:
    """Name, scene, verb, arguments and rules of every line of cases.txt."""
    found = []
    for row in (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        name, scene_name, verb, *words = row.split()
        given = {key: _value(key, text) for key, _, text in (word.partition("=") for word in words)}
        rules = {key.removeprefix("rules."): each for key, each in given.items() if key.startswith("rules.")}
        arguments = {key: each for key, each in given.items() if not key.startswith("rules.")}
        found.append((name, scene_name, verb, arguments, rules))
    return found


def _value(name: str, text: str) -> Any:
    if name in _LINE:
        return [_point(each) for each in text.split(">")]
    if name in _LINES:
        return [[_point(each) for each in line.split(">")] for line in text.split("|")]
    if name in {"grids", "children", "rules.unlocked"}:
        return text.split("+")
    if name.startswith("rules."):
        return json.loads(text)
    return _point(text) if "," in text else text


def _point(text: str) -> list[int]:
    x, y = text.split(",")
    return [int(x), int(y)]


def case(
    name: str, scene_name: str, verb: str, arguments: dict[str, Any], rules: dict[str, Any]
) -> dict[str, Any]:
    """A case with what it comes to."""
    grids = scene(scene_name)
    shifted = _shifted(arguments, _WEST if "south" in scene_name else _EAST)
    made: dict[str, Any] = {"name": name, "grids": [as_case(grid) for grid in grids]}
    if rules:
        made["rules"] = rules
    made["operation"] = {"verb": verb, "arguments": shifted}
    return {**made, **outcome(made)}


def outcome(made: Mapping[str, Any]) -> dict[str, Any]:
    """What a case comes to: ``change`` or ``refusal``."""
    given = made.get("rules", {})
    rules = EditRules(
        given.get("step", 1), given.get("narrowest_m", 1.0), frozenset(given.get("unlocked", ()))
    )
    operation = Operation(made["operation"]["verb"], made["operation"]["arguments"])
    try:
        change = edit(Hierarchy(map(from_case, made["grids"])), operation, rules)
    except Refusal as refusal:
        return {"refusal": refusal.code}
    after = [as_case(grid) for _, grid in sorted(change.after.items())]
    return {"change": {"before": sorted(change.before), "after": after}}


def write() -> None:
    """Write all cases; files of cases that are no longer here are removed."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for row in cases():
        made = case(*row)
        (FOLDER / f"{made['name']}.json").write_text(
            json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    write()
