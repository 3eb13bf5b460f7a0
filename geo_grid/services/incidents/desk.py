"""What an act on an incident looks at besides the incident: settings, who answers, grids, rules in force."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.services.current import Current
from geo_grid.services.incidents.answering import WhoAnswers
from geo_grid.services.incidents.rules_in_force import RulesInForce, RulesKept
from geo_grid.services.locate import Located, LocateIndex, build_index, locate_in_database
from geo_grid.settings import Settings
from geo_grid.store.incident_held import this_instant
from geo_grid.store.queries.state import state


@dataclass(frozen=True, slots=True)
class Desk:
    """Made once by a process, and given to every act.

    Parameters
    ----------
    locate
        Where a point lies, longitude and latitude of EPSG:4326 on the lattice.
    index
        All grids of this instant, made where it is not kept: for what `locate` does not answer.
    rules
        What is in force, as a transaction sees it.
    """

    settings: Settings
    who: WhoAnswers
    locate: Callable[[Session, float, float], Located]
    index: Callable[[Session], LocateIndex]
    rules: Callable[[Session], RulesInForce]

    @classmethod
    def of(cls, settings: Settings, current: Current | None = None) -> "Desk":
        """Of a process that keeps what is in force in memory, or of one that asks the database each time."""
        kept = RulesKept()

        def locate(session: Session, lon: float, lat: float) -> Located:
            index = None if current is None else current.index()
            if index is not None:
                return index.locate(lon, lat)
            at = this_instant(session)
            return locate_in_database(session, lon, lat, at, state(session, at))

        def everything(session: Session) -> LocateIndex:
            index = None if current is None else current.index()
            if index is not None:
                return index
            at = this_instant(session)
            return build_index(session, at, state(session, at))

        return cls(
            settings,
            WhoAnswers(settings.zone, None if current is None else current.duty),
            locate,
            everything,
            kept.rules,
        )
