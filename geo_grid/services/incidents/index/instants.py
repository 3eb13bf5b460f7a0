"""Instants as microseconds since 1970, as the database tells them."""

from datetime import UTC, datetime


def microseconds(at: datetime) -> int:
    """Since 1970, exactly."""
    return int(at.replace(microsecond=0).timestamp()) * 1_000_000 + at.microsecond


def instant(since_1970: int) -> datetime:
    """Of microseconds since 1970, exactly; UTC."""
    whole, rest = divmod(since_1970, 1_000_000)
    return datetime.fromtimestamp(whole, UTC).replace(microsecond=rest)
