"""The one Settings object, and the only reader of the environment.

Every setting is a variable of the environment: ``DATABASE_URL`` and ``MIGRATION_DATABASE_URL`` under their
customary names, all others as ``GEO_GRID_`` and the field's name in capitals. docs/settings.md lists them
all; tests/test_settings.py fails when one is missing there.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from geo_grid.core.errors import InputError
from geo_grid.core.ledger.workload import DEFAULT_WEIGHTS, parse_weights
from geo_grid.core.tile_template import tile_template
from geo_grid.core.trusted_address import is_trusted

_MIB = 1024 * 1024
_GIB = 1024 * _MIB


class Settings(BaseSettings):
    """What an installation may decide for itself."""

    model_config = SettingsConfigDict(
        env_prefix="GEO_GRID_", extra="ignore", frozen=True, populate_by_name=True, env_ignore_empty=True
    )

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
    basemap: Literal["own", "xyz", "wmts", "tianditu", "amap", "none"] = Field(
        default="own",
        description="What lies below the grids: own (the base layers of this installation), xyz or wmts "
        "(an outside server), tianditu, amap, or none.",
    )
    basemap_url: str | None = Field(
        default=None,
        validate_default=True,
        description="Address of an outside base map's tiles with {z}, {x} and {y}, for xyz; "
        "{TileMatrix}, {TileRow} and {TileCol} will do as well, for wmts.",
    )
    basemap_attribution: str | None = Field(
        default=None,
        validate_default=True,
        description="Whose the outside base map is, as shown on the map; needed for xyz and wmts.",
    )
    basemap_key: str | None = Field(
        default=None,
        validate_default=True,
        description="Key for tianditu; every browser that shows the map sees it.",
    )
    basemap_max_zoom: int = Field(
        default=18, ge=1, le=24, description="Deepest zoom of the outside base map's tiles."
    )
    workload_weights: str = Field(
        default=DEFAULT_WEIGHTS,
        description="What one of each counts in a grid's workload; what is not named counts 0. There are "
        "addresses, households, people, buildings, compounds, organisations, facilities and street_km.",
    )
    border_within_m: float = Field(
        default=12.0,
        ge=1,
        le=100,
        description="Farthest that the centre line of a street, a railway or a bank may lie from a border "
        "that follows it, in metres.",
    )
    narrowest_grid_m: float = Field(
        default=1.0,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        description="A piece of a grid that is narrower than this many metres is a sliver, and an edit that "
        "would make one is refused.",
    )
    session_hours: int = Field(
        default=12, ge=1, le=720, description="Hours after which a person must sign in again."
    )
    session_idle_minutes: int = Field(
        default=120, ge=1, description="Minutes without a request after which a session has ended."
    )
    secure_cookies: bool = Field(
        default=False,
        description="Send the session's cookie over HTTPS only, also where a proxy does not say that it "
        "speaks HTTPS; over HTTPS it is always so.",
    )
    reset_hours: int = Field(
        default=48, ge=1, le=720, description="Hours for which a link to set a password can be used."
    )
    password_memory_kib: int = Field(
        default=19456, ge=8, description="Memory of one argon2id hash, in KiB; OWASP's advice is the default."
    )
    password_passes: int = Field(
        default=2, ge=1, description="Passes of one argon2id hash; OWASP's advice is the default."
    )
    sign_ins_at_once: int = Field(
        default=2, ge=1, description="Passwords that each worker hashes at the same time; others wait."
    )
    allowed_hosts: str = Field(
        default="*",
        description="Names, separated by commas, by which the server may be asked for; * allows all.",
    )
    rate_limit_per_minute: int = Field(
        default=6000,
        ge=0,
        description="Requests a minute from one address to one worker, of which one that changes something "
        "counts as ten; 0 for no limit. This machine itself is not limited.",
    )
    account_limit_per_minute: int = Field(
        default=3000,
        ge=1,
        description="Requests a minute from one account to one worker, of those that need an account.",
    )
    hotline: str | None = Field(
        default="12345", description="Telephone number that everybody may call, shown beside every person."
    )
    supervision_phone: str | None = Field(
        default=None, description="Telephone number for complaints about those who answer for a grid."
    )
    people_limit_per_minute: int = Field(
        default=120,
        ge=0,
        description="Answers with people in them that one address gets from one worker in a minute; 0 for no "
        "limit. This machine itself is not limited.",
    )
    report_limit_per_minute: int = Field(
        default=30,
        ge=0,
        description="Reports, and photos for them, that one address may send to one worker in a minute "
        "without an account; 0 for no limit. This machine itself is not limited.",
    )
    lapse_days: int = Field(
        default=30,
        ge=0,
        description="Days ahead in which the end of a duty that nobody follows is told as a problem.",
    )
    public_url: str | None = Field(
        default=None,
        description="Address that people reach the pages by, e.g. https://grid.example.cn; printed sheets "
        "carry it in their codes, and a provider of identities leads people back to it. Without it the host "
        "and port that the server listens on.",
    )
    print_max_sheets: int = Field(
        default=400,
        ge=1,
        description="Most boards or overviews in one PDF.",
    )
    print_max_cards: int = Field(
        default=20000,
        ge=1,
        description="Most contact cards in one PDF.",
    )
    print_keep_hours: int = Field(
        default=24,
        ge=1,
        le=720,
        description="Hours for which a PDF made in the background is kept.",
    )
    work_in_server: bool = Field(
        default=True,
        description="Do background work inside `geo-grid serve`; without it run `geo-grid work` beside it.",
    )
    oidc_issuer: str | None = Field(
        default=None,
        validate_default=True,
        description="Issuer of the OpenID provider by which people may sign in besides by password, "
        "exactly as it names itself. Without it there is none.",
    )
    oidc_client_id: str | None = Field(
        default=None, validate_default=True, description="What the provider calls this installation."
    )
    oidc_client_secret: str | None = Field(
        default=None,
        pattern=r"^[\x21-\x7e]*$",
        description="Secret that the provider gave to this installation; without it PKCE alone protects "
        "the exchange.",
    )
    oidc_scopes: str = Field(
        default="openid profile",
        pattern=r"^openid( [\x21\x23-\x5b\x5d-\x7e]+)*$",
        description="Scopes asked of the provider, openid first.",
    )
    oidc_name: str = Field(
        default="统一身份认证/Single sign-on",
        min_length=1,
        max_length=60,
        description="Name of the provider on the button, Chinese and English with a slash between.",
    )
    oidc_claim: str = Field(
        default="preferred_username",
        pattern=r"^\S{1,100}$",
        description="Claim of the ID token that must equal an account's login for the first sign-in to bind "
        "the two; email counts only if it is verified. With none, administrators bind everybody.",
    )
    oidc_timeout_seconds: float = Field(
        default=5.0, gt=0, le=30, description="Seconds within which the provider must have answered."
    )
    border_m: float = Field(
        default=20.0,
        ge=0,
        le=1000,
        description="Metres from a border within which an incident is shown with the grid on its other side.",
    )
    auto_dispatch: bool = Field(
        default=True,
        description="Accept what is reported at once, and dispatch it to whoever answers for its ground.",
    )
    auto_dispatch_residents: bool = Field(
        default=True,
        description="Do so with what residents report themselves too; without it a dispatcher looks first.",
    )
    on_site_m: float = Field(
        default=100.0,
        ge=1,
        le=10_000,
        description="Metres from the place of an incident within which somebody is on site.",
    )
    reopen_days: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="Days after its end within which whoever reported an incident may have it opened again.",
    )
    warn_share: float = Field(
        default=0.2,
        ge=0,
        lt=1,
        description="Last part of a time limit at whose beginning whoever must act is warned.",
    )
    auto_escalate: bool = Field(
        default=True,
        description="Escalate by itself what is not dispatched, taken up or handled in time.",
    )
    sample_share: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="Share of the general matters closed by whoever dealt with them that is sampled.",
    )
    retention_days: int = Field(
        default=180,
        ge=0,
        le=36500,
        description="Days after an incident has ended, after which the personal data of its reporter are "
        "erased.",
    )
    sealing_key: str | None = Field(
        default=None,
        min_length=16,
        description="Secret with which addresses of notifications are sealed in the database; "
        "without it people can keep none.",
    )
    mail_url: str | None = Field(
        default=None,
        description="Mail server that notifications go out by, e.g. "
        "mailtos://user:password@smtp.example.cn?from=grid@example.cn. Without it no mail is sent.",
    )
    sms_url: str | None = Field(
        default=None,
        description="Gateway, as apprise writes it, by which reporters are told by text message what became "
        "of their report; {to} in it stands for the number. Without it they are not told.",
    )
    webhook_url: str | None = Field(
        default=None,
        description="Address, as apprise writes it, that every notification of the installation goes to "
        "besides. Without it none.",
    )
    notification_schemes: str = Field(
        default="bark,dingtalk,feishu,lark,pushplus,qq,schan,wecombot,wxpusher",
        pattern=r"^([a-z][a-z0-9]*(,[a-z][a-z0-9]*)*)?$",
        description="Kinds of addresses, as apprise names them, that people may have notifications sent to "
        "besides mail; json, form and xml can reach any machine that this one can.",
    )
    discreet_categories: str = Field(
        default="06,08",
        pattern=r"^[0-9A-Za-z,，]*$",
        description="Codes of categories, of either level and separated by commas, whose incidents the "
        "public is told by their grid only: a building would point at a household. Disputes and services are "
        "by default.",
    )
    open311_jurisdiction: str | None = Field(
        default=None,
        max_length=100,
        description="The `jurisdiction_id` that clients of Open311 must name, e.g. example.cn; without it "
        "they may name any, or none.",
    )
    open311_key_needed: bool = Field(
        default=False,
        description="Take reports by Open311 only with an `api_key`: an API token that may receive "
        "incidents. Without it everybody may report, as often as on the page.",
    )
    debug: bool = Field(
        default=False, description="Print the traceback of an unexpected error beside its one sentence."
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no such time zone: {name!r}") from error
        return name

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
            raise ValueError("an address begins with https:// or http:// and names a host")
        if not url.isascii():
            raise ValueError("an address is written in ASCII; a name in Chinese as xn--…")
        return url.rstrip("/")

    @field_validator("basemap_url")
    @classmethod
    def _tile_address(cls, url: str | None, info: ValidationInfo) -> str | None:
        outside = info.data.get("basemap") in ("xyz", "wmts")
        if url is None and outside:
            raise ValueError("an outside base map needs its address")
        return tile_template(url) if url is not None and outside else url

    @field_validator("basemap_attribution")
    @classmethod
    def _attributed(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text is None and info.data.get("basemap") in ("xyz", "wmts"):
            raise ValueError("an outside base map is shown with whose it is")
        return text

    @field_validator("basemap_key")
    @classmethod
    def _keyed(cls, key: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("basemap") == "tianditu" and not (key and key.isascii() and key.isalnum()):
            raise ValueError("tianditu needs the key that it gives out, letters and digits")
        return key

    @field_validator("oidc_issuer")
    @classmethod
    def _trusted_issuer(cls, issuer: str | None, info: ValidationInfo) -> str | None:
        if issuer is None:
            return None
        if not is_trusted(issuer) or "?" in issuer or "#" in issuer:
            raise ValueError("a provider is asked over https, or on this machine")
        if info.data.get("public_url") is None:
            raise ValueError("a provider needs GEO_GRID_PUBLIC_URL, to lead people back to")
        return issuer

    @field_validator("oidc_client_id")
    @classmethod
    def _named_client(cls, client: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("oidc_issuer") is not None and not (client and client.isascii()):
            raise ValueError("a provider needs the name that it gave to this installation")
        return client

    @field_validator("workload_weights")
    @classmethod
    def _known_measures(cls, weights: str) -> str:
        parse_weights(weights)
        return weights

    @property
    def weights(self) -> Mapping[str, float]:
        """What one of each measure counts in a workload."""
        return parse_weights(self.workload_weights)

    @property
    def public_address(self) -> str:
        """What people reach the pages by, without a slash at the end."""
        here = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host  # noqa: S104
        return self.public_url or f"http://{here}:{self.port}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.timezone)

    @property
    def owner_database_url(self) -> str | None:
        """The URL for migrations: MIGRATION_DATABASE_URL, else DATABASE_URL."""
        return self.migration_database_url or self.database_url


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
