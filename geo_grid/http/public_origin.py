"""By which address others reach our pages."""

from starlette.requests import Request

from geo_grid.settings import Settings


def public_origin(request: Request, settings: Settings) -> str:
    """As the installation says, else as this reader does; without a slash at the end."""
    return settings.public_url or str(request.base_url).rstrip("/")
