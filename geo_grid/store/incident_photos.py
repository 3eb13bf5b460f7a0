"""Photos of incidents: kept until they are used, or let go."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

_ADD = text(
    "INSERT INTO incident_photo (id, hash, large, small, width, height, by_account) "
    "VALUES (:id, :hash, :large, :small, :width, :height, :account)"
)
#: What nobody has used for a day is let go, a few at a time.
_SWEEP = text(
    """
    DELETE FROM incident_photo WHERE id IN (
        SELECT id FROM incident_photo
        WHERE incident_id IS NULL AND made_at < now() - make_interval(hours => :hours)
        ORDER BY made_at LIMIT 20 FOR UPDATE SKIP LOCKED
    )
    """
)


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A photo as it is kept, pixels of its large picture."""

    id: str
    hash: str
    large: bytes
    small: bytes
    width: int
    height: int


def add_photo(session: Session, photo: NewPhoto, account: int | None) -> None:
    """Keep a photo that nothing uses yet."""
    session.execute(
        _ADD,
        {
            "id": photo.id, "hash": photo.hash, "large": photo.large, "small": photo.small,
            "width": photo.width, "height": photo.height, "account": account,
        },
    )  # fmt: skip


def sweep_photos(session: Session, hours: int) -> None:
    """Let go of some photos that nothing has used for so long."""
    session.execute(_SWEEP, {"hours": hours})


def photo_bytes(session: Session, photo: str, *, large: bool) -> bytes | None:
    """A photo by its id, which only those know who may see it."""
    column = "large" if large else "small"
    found = session.scalar(
        text(f"SELECT {column} FROM incident_photo WHERE id = :id"),  # noqa: S608 - one of two names
        {"id": photo},
    )
    return None if found is None else bytes(found)
