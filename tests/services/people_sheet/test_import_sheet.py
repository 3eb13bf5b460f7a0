"""Sheets of people taken over: all of a sheet or nothing, by the rules of work by hand, and out again."""

import secrets
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine, make_url, text
from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.services.people_sheet.export_sheet import export_sheet
from geo_grid.services.people_sheet.import_sheet import SheetImport, import_sheet
from geo_grid.store.session import make_engine
from tests.conftest import Database, named
from tests.http.city import features, publish_city

pytestmark = pytest.mark.database

ZONE = ZoneInfo("Asia/Shanghai")
EAST, WEST = "10020010", "10020020"
FIRST, SECOND = "10020010001", "10020010002"
VILLAGES = [each["properties"]["code"] for each in features() if each["properties"]["level"] == 3]
HEADERS = ("姓名", "手机", "公开项", "档案所在网格", "网格编码", "岗位", "职责")

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def city(template: Database, server_url: str, administer: Callable[[str], None]) -> Iterator[Engine]:
    """A database of its own with the real city, in which every test rolls back."""
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    engine = make_engine(named(server_url, name).url)
    try:
        publish_city(engine)
        yield engine
    finally:
        engine.dispose()
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def session(city: Engine) -> Iterator[Session]:
    with Session(city) as inside:
        yield inside
        inside.rollback()


def sheet(path: Path, rows: Rows, headers: tuple[str, ...] | None = None) -> Path:
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    titles = headers or tuple(dict.fromkeys(key for row in rows for key in row))
    book.active.append(titles)
    for row in rows:
        book.active.append([row.get(title) for title in titles])
    book.save(path)
    return path


@pytest.fixture
def take(session: Session, tmp_path: Path) -> Callable[..., SheetImport]:
    def taken(rows: Rows, actor: Actor | None = None, *, commit: bool = True) -> SheetImport:
        path = sheet(tmp_path / f"{secrets.token_hex(4)}.xlsx", rows)
        return import_sheet(session, actor, path, "people.xlsx", ZONE, commit=commit)

    return taken


def head(name: str, grid: str = FIRST, **more: Any) -> dict[str, Any]:
    return {"姓名": name, "网格编码": grid, "岗位": "网格长", **more}


def count(session: Session, table: str) -> int:
    return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def codes(done: SheetImport) -> list[tuple[int, str | None, str]]:
    return [(fault.row, fault.column, fault.code) for fault in done.faults]


def test_two_hundred_people_with_five_faults_then_without(
    session: Session, take: Callable[..., SheetImport]
) -> None:
    rows: Rows = [head(f"网格长{n}", code, 手机=f"1990000{n:04}") for n, code in enumerate(VILLAGES)]
    rows += [
        {
            "姓名": f"网格员{n}",
            "网格编码": code,
            "岗位": "网格员",
            "手机": f"1990001{n:04}",
            "公开项": "姓名、手机",
        }
        for n, code in enumerate(VILLAGES)
    ]
    rows += [
        {"姓名": f"信息员{n}", "网格编码": VILLAGES[n], "岗位": "信息员", "人员类别": "个人"}
        for n in range(32)
    ]
    assert len(rows) == 200
    right = [dict(row) for row in rows]
    rows[3]["手机"] = "1990000000X"
    rows[50]["姓名"] = None
    rows[90]["网格编码"] = "99999999999"
    rows[120]["岗位"] = "村长"
    rows[180]["公开项"] = "姓名"
    wrong = take(rows)
    assert codes(wrong) == [
        (5, "mobile", "phone_invalid"),
        (52, "name", "cell_required"),
        (92, "grid", "grid_not_found"),
        (122, "role", "choice_unknown"),
        (182, "opted_in_on", "opt_in_needed"),
    ]
    assert not wrong.committed
    assert (count(session, "person"), count(session, "assignment")) == (0, 0)
    done = take(right)
    assert codes(done) == []
    assert done.committed
    assert (done.rows, done.added, done.duties) == (200, 200, 200)
    assert (count(session, "person"), count(session, "assignment")) == (200, 200)


def test_a_dry_run_changes_nothing(session: Session, take: Callable[..., SheetImport]) -> None:
    done = take([head("李敏")], commit=False)
    assert (done.added, done.duties, done.committed) == (1, 1, False)
    assert count(session, "person") == 0


def test_what_is_exported_is_taken_over_unchanged_however_often(
    session: Session, take: Callable[..., SheetImport], tmp_path: Path
) -> None:
    take(
        [
            head(
                "李敏", 手机="19900000001", 公开项="全部", 到岗日期="2026-01-05", 任职起="2026-02-01",
                职务="网格员", 接待时间="周一至周五 8:30–11:30，13:30–17:00",
            ),
            {
                "姓名": "李敏", "手机": "19900000001", "网格编码": SECOND, "岗位": "网格员", "班次": "夜班",
                "值班时段": "每天 22:00-06:00；周六 18:00-24:00；周日 9:00-0:00", "职责": "+巡查",
                "任职止": "2027-12-31",
            },
            {
                "姓名": "赵强", "人员类别": "个人", "公开项": "姓名", "同意公开日期": "2026-03-01",
                "档案所在网格": EAST,
            },
        ]
    )  # fmt: skip
    before = session.execute(text("SELECT * FROM person ORDER BY id")).all()
    duties = session.execute(text("SELECT * FROM assignment ORDER BY id")).all()
    assert (len(before), len(duties)) == (2, 2)
    for language in ("zh", "en"):
        path = tmp_path / f"{language}.xlsx"
        path.write_bytes(export_sheet(session, None, None, ZONE, "zh" if language == "zh" else "en"))
        done = import_sheet(session, None, path, path.name, ZONE, commit=True)
        assert codes(done) == []
        assert (done.added, done.changed, done.unchanged, done.duties) == (0, 0, 2, 0)
        assert session.execute(text("SELECT * FROM person ORDER BY id")).all() == before
        assert session.execute(text("SELECT * FROM assignment ORDER BY id")).all() == duties
    told = [cell.value for cell in list(openpyxl.load_workbook(path).worksheets[0].rows)[1]]
    assert {"member", "head", "Mon–Fri 08:30–11:30, 13:30–17:00"} <= set(told)


