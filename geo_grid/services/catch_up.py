"""Making what a newer program keeps beside the tables of an older one: names to search by, and ledgers."""

from geo_grid.services.refresh_ledger import refresh_ledger
from geo_grid.store.search_indexing import index_grids
from geo_grid.store.session import make_engine, session_scope


def catch_up(url: str) -> None:
    """Index and count what was published or loaded before there was an index or a ledger; nothing twice.

    Parameters
    ----------
    url
        The database as the application's role.
    """
    engine = make_engine(url, pool_size=1)
    try:
        with session_scope(engine) as session:
            index_grids(session)
            refresh_ledger(session)
    finally:
        engine.dispose()
