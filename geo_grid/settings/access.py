"""Who gets in, how often, and what they are led to."""

from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator

from geo_grid.core.trusted_address import is_trusted
from geo_grid.settings.part import Part


class AccessSettings(Part):
    """Sessions, limits, telephones, public addresses, printing, and sign-in by a provider."""

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
