"""The one Settings object, and the only reader of the environment.

Every setting is a variable of the environment: ``DATABASE_URL`` and ``MIGRATION_DATABASE_URL`` under their
customary names, all others as ``GEO_GRID_`` and the field's name in capitals. docs/settings.md lists them
all; tests/test_settings.py fails when one is missing there.
"""

from functools import cache

from pydantic import Field, ValidationError

from geo_grid.core.errors import InputError
from geo_grid.settings.access import AccessSettings
from geo_grid.settings.ground import GroundSettings
from geo_grid.settings.incidents import IncidentSettings
from geo_grid.settings.installation import InstallationSettings


# They are told from the last to the first.
class Settings(IncidentSettings, AccessSettings, GroundSettings, InstallationSettings):
    """What an installation may decide for itself."""

    debug: bool = Field(
        default=False, description="Print the traceback of an unexpected error beside its one sentence."
    )

    @property
    def public_address(self) -> str:
        """What people reach the pages by, without a slash at the end."""
        here = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host  # noqa: S104
        return self.public_url or f"http://{here}:{self.port}"


#: Settings whose values nobody is shown.
_SECRET = (
    "database_url",
    "migration_database_url",
    "basemap_key",
    "oidc_client_secret",
    "sealing_key",
    "mail_url",
    "sms_url",
    "webhook_url",
)


def variable(field: str) -> str:
    """The variable of the environment that a field is read from."""
    return field.upper() if field.endswith("database_url") else f"GEO_GRID_{field.upper()}"


def described(chosen: Settings) -> list[dict[str, str | bool | None]]:
    """Every setting with its default and value; of a secret one only whether it has a value."""

    def shown(value: object) -> str | None:
        return None if value is None else str(value)

    return [
        {
            "name": variable(field),
            "default": shown(info.default),
            "value": None if field in _SECRET else shown(getattr(chosen, field)),
            "is_set": getattr(chosen, field) is not None,
            "secret": field in _SECRET,
        }
        for field, info in Settings.model_fields.items()
    ]


@cache
def settings() -> Settings:
    """Read the environment once for this process.

    Raises
    ------
    InputError
        ``setting_invalid``: a variable holds a value that its setting does not allow.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        name = field if field.isupper() else f"GEO_GRID_{field.upper()}"
        given = "…" if field.lower() in _SECRET else str(first["input"])
        raise InputError("setting_invalid", name=name, given=given, reason=first["msg"]) from error
