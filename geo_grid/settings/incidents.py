"""How incidents go: dispatching, clocks, what is forgotten, notifications, what is public."""

from pydantic import Field

from geo_grid.settings.part import Part


class IncidentSettings(Part):
    """From a report to its end."""

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
