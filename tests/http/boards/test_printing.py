"""Sheets over HTTP, one at once and many in the background by a real worker."""

import time
from typing import Any

import pytest

from geo_grid.core.permissions.roles import Role
from geo_grid.services.boards import print_jobs
from geo_grid.services.boards.gathering import fingerprints, grid_to_print
from geo_grid.services.boards.worker import PrintWorker
from geo_grid.services.current import now
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.http.boards.conftest import Community
from tests.publish.sheets.samples import codes, pages, size_mm, text

pytestmark = [pytest.mark.database, pytest.mark.serial]

PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def people(community: Community) -> Community:
    """A head who publishes name and phone, and volunteers and members who publish nothing."""
    staff, grid = community.staff, community.grids[0]
    head = staff.person(
        grid, "李敏", ("name", "phone"), post="不公开的职务", phone="05-3701", mobile="13911112222"
    )
    staff.duty(grid, head, duties="走访入户")
    quiet = staff.person(grid, "赵不愿", (), mobile="13733334444", name_en="Zhao Quiet")
    staff.duty(grid, quiet, "member")
    volunteer = staff.person(grid, "钱志愿", (), kind="private", mobile="13655556666")
    staff.duty(grid, volunteer, "specialist", specialty="心理咨询")
    return community


SECRET = (
    "不公开的职务",
    "13911112222",
    "赵不愿",
    "ZhaoQuiet",
    "13733334444",
    "钱志愿",
    "13655556666",
    "心理咨询",
)


@pytest.mark.parametrize(
    "sheet",
    [
        "board.pdf?kind=office&size=A4",
        "board.pdf?kind=member&size=A3&lang=en",
        "cards.pdf?count=3",
        "file.pdf",
    ],
)
def test_a_sheet_holds_what_is_published_and_nothing_else(people: Community, sheet: str) -> None:
    answer = people.manager.get(f"/api/v1/grids/{people.grids[0]}/{sheet}")
    assert answer.headers["content-type"] == "application/pdf"
    said = text(answer.content)
    assert people.grids[0] in said or "cards" in sheet
    assert ("李敏" in said) is ("cards" not in sheet)
    assert [each for each in SECRET if each in said] == []
    dpi = 300 if "cards" in sheet else 120
    assert set(codes(answer.content, dpi)) == {_live(people, people.grids[0])}


def _live(people: Community, code: str) -> str:
    settings = people.town.served.runtime.settings
    with session_scope(people.staff.engine) as session:
        at = now()
        record = grid_to_print(session, code, at)
        printed = fingerprints(session, [record], at, settings)[record.id]
    return f"http://localhost:8000/grid/{code}?edition=1&p={printed.short}"


def test_an_overview_names_every_grid_and_what_is_published_of_its_head(people: Community) -> None:
    answer = people.manager.get(f"/api/v1/grids/{people.town.ground.own}/overview.pdf?lang=zh")
    said = text(answer.content)
    assert "李敏" in said
    assert "05-3701" in said
    assert [each for each in SECRET if each in said] == []
    below = people.manager.get(f"/api/v1/grids/{people.town.ground.own}/children").json()["items"]
    assert all("".join(grid["name"].split()) in said for grid in below)


def test_a_name_without_glyphs_is_told_with_the_sheet(people: Community) -> None:
    rare = people.staff.person(people.grids[1], "李\U0002a6da", ("name",))
    people.staff.duty(people.grids[1], rare)
    answer = people.manager.get(f"/api/v1/grids/{people.grids[1]}/board.pdf?size=A4")
    assert answer.status_code == 200
    assert "U%2B2A6DA" in answer.headers["X-Unprintable"]
    people.staff.run(
        "UPDATE assignment SET valid = tstzrange(lower(valid), now()) WHERE person_id = :id", id=rare
    )


def test_there_is_nothing_to_print_where_no_household_is_known(people: Community) -> None:
    answer = people.manager.get(f"/api/v1/grids/{people.grids[0]}/cards.pdf")
    assert (answer.status_code, answer.json()["code"]) == (422, "print_nothing")


def _worker(people: Community, **more: Any) -> PrintWorker:
    return PrintWorker(people.staff.engine, Settings(database_url=people.town.database.url, **more))


def _finished(people: Community, job: int) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        told: dict[str, Any] = people.manager.get(f"/api/v1/print-jobs/{job}").json()
        if told["state"] in ("done", "failed"):
            return told
        assert time.monotonic() < deadline, told
        time.sleep(0.05)


def _ask(people: Community, **body: Any) -> int:
    answer = people.manager.post("/api/v1/print-jobs", json={"grid": people.town.ground.own, **body})
    assert answer.status_code == 200, answer.text
    job: int = answer.json()["id"]
    return job


