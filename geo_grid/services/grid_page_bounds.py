"""The four bounds that the page of a grid tells, by streets and waters."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.bounds.corners import SIDES
from geo_grid.services.bounds import grid_bounds
from geo_grid.words import Language
from geo_grid.words.bounds import side_text

LANGUAGES: tuple[Language, ...] = ("zh", "en")

#: Language → side → what the border follows there.
PageBounds = Mapping[str, Mapping[str, str]]


def page_bounds(session: Session, code: str, at: datetime, within_m: float) -> PageBounds:
    """The bounds of the largest part of a grid; sides that are only a point are left out.

    Parameters
    ----------
    at
        Aware instant.
    within_m
        Farthest that a line may lie from a border that follows it.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    _, told = grid_bounds(session, code, at, within_m)
    return {
        language: {
            side: text
            for side in SIDES
            if (text := side_text(told.bounds.of_side(side, 0), told.names, language))
        }
        for language in LANGUAGES
    }
