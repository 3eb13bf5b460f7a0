"""The grids that a plan changes: as they were on its base, as the plan has them, as they are by now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.edits.carrying import carried
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.locks import stays
from geo_grid.services.plans.applying import on_base
from geo_grid.store.plan_records import Base, ChangedGrid, PlanRecord
from geo_grid.store.queries.codes_at import codes_at
from geo_grid.store.queries.last_edition import last_edition
from geo_grid.store.queries.plan_base import base_code_of, key_of
from geo_grid.store.queries.plan_scene import changed_grids, grids_named
from geo_grid.store.queries.touched import owners_of

#: Why a grid is not as the plan found it: it is gone, or is called, filed or shaped otherwise.
Happened = Literal["ended", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Followed:
    """A grid that a plan changes.

    Parameters
    ----------
    change
        What the plan says of it.
    base
        As it was; None for one that the plan makes.
    now
        As it is at the instant asked about; None where there is none.
    merged
        As it is to be when the plan's change is made to what it is now; None where it ends, or where the two
        do not go together.
    happened
        What stands in the plan's way; None where nothing does.
    """

    change: ChangedGrid
    base: Grid | None
    now: Grid | None
    merged: Grid | None
    happened: Happened | None


@dataclass(frozen=True, slots=True)
class SinceBase:
    """All grids that a plan changes, by key, and what grids are called at the instant asked about.

    Parameters
    ----------
    at
        Aware instant.
    identities
        Key, of those that are on the base or called so now → identity.
    """

    grids: Mapping[str, Followed]
    at: datetime
    identities: Mapping[str, int]
    codes: Mapping[int, str]

    def code_then(self, key: str) -> str:
        """The code that a grid has once the plan holds."""
        followed = self.grids.get(key)
        if followed is not None and followed.merged is not None:
            return followed.merged.code
        return self.code_now(key) or base_code_of(key) or ""

    def code_now(self, key: str) -> str | None:
        """The code that it has until then."""
        identity = self.identities.get(key)
        return None if identity is None else self.codes.get(identity)


def since_base(session: Session, plan: PlanRecord, at: datetime) -> SinceBase:
    """Follow every grid that a plan changes from its base to an instant.

    Parameters
    ----------
    at
        Aware instant: what is published until now and holds then is compared with the base.
    """
    changes = {each.key: each for each in changed_grids(session, plan.id)}
    base = on_base(session, plan.base, list(changes))
    keys = {*changes, *(each.grid.parent for each in changes.values() if each.grid is not None)}
    keys |= {each.grid.parent for each in base.values()}
    identities = _identities(session, {key for key in keys if key is not None})
    codes = codes_at(session, list(identities.values()), at)
    # What each is called by now, as a key: a void is called as it was.
    called = {key: key_of(codes[identity]) for key, identity in identities.items() if identity in codes}
    called |= {key: key for key, change in changes.items() if change.void_id is not None}
    present = Base(0, last_edition(session), at)
    there = {each.grid.key: each.grid for each in grids_named(session, present, called.values())}
    names = {identity: key for key, identity in identities.items()}
    above = _identities(session, {grid.parent for grid in there.values() if grid.parent is not None})
    now = {
        key: replace(there[each], key=key, parent=_named(there[each].parent, above, names))
        for key, each in called.items()
        if key in changes and each in there
    }
    followed = {
        key: _followed(
            change,
            base[key].grid if key in base else None,
            now.get(key),
            divided=key in base and base[key].has_children,
        )
        for key, change in changes.items()
    }
    return SinceBase(followed, at, identities, codes)


def _identities(session: Session, keys: Collection[str]) -> dict[str, int]:
    """Key → identity of the grid whose code it is; codes are never handed on."""
    codes = {key: code for key in keys if (code := base_code_of(key)) is not None}
    owners = owners_of(session, list(codes.values()))
    return {key: owners[code][0] for key, code in codes.items() if code in owners}


def _named(parent: str | None, above: Mapping[str, int], names: Mapping[int, str]) -> str | None:
    """What a parent that may be called otherwise by now was called on the base."""
    identity = None if parent is None else above.get(parent)
    return parent if identity is None else names.get(identity, parent)


def _followed(change: ChangedGrid, base: Grid | None, now: Grid | None, *, divided: bool) -> Followed:
    if base is None:
        return Followed(change, None, now, change.grid, None)
    merged, happened = brought_together(base, now, change.grid, noding=change.noding, divided=divided)
    return Followed(change, base, now, merged, happened)


def brought_together(
    base: Grid, now: Grid | None, wanted: Grid | None, *, noding: bool, divided: bool
) -> tuple[Grid | None, Happened | None]:
    """A change from `base` to `wanted` made to what the grid is by now, or what stands in its way.

    Parameters
    ----------
    base, now, wanted
        One grid under one key; None where there is none.
    noding
        The change only puts vertices on the border.
    divided
        What the grid is on the ground follows from those below it.
    """
    if now is None:
        return None, "ended"
    words_stay = _words(base) == _words(now)
    ground_stays = base.geometry == now.geometry or stays(base.geometry, now.geometry)
    if words_stay and ground_stays and wanted is None:
        return None, None
    # What follows from what is below it, and what only gets a vertex, goes along with other changes.
    yields = noding or (divided and words_stay)
    if wanted is None or not ((words_stay and ground_stays) or yields):
        return None, "changed" if ground_stays else "moved"
    ground = carried(now.geometry, base.geometry, wanted.geometry)
    if ground is None or not bool(shapely.is_valid(ground)):
        return None, "moved"
    return replace(now if noding else wanted, geometry=ground), None


def _words(grid: Grid) -> tuple[object, ...]:
    return (
        grid.level, grid.parent, grid.code, grid.name, grid.kind, grid.ground, grid.class_, grid.setting,
        grid.statutory, dict(grid.attributes),
    )  # fmt: skip