def test_jobs_are_done_by_a_worker_kept_for_a_day_and_only_for_who_asked(people: Community) -> None:
    boards = _ask(people, what="overview", size="A4")
    cards = _ask(people, what="cards", cards_per="count", count=2)
    waiting = people.manager.get(f"/api/v1/print-jobs/{boards}/file.pdf")
    assert (waiting.status_code, waiting.json()["code"]) == (409, "print_job_not_ready")
    worker = _worker(people)
    worker.start()
    try:
        told = _finished(people, boards)
        below = people.manager.get(f"/api/v1/grids/{people.town.ground.own}/children").json()["items"]
        assert (told["state"], told["done"], told["total"]) == ("done", 1, 1)
        pdf = people.manager.get(told["file"]).content
        assert [size_mm(page) for page in pages(pdf)] == [(210, 297)] * told["pages"]
        assert "李敏" in text(pdf)
        assert [each for each in SECRET if each in text(pdf)] == []
        assert _finished(people, cards)["pages"] == -(-2 * len(below) // 10)
    finally:
        worker.stop()
    own = people.town.ground.own
    other = people.town.person("print.other", Role.PEOPLE_MANAGER, grid=own).signed_in()
    assert other.get(f"/api/v1/print-jobs/{boards}").json()["code"] == "print_job_not_found"
    assert other.get(f"/api/v1/print-jobs/{boards}/file.pdf").status_code == 404
    people.staff.run(
        "UPDATE print_job SET finished_at = now() - interval '25 hours' WHERE id = :id", id=boards
    )
    # Nobody prints: a worker that only waits lets go of it.
    worker = _worker(people)
    worker.start()
    try:
        deadline = time.monotonic() + PATIENCE_S
        while people.manager.get(f"/api/v1/print-jobs/{boards}").status_code != 404:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        worker.stop()


def test_a_reprint_job_prints_the_boards_that_no_longer_hold_and_notes_it(people: Community) -> None:
    kept, changed = (people.hang(people.grids[0], size=size)["id"] for size in ("A4", "A3"))
    other = (
        "INSERT INTO board_print (board_id, edition, border_edition, people, contact) "
        "SELECT board_id, edition, border_edition, repeat('0', 64), contact "
        "FROM board_print WHERE board_id = :id"
    )
    people.staff.run(other, id=changed)
    assert people.stale() == {changed: ["people"]}
    job = _ask(people, what="reprint")
    print_jobs.run(people.staff.engine, people.town.served.runtime.settings, job)
    told = people.manager.get(f"/api/v1/print-jobs/{job}").json()
    assert told["pages"] == 1
    assert [size_mm(page) for page in pages(people.manager.get(told["file"]).content)] == [(297, 420)]
    assert people.stale() == {}
    assert kept != changed


def test_a_job_that_fails_says_why_and_one_that_is_removed_leaves_nothing(people: Community) -> None:
    settings = people.town.served.runtime.settings
    job = _ask(people, what="reprint")
    print_jobs.run(people.staff.engine, settings, job)
    told = people.manager.get(f"/api/v1/print-jobs/{job}", headers={"Accept-Language": "en"}).json()
    assert (told["state"], told["error"]["code"]) == ("failed", "print_nothing")
    assert told["error"]["message"].startswith("There is nothing to print")
    job = _ask(people, what="boards")
    left = people.manager.delete(f"/api/v1/print-jobs/{job}").json()["items"]
    assert job not in [each["id"] for each in left]
    print_jobs.run(people.staff.engine, settings, job)
    assert people.manager.get(f"/api/v1/print-jobs/{job}").status_code == 404


def test_a_job_that_is_stopped_or_loses_its_worker_is_begun_anew(people: Community) -> None:
    """Stopped: given back. Killed: its worker's silence is noticed; after three deaths it is given up."""
    engine, settings = people.staff.engine, people.town.served.runtime.settings
    job = _ask(people, grid=people.grids[0], what="boards", size="A4")
    print_jobs.run(engine, settings, job, is_stopping=lambda: True)
    assert people.manager.get(f"/api/v1/print-jobs/{job}").json()["state"] == "waiting"
    people.staff.run("UPDATE print_job SET state = 'running', attempts = 1 WHERE id = :id", id=job)
    # As a killed worker leaves them: taken, by nobody who is there.
    people.staff.run(
        "UPDATE jobs.procrastinate_jobs SET status = 'doing', worker_id = NULL WHERE status = 'todo'"
    )
    worker = _worker(people)
    worker.start()
    try:
        assert _finished(people, job)["state"] == "done"
    finally:
        worker.stop()
    died = _ask(people, what="boards", size="A4")
    people.staff.run("UPDATE print_job SET state = 'running', attempts = 3 WHERE id = :id", id=died)
    print_jobs.run(engine, settings, died)
    assert people.manager.get(f"/api/v1/print-jobs/{died}").json()["error"]["code"] == "print_died"


def test_a_large_job_is_refused_before_it_waits(people: Community) -> None:
    answer = people.manager.post(
        "/api/v1/print-jobs",
        json={"grid": people.town.ground.own, "what": "cards", "cards_per": "count", "count": 100_000},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "print_too_many")
