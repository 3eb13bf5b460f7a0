"""Uploaded files: the same verdicts as the command, no trace of where the file lay, and limits that hold."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from geo_grid.http.schemas.check import CheckOut
from geo_grid.settings import Settings
from tests.cases import Case, cases, named
from tests.http.city import CITY
from tests.http.conftest import Served, serving

CHECK = "/api/v1/check"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server without a database and with a limit of 200 kB."""
    quarantine = tmp_path_factory.mktemp("none") / "quarantine"
    settings = Settings(database_url=None, max_upload_bytes=200_000, quarantine_folder=quarantine)
    with serving(settings, quarantine.parent) as served:
        yield served


@pytest.fixture
def http(alone: Served) -> httpx.Client:
    return alone.http


def square(west: float, south: float, east: float, north: float, **properties: str) -> dict[str, object]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: dict[str, object]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def check(http: httpx.Client, grids: bytes, parent: bytes | None = None, **form: str) -> CheckOut:
    files = {"file": ("网格.geojson", grids)} | ({"parent": ("上级.geojson", parent)} if parent else {})
    answer = http.post(CHECK, files=files, data=form)
    assert answer.status_code == 200, answer.text
    return CheckOut.model_validate_json(answer.content)


def form_of(case: Case, folder: Path) -> tuple[dict[str, tuple[str, bytes]], dict[str, str]]:
    """The case as a browser would send it."""
    paths = zip(("file", "parent"), case.write(folder), strict=True)
    files = {name: (path.name, path.read_bytes()) for name, path in paths if path is not None}
    return files, {name: value for name, value in case.options.items() if value is not None}


@pytest.mark.parametrize("case", cases(failing=False), ids=named)
def test_case(case: Case, http: httpx.Client, tmp_path: Path) -> None:
    files, form = form_of(case, tmp_path)
    answer = http.post(CHECK, files=files, data=form)
    assert answer.status_code == 200, answer.text
    case.assert_answered(answer.json())
    assert "--" not in answer.text


@pytest.mark.parametrize("case", cases(failing=True), ids=named)
def test_failing_case(case: Case, http: httpx.Client, tmp_path: Path) -> None:
    files, form = form_of(case, tmp_path)
    answer = http.post(CHECK, files=files, data=form)
    assert (answer.status_code, answer.json()["code"]) == (422, case.expect["error"])


def test_the_real_city_tiles_its_outline(http: httpx.Client) -> None:
    grids, outline = (CITY / "level3.geojson").read_bytes(), (CITY / "outline.geojson").read_bytes()
    report = check(http, grids, outline)
    assert (report.ok, report.grids, report.problems) == (True, 84, [])
    parents = (CITY / "level2.geojson").read_bytes()
    assert check(http, grids, parents, parent_id="parent").ok


def test_an_overlap_is_told_in_both_languages(http: httpx.Client) -> None:
    # +---+---+
    # | a |#| b |   0.0001° wide overlap
    grids = collection(
        square(120, 30, 120.001, 30.001, id="a"), square(120.0009, 30, 120.002, 30.001, id="b")
    )
    report = check(http, grids)
    assert not report.ok
    (problem,) = [each for each in report.problems if each.code == "overlap"]
    assert problem.grids == ["a", "b"]
    assert problem.area_m2 == pytest.approx(1069.6, rel=0.01)
    assert "重叠" in problem.message_zh
    assert "overlap" in problem.message_en.lower()
    assert problem.message == f"{problem.message_zh} / {problem.message_en}"


def test_a_field_for_ids_can_be_named(http: httpx.Client) -> None:
    grids = collection(square(120, 30, 120.001, 30.001, n="x"), square(120, 30, 120.001, 30.001, n="y"))
    report = check(http, grids, id="n")
    assert [problem.grids for problem in report.problems] == [["x", "y"]]


