"""What is known of the ground before a base layer is loaded: outline of the grids, streets of others."""

import shapely
from sqlalchemy.orm import Session

from geo_grid.services.current import now
from geo_grid.services.load_plan import Surroundings
from geo_grid.store.queries.base_streets import base_streets
from geo_grid.store.queries.whole_edition import whole_edition

#: Farthest that two vertices of a street lie apart where points are compared with it, degrees (about 20 m).
_STEP = 0.0002


def surroundings(session: Session, *, but_source: str | None = None) -> Surroundings:
    """The outline in force and the vertices of loaded streets.

    Parameters
    ----------
    but_source
        The source being loaded: what came from it before is no witness.
    """
    outline = whole_edition(session, now(), levels=(0,))
    streets = base_streets(session, but_source=but_source)
    vertices = shapely.get_coordinates(shapely.segmentize(streets, _STEP)) if len(streets) else None
    return Surroundings(outline[0].geometry if outline else None, vertices)
