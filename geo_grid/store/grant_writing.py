"""Writing grants and offices; instants are the database's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_COLUMNS = ("name_zh", "name_en", "parent_id", "hours", "phone", "address")


def open_grant(
    session: Session,
    account: int,
    role: str,
    grid: int | None,
    office: int | None,
    valid_from: datetime | None,
    valid_until: datetime | None,
    reason: str | None,
    by: str,
) -> int:
    """A new grant, from now on where no instant is given; its id."""
    return int(
        session.execute(
            text(
                "INSERT INTO role_grant "
                "(account_id, role, grid_id, office_id, valid_from, valid_until, reason, granted_by) "
                "VALUES (:account, :role, :grid, :office, coalesce(:valid_from, now()), :valid_until, "
                ":reason, :by) RETURNING id"
            ),
            {
                "account": account, "role": role, "grid": grid, "office": office,
                "valid_from": valid_from, "valid_until": valid_until, "reason": reason, "by": by,
            },
        ).scalar_one()
    )  # fmt: skip


def lock_account(session: Session, account: int) -> None:
    """Let nobody else grant to this account until the transaction ends."""
    # The second key is an int4; two accounts that share one only wait for each other.
    session.execute(text("SELECT pg_advisory_xact_lock(7350011, :id)"), {"id": account % 2**31})


def lock_offices(session: Session) -> None:
    """Let nobody else change the tree of offices until the transaction ends: each must see the other's."""
    session.execute(text("SELECT pg_advisory_xact_lock(7350012, 0)"))


def revoke_grant(session: Session, grant: int) -> None:
    """End a grant for good; the last administrator's cannot be (`last_administrator`)."""
    session.execute(
        text("UPDATE role_grant SET revoked_at = now() WHERE id = :id AND revoked_at IS NULL"), {"id": grant}
    )


def open_office(session: Session, kind: str, values: Mapping[str, Any]) -> int:
    """A new office; its id."""
    return int(
        session.execute(
            text(
                "INSERT INTO office (kind, name_zh, name_en, parent_id, hours, phone, address) "
                "VALUES (:kind, :name_zh, :name_en, :parent_id, :hours, :phone, :address) RETURNING id"
            ),
            {"kind": kind, **{name: values.get(name) for name in _COLUMNS}},
        ).scalar_one()
    )


def change_office(session: Session, office: int, values: Mapping[str, Any], *, closed: bool) -> None:
    """All of an office."""
    session.execute(
        text(
            "UPDATE office SET kind = :kind, name_zh = :name_zh, name_en = :name_en, parent_id = :parent_id, "
            "hours = :hours, phone = :phone, address = :address, made_up = false, "
            "closed_at = CASE WHEN :closed THEN coalesce(closed_at, now()) END WHERE id = :id"
        ),
        {
            "id": office, "kind": values["kind"], "closed": closed,
            **{name: values.get(name) for name in _COLUMNS},
        },
    )  # fmt: skip


def assign_grids(session: Session, office: int, grids: Sequence[int]) -> None:
    """These grids, and no others, are the office's ground."""
    session.execute(text("DELETE FROM office_grid WHERE office_id = :office"), {"office": office})
    session.execute(
        text("INSERT INTO office_grid SELECT :office, unnest(CAST(:grids AS bigint[]))"),
        {"office": office, "grids": list(grids)},
    )


def set_area(session: Session, office: int, wkb: bytes | None) -> None:
    """The office's service area of its own: a multipolygon as WKB, EPSG:4326 degrees; None for none."""
    session.execute(
        text(
            "UPDATE office SET service_area = ST_SetSRID(ST_GeomFromWKB(CAST(:wkb AS bytea)), 4326), "
            "made_up = false WHERE id = :office"
        ),
        {"office": office, "wkb": wkb},
    )