@pytest.mark.parametrize(
    ("name", "content", "form", "code"),
    [
        ("text.geojson", b"not a map", {}, "not_spatial"),
        ("nothing.geojson", b"", {}, "file_empty"),
        ("none.geojson", collection(), {}, "no_features"),
        ("half.geojson", collection(square(0, 0, 1, 1))[:-20], {}, "json_broken"),
        ("good.geojson", collection(square(0, 0, 1, 1)), {"id": "nope"}, "field_missing"),
        ("good.geojson", collection(square(0, 0, 1, 1)), {"crs": "EPSG:0"}, "crs_unknown"),
        ("good.geojson", collection(square(0, 0, 1, 1)), {"layer": "nope"}, "layer_missing"),
        ("good.geojson", collection(square(0, 0, 1, 1)), {"parent_id": "id"}, "parent_option_alone"),
        ("good.geojson", collection(square(0, 0, 1, 1)), {"parent_layer": "a"}, "parent_option_alone"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_by_its_own_name(
    http: httpx.Client, name: str, content: bytes, form: dict[str, str], code: str
) -> None:
    answer = http.post(CHECK, files={"file": (f"../../etc/{name}", content)}, data=form)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert "quarantine" not in answer.text
    assert name in answer.text or "file" not in answer.json()["params"]
    assert "etc" not in answer.text


def test_a_zip_with_a_hostile_path_is_refused(http: httpx.Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../outside.geojson", collection(square(0, 0, 1, 1)))
    answer = http.post(CHECK, files={"file": ("a.zip", packed.getvalue())})
    assert (answer.status_code, answer.json()["code"]) == (422, "archive_hostile")


def test_what_unpacks_to_too_much_is_too_large(http: httpx.Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", bytes(50_000_000))
    answer = http.post(CHECK, files={"file": ("a.zip", packed.getvalue())})
    assert (answer.status_code, answer.json()["code"]) == (413, "archive_bomb")


def test_fields_that_nobody_reads_are_refused_by_name(http: httpx.Client) -> None:
    files = {"file": ("a.geojson", collection(square(0, 0, 1, 1)))}
    for address, form in ((CHECK, {"parentid": "a"}), (f"{CHECK}?parentid=a", {}), (f"{CHECK}?crs=a", {})):
        answer = http.post(address, files=files, data=form)
        assert (answer.status_code, answer.json()["code"]) == (422, "form_fields_unknown")
        assert answer.json()["params"]["names"] in (["parentid"], ["crs"])
        assert "parent_id" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("form", "language", "words"),
    [
        ({"parent_id": "a"}, "zh", "表单项 parent_id 说的是上级文件：请用表单项 parent 给出上级文件。"),
        ({"parent_id": "a"}, "en", "The form field parent_id says something of a parent file"),
        ({"crs": "EPSG:4547"}, "zh", "请去掉表单项 crs，或改为 crs=EPSG:4490。"),
        ({"crs": "EPSG:4547"}, "en", "leave the form field crs out, or give crs=EPSG:4490."),
    ],
)
def test_sentences_name_the_fields_of_the_form(
    http: httpx.Client, form: dict[str, str], language: str, words: str
) -> None:
    files = {"file": ("a.geojson", collection(square(0, 0, 1, 1)))}
    answer = http.post(CHECK, files=files, data=form, headers={"accept-language": language})
    assert words in answer.json()["detail"]
    assert "options" not in answer.json()["params"]


def test_a_body_over_the_limit_is_refused_before_it_is_read(http: httpx.Client) -> None:
    answer = http.post(CHECK, files={"file": ("big.geojson", b" " * 300_000)})
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")


def test_a_chunked_body_is_refused_once_it_is_over_the_limit(http: httpx.Client) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.geojson"\r\n\r\n'
        while sent < 500_000_000:
            sent += 50_000
            yield b" " * 50_000

    headers = {"content-type": "multipart/form-data; boundary=b"}
    try:
        answer = http.post(CHECK, content=endless(), headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")
    except httpx.WriteError:
        # The server hung up while we were still talking, which is its right.
        pass
    assert sent < 100_000_000


def test_nothing_is_left_behind(alone: Served, http: httpx.Client) -> None:
    quarantine = alone.runtime.quarantine.folder
    check(http, collection(square(0, 0, 1, 1)))
    http.post(CHECK, files={"file": ("a.geojson", b"nonsense")})
    assert quarantine.stat().st_mode & 0o777 == 0o700
    assert list(quarantine.iterdir()) == []


def test_too_many_at_once_are_told_to_come_back(alone: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo_grid.http.routes.check._WAITING_AT_MOST", 0)
    answer = alone.http.post(CHECK, files={"file": ("a.geojson", collection(square(0, 0, 1, 1)))})
    assert (answer.status_code, answer.json()["code"]) == (503, "checks_busy")
