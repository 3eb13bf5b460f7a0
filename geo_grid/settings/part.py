"""How every setting is read: from the environment, and never changed."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Part(BaseSettings):
    """Some of the settings."""

    model_config = SettingsConfigDict(
        env_prefix="GEO_GRID_", extra="ignore", frozen=True, populate_by_name=True, env_ignore_empty=True
    )
