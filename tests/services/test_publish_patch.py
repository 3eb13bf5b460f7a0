"""Publishing grid by grid: only what changes is said, only what touches it is read, all of it is proved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import shapely
from sqlalchemy import Engine, event, text

from geo_grid.core.errors import Conflict, CoverageBroken, GeoGridError, NotFound, Refusal
from geo_grid.services.edition_draft import Approval, DraftGrid, DraftVoid, Unlocking
from geo_grid.services.edition_patch import EditionPatch, PatchGrid
from geo_grid.services.publish_edition import publish
from geo_grid.store.queries.voids import voids
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import EditionRecord, GridRecord
from geo_grid.store.session import session_scope
from tests.services.draft_ground import (
    DAY_1,
    DAY_2,
    DAY_3,
    FIRST,
    NW,
    OUTLINE,
    SIDE,
    SW,
    A,
    E,
    W,
    X,
    Y,
    block,
    changed,
    draft,
    renamed,
)  # fmt: skip

pytestmark = pytest.mark.database

COUNTY = Approval("a lake", "county")


def patch(*grids: PatchGrid, effective: Any = DAY_2, **more: Any) -> EditionPatch:
    return EditionPatch(effective, "title", "reason", "test", grids, **more)


def to(grid: DraftGrid, was: str | None = "") -> PatchGrid:
    """The grid as it is to be, under its own code until then."""
    return PatchGrid(grid.code if was == "" else was, grid)


def put(engine: Engine, wanted: Any) -> EditionRecord:
    with session_scope(engine) as session:
        return publish(session, wanted)


def grids_at(engine: Engine, at: Any = DAY_2) -> dict[str, GridRecord]:
    with session_scope(engine) as session:
        return {grid.code: grid for grid in whole_edition(session, at)}


def refuses(engine: Engine, wanted: EditionPatch, kind: type[GeoGridError], code: str) -> GeoGridError:
    with pytest.raises(kind) as caught:
        put(engine, wanted)
    assert caught.value.code == code
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM edition")) == 1
    return caught.value


@contextmanager
def shapes_read(engine: Engine) -> Iterator[list[int]]:
    """How many rows each statement that reads shapes of grids has given."""
    counts: list[int] = []

    def look(_: Any, cursor: Any, statement: str, *__: Any) -> None:
        if "ST_AsBinary(grid_row.geom)" in statement:
            counts.append(cursor.rowcount)

    event.listen(engine, "after_cursor_execute", look)
    yield counts
    event.remove(engine, "after_cursor_execute", look)


@pytest.fixture
def first(engine: Engine) -> Engine:
    put(engine, FIRST)
    return engine


def test_a_border_moves_and_nothing_else_is_touched(first: Engine) -> None:
    # sw takes the western half of nw: an L below, a square above
    low = replace(SW, geometry=shapely.union(block(0, 0, 2, 1), block(0, 1, 1, 2)))
    high = replace(NW, geometry=block(1, 1, 2, 2))
    before = grids_at(first, DAY_1)
    edition = put(first, patch(to(low), to(high)))
    after = grids_at(first)
    assert edition.number == 2
    assert {code for code in after if after[code].edition == 2} == {"sw", "nw"}
    assert {code: grid.id for code, grid in before.items()} == {code: grid.id for code, grid in after.items()}
    assert grids_at(first, DAY_1)["sw"].geometry == before["sw"].geometry


def test_as_a_draft_of_everything_would_have_it(first: Engine, engine: Engine) -> None:
    cut = DraftGrid("new", "new", 3, "W", block(1, 1, 2, 2))
    rest = replace(NW, geometry=block(0, 1, 1, 2))
    put(first, patch(PatchGrid(None, cut, "nw"), to(rest), to(renamed(E, "dawn"))))
    with pytest.raises(Refusal, match="nothing_to_publish"):
        put(engine, draft(DAY_3, changed(cut, rest, renamed(E, "dawn"))))


def test_a_grid_keeps_its_identity_under_a_new_code_and_its_children_stay(first: Engine) -> None:
    before = grids_at(first, DAY_1)
    put(first, patch(to(replace(W, code="West"), "W")))
    after = grids_at(first)
    assert after["West"].id == before["W"].id
    assert (after["sw"].parent, after["sw"].edition) == ("West", 1)
    assert "W" not in after
    # and back: the code is still its own
    put(first, patch(to(W, "West"), effective=DAY_3))
    assert grids_at(first, DAY_3)["W"].id == before["W"].id


def test_a_recoded_parent_and_a_child_that_changes_along(first: Engine) -> None:
    put(first, patch(to(replace(W, code="West"), "W"), to(replace(SW, parent="West", name="harbour"))))
    after = grids_at(first)
    assert (after["sw"].parent, after["nw"].parent, after["nw"].edition) == ("West", "West", 1)


def test_grids_are_joined_and_parted_again_under_their_codes(first: Engine) -> None:
    before = grids_at(first, DAY_1)
    put(first, patch(to(replace(SW, geometry=block(0, 0, 2, 2))), PatchGrid("nw", None)))
    assert "nw" not in grids_at(first)
    put(first, patch(to(SW), to(NW, None), effective=DAY_3))
    after = grids_at(first, DAY_3)
    assert after["nw"].id == before["nw"].id
    assert shapely.to_wkb(after["sw"].geometry) == shapely.to_wkb(before["sw"].geometry)


def test_a_subtree_gets_another_parent(first: Engine) -> None:
    moved = [to(replace(SW, parent="E")), to(replace(E, geometry=block(2, 0, 4, 2)))]
    refuses(first, patch(*moved), CoverageBroken, "edition_not_tiled")
    whole = replace(E, geometry=shapely.union(block(2, 0, 4, 2), block(0, 0, 2, 1)))
    refuses(
        first, patch(to(replace(SW, parent="E")), to(whole), to(replace(W, geometry=NW.geometry))),
        CoverageBroken, "edition_not_tiled",
    )  # fmt: skip
    east = DraftGrid("e", "rest", 3, "E", E.geometry)
    put(
        first,
        patch(to(replace(SW, parent="E")), to(whole), to(replace(W, geometry=NW.geometry)), to(east, None)),
    )
    after = grids_at(first)
    assert (after["sw"].parent, after["nw"].parent, after["nw"].edition) == ("E", "W", 1)


class TestVoids:
    LAKE = DraftVoid("W", "lake", COUNTY, block(1, 1, 2, 2))
    REST = replace(NW, geometry=block(0, 1, 1, 2))

    def test_a_void_is_made_and_given_away(self, first: Engine) -> None:
        put(first, patch(to(self.REST), voids=[self.LAKE]))
        with session_scope(first) as session:
            (lake,) = voids(session, DAY_2)
        refused = patch(to(NW), effective=DAY_3)
        with pytest.raises(CoverageBroken, match="edition_not_tiled"):
            put(first, refused)
        put(first, replace(refused, voids_ended=[lake.id]))
        with session_scope(first) as session:
            assert voids(session, DAY_3) == []

    def test_of_a_grid_that_does_not_exist(self, first: Engine) -> None:
        void = replace(self.LAKE, parent="nobody")
        refuses(first, patch(to(self.REST), voids=[void]), CoverageBroken, "parent_unknown")


def with_vertex(grid: DraftGrid) -> DraftGrid:
    """With a vertex in the middle of the southern border's first edge, which the outline has too."""
    at = (X + SIDE // 2, Y)
    ring = list(grid.geometry.exterior.coords)
    where = next(i for i in range(len(ring) - 1) if {ring[i], ring[i + 1]} == {(X, Y), (X + SIDE, Y)})
    return replace(grid, geometry=shapely.Polygon([*ring[: where + 1], at, *ring[where + 1 :]]))


class TestTheOutline:
    def test_it_may_get_a_vertex(self, first: Engine) -> None:
        put(first, patch(*(to(with_vertex(grid)) for grid in (OUTLINE, A, W, SW))))
        with first.connect() as connection:
            marks = connection.execute(text("SELECT code, noding FROM grid_row WHERE edition_from = 2"))
            assert {row.code: row.noding for row in marks} == dict.fromkeys(("0", "A", "W", "sw"), True)

    def test_it_does_not_move(self, first: Engine) -> None:
        small = block(0, 0, 3, 2)
        grids = [replace(grid, geometry=small) for grid in (OUTLINE, A)]
        moved = [*grids, replace(E, geometry=block(2, 0, 3, 2))]
        refuses(first, patch(*map(to, moved)), CoverageBroken, "outline_kept")
        refuses(first, patch(to(replace(OUTLINE, name="other"))), CoverageBroken, "outline_kept")


@pytest.mark.parametrize(
    ("wanted", "kind", "code"),
    [
        (patch(to(SW)), Refusal, "nothing_to_publish"),
        (patch(PatchGrid("nobody", None)), NotFound, "grid_not_found"),
        (patch(PatchGrid("nw", None)), CoverageBroken, "edition_not_tiled"),
        (patch(to(NW, None), PatchGrid("nw", None)), CoverageBroken, "code_of_another"),
        (patch(to(NW, None)), CoverageBroken, "code_of_another"),
        (patch(to(replace(SW, code="nw"), "sw")), CoverageBroken, "code_of_another"),
        (patch(to(replace(SW, code="nw"), "sw"), to(replace(NW, code="sw"), "nw")), CoverageBroken,
         "code_of_another"),
        (patch(to(SW), to(renamed(SW, "x"))), CoverageBroken, "code_twice"),
        (patch(to(replace(SW, parent="nobody"))), CoverageBroken, "parent_unknown"),
        (patch(to(replace(SW, parent="A"))), CoverageBroken, "parent_level_wrong"),
        (patch(PatchGrid("W", None)), CoverageBroken, "parent_unknown"),
        (patch(to(renamed(SW, "x")), effective=DAY_1), Conflict, "edition_not_later"),
        (patch(to(replace(SW, geometry=block(0, 0, 2, 2)))), CoverageBroken, "edition_not_tiled"),
        (patch(to(replace(SW, geometry=shapely.union(block(0, 0, 1, 1), block(0, 1, 1, 2).buffer(-99))))),
         CoverageBroken, "exclave_unrecorded"),
    ],
)  # fmt: skip
def test_what_is_refused(first: Engine, wanted: EditionPatch, kind: type[GeoGridError], code: str) -> None:
    refuses(first, wanted, kind, code)


def test_a_statutory_border_moves_only_when_it_is_unlocked(engine: Engine) -> None:
    locked = replace(W, statutory=True)
    put(engine, draft(DAY_1, changed(locked), outline=OUTLINE))
    wider = replace(locked, geometry=block(0, 0, 3, 2), code="West")
    grids = (to(wider, "W"), to(replace(E, geometry=block(3, 0, 4, 2))), to(DraftGrid(
        "m", "middle", 3, "West", block(2, 0, 3, 2)), None))  # fmt: skip
    refuses(engine, patch(*grids), CoverageBroken, "statutory_border_locked")
    put(engine, patch(*grids, unlocks=[Unlocking("W", "county", "agreed", "7")]))
    assert grids_at(engine)["West"].statutory


def test_a_recorded_exclave_stays_recorded_under_a_new_code(engine: Engine) -> None:
    apart = replace(SW, geometry=shapely.union(block(0, 0, 1, 1), block(1, 1, 2, 2)), exclave=COUNTY)
    other = replace(NW, geometry=shapely.union(block(1, 0, 2, 1), block(0, 1, 1, 2)), exclave=COUNTY)
    put(engine, draft(DAY_1, changed(apart, other), outline=OUTLINE))
    put(engine, patch(to(replace(apart, code="far", exclave=None), "sw")))
    put(engine, patch(to(replace(SW, code="far"), "far"), to(NW), effective=DAY_3))
    with engine.connect() as connection:
        ends = connection.scalars(text("SELECT edition_to FROM grid_exception ORDER BY id"))
        assert list(ends) == [3, 3]


def test_only_what_is_touched_is_read(engine: Engine) -> None:
    # 40 strips under 10 parents
    parents = [DraftGrid(f"p{n}", "p", 2, "A", block(n, 0, n + 1, 4)) for n in range(10)]
    leaves = [
        DraftGrid(f"g{n}-{m}", "g", 3, f"p{n}", block(n, m, n + 1, m + 1))
        for n in range(10)
        for m in range(4)
    ]
    ground = block(0, 0, 10, 4)
    outline, town = replace(OUTLINE, geometry=ground), replace(A, geometry=ground)
    put(engine, draft(DAY_1, {1: [town], 2: parents, 3: leaves}, outline=outline))
    wide = replace(leaves[1], geometry=block(0, 1, 1, 3))
    with shapes_read(engine) as counts:
        put(engine, patch(to(wide), PatchGrid("g0-2", None)))
    assert max(counts) <= 12  # the strips around; of the 10 parents one with its 4
    assert sum(counts) <= 20


class TestDuties:
    """Who answers for what was cut out of a grid."""

    CUT = DraftGrid("new", "new", 3, "W", block(1, 1, 2, 2))
    REST = replace(NW, geometry=block(0, 1, 1, 2))

    @pytest.fixture
    def on_duty(self, first: Engine) -> Callable[[str], list[str]]:
        with first.begin() as connection:
            connection.execute(
                text(
                    """
                    INSERT INTO person (kind, name, grid_id, valid)
                    SELECT 'official', name, id, tstzrange('2026-01-01Z', NULL)
                    FROM grid, unnest(ARRAY['head', 'member', 'gone']) AS name WHERE level = 0;
                    INSERT INTO assignment (grid_id, person_id, role, valid)
                    SELECT r.grid_id, p.id, CASE p.name WHEN 'head' THEN 'head' ELSE 'member' END, tstzrange(
                        '2026-01-01Z', CASE p.name WHEN 'gone' THEN CAST('2026-01-09Z' AS timestamptz) END)
                    FROM grid_row r, person p WHERE r.code = 'nw'
                    """
                )
            )

        def of(code: str) -> list[str]:
            with first.connect() as connection:
                return list(
                    connection.scalars(
                        text(
                            "SELECT p.name || ' ' || CAST(lower(a.valid) AS date) FROM assignment a"
                            " JOIN person p ON p.id = a.person_id JOIN grid_code c ON c.grid_id = a.grid_id"
                            " WHERE c.code = :code ORDER BY a.id"
                        ),
                        {"code": code},
                    )
                )

        return of

    def headless(self, engine: Engine) -> list[str]:
        with engine.connect() as connection:
            return list(
                connection.scalars(
                    text(
                        "SELECT code FROM edition_headless JOIN grid_code USING (grid_id)"
                        " WHERE edition = 2 ORDER BY code"
                    )
                )
            )

    def test_those_of_the_grid_that_it_was_cut_out_of(
        self, first: Engine, on_duty: Callable[[str], list[str]]
    ) -> None:
        put(first, patch(PatchGrid(None, self.CUT, "nw"), to(self.REST)))
        assert on_duty("new") == ["head 2026-02-01", "member 2026-02-01"]
        assert self.headless(first) == []

    def test_or_nobody_and_the_edition_names_it(
        self, first: Engine, on_duty: Callable[[str], list[str]]
    ) -> None:
        edition = put(
            first,
            patch(PatchGrid(None, self.CUT, "nw"), to(self.REST), to(renamed(E, "x")), carry_duties=False),
        )
        assert on_duty("new") == []
        assert self.headless(first) == ["E", "new"]
        assert edition.without_head == 2
