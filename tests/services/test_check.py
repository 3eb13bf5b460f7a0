"""What a check answers: every case, ids, parents, and what it leaves out."""

import json
from pathlib import Path

import pytest
import shapely

from geo_grid.core.errors import GeoGridError
from geo_grid.core.problem import SEVERITY
from geo_grid.services.check import check_files
from tests.cases import Case, cases, named

REAL = Path(__file__).parents[2] / "data" / "real_city"


@pytest.mark.parametrize("case", cases(failing=False), ids=named)
def test_case(case: Case, tmp_path: Path) -> None:
    grids, parent = case.write(tmp_path)
    report = check_files(
        grids,
        parent=parent,
        id_field=case.options["id"],
        parent_id_field=case.options["parent_id"],
        crs=case.options["crs"],
    )
    answer = report.as_json()
    case.assert_answered(answer)
    json.dumps(answer, allow_nan=False)
    for problem in answer["problems"]:
        assert problem["severity"] == SEVERITY[problem["code"]]
        if problem["geometry"] is not None:
            assert shapely.from_geojson(json.dumps(problem["geometry"])).is_valid


@pytest.mark.parametrize("case", cases(failing=True), ids=named)
def test_failing_case(case: Case, tmp_path: Path) -> None:
    grids, parent = case.write(tmp_path)
    with pytest.raises(GeoGridError) as error:
        check_files(
            grids,
            parent=parent,
            id_field=case.options["id"],
            parent_id_field=case.options["parent_id"],
            crs=case.options["crs"],
        )
    assert error.value.code == case.expect["error"]


def test_every_code_has_a_case() -> None:
    found = {problem["code"] for case in cases(failing=False) for problem in case.expect["problems"]}
    assert found == set(SEVERITY)


def test_the_real_city_tiles_at_every_level() -> None:
    three = check_files(REAL / "level3.geojson", parent=REAL / "level2.geojson", parent_id_field="parent")
    assert three.ok
    assert (three.grids, three.problems) == (84, ())
    two = check_files(REAL / "level2.geojson", parent=REAL / "level1.geojson", parent_id_field="parent")
    assert two.ok
    assert check_files(REAL / "level3.geojson", parent=REAL / "outline.geojson").ok


def test_the_time_is_the_proofs_alone() -> None:
    report = check_files(REAL / "level3.geojson")
    assert 0 < report.seconds < 60
    assert report.as_json()["seconds"] == round(report.seconds, 6)


def test_steps_are_told_in_order() -> None:
    told: list[str] = []
    check_files(REAL / "level3.geojson", progress=told.append)
    assert told == ["reading", "proving"]
