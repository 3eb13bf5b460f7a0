"""What the sheets of some grids say, and its fingerprint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sqlalchemy.orm import Session

from geo_grid.core.boards.fingerprint import Fingerprint, digest
from geo_grid.core.duty.roster import Office
from geo_grid.core.errors import NotFound
from geo_grid.publish.sheets.content import SheetGrid, SheetOffice
from geo_grid.services.boards.people import cards_of, printed_of, sheet_people
from geo_grid.services.duty_index import DutyIndex, GridPeople, duty_index_of
from geo_grid.settings import Settings
from geo_grid.store.queries.border_editions import border_editions
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.photo_bytes import photo_bytes
from geo_grid.store.queries.state import state
from geo_grid.store.records import GridRecord
from geo_grid.words import Language
from geo_grid.words.hours import said_hours


@dataclass(frozen=True, slots=True)
class Printable:
    """A grid with what its sheets say now."""

    record: GridRecord
    sheet: SheetGrid
    fingerprint: Fingerprint


def grid_to_print(session: Session, code: str, at: datetime) -> GridRecord:
    """A grid in force.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    found = grid_by_code(session, code, at, geometry=False)
    if found is None:
        raise NotFound("grid_not_found", grid=code)
    return found


def printables(
    session: Session, grids: Sequence[GridRecord], at: datetime, settings: Settings, language: Language
) -> list[Printable]:
    """What the sheets of some grids say at an instant, in their order."""
    index = duty_index_of(session, at, grids, settings.zone)
    people = [index.people(grid, at) for grid in grids]
    hashes = {card.person.photo for each in people for card in cards_of(each) if card.person.photo}
    photos = photo_bytes(session, hashes, "large")
    prints = _prints(session, grids, people, at, settings)
    edition = state(session, at).edition or 0
    made = []
    for grid, theirs in zip(grids, people, strict=True):
        fingerprint = prints[grid.id]
        address = f"{settings.public_address}/grid/{quote(grid.code)}"
        sheet = SheetGrid(
            code=grid.code,
            name=grid.name,
            above=_above(index, grid),
            level=grid.level,
            people=sheet_people(theirs, photos, language),
            office=_office(theirs.offices, language),
            hotline=settings.hotline,
            supervision_phone=settings.supervision_phone,
            url=f"{address}?edition={edition}&p={fingerprint.short}",
            address=address.partition("://")[2],
            edition=edition,
            on=at.astimezone(settings.zone).date(),
            language=language,
        )
        made.append(Printable(grid, sheet, fingerprint))
    return made


def fingerprints(
    session: Session, grids: Sequence[GridRecord], at: datetime, settings: Settings
) -> dict[int, Fingerprint]:
    """Identity → what sheets of the grid would show at an instant."""
    index = duty_index_of(session, at, grids, settings.zone)
    return _prints(session, grids, [index.people(grid, at) for grid in grids], at, settings)


def _prints(
    session: Session,
    grids: Sequence[GridRecord],
    people: Sequence[GridPeople],
    at: datetime,
    settings: Settings,
) -> dict[int, Fingerprint]:
    borders = border_editions(session, [grid.id for grid in grids], at)
    return {
        grid.id: Fingerprint(borders[grid.id], digest(printed_of(theirs)), _contact(theirs.offices, settings))
        for grid, theirs in zip(grids, people, strict=True)
    }


def _contact(offices: Sequence[Office], settings: Settings) -> str:
    nearest = next(iter(offices), None)
    office = (
        None
        if nearest is None
        else [nearest.name_zh, nearest.name_en, nearest.phone, nearest.hours, nearest.address]
    )
    return digest([office, settings.hotline, settings.supervision_phone, settings.public_address])


def _office(offices: Sequence[Office], language: Language) -> SheetOffice | None:
    nearest = next(iter(offices), None)
    if nearest is None:
        return None
    name = (nearest.name_en if language == "en" else None) or nearest.name_zh
    return SheetOffice(name, nearest.phone, said_hours(nearest.hours, language), nearest.address)


def _above(index: DutyIndex, grid: GridRecord) -> tuple[str, ...]:
    chain = index.roster.upwards(grid.id)[1:]
    records = [index.grids[each] for each in reversed(chain) if each in index.grids]
    return tuple(each.name for each in records if each.level > 0)
