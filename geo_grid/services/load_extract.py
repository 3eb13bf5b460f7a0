"""Load several layers of one source as one: what the source no longer has goes too."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from geo_grid.services.load_layer import Progress, commit_load, remove_load
from geo_grid.services.load_plan import LoadPlan
from geo_grid.store.base_writing import lock_loads
from geo_grid.store.queries.base_loads import base_loads


def layers_gone(session: Session, plans: Sequence[LoadPlan], source: str) -> list[str]:
    """Layers that a source has in force and that the plans have nothing for."""
    coming = {plan.request.layer for plan in plans if plan.rows_kept}
    return [load.layer for load in base_loads(session) if load.source == source and load.layer not in coming]


def commit_extract(
    session: Session, plans: Sequence[LoadPlan], source: str, progress: Progress = lambda _: None
) -> dict[str, int]:
    """Write all plans and remove what the source had besides; the caller commits.

    Parameters
    ----------
    plans
        One a layer, all of `source`; those that keep nothing are passed over.

    Returns
    -------
    Layer → its new version, the removed ones too.
    """
    lock_loads(session)
    gone = layers_gone(session, plans, source)
    versions = {plan.request.layer: commit_load(session, plan, progress) for plan in plans if plan.rows_kept}
    return versions | {layer: remove_load(session, layer, source) for layer in gone}
