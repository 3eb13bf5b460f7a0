"""The application as a server process makes it: with the settings of its environment."""

from fastapi import FastAPI

from geo_grid.http.app import create_app
from geo_grid.settings import settings


def application() -> FastAPI:
    """Build the application of this process."""
    chosen = settings()
    return create_app(chosen, works=chosen.work_in_server)
