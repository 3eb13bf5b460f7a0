"""Which grids moved under a plan since its base?"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.effective import plan_instant
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.since_base import Happened, SinceBase, since_base
from geo_grid.settings import Settings
from geo_grid.store.plan_records import PlanRecord
from geo_grid.store.queries.codes_at import editions_since


@dataclass(frozen=True, slots=True)
class MovedGrid:
    """A grid that the plan changes and that others have changed since.

    Parameters
    ----------
    key, code, name, level
        As on the plan's base.
    happened
        ``ended``; ``changed`` in its words or its place in the hierarchy; ``moved`` on the ground.
    editions
        The editions that did it.
    """

    key: str
    code: str
    name: str
    level: int
    happened: Happened
    editions: Sequence[int]


def conflicts(
    session: Session, actor: Actor | None, plan: int, settings: Settings
) -> tuple[PlanRecord, list[MovedGrid]]:
    """The plan, and what stands in its way; by level and code.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    """
    record = found_plan(session, actor, plan)
    if record.state in ("published", "withdrawn"):
        return record, []
    at = plan_instant(session, record, None, settings.zone)
    return record, moved_grids(session, record, since_base(session, record, at))


def moved_grids(session: Session, plan: PlanRecord, since: SinceBase) -> list[MovedGrid]:
    """What stands in a plan's way; vertices on edges, and borders above that follow from below, do not."""
    found = [(key, each) for key, each in since.grids.items() if each.happened is not None]
    ids = {key: since.identities[key] for key, _ in found if key in since.identities}
    editions = editions_since(session, list(ids.values()), plan.base_edition)
    return sorted(
        (
            MovedGrid(
                key,
                each.base.code,
                each.base.name,
                each.base.level,
                each.happened,
                editions.get(ids.get(key, 0), []),
            )
            for key, each in found
            if each.base is not None and each.happened is not None
        ),
        key=lambda grid: (grid.level, grid.code, grid.key),
    )
