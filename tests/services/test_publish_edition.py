"""Publishing: what is equal stays, what differs is closed and opened, and what is wrong changes nothing."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import psycopg
import pytest
import shapely
from sqlalchemy import Engine, text

from geo_grid.core.crs import area_m2
from geo_grid.core.errors import Conflict, CoverageBroken, GeoGridError, NotFound, Refusal, Unavailable
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.numbering import CodeScheme
from geo_grid.services import publish_edition
from geo_grid.services.edition_draft import Approval, DraftGrid, DraftVoid, EditionDraft, Unlocking
from geo_grid.services.publish_edition import publish
from geo_grid.services.set_code_scheme import set_code_scheme
from geo_grid.services.set_outline import set_outline
from geo_grid.store.announcements import listening
from geo_grid.store.queries.voids import voids
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import EditionRecord, GridRecord
from geo_grid.store.session import session_scope
from tests.services.draft_ground import (
    ALL,
    DAY_1,
    DAY_2,
    DAY_3,
    FIRST,
    LEVELS,
    NW,
    OUTLINE,
    SW,
    A,
    E,
    W,
    block,
    changed,
    draft,
    renamed,
)

pytestmark = pytest.mark.database

COUNTY = Approval("an island", "county")


def put(engine: Engine, wanted: EditionDraft) -> EditionRecord:
    with session_scope(engine) as session:
        return publish(session, wanted)


def grids_at(engine: Engine, at: datetime) -> dict[str, GridRecord]:
    with session_scope(engine) as session:
        return {grid.code: grid for grid in whole_edition(session, at)}


def refuses(engine: Engine, wanted: EditionDraft, kind: type[GeoGridError], code: str) -> GeoGridError:
    """The draft is refused, and everything is as it was."""
    before = contents(engine)
    with pytest.raises(kind) as caught:
        put(engine, wanted)
    assert caught.value.code == code
    assert contents(engine) == before
    return caught.value


def contents(engine: Engine) -> list[object]:
    """Everything that is stored, but for the locks."""
    with engine.connect() as connection:
        return [
            tuple(row)
            for table in ("edition", "grid_code", "grid_row", "void", "grid_exception", "unlock")
            for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))
        ]


@pytest.fixture
def first(engine: Engine) -> EditionRecord:
    return put(engine, FIRST)


class TestTheFirstEdition:
    def test_it_is_numbered_and_counted(self, first: EditionRecord) -> None:
        assert (first.number, first.effective, first.published_by) == (1, DAY_1, "test")
        assert first.grids == {1: 1, 2: 2, 3: 2}

    @pytest.mark.usefixtures("first")
    def test_shapes_come_back_to_the_byte(self, engine: Engine) -> None:
        grids = grids_at(engine, DAY_1)
        for wanted in (OUTLINE, A, W, E, SW, NW):
            degrees = geometries_to_degrees(np.array([wanted.geometry], dtype=object))[0]
            assert shapely.equals_identical(
                shapely.normalize(grids[wanted.code].geometry),
                shapely.normalize(shapely.MultiPolygon([degrees])),
            )

    @pytest.mark.usefixtures("first")
    def test_areas_labels_and_hues_are_computed(self, engine: Engine) -> None:
        grids = grids_at(engine, DAY_1)
        for grid in grids.values():
            assert grid.geometry is not None
            assert grid.area_m2 == pytest.approx(float(area_m2(np.array([grid.geometry]))[0]))
            assert grid.geometry.contains(shapely.Point(grid.label))
        assert grids["W"].hue != grids["E"].hue
        assert grids["nw"].hue != grids["sw"].hue

    @pytest.mark.usefixtures("first")
    def test_nothing_is_in_force_before(self, engine: Engine) -> None:
        assert grids_at(engine, DAY_1 - timedelta(microseconds=1)) == {}

    @pytest.mark.usefixtures("first")
    def test_the_same_again_is_no_edition(self, engine: Engine) -> None:
        refuses(engine, draft(DAY_2, outline=OUTLINE), Refusal, "nothing_to_publish")

    @pytest.mark.usefixtures("first")
    def test_rings_that_start_elsewhere_are_the_same(self, engine: Engine) -> None:
        ring = list(SW.geometry.exterior.coords)[:-1]
        turned = replace(SW, geometry=shapely.Polygon([*ring[3:], *ring[:3]][::-1]))
        refuses(engine, draft(DAY_2, changed(turned)), Refusal, "nothing_to_publish")

    def test_an_effective_instant_needs_a_time_zone(self, engine: Engine) -> None:
        with pytest.raises(ValueError, match="time zone"):
            put(engine, replace(FIRST, effective=datetime(2026, 1, 1)))  # noqa: DTZ001  that is the point


class TestWhatChanges:
    @pytest.mark.usefixtures("first")
    def test_a_new_name_opens_one_row(self, engine: Engine) -> None:
        before = grids_at(engine, DAY_1)
        put(engine, draft(DAY_2, changed(renamed(SW, "harbour"))))
        after = grids_at(engine, DAY_2)
        assert {code for code in after if after[code].edition == 2} == {"sw"}
        assert (after["sw"].id, after["sw"].hue, after["sw"].label) == (
            before["sw"].id,
            before["sw"].hue,
            before["sw"].label,
        )
        assert grids_at(engine, DAY_2 - timedelta(microseconds=1))["sw"].name == "south-west"
        assert after["sw"].name == "harbour"

    @pytest.mark.parametrize(
        "change",
        [
            {"kind": "special"},
            {"ground": "street"},
            {"class_": "A"},
            {"setting": "rural"},
            {"statutory": True},
            {"attributes": {"户数": 300}},
        ],
    )
    @pytest.mark.usefixtures("first")
    def test_each_property_counts(self, engine: Engine, change: dict[str, Any]) -> None:
        put(engine, draft(DAY_2, changed(replace(SW, **change))))
        (field, value), *_ = change.items()
        assert getattr(grids_at(engine, DAY_2)["sw"], field) == value

    @pytest.mark.usefixtures("first")
    def test_a_border_moves(self, engine: Engine) -> None:
        grids = changed(replace(SW, geometry=block(0, 0, 1, 2)), replace(NW, geometry=block(1, 0, 2, 2)))
        put(engine, draft(DAY_2, grids))
        after = grids_at(engine, DAY_2)
        assert {code for code in after if after[code].edition == 2} == {"sw", "nw"}

    @pytest.mark.usefixtures("first")
    def test_a_level_that_is_not_named_stays(self, engine: Engine) -> None:
        put(engine, draft(DAY_2, {2: [renamed(W, "harbour"), E]}))
        assert set(grids_at(engine, DAY_2)) == {"0", "A", "W", "E", "sw", "nw"}

    @pytest.mark.usefixtures("first")
    def test_a_level_that_is_named_and_empty_ends(self, engine: Engine) -> None:
        published = put(engine, draft(DAY_2, {3: []}))
        assert published.grids == {1: 1, 2: 2}
        assert grids_at(engine, DAY_1)["sw"].valid_to == DAY_2

    @pytest.mark.usefixtures("first")
    def test_a_grid_comes_back_as_the_same_grid(self, engine: Engine) -> None:
        before = grids_at(engine, DAY_1)["sw"].id
        put(engine, draft(DAY_2, {3: []}))
        put(engine, draft(DAY_3))
        assert grids_at(engine, DAY_3)["sw"].id == before

    @pytest.mark.usefixtures("first")
    def test_one_subtree_is_replaced(self, engine: Engine) -> None:
        east = DraftGrid("e", "all of east", 3, "E", E.geometry)
        put(engine, draft(DAY_2, {3: [east]}, under="E"))
        assert set(grids_at(engine, DAY_2)) == {"0", "A", "W", "E", "sw", "nw", "e"}

    @pytest.mark.usefixtures("first")
    def test_another_part_may_take_effect_earlier(self, engine: Engine) -> None:
        put(engine, draft(DAY_3, changed(renamed(SW, "harbour"))))
        put(engine, draft(DAY_2, {3: [DraftGrid("e", "east", 3, "E", E.geometry)]}, under="E"))
        assert grids_at(engine, DAY_3)["e"].edition == 3

    @pytest.mark.usefixtures("first")
    def test_it_is_announced_when_it_is_committed(self, engine: Engine) -> None:
        with listening(engine) as announcements:
            refuses(engine, draft(DAY_2), Refusal, "nothing_to_publish")
            assert not announcements.wait(0.2)
            put(engine, draft(DAY_2, {3: []}))
            assert announcements.wait(5)


class TestTheOutlineAndVoids:
    def test_the_outline_alone(self, engine: Engine) -> None:
        with session_scope(engine) as session:
            set_outline(session, OUTLINE, effective=DAY_1, title="", reason="survey", by="county")
        assert set(grids_at(engine, DAY_1)) == {"0"}

    @pytest.mark.usefixtures("first")
    def test_an_outline_that_its_grids_do_not_tile(self, engine: Engine) -> None:
        smaller = replace(OUTLINE, geometry=block(0, 0, 3, 2))
        error = refuses(engine, draft(DAY_2, {}, outline=smaller), CoverageBroken, "edition_not_tiled")
        assert error.params["parents"] == ["0"]
        assert error.params["kinds"] == ["outside_parent"]

    @pytest.mark.usefixtures("first")
    def test_outline_and_grids_change_together(self, engine: Engine) -> None:
        shape = block(0, 0, 3, 2)
        grids = changed(replace(A, geometry=shape), replace(E, geometry=block(2, 0, 3, 2)))
        put(engine, draft(DAY_2, grids, outline=replace(OUTLINE, geometry=shape)))
        assert grids_at(engine, DAY_2)["0"].area_m2 < grids_at(engine, DAY_1)["0"].area_m2

    @pytest.mark.usefixtures("first")
    def test_a_void_comes_and_goes(self, engine: Engine) -> None:
        lake = DraftVoid("W", "lake", Approval("nobody lives there", "county"), SW.geometry)
        put(engine, draft(DAY_2, {3: [NW]}, voids=[lake]))
        with session_scope(engine) as session:
            assert [(void.parent, void.name, void.area_m2 > 0) for void in voids(session, DAY_2)] == [
                ("W", "lake", True)
            ]
        refuses(engine, draft(DAY_3, {3: [NW]}, voids=[]), CoverageBroken, "edition_not_tiled")
        refuses(engine, draft(DAY_3, {3: [NW, SW]}), CoverageBroken, "edition_not_tiled")
        put(engine, draft(DAY_3, {3: [NW, SW]}, voids=[]))
        with session_scope(engine) as session:
            assert voids(session, DAY_3) == []

    @pytest.mark.usefixtures("first")
    def test_a_void_of_a_parent_that_ends_ends_with_it(self, engine: Engine) -> None:
        lake = DraftVoid("W", "lake", Approval("nobody lives there", "county"), SW.geometry)
        put(engine, draft(DAY_2, {3: [NW]}, voids=[lake]))
        put(engine, draft(DAY_3, {2: [DraftGrid("all", "all", 2, "A", ALL)], 3: []}))
        with session_scope(engine) as session:
            assert voids(session, DAY_3) == []


class TestExclaves:
    #  sw takes the north-western square as well, which touches it nowhere: nw is between
    PARTS = shapely.MultiPolygon([block(0, 0, 2, 1), block(3, 1, 4, 2)])

    def levels(self, exclave: Approval | None) -> dict[int, list[DraftGrid]]:
        return {
            1: [A],
            2: [DraftGrid("X", "two parts", 2, "A", self.PARTS, exclave=exclave), REST],
        }

    def test_they_need_a_reason(self, engine: Engine) -> None:
        refuses(
            engine, draft(DAY_1, self.levels(None), outline=OUTLINE), CoverageBroken, "exclave_unrecorded"
        )

    def test_with_a_reason_they_are_recorded(self, engine: Engine) -> None:
        put(engine, draft(DAY_1, self.levels(COUNTY), outline=OUTLINE))
        # the reason stands: it need not be given again
        put(engine, draft(DAY_2, {2: [renamed(self.levels(None)[2][0], "new"), REST]}))
        with engine.connect() as connection:
            recorded = connection.execute(
                text("SELECT reason, approved_by, upper(valid) FROM grid_exception")
            ).all()
        assert [tuple(row) for row in recorded] == [("an island", "county", None)]

    def test_the_exception_ends_with_the_exclave(self, engine: Engine) -> None:
        put(engine, draft(DAY_1, self.levels(COUNTY), outline=OUTLINE))
        put(engine, draft(DAY_2, {2: [W, E]}))
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT upper(valid) FROM grid_exception")) == DAY_2


REST = DraftGrid("Y", "the rest", 2, "A", block(0, 0, 4, 2).difference(TestExclaves.PARTS))


class TestRefusals:
    @pytest.mark.parametrize(
        ("shape", "kind", "grids"),
        [
            pytest.param(block(0, 0, 1, 1), "gap", [], id="gap"),
            pytest.param(block(0, 0, 2, 2), "overlap", ["nw", "sw"], id="overlap"),
            pytest.param(block(0, 0, 3, 1), "outside_parent", ["sw"], id="outside"),
        ],
    )
    @pytest.mark.usefixtures("first")
    def test_grids_that_do_not_tile(
        self, engine: Engine, shape: shapely.Polygon, kind: str, grids: list[str]
    ) -> None:
        wanted = draft(DAY_2, changed(replace(SW, geometry=shape)))
        error = refuses(engine, wanted, CoverageBroken, "edition_not_tiled")
        assert (error.params["kinds"], error.params["grids"]) == ([kind], grids)
        assert error.params["parents"] == ["W"]

    @pytest.mark.usefixtures("first")
    def test_a_shape_that_crosses_itself(self, engine: Engine) -> None:
        x = [(0, 0), (1, 1), (1, 0), (0, 1)]
        bow = shapely.Polygon([(1_214_000_000 + a * 1000, 312_000_000 + b * 1000) for a, b in x])
        refuses(
            engine, draft(DAY_2, changed(replace(SW, geometry=bow))), CoverageBroken, "geometry_not_valid"
        )

    @pytest.mark.parametrize("wrong", [DAY_1, DAY_2])
    @pytest.mark.usefixtures("first")
    def test_not_later_than_the_last_edition_of_these_grids(self, engine: Engine, wrong: datetime) -> None:
        put(engine, draft(DAY_2, changed(renamed(SW, "harbour"))))
        error = refuses(engine, draft(wrong, changed(renamed(SW, "port"))), Conflict, "edition_not_later")
        assert error.params["grids"] == ["sw"]
        assert error.params["last"] == DAY_2.isoformat()

    @pytest.mark.usefixtures("first")
    def test_a_grid_closed_later_is_not_closed_again(self, engine: Engine) -> None:
        put(engine, draft(DAY_3, {3: []}))
        refuses(engine, draft(DAY_2, changed(renamed(SW, "port"))), Conflict, "edition_not_later")

    @pytest.mark.parametrize(
        ("grids", "code"),
        [
            pytest.param({**LEVELS, 3: [SW, NW, NW]}, "code_twice", id="twice"),
            pytest.param(
                {**LEVELS, 3: [replace(SW, code="E"), NW]}, "code_twice", id="as one of another level"
            ),
            pytest.param({**LEVELS, 3: [replace(SW, code="a b"), NW]}, "code_outside_scheme", id="a space"),
            pytest.param({**LEVELS, 3: [replace(SW, parent="nobody"), NW]}, "parent_unknown", id="no parent"),
            pytest.param(
                {**LEVELS, 3: [replace(SW, parent="A"), NW]}, "parent_level_wrong", id="a level off"
            ),
            pytest.param({**LEVELS, 3: [replace(SW, level=2), NW]}, "parent_level_wrong", id="misfiled"),
            pytest.param({2: [E]}, "parent_unknown", id="a parent that ends"),
        ],
    )
    @pytest.mark.usefixtures("first")
    def test_codes_and_parents(self, engine: Engine, grids: dict[int, list[DraftGrid]], code: str) -> None:
        refuses(engine, draft(DAY_2, grids), CoverageBroken, code)

    @pytest.mark.usefixtures("first")
    def test_a_code_that_a_grid_of_another_level_had(self, engine: Engine) -> None:
        put(engine, draft(DAY_2, {3: []}))
        refuses(engine, draft(DAY_3, {2: [replace(W, code="sw"), E]}), CoverageBroken, "code_of_another")

    @pytest.mark.usefixtures("first")
    def test_a_code_in_use_outside_the_subtree(self, engine: Engine) -> None:
        taken = DraftGrid("sw", "east", 3, "E", E.geometry)
        refuses(engine, draft(DAY_2, {3: [taken]}, under="E"), CoverageBroken, "code_of_another")

    @pytest.mark.usefixtures("first")
    def test_a_subtree_of_nobody(self, engine: Engine) -> None:
        refuses(engine, draft(DAY_2, {3: []}, under="nobody"), NotFound, "grid_not_found")

    @pytest.mark.usefixtures("first")
    def test_a_level_that_is_not_below_the_subtree(self, engine: Engine) -> None:
        refuses(engine, draft(DAY_2, {2: [W]}, under="W"), Refusal, "draft_outside_scope")

    @pytest.mark.usefixtures("first")
    def test_a_code_scheme(self, engine: Engine) -> None:
        with pytest.raises(CoverageBroken, match="code_outside_scheme"), session_scope(engine) as session:
            set_code_scheme(session, CodeScheme.parse("6+3+3+3"))

    def test_a_code_outside_the_scheme(self, engine: Engine) -> None:
        with session_scope(engine) as session:
            set_code_scheme(session, CodeScheme.parse("6+3+3+3"))
        error = refuses(engine, FIRST, CoverageBroken, "code_outside_scheme")
        assert (error.params["grid"], error.params["level"]) == ("A", 1)

    def test_a_statutory_border(self, engine: Engine) -> None:
        locked = replace(W, statutory=True)
        put(engine, draft(DAY_1, changed(locked), outline=OUTLINE))
        moved = {
            **changed(),
            2: [replace(locked, geometry=block(0, 0, 3, 2)), replace(E, geometry=block(3, 0, 4, 2))],
            3: [],
        }
        error = refuses(engine, draft(DAY_2, moved), CoverageBroken, "statutory_border_locked")
        assert error.params["grids"] == ["W"]
        put(engine, draft(DAY_2, moved, unlocks=[Unlocking("W", "county", "a new road", "plan 7")]))
        assert grids_at(engine, DAY_2)["W"].edition == 2

    @pytest.mark.usefixtures("first")
    def test_the_database_refuses_what_the_application_overlooks(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(publish_edition, "require_proof", lambda _: None)
        error = refuses(
            engine,
            draft(DAY_2, changed(replace(SW, geometry=block(0, 0, 1, 1)))),
            CoverageBroken,
            "not_tiled",
        )
        assert (error.params["parent"], error.params["invariant"]) == ("W", "I2")


class TestTheDatabaseGoesAway:
    @pytest.mark.parametrize("step", ["comparing", "proving", "measuring", "writing", "proving_in_database"])
    @pytest.mark.usefixtures("first")
    def test_killed_in_the_middle(self, engine: Engine, server_url: str, step: str) -> None:
        before = contents(engine)

        def kill(now: str) -> None:
            if now == step:
                with psycopg.connect(server_url.replace("+psycopg", ""), autocommit=True) as other:
                    other.execute("SELECT pg_terminate_backend(%s)", [backend])

        with (  # noqa: PT012  the session learns its own backend, and ends inside
            pytest.raises(Unavailable, match="database_down"),
            session_scope(engine) as session,
        ):
            backend = session.scalar(text("SELECT pg_backend_pid()"))
            publish(session, draft(DAY_2, changed(renamed(SW, "harbour"))), kill)
        assert contents(engine) == before
        assert put(engine, draft(DAY_2, changed(renamed(SW, "harbour")))).number == 2

    @pytest.mark.parametrize("table", ["grid_row", "edition", "grid"])
    def test_a_full_disk(self, engine: Engine, owner_engine: Engine, table: str) -> None:
        with owner_engine.begin() as connection:
            connection.execute(
                text(
                    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
                    " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
                )
            )
            connection.execute(
                text(f"CREATE TRIGGER full_disk AFTER INSERT ON {table} EXECUTE FUNCTION full_disk()")
            )
        refuses(engine, FIRST, Unavailable, "database_full")


def test_two_publishers_of_the_same_grids(engine: Engine, first: EditionRecord) -> None:
    """The second waits, then is told which grids moved under it."""
    refused: list[GeoGridError] = []
    compared = threading.Event()

    def second() -> None:
        compared.wait(20)
        try:
            put(engine, draft(DAY_2, changed(renamed(SW, "port"))))
        except GeoGridError as error:
            refused.append(error)

    thread = threading.Thread(target=second)
    thread.start()
    with session_scope(engine) as session:
        publish(
            session,
            draft(DAY_2, changed(renamed(SW, "harbour"))),
            lambda step: compared.set() if step == "comparing" else None,
        )
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(20)
    assert [(error.code, error.params["grids"]) for error in refused] == [("edition_not_later", ["sw"])]
    assert grids_at(engine, DAY_2)["sw"].name == "harbour"
