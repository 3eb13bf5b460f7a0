"""Pictures of where boards hang."""

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.core.permissions.deciding import Actor
from geo_grid.files.photo import EncodedPhoto
from geo_grid.files.photo import encode_photo as encode_photo
from geo_grid.services.boards.register import found_board
from geo_grid.store import people_writing
from geo_grid.store.audit_writing import note
from geo_grid.store.board_writing import set_board_photo
from geo_grid.store.queries.people import photo_bytes


def set_photo(session: Session, actor: Actor | None, board: int, photo: EncodedPhoto) -> None:
    """Give a board a picture, in place of the one it had; the caller commits.

    Raises
    ------
    NotFound
        ``board_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    before = found_board(session, actor, board)
    if before.photo == photo.hash:
        return
    people_writing.keep_photo(session, photo.hash, photo.large, photo.small)
    set_board_photo(session, board, photo.hash)
    people_writing.let_photo_go(session, before.photo)
    note(
        session, "board.photo", f"board:{board}", before={"photo": before.photo}, after={"photo": photo.hash}
    )


def board_photo(session: Session, actor: Actor | None, board: int) -> bytes:
    """The picture of a board, as JPEG.

    Raises
    ------
    NotFound
        ``board_not_found``, ``photo_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    photo = found_board(session, actor, board).photo
    content = None if photo is None else photo_bytes(session, photo, large=True)
    if content is None:
        raise NotFound("photo_not_found")
    return content
