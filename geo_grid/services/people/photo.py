"""Photos of people: read within limits, kept without anything but the picture, shown to whom they may be."""

from pathlib import Path

from sqlalchemy.orm import Session

from geo_grid.core.errors import Denied, NotFound
from geo_grid.core.permissions.deciding import Actor
from geo_grid.files.photo import EncodedPhoto, encode_photo
from geo_grid.services.ground import require_on
from geo_grid.services.people.found import ASSIGN, found_person
from geo_grid.store import people_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import PersonRecord
from geo_grid.store.queries.people import holders_of_photo, is_photo_public, photo_bytes


def read_photo(path: Path) -> EncodedPhoto:
    """Read a file that somebody sent; no database is held meanwhile.

    Raises
    ------
    UnreadableFile
        ``photo_not_image``, ``photo_too_many_pixels``.
    InputError
        ``photo_too_small``.
    """
    return encode_photo(path)


def set_photo(session: Session, actor: Actor | None, person: int, photo: EncodedPhoto) -> PersonRecord:
    """Give somebody a photo, in place of the one they had; the caller commits.

    Raises
    ------
    NotFound
        ``person_not_found``.
    """
    before = found_person(session, actor, person, for_update=True)
    if before.photo != photo.hash:
        writing.keep_photo(session, photo.hash, photo.large, photo.small)
        _change(session, before, photo.hash)
    return found_person(session, actor, person)


def remove_photo(session: Session, actor: Actor | None, person: int) -> PersonRecord:
    """Take somebody's photo away; the caller commits.

    Raises
    ------
    NotFound
        ``person_not_found``.
    """
    before = found_person(session, actor, person, for_update=True)
    if before.photo is not None:
        _change(session, before, None)
    return found_person(session, actor, person)


def public_photo(session: Session, photo: str, *, large: bool) -> bytes | None:
    """A photo that somebody in the service publishes; None where nobody does."""
    return photo_bytes(session, photo, large=large) if is_photo_public(session, photo) else None


def managed_photo(session: Session, actor: Actor, photo: str, *, large: bool) -> bytes:
    """A photo of somebody on whose record's ground the actor assigns people.

    Raises
    ------
    NotFound
        ``photo_not_found``: there is none, or none for them.
    """
    for holder in holders_of_photo(session, photo):
        try:
            require_on(session, actor, ASSIGN, holder.grid_id)
        except Denied:
            continue
        found = photo_bytes(session, photo, large=large)
        if found is not None:
            note(session, "person.read", f"person:{holder.id}", after={"photo": photo})
            return found
    raise NotFound("photo_not_found")


def _change(session: Session, before: PersonRecord, photo: str | None) -> None:
    writing.set_photo(session, before.id, photo)
    writing.let_photo_go(session, before.photo)
    note(
        session,
        "person.photo",
        f"person:{before.id}",
        before={"photo": before.photo},
        after={"photo": photo},
    )
