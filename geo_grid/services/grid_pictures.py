"""Pictures of a grid for its page and for sharing, kept while ground, grids and day are the same."""

from collections.abc import Hashable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from sqlalchemy.orm import Session

from geo_grid.publish.ground_picture import Style, ground_picture
from geo_grid.publish.share_picture import HEIGHT_PX, WIDTH_PX, share_picture
from geo_grid.services.current import read_base
from geo_grid.services.grids import ancestors
from geo_grid.services.ground_picture import gather
from geo_grid.services.kept import Kept
from geo_grid.services.map_settings import map_settings
from geo_grid.settings import Settings
from geo_grid.store.queries.state import state
from geo_grid.store.queries.stations_state import stations_state
from geo_grid.words import Language

Size = Literal["wide", "narrow"]

#: Width and height in CSS pixels; the page leaves room for exactly these.
SIZES: Mapping[Size, tuple[int, int]] = MappingProxyType({"wide": (800, 600), "narrow": (390, 400)})
_MM_PER_PX = 25.4 / 96


def picture_of(
    session: Session,
    pictures: Kept[bytes],
    code: str,
    at: datetime,
    settings: Settings,
    *,
    size: Size,
    style: Style,
    language: Language,
) -> bytes:
    """The map of a grid as SVG.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    width, height = SIZES[size]

    def draw() -> bytes:
        ground = gather(session, code, at, zone=settings.zone, aspect=width / height)
        svg = ground_picture(ground, width * _MM_PER_PX, height * _MM_PER_PX, style=style, language=language)
        return svg.encode()

    return pictures.get((code, size, style, language, _shown(session, at, settings)), draw)


def share_picture_of(
    session: Session, pictures: Kept[bytes], code: str, at: datetime, settings: Settings, language: Language
) -> bytes:
    """The picture that is shown where the page's address is shared, as PNG.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """

    def draw() -> bytes:
        ground = gather(session, code, at, zone=settings.zone, aspect=(WIDTH_PX - 400) / HEIGHT_PX)
        place = map_settings(session, settings).title
        above = [link.name for link in ancestors(session, code, at)]
        return share_picture(ground, above, place[language] if place is not None else "", language)

    return pictures.get((code, "share", language, _shown(session, at, settings)), draw)


def _shown(session: Session, at: datetime, settings: Settings) -> Hashable:
    """What every picture follows from beside its grid and its form."""
    day = at.astimezone(settings.zone).date()
    return state(session, at).key, read_base(session), stations_state(session, at), day
