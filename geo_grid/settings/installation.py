"""Where it runs: database, address, language, files."""

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, field_validator

from geo_grid.settings.part import Part

_MIB = 1024 * 1024
_GIB = 1024 * _MIB


class InstallationSettings(Part):
    """The machine, the database, and what may be sent."""

    database_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("database_url", "DATABASE_URL"),
        description="PostgreSQL that the application reads and writes, as its own role. "
        "Without it a private PostGIS is started on this machine.",
    )
    migration_database_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("migration_database_url", "MIGRATION_DATABASE_URL"),
        description="The same database as the role that owns the tables; used by migrations only. "
        "Without it DATABASE_URL is used.",
    )
    timezone: str = Field(
        default="Asia/Shanghai",
        description="Zone whose midnight starts a day; “as of DATE” means the end of that day here.",
    )
    language: Literal["zh", "en"] = Field(
        default="zh", description="Language where a person has not chosen one."
    )
    host: str = Field(default="127.0.0.1", description="Address that `geo-grid serve` listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port that `geo-grid serve` listens on.")
    max_upload_bytes: int = Field(
        default=64 * _MIB, ge=1, description="Largest file that may be sent to the check page, in bytes."
    )
    max_file_bytes: int = Field(
        default=2 * _GIB,
        ge=1,
        description="Largest file that a command reads, in bytes (unpacked, for archives).",
    )
    quarantine_folder: Path | None = Field(
        default=None,
        description="Folder that uploads lie in until they are checked, closed to everybody else. "
        "Without it one in the system's folder for temporary files.",
    )
    code_scheme: str = Field(
        default="6+3+3+3",
        pattern=r"^\d+(\+\d+)*$",
        description="Digits of a grid's code for each level from the outline downwards; "
        "6+3+3+3 is county, street, community, serial.",
    )
    tile_cache_entries: int = Field(
        default=4096, ge=0, description="Vector tiles that each worker keeps in memory; 0 keeps none."
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no such time zone: {name!r}") from error
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.timezone)

    @property
    def owner_database_url(self) -> str | None:
        """The URL for migrations: MIGRATION_DATABASE_URL, else DATABASE_URL."""
        return self.migration_database_url or self.database_url
