"""A small ground to try the store on, written straight into the tables, as a second client would.

level 0 and 1: the square 0..4 × 0..2       level 2: west | east      level 3 in west: sw, nw

    +-----+-----+        codes            +-----+-----+
    |     |     |        W, E             | nw  |     |
    |  W  |  E  |                         +-----+  E  |
    |     |     |                         | sw  |     |
    +-----+-----+                         +-----+-----+
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text

from geo_grid.core.errors import CoverageBroken
from geo_grid.store.errors import translated

DAY_1 = datetime(2026, 1, 1, tzinfo=UTC)
DAY_2 = datetime(2026, 2, 1, tzinfo=UTC)
DAY_3 = datetime(2026, 3, 1, tzinfo=UTC)


def box(x0: float, y0: float, x1: float, y1: float, *extra: str) -> str:
    """A multipolygon of one box with corners in whole degrees; `extra` are more parts as WKT rings."""
    parts = [f"(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))", *extra]
    return f"MULTIPOLYGON({','.join(parts)})"


#: The middle of its western side is a corner of two children: a vertex here too, and in all levels above.
WEST = "MULTIPOLYGON(((0 0,2 0,2 1,2 2,0 2,0 1,0 0)))"
ALL = "MULTIPOLYGON(((0 0,2 0,4 0,4 2,2 2,0 2,0 1,0 0)))"
EAST = "MULTIPOLYGON(((2 0,4 0,4 2,2 2,2 1,2 0)))"
SOUTH_WEST = box(0, 0, 2, 1)
NORTH_WEST = box(0, 1, 2, 2)


@dataclass
class Writer:
    """Raw statements on one connection."""

    connection: Connection
    ids: dict[str, int] = field(default_factory=dict)

    def edition(self, effective: datetime = DAY_1, *, outline: bool = False) -> int:
        """Open an edition; its number."""
        return int(
            self.connection.scalar(
                text(
                    "INSERT INTO edition (effective, title, reason, published_by, sets_outline)"
                    " VALUES (:effective, '', '', 'test', :outline) RETURNING number"
                ),
                {"effective": effective, "outline": outline},
            )
        )

    def grid(self, code: str, level: int) -> int:
        """Make an identity with its code."""
        made = int(
            self.connection.scalar(
                text("INSERT INTO grid (level) VALUES (:level) RETURNING id"), {"level": level}
            )
        )
        self.connection.execute(
            text("INSERT INTO grid_code (code, grid_id, level) VALUES (:code, :id, :level)"),
            {"code": code, "id": made, "level": level},
        )
        self.ids[code] = made
        return made

    def row(
        self,
        code: str,
        level: int,
        parent: str | None,
        wkt: str,
        edition: int,
        lower: datetime | str = DAY_1,
        *,
        statutory: bool = False,
        noding: bool = False,
        valid: str | None = None,
    ) -> int:
        """Open a dated row; makes the identity where there is none."""
        if code not in self.ids:
            self.grid(code, level)
        return int(
            self.connection.scalar(
                text(
                    "INSERT INTO grid_row (grid_id, level, parent_id, code, name, kind, statutory, noding,"
                    " geom, label, area_m2, hue, valid, edition_from)"
                    " VALUES (:grid, :level, :parent, :code, :code, 'comprehensive', :statutory, :noding,"
                    " ST_GeomFromText(:wkt, 4326), ST_PointOnSurface(ST_GeomFromText(:wkt, 4326)), 1, 0,"
                    " CAST(:valid AS tstzrange), :edition) RETURNING id"
                ),
                {
                    "grid": self.ids[code],
                    "level": level,
                    "parent": None if parent is None else self.ids[parent],
                    "code": code,
                    "statutory": statutory,
                    "noding": noding,
                    "wkt": wkt,
                    "valid": valid or f"[{lower},)",
                    "edition": edition,
                },
            )
        )

    def close(self, code: str, edition: int, upper: datetime = DAY_2) -> None:
        """Close the open row of a grid."""
        self.connection.execute(
            text(
                "UPDATE grid_row SET valid = tstzrange(lower(valid), :upper), edition_to = :edition"
                " WHERE grid_id = :grid AND upper_inf(valid)"
            ),
            {"upper": upper, "edition": edition, "grid": self.ids[code]},
        )

    def void(self, parent: str, wkt: str, edition: int, lower: datetime = DAY_1) -> int:
        """Open a void."""
        return int(
            self.connection.scalar(
                text(
                    "INSERT INTO void (parent_id, name, reason, approved_by, geom, area_m2, valid,"
                    " edition_from) VALUES (:parent, 'lake', 'nobody lives there', 'county',"
                    " ST_GeomFromText(:wkt, 4326), 1, tstzrange(:lower, NULL), :edition) RETURNING id"
                ),
                {"parent": self.ids[parent], "wkt": wkt, "lower": lower, "edition": edition},
            )
        )

    def exception(self, code: str, edition: int, lower: datetime = DAY_1) -> int:
        """Record an exclave exception."""
        return int(
            self.connection.scalar(
                text(
                    "INSERT INTO grid_exception (grid_id, kind, reason, approved_by, valid, edition_from)"
                    " VALUES (:grid, 'exclave', 'island', 'county', tstzrange(:lower, NULL), :edition)"
                    " RETURNING id"
                ),
                {"grid": self.ids[code], "lower": lower, "edition": edition},
            )
        )

    def prove_now(self) -> None:
        """Fire what waits for the commit."""
        self.connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        self.connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))


def lay(connection: Connection) -> Writer:
    """Write the whole ground as edition 1, effective on DAY_1."""
    writer = Writer(connection)
    edition = writer.edition(outline=True)
    writer.row("O", 0, None, ALL, edition)
    writer.row("A", 1, "O", ALL, edition)
    writer.row("W", 2, "A", WEST, edition)
    writer.row("E", 2, "A", EAST, edition)
    writer.row("nw", 3, "W", NORTH_WEST, edition)
    writer.row("sw", 3, "W", SOUTH_WEST, edition)
    return writer


@contextmanager
def refused(code: str, invariant: str, **params: object) -> Iterator[None]:
    """The block is refused by the database, for this reason and no other."""
    with pytest.raises(CoverageBroken) as caught, translated():
        yield
    found = {"code": caught.value.code, **caught.value.params}
    wanted = {"code": code, "invariant": invariant, **params}
    assert {key: found.get(key) for key in wanted} == wanted
