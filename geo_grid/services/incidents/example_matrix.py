"""Who is responsible in the example town, as its offices allow."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from geo_grid.core.incidents.matrix import EVERY_CATEGORY
from geo_grid.example_town.staff import TownOffice
from geo_grid.services.incidents.default_catalogue import default_catalogue
from geo_grid.store.incident_rules_writing import add_responsibility, lock_incident_rules
from geo_grid.store.queries.incident_rules import responsibility_rows

#: Departments of the catalogue, and how the example's office of each is called.
_CALLED: Mapping[str, str] = {
    "police": "派出所",
    "urban_management": "综合行政执法队",
    "sanitation": "综合行政执法队",
    "market_supervision": "市场监督管理所",
    "health": "社区卫生服务中心",
}
#: Disputes are first of all the community's own.
_AT_HOME = "06"


def make_example_matrix(
    session: Session, offices: Sequence[TownOffice], ids: Sequence[int], grids: Mapping[str, int]
) -> None:
    """Have the town lead wherever no department or community does; nothing where there is a matrix already.

    Parameters
    ----------
    ids
        Identities of the offices, in their order.
    grids
        Code → identity.
    """
    lock_incident_rules(session)
    town = _first(offices, ids, "town")
    centre = _first(offices, ids, "district")
    if town is None or responsibility_rows(session):
        return
    add_responsibility(session, EVERY_CATEGORY, None, (town, (), centre), None)
    for category in default_catalogue().categories:
        called = _CALLED.get(category.lead or "")
        lead = next(
            (one for office, one in zip(offices, ids, strict=True) if called and called in office.name), None
        )
        if lead is not None:
            add_responsibility(session, category.code, None, (lead, (town,), centre), None)
    for office, one in zip(offices, ids, strict=True):
        if office.kind == "community":
            for code in office.grids:
                add_responsibility(session, _AT_HOME, grids[code], (one, (town,), centre), None)


def _first(offices: Sequence[TownOffice], ids: Sequence[int], kind: str) -> int | None:
    return next((one for office, one in zip(offices, ids, strict=True) if office.kind == kind), None)
