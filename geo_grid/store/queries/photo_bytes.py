"""The pictures of people, for what is printed."""

from collections.abc import Collection
from typing import Literal

from sqlalchemy import any_, select
from sqlalchemy.orm import Session

from geo_grid.store.people_tables import Photo


def photo_bytes(
    session: Session, hashes: Collection[str], size: Literal["small", "large"]
) -> dict[str, bytes]:
    """Hash → JPEG, of those that are there."""
    column = Photo.small if size == "small" else Photo.large
    rows = session.execute(
        select(Photo.hash, column).where(Photo.hash == any_(list(hashes)))  # type: ignore[arg-type]  # an array to psycopg
    )
    return {row[0]: row[1] for row in rows}
