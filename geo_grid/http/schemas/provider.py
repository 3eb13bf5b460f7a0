"""Signing in by a provider of identities."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from geo_grid.http.schemas.account import SessionOut
from geo_grid.http.schemas.base import Published

#: What comes back in an address; longer is nobody's honest answer.
Given = Annotated[str, StringConstraints(max_length=4096, pattern=r"^[^\x00]*$")]


class ProviderBegin(Published):
    """Where to go after signing in."""

    to: Given | None = Field(default=None, description="A path of ours; anything else leads to the map.")


class ProviderAddress(Published):
    """Where to send the browser."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"address": "https://id.example/authorize?client_id=grids&state=…"}]}
    )

    address: str


class ProviderReturn(Published):
    """What the provider wrote into the address that it led back to."""

    state: Given | None = None
    code: Given | None = None
    error: Given | None = None
    iss: Given | None = None


class ProviderSession(Published):
    """Who is signed in now, and where they wanted to go."""

    session: SessionOut
    to: str
