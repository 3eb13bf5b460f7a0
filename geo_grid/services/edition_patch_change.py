"""What a patch would change: its grids, and what touches them, compared with what holds at its instant."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import shapely
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.errors import CoverageBroken, NotFound
from geo_grid.core.only_noded import only_noded
from geo_grid.services.edition_change import EditionChange, same_words
from geo_grid.services.edition_draft import DraftGrid, DraftVoid
from geo_grid.services.edition_patch import EditionPatch, PatchGrid
from geo_grid.services.edition_pieces import NAMED, After, compare_exclaves, units_of
from geo_grid.services.edition_rules import check_code_scheme, check_later, check_parents, check_statutory
from geo_grid.store.queries.exceptions import exceptions
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.ground_touched import grids_of_codes, grids_with_children
from geo_grid.store.queries.touched import owners_of
from geo_grid.store.queries.voids import voids
from geo_grid.store.records import GridRecord, VoidRecord


def compare_patch(session: Session, patch: EditionPatch) -> EditionChange:
    """Compare a patch with what holds at its effective instant. Nothing is written.

    Read are the grids that change, and every parent that one of them has or had, with all its children.

    Raises
    ------
    NotFound
        ``grid_not_found``: a grid that is to change or end is none at that instant.
    Conflict
        ``edition_not_later``: an edition of the same instant or a later one touches a grid that would change.
    CoverageBroken
        I3 ``statutory_border_locked``, ``outline_kept``; I4 ``code_twice``, ``code_of_another``,
        ``code_outside_scheme``, ``parent_unknown``, ``parent_level_wrong``.
    """
    return _Comparing(session, patch).change()


class _Comparing:
    """The grids of a patch as they are until its instant, and what is around them."""

    def __init__(self, session: Session, patch: EditionPatch) -> None:
        self.session, self.patch, self.at = session, patch, patch.effective
        self.grids = _canonical(patch.grids)
        twice = [
            code for code, times in Counter(grid.was for grid in self.grids).items() if code and times > 1
        ]
        if twice:
            raise CoverageBroken("code_twice", invariant="I4", grids=sorted(twice)[:NAMED])
        self.wanted = [grid.to_be for grid in self.grids if grid.to_be is not None]
        formerly = [grid.was for grid in self.grids if grid.was is not None]
        self.now = {record.code: record for record in grids_of_codes(session, formerly, self.at)}
        for code in formerly:
            if code not in self.now:
                raise NotFound("grid_not_found", grid=code)
        self.owners = owners_of(session, [grid.code for grid in self.wanted])
        #: Identity → code from then on, of the grids of the patch that stay.
        self.code_then = {
            self.now[grid.was].id: grid.to_be.code
            for grid in self.grids
            if grid.was is not None and grid.to_be is not None
        }
        self.around = self._loaded()
        self.shapes: NDArray[Any] = units_of(self.around)

    def change(self) -> EditionChange:
        check_code_scheme(self.session, self.wanted)
        self._check_owners()
        opened, previous, noded, ended = self._compared()
        recorded = {record.grid_id: record for record in exceptions(self.session, self.at)}
        theirs = self.owners | {
            grid.code: (grid_id, grid.level)
            for grid in self.wanted
            for grid_id in [self._identities.get(grid.code)]
            if grid_id is not None
        }
        exclaves_opened, exclaves_closed = compare_exclaves(self.wanted, ended, theirs, recorded)
        ends = {record.id for record in exclaves_closed}
        excepted = {grid_id for grid_id, record in recorded.items() if record.id not in ends}
        voids_opened, voids_closed, void_pieces = self._voids()
        after = [*self._after(opened, excepted), *void_pieces]
        check_parents(after, self._tops())
        check_later(self.session, self.at, [*previous.values(), *ended], opened, self.owners)
        check_statutory(self._unlocked(), previous, ended, opened)
        moved = [code for code in (grid.code for grid in opened if grid.level == 0) if code not in noded]
        if moved or any(grid.level == 0 for grid in ended):
            raise CoverageBroken("outline_kept", invariant="I3")
        gone = {self._parent_then(grid) for grid in (*ended, *previous.values())}
        gone |= {self._parent_of_void(void) for void in voids_closed}
        return EditionChange(
            opened=tuple(opened),
            previous=previous,
            noded=frozenset(noded),
            closed=tuple(ended),
            unchanged=len(self.wanted) - len(opened),
            identities=self._identities,
            after=tuple(after),
            gone=frozenset(code for code in gone if code is not None),
            voids_opened=tuple(voids_opened),
            voids_closed=tuple(voids_closed),
            exclaves_opened=tuple(exclaves_opened),
            exclaves_closed=tuple(exclaves_closed),
            codes_opened=tuple(
                (code, grid_id, record.level)
                for record in self.now.values()
                for grid_id, code in [(record.id, self.code_then.get(record.id))]
                if code is not None and code not in self.owners
            ),
            came_out_of=self._came_out_of() if self.patch.carry_duties else {},
        )

    def _loaded(self) -> list[GridRecord]:
        """Every grid whose children must be proved to tile it, with all of these."""
        within = {grid.id for grid in self.now.values() if grid.level < 3}
        within |= {grid.parent_id for grid in self.now.values() if grid.parent_id is not None}
        here = {grid.code for grid in self.wanted}
        above = {grid.parent for grid in self.wanted if grid.parent is not None}
        above |= {void.parent for void in self.patch.voids}
        within |= {record.id for record in grids_of_codes(self.session, above - here, self.at)}
        within |= {void.parent_id for void in voids(self.session, self.at, ids=self.patch.voids_ended)}
        return grids_with_children(self.session, within, self.at)

    def _check_owners(self) -> None:
        """A code that was somebody's is theirs for ever: another grid never gets it."""
        for grid in self.grids:
            owner = None if grid.to_be is None else self.owners.get(grid.to_be.code)
            if owner is None or grid.to_be is None:
                continue
            if grid.was is not None:
                is_theirs = owner[0] == self.now[grid.was].id
            else:
                # One that has ended comes back; one that is there cannot come a second time.
                in_force = grid_by_code(self.session, grid.to_be.code, self.at, geometry=False)
                is_theirs = in_force is None and owner[0] not in self.code_then
            if not is_theirs or owner[1] != grid.to_be.level:
                raise CoverageBroken("code_of_another", invariant="I4", grid=grid.to_be.code, level=owner[1])

    def _compared(self) -> tuple[list[DraftGrid], dict[str, GridRecord], set[str], list[GridRecord]]:
        opened: list[DraftGrid] = []
        previous: dict[str, GridRecord] = {}
        noded: set[str] = set()
        ended: list[GridRecord] = []
        shape_of = {record.id: shape for record, shape in zip(self.around, self.shapes, strict=True)}
        missing = [record for record in self.now.values() if record.id not in shape_of]
        shape_of |= {record.id: shape for record, shape in zip(missing, units_of(missing), strict=True)}
        for grid in self.grids:
            now = None if grid.was is None else self.now[grid.was]
            if grid.to_be is None:
                ended += [] if now is None else [now]
                continue
            if now is not None:
                words_kept = same_words(now, self._parent_then(now), grid.to_be)
                shape = shape_of[now.id]
                if words_kept and shapely.to_wkb(shape) == shapely.to_wkb(grid.to_be.geometry):
                    continue
                previous[grid.to_be.code] = now
                if words_kept and only_noded(shape, grid.to_be.geometry):
                    noded.add(grid.to_be.code)
            opened.append(grid.to_be)
        return opened, previous, noded, ended

    def _parent_then(self, grid: GridRecord) -> str | None:
        """Code that a grid's parent has from then on."""
        return grid.parent if grid.parent_id is None else self.code_then.get(grid.parent_id, grid.parent)

    def _parent_of_void(self, void: VoidRecord) -> str:
        return self.code_then.get(void.parent_id, void.parent)

    def _after(self, opened: Sequence[DraftGrid], excepted: set[int]) -> list[After]:
        patched = {record.id for record in self.now.values()}
        stay = [
            After(
                record.code, record.level, self._parent_then(record), shape, changed=False,
                exclave=record.id in excepted,
            )
            for record, shape in zip(self.around, self.shapes, strict=True)
            if record.id not in patched
        ]  # fmt: skip
        changed = {grid.code for grid in opened}
        identities = self._identities
        come = [
            After(
                grid.code, grid.level, grid.parent, grid.geometry, grid.code in changed,
                grid.exclave is not None or identities.get(grid.code) in excepted,
            )
            for grid in self.wanted
        ]  # fmt: skip
        return stay + come

    def _tops(self) -> set[str]:
        """Grids that were read as parents only: above them nothing changes, and nothing was read."""
        patched = {record.id for record in self.now.values()}
        here = {record.id for record in self.around}
        return {
            record.code
            for record in self.around
            if record.id not in patched and record.parent_id not in here | patched
        }

    def _voids(self) -> tuple[list[DraftVoid], list[VoidRecord], list[After]]:
        levels = {record.code: record.level for record in self.around if record.id not in self.code_then}
        levels |= {grid.code: grid.level for grid in self.wanted}
        now = voids(self.session, self.at, [record.id for record in self.around])
        ends = set(self.patch.voids_ended)
        gone = {record.id for record in self.now.values()} - self.code_then.keys()
        closed = [void for void in now if void.id in ends or void.parent_id in gone]
        pieces = [
            After(void.name, levels[parent] + 1, parent, shape, changed=False, is_void=True)
            for void, shape in zip(now, units_of(now), strict=True)
            for parent in [self._parent_of_void(void)]
            if void.id not in ends and void.parent_id not in gone
        ]
        shapes = canonical(as_array([void.geometry for void in self.patch.voids]))
        opened = [replace(void, geometry=shape) for void, shape in zip(self.patch.voids, shapes, strict=True)]
        unknown = [void.parent for void in opened if void.parent not in levels]
        if unknown:
            raise CoverageBroken("parent_unknown", invariant="I2", grids=[], parents=unknown[:NAMED])
        pieces += [
            After(void.name, levels[void.parent] + 1, void.parent, void.geometry, changed=True, is_void=True)
            for void in opened
        ]
        return opened, closed, pieces

    def _unlocked(self) -> set[str]:
        codes = {unlocking.code for unlocking in self.patch.unlocks}
        return codes | {
            self.code_then[self.now[code].id]
            for code in codes
            if code in self.now and self.now[code].id in self.code_then
        }

    @cached_property
    def _identities(self) -> dict[str, int]:
        found = {record.code: record.id for record in (*self.around, *self.now.values())}
        found |= {code: grid_id for code, (grid_id, _) in self.owners.items()}
        return found | {code: grid_id for grid_id, code in self.code_then.items()}

    def _came_out_of(self) -> Mapping[str, int]:
        """Of the grids that nobody knew; one that comes back has duties of its own."""
        from_codes = {grid.out_of for grid in self.grids if grid.out_of is not None}
        known = {record.code: record.id for record in grids_of_codes(self.session, from_codes, self.at)}
        return {
            grid.to_be.code: known[grid.out_of]
            for grid in self.grids
            if grid.was is None and grid.to_be is not None and grid.out_of in known
            if grid.to_be.code not in self.owners
        }


def _canonical(grids: Sequence[PatchGrid]) -> list[PatchGrid]:
    put = [grid for grid in grids if grid.to_be is not None]
    shapes = canonical(as_array([grid.to_be.geometry for grid in put if grid.to_be is not None]))
    made = [
        replace(grid, to_be=replace(grid.to_be, geometry=shape))
        for grid, shape in zip(put, shapes, strict=True)
        if grid.to_be is not None
    ]
    return [*made, *(grid for grid in grids if grid.to_be is None)]
