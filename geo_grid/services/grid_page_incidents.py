"""What the page of a grid says of incidents: from what the worker keeps, seldom from the database."""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.incidents.catalogue import Catalogue
from geo_grid.publish.pages.incidents_view import IncidentLine, IncidentsView
from geo_grid.services.incidents.category_names import CategoryNames
from geo_grid.services.incidents.public_counts import PublicMemory
from geo_grid.services.incidents.public_results import latest_of
from geo_grid.settings import Settings

#: Incidents that a page names.
_NAMED = 5


def incidents_view(
    session: Session, grid: int, at: datetime, settings: Settings, memory: PublicMemory, catalogue: Catalogue
) -> IncidentsView:
    """The counts of a grid with all below it, and those reported last.

    Parameters
    ----------
    grid
        Identity.
    """
    waiting, ended = memory.counts_at(session, at).of(grid)
    if waiting + ended == 0:
        return IncidentsView(0, 0, ())
    names = CategoryNames(catalogue)
    lines = []
    for each in latest_of(session, grid, at, settings, memory)[:_NAMED]:
        called = names.of(each.category)
        lines.append(
            IncidentLine(
                each.number,
                {"zh": called.zh, "en": called.en},
                each.state,
                each.is_open,
                each.place,
                each.reported_at.astimezone(settings.zone).date(),
            )
        )
    return IncidentsView(waiting, ended, tuple(lines))
