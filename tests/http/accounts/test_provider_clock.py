"""A server whose clock is an hour off: the provider's tokens end by the clock of the database."""

import datetime as dt
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.http.accounts.conftest import Town
from tests.http.accounts.providers import own_provider
from tests.http.accounts.test_provider import of, refused, settings_of, signed_in
from tests.http.conftest import serving

HOUR_S = 3600


def set_clock(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """Put this process's clock wrong, for all that asks it in Python."""
    real = time.time

    class Shifted(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return dt.datetime.fromtimestamp(real() + seconds, tz)

    monkeypatch.setattr(time, "time", lambda: real() + seconds)
    for name, module in list(sys.modules.items()):
        if name.startswith("geo_grid.") and getattr(module, "datetime", None) is dt.datetime:
            monkeypatch.setattr(module, "datetime", Shifted)


@pytest.mark.parametrize("seconds", [HOUR_S + 60, -HOUR_S - 60], ids=["ahead", "behind"])
def test_a_token_ends_neither_sooner_nor_later(
    town: Town, built: Path, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    with (
        own_provider() as provider,
        serving(settings_of(town, provider.issuer, session_hours=1), built) as served,
    ):
        set_clock(monkeypatch, seconds)
        browser = of(served)
        # Of five minutes, made by a provider whose clock is right; and the session that it opens.
        right = int(time.time()) - seconds
        provider.claims = {"iat": right, "exp": right + 300}
        assert signed_in(browser, provider).status_code == 200
        assert browser.get("/api/v1/me/sessions").status_code == 200
        # What expired by the database's clock is over, however early this server thinks it is.
        provider.claims = {"iat": right - HOUR_S, "exp": right - HOUR_S // 2}
        refused(signed_in(of(served), provider), "provider_token_expired")
        # A provider whose clock is off is told by how much.
        provider.claims = {"iat": right + HOUR_S, "exp": right + 2 * HOUR_S}
        answer = signed_in(of(served), provider)
        refused(answer, "provider_token_early")
        assert HOUR_S - 60 <= answer.json()["params"]["seconds"] <= HOUR_S
    engine = town.database.owner_engine()
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM account_identity"))
