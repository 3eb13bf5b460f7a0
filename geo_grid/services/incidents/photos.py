"""Photos of incidents: read within limits, kept without anything but the picture until they are used."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.files.photo import EncodedPhoto, encode_photo
from geo_grid.files.photo_position import photo_position
from geo_grid.store.incident_photos import NewPhoto, add_photo, photo_bytes, sweep_photos

#: Longer side of what is shown large, pixels: a number plate across a street can be read.
LARGE_PX = 1280
#: Photos of one report at most.
MOST_PHOTOS = 6
#: Hours after which a photo that nobody used is let go.
UNUSED_HOURS = 24


@dataclass(frozen=True, slots=True)
class ReadPhoto:
    """A photo, and where its camera says it was taken: EPSG:4326 degrees, or None."""

    encoded: EncodedPhoto
    position: tuple[float, float] | None


def read_photo(path: Path) -> ReadPhoto:
    """Read a file that somebody sent; no database is held meanwhile.

    Raises
    ------
    UnreadableFile
        ``photo_not_image``, ``photo_too_many_pixels``.
    InputError
        ``photo_too_small``.
    """
    return ReadPhoto(encode_photo(path, LARGE_PX), photo_position(path))


def keep_photo(session: Session, read: ReadPhoto, account: int | None) -> str:
    """Keep a photo until it is used; its id. The caller commits."""
    sweep_photos(session, UNUSED_HOURS)
    photo, encoded = secrets.token_urlsafe(16), read.encoded
    add_photo(
        session,
        NewPhoto(photo, encoded.hash, encoded.large, encoded.small, encoded.width, encoded.height),
        account,
    )
    return photo


def photo_of(session: Session, photo: str, *, large: bool) -> bytes:
    """A photo for whoever knows its id.

    Raises
    ------
    NotFound
        ``photo_not_found``.
    """
    found = photo_bytes(session, photo, large=large)
    if found is None:
        raise NotFound("photo_not_found")
    return found
