"""People written straight into the tables, as a second client would."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, text

from geo_grid.store.session import session_scope

#: Long before anything that is asked.
SINCE = datetime(2026, 1, 1, tzinfo=UTC)

_GRID = "(SELECT grid_id FROM grid_row WHERE code = :grid AND upper_inf(valid))"


@dataclass(frozen=True)
class Staff:
    """Writes to one database, each call in a transaction of its own."""

    engine: Engine

    def person(self, grid: str, name: str, published: tuple[str, ...] = ("name",), **fields: Any) -> int:
        """Somebody whose record is kept on a grid; official, unless `kind` says otherwise."""
        told: dict[str, Any] = {"kind": "official", "valid_from": SINCE, "valid_until": None}
        told |= {"name_en": None, "post": None, "phone": None, "mobile": None, "reception_hours": None}
        told |= {"photo": None, "opted_in_at": None}
        return self._insert(
            "INSERT INTO person (kind, name, name_en, post, phone, mobile, reception_hours,"
            " published, opted_in_at, photo_hash, grid_id, valid)"
            " VALUES (:kind, :name, :name_en, :post, :phone, :mobile,"
            f" :reception_hours, :published, :opted_in_at, :photo, {_GRID},"
            " tstzrange(:valid_from, :valid_until))",
            {**told, **fields, "grid": grid, "name": name, "published": list(published)},
        )

    def duty(self, grid: str, person: int, role: str = "head", **fields: Any) -> int:
        """A duty."""
        told: dict[str, Any] = {"valid_from": SINCE, "valid_until": None, "shift": None}
        told |= {"specialty": None, "duties": None}
        told |= {"office": None, **fields, "grid": grid, "person": person, "role": role}
        told["hours"] = json.dumps(fields["hours"]) if fields.get("hours") else None
        return self._insert(
            "INSERT INTO assignment (grid_id, person_id, role, valid, shift, hours, specialty, duties,"
            f" office_id) VALUES ({_GRID}, :person, :role, tstzrange(:valid_from, :valid_until), :shift,"
            " CAST(:hours AS jsonb), :specialty, :duties, :office)",
            told,
        )

    def leave(
        self,
        person: int,
        kind: str = "short",
        *,
        since: datetime = SINCE,
        until: datetime | None = None,
        stand_in: int | None = None,
    ) -> int:
        """A leave."""
        return self._insert(
            "INSERT INTO leave (person_id, kind, valid, stand_in_id)"
            " VALUES (:person, :kind, tstzrange(:since, :until), :stand_in)",
            {"person": person, "kind": kind, "since": since, "until": until, "stand_in": stand_in},
        )

    def partner(self, grid: str, other: str) -> int:
        """One half of an AB post."""
        return self._insert(
            f"INSERT INTO partner (grid_id, partner_id, valid) VALUES ({_GRID},"
            f" {_GRID.replace(':grid', ':other')}, tstzrange(:since, NULL))",
            {"grid": grid, "other": other, "since": SINCE},
        )

    def office(self, name: str, *grids: str, kind: str = "community", **fields: Any) -> int:
        """An office with its ground."""
        told = {"phone": None, "hours": None, "address": None, "name_en": None, **fields}
        office = self._insert(
            "INSERT INTO office (kind, name_zh, name_en, phone, hours, address)"
            " VALUES (:kind, :name, :name_en, :phone, :hours, :address)",
            {**told, "kind": kind, "name": name},
        )
        for grid in grids:
            self.run(
                f"INSERT INTO office_grid (office_id, grid_id) VALUES (:office, {_GRID})",
                office=office,
                grid=grid,
            )
        return office

    def station(self, grid: str, name: str, lon: float, lat: float, **fields: Any) -> int:
        """A work station."""
        told = {"address": None, "hours": None, "phone": None, "services": [], **fields}
        return self._insert(
            "INSERT INTO station (grid_id, name_zh, geom, address, hours, phone, services)"
            f" VALUES ({_GRID}, :name, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :address, :hours, :phone,"
            " :services)",
            {**told, "grid": grid, "name": name, "lon": lon, "lat": lat},
        )

    def photo(self, digits: str) -> str:
        """A picture whose hash is some digits over and over."""
        found = (digits * 64)[:64]
        self.run("INSERT INTO photo (hash, large, small) VALUES (:hash, '', '')", hash=found)
        return found

    def run(self, statement: str, **asked: Any) -> None:
        """Any statement."""
        with session_scope(self.engine) as session:
            session.execute(text(statement), asked)

    def _insert(self, statement: str, asked: dict[str, Any]) -> int:
        with session_scope(self.engine) as session:
            return int(session.scalar(text(f"{statement} RETURNING id"), asked))
