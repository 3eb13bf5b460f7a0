"""Cases written once and run through every door: the core's services, the command line, the web interface.

A case is ``tests/data/cases/NAME.json``::

    {"name", "note", "features": FeatureCollection, "parent": FeatureCollection | null,
     "options": {"id", "parent_id", "crs"},
     "expect": {"ok": bool, "problems": [{"code", "grids", "parent", "area_m2"}]}   or   {"error": code}}

Problems are compared without regard to their order; areas to one thousandth, and to 1 cm².
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "data" / "cases"


@dataclass(frozen=True)
class Case:
    name: str
    features: dict[str, Any]
    parent: dict[str, Any] | None
    options: dict[str, str | None]
    expect: dict[str, Any]

    def write(self, folder: Path) -> tuple[Path, Path | None]:
        """The files of the case: the grids, and the parents where there are any."""
        grids, parents = folder / "grids.geojson", folder / "parents.geojson"
        grids.write_text(json.dumps(self.features, ensure_ascii=False), encoding="utf-8")
        if self.parent is None:
            return grids, None
        parents.write_text(json.dumps(self.parent, ensure_ascii=False), encoding="utf-8")
        return grids, parents

    def assert_answered(self, answer: Mapping[str, Any]) -> None:
        """That an answer in JSON is what the case expects."""
        assert answer["ok"] is self.expect["ok"]
        found = sorted(map(_key, answer["problems"]))
        expected = sorted(map(_key, self.expect["problems"]))
        assert found == expected
        for problem in self.expect["problems"]:
            same = [other for other in answer["problems"] if _key(other) == _key(problem)]
            assert any(
                other["area_m2"] == pytest.approx(problem["area_m2"], rel=1e-3, abs=1e-4) for other in same
            ), (problem, [other["area_m2"] for other in same])


def _key(problem: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    return problem["code"], problem["parent"] or "", tuple(problem["grids"])


def cases(*, failing: bool | None = None) -> list[Case]:
    """All cases; only those that end in an error, or only the others."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        assert raw["name"] == path.stem
        case = Case(raw["name"], raw["features"], raw["parent"], raw["options"], raw["expect"])
        if failing is None or failing == ("error" in case.expect):
            found.append(case)
    return found


def named(case: Case) -> str:
    """For ``pytest.mark.parametrize(ids=…)``."""
    return case.name
