"""One box for addresses, compounds, streets, organisations and grids."""

from dataclasses import replace
from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from geo_grid.core.crs import distance_m
from geo_grid.core.errors import InputError
from geo_grid.services.locate import LocateIndex
from geo_grid.services.search_looking import Candidate, Looking
from geo_grid.services.search_question import MAX_LENGTH, Found, Hit, Kind, Question
from geo_grid.store.queries.search import Here

#: Among equals: what is large first, single doors last.
_ORDER: tuple[Kind, ...] = ("grid", "street", "compound", "organisation", "address")


def search(session: Session, index: LocateIndex, question: Question, at: datetime) -> Found:
    """Find places by what was typed: a name, its pinyin or initials, a name with a house number, a code.

    Parameters
    ----------
    index
        Of the state at the instant.
    at
        Grids are those valid at this instant.

    Raises
    ------
    InputError
        ``search_text_length``: nothing, or more than `MAX_LENGTH` characters.
    """
    typed = question.text.strip()
    if not 1 <= len(typed) <= MAX_LENGTH:
        raise InputError("search_text_length", most=MAX_LENGTH)
    looking = Looking(session, question, at)
    best: dict[tuple[str, int], Candidate] = {}
    for candidate in looking.candidates(typed):
        kept = best.get(candidate.identity)
        if kept is None or (candidate.rank, candidate.errors) < (kept.rank, kept.errors):
            best[candidate.identity] = candidate
    ordered = _ordered(list(best.values()), question.here)
    items = tuple(_placed(hit, index) for hit in ordered[: question.limit])
    return Found(items, len(ordered) > question.limit)


def _ordered(candidates: list[Candidate], here: Here) -> list[Hit]:
    """The best first; among equals the nearest number, the nearest, else the shortest name."""
    if not candidates:
        return []
    hits = [candidate.hit for candidate in candidates]
    if here is not None:
        lons, lats = np.array([hit.lon for hit in hits]), np.array([hit.lat for hit in hits])
        distances = distance_m(np.full(len(hits), here[0]), np.full(len(hits), here[1]), lons, lats)
        hits = [replace(hit, distance_m=float(far)) for hit, far in zip(hits, distances, strict=True)]
    ranked = sorted(
        zip(candidates, hits, strict=True),
        key=lambda each: (
            each[0].rank,
            each[0].errors,
            _ORDER.index(each[1].kind),
            each[0].aside,
            each[1].distance_m or 0.0,
            len(each[1].name),
            each[1].name,
        ),
    )
    return [hit for _, hit in ranked]


def _placed(hit: Hit, index: LocateIndex) -> Hit:
    """A hit with its chain of grids; a grid with its bounds and with what it is part of."""
    chain = index.chain_at(hit.lon, hit.lat)
    if hit.kind != "grid":
        return replace(hit, grids=chain)
    own = index.by_code(hit.code or "")
    if own is None:
        return replace(hit, grids=chain)
    chain = index.chain_of(own)
    above = chain[-2].name if len(chain) > 1 else None
    return replace(hit, grids=chain, bbox=own.bbox, detail=above)