def test_a_numbered_row_empties_what_is_emptied_and_a_named_one_leaves_it(
    session: Session, take: Callable[..., SheetImport]
) -> None:
    take([head("李敏", 手机="19900000001", 职务="书记")])
    number = session.scalar(text("SELECT id FROM person"))

    def post() -> str | None:
        found: str | None = session.scalar(text("SELECT post FROM person"))
        return found

    assert take([head("李敏", 手机="19900000001", 职务=None)]).unchanged == 1
    assert post() == "书记"
    assert take([{"编号": number, "姓名": "李敏", "职务": None}]).changed == 1
    assert post() is None
    assert session.scalar(text("SELECT mobile FROM person")) == "19900000001"


def test_a_second_head_is_refused_unless_the_row_says_that_they_replace(
    session: Session, take: Callable[..., SheetImport]
) -> None:
    take([head("李敏", 任职起="2026-02-01")])
    refused = take([head("王芳")])
    assert codes(refused) == [(2, "role", "head_taken")]
    assert refused.faults[0].params["person"] == "李敏"
    done = take([head("王芳", 接替现任="是", 任职起="2026-09-01")])
    assert done.committed
    held = session.execute(
        text(
            "SELECT p.name, lower(a.valid), upper(a.valid) FROM assignment a"
            " JOIN person p ON p.id = a.person_id ORDER BY a.id"
        )
    ).all()
    assert [row[0] for row in held] == ["李敏", "王芳"]
    assert held[0][2] == held[1][1]
    assert held[1][1].astimezone(ZONE).date().isoformat() == "2026-09-01"


def test_two_heads_within_one_sheet_are_refused(take: Callable[..., SheetImport]) -> None:
    assert codes(take([head("李敏"), head("王芳")])) == [(3, "role", "head_taken")]


def test_namesakes_are_told_apart_by_number_or_phone_and_never_guessed(
    session: Session, take: Callable[..., SheetImport]
) -> None:
    take([head("李敏", 手机="19900000001"), head("李敏", SECOND, 手机="19900000002")])
    assert count(session, "person") == 2
    assert codes(take([{"姓名": "李敏", "网格编码": FIRST, "岗位": "网格员"}])) == [
        (2, "number", "person_doubtful")
    ]
    done = take([{"姓名": "李敏", "手机": "199 0000 0002", "网格编码": FIRST, "岗位": "网格员"}])
    assert (done.added, done.duties) == (0, 1)
    assert take([head("李敏", VILLAGES[4], 手机="19900000003")]).added == 1


def test_rows_that_contradict_each_other_are_told(take: Callable[..., SheetImport]) -> None:
    rows = [
        head("李敏", 手机="19900000001", 职务="书记"),
        head("李敏", SECOND, 手机="19900000001", 职务="主任"),
    ]
    assert codes(take(rows)) == [(3, "post", "sheet_rows_differ")]


def test_merged_cells_and_formulas_are_refused_where_they_are(session: Session, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.append(["姓名", "网格编码", "岗位"])
    page.append(["李敏", FIRST, "网格长"])
    page.append([None, SECOND, "网格员"])
    page.append(["王芳", f'="{SECOND}"', "网格员"])
    page.merge_cells("A2:A3")
    path = tmp_path / "merged.xlsx"
    book.save(path)
    done = import_sheet(session, None, path, path.name, ZONE, commit=True)
    assert codes(done) == [
        (2, "name", "cell_merged"),
        (3, "name", "cell_merged"),
        (4, "grid", "cell_formula"),
    ]


def test_whoever_manages_the_east_takes_over_nobody_of_the_west(
    session: Session, take: Callable[..., SheetImport]
) -> None:
    east = int(session.scalar(text("SELECT grid_id FROM grid_row WHERE code = :code"), {"code": EAST}) or 0)
    manager = Actor(1, (Held(Role.PEOPLE_MANAGER, grid=east),))
    west = next(code for code in VILLAGES if code.startswith(WEST))
    take([head("赵强", west, 手机="19900000009")])
    number = session.scalar(text("SELECT id FROM person"))
    rows: Rows = [
        head("李敏", west),
        {"编号": number, "姓名": "改名", "手机": None},
        {"姓名": "王芳", "网格编码": FIRST, "岗位": "网格员", "档案所在网格": west},
        head("赵强", 手机="19900000009"),
    ]
    done = take(rows, manager)
    assert codes(done) == [
        (2, "grid", "not_on_this_ground"),
        (3, "number", "not_on_this_ground"),
        (4, "record_grid", "not_on_this_ground"),
    ]
    book = openpyxl.load_workbook(BytesIO(export_sheet(session, manager, None, ZONE, "zh")))
    assert book.worksheets[0].max_row == 1
    assert "赵强" not in str([[cell.value for cell in row] for row in book.worksheets[0].iter_rows()])


def test_every_look_and_every_change_is_audited(session: Session, take: Callable[..., SheetImport]) -> None:
    take([head("李敏")])
    export_sheet(session, None, None, ZONE, "zh")
    acts = session.scalars(text("SELECT action FROM audit_entry ORDER BY id")).all()
    assert [*acts] == ["person.add", "assignment.add", "people.import", "person.read"]
