"""Starts and stops a private PostGIS from the server binaries of this machine, reached by a Unix socket only.

Where it lives
    As a user: ``.local/postgres-NAME/`` in the checkout. As root, whom PostgreSQL refuses: run by the system
    user ``postgres`` under ``/var/lib/geo-grid/HASH-NAME/`` with its socket in ``/run/geo-grid/HASH-NAME/``,
    HASH being of the checkout's path; the checkout itself may be closed to that user.
    ``.local/postgres-NAME.json`` says where.
Who may enter
    The account that started it, by peer authentication, as one of three roles: ``geo_grid`` (the
    application), ``geo_grid_owner`` (owns database and tables) and ``postgres`` (superuser: creates
    extensions, and the tests' databases).
What survives
    ``main`` is durable. Any other name is scratch for tests: it does not wait for the disk and is removed by
    `stop`.

``python -m geo_grid.local_postgres start|stop|status|url [--name NAME]``
"""

from geo_grid.local_postgres.cluster import database_urls, running_pid, start, stop
from geo_grid.local_postgres.place import Place, place

__all__ = ["Place", "database_urls", "place", "running_pid", "start", "stop"]
