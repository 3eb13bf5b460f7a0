"""Signing in by a provider: the right way, and what a provider, a browser or a person may do wrong."""

import base64
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import OctKey
from sqlalchemy import text

from geo_grid.core.permissions.roles import Role
from geo_grid.settings import Settings
from tests.http.accounts.conftest import MEMORY_KIB, PASSES, PASSWORD, Town, opened
from tests.http.accounts.providers import (
    CLIENT,
    FORGED,
    SECRET,
    OwnProvider,
    challenge,
    own_provider,
    real_provider,
)
from tests.http.conftest import Served, serving

URL = "/api/v1/session/provider"
PUBLIC = "http://grids.example"


def settings_of(town: Town, issuer: str, **more: Any) -> Settings:
    given = {"oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "public_url": PUBLIC, **more}
    return Settings(
        database_url=town.database.url,
        password_memory_kib=MEMORY_KIB,
        password_passes=PASSES,
        oidc_issuer=issuer,
        **given,
    )


@pytest.fixture(scope="module")
def own(town: Town, built: Path) -> Iterator[tuple[OwnProvider, Served]]:
    with own_provider() as provider, serving(settings_of(town, provider.issuer), built) as served:
        yield provider, served


@pytest.fixture
def provider(own: tuple[OwnProvider, Served], town: Town) -> Iterator[OwnProvider]:
    """As it should be, with nothing bound and nothing remembered."""
    found, served = own
    runtime = served.runtime
    assert runtime.provider is not None
    runtime.provider.forget()
    right = OwnProvider(found.issuer, hold=found.hold)
    for name in ("claims", "description", "header", "key", "keys", "raw", "asked", "form"):
        setattr(found, name, getattr(right, name))
    yield found
    found.hold.set()
    engine = town.database.owner_engine()
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM account_identity"))
        connection.execute(text("DELETE FROM sign_in_failure"))


@pytest.fixture
def browser(own: tuple[OwnProvider, Served]) -> httpx.Client:
    return of(own[1])


def of(served: Served) -> httpx.Client:
    """A browser at the installation's public address."""
    return opened(served, headers={"Host": urlsplit(PUBLIC).netloc})


def begun(browser: httpx.Client, to: str | None = None) -> str:
    """Where the browser is sent."""
    answer = browser.post(URL, json={"to": to})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["address"])


def ended(browser: httpx.Client, **given: str) -> httpx.Response:
    return browser.post(f"{URL}/return", json=given)


def signed_in(browser: httpx.Client, provider: OwnProvider, to: str | None = None) -> httpx.Response:
    """The whole way, as the provider is told to answer."""
    state = provider.begin_with(begun(browser, to))["state"]
    return ended(browser, state=state, code="any")


def refused(answer: httpx.Response, code: str, status: int = 401) -> None:
    """Refused, in both languages with what to do instead, and without a session."""
    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code), told
    assert "geo_grid_session" not in answer.headers.get("set-cookie", "")


def test_the_whole_way_by_a_real_provider(town: Town, built: Path) -> None:
    person = town.person("zhou", Role.PLANNER, grid=town.ground.own)
    with (
        real_provider({"sub": "z-77", "preferred_username": "Zhou", "roles": ["administrator"]}) as issuer,
        serving(settings_of(town, issuer, oidc_name="市民云/City ID"), built) as served,
    ):
        browser = of(served)
        told = browser.get("/api/v1/session").json()
        assert told["provider"] == {"issuer": issuer, "name": {"zh": "市民云", "en": "City ID"}}
        for _ in ("first, which binds", "again"):
            address = begun(browser, "/admin/people?q=a")
            led = httpx.post(address, data={"sub": "z-77"}, follow_redirects=False, trust_env=False)
            back = led.headers["location"]
            assert back.startswith(f"{PUBLIC}/sign-in/return?")
            given = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
            answer = ended(browser, **given)
            assert answer.status_code == 200, answer.text
            assert answer.json()["to"] == "/admin/people?q=a"
            account = answer.json()["session"]["account"]
            assert (account["id"], [each["subject"] for each in account["identities"]]) == (
                person.id,
                ["z-77"],
            )
            # What a claim says gives nobody a right.
            assert answer.json()["session"]["actions"] == ["ground.see", "plans.draw", "rules.set"]
            session, cleared = answer.headers.get_list("set-cookie")
            assert session.startswith("geo_grid_session=")
            assert {"httponly", "path=/", "samesite=lax"} <= set(
                session.lower().replace(" ", "").split(";")[1:]
            )
            assert cleared.startswith('geo_grid_sign_in=""') and "Max-Age=0" in cleared
        # A session as any other: of its own cookie, and changing something needs the page's token.
        assert len(browser.get("/api/v1/me/sessions").json()["items"]) == 2
        body = {"language": "en"}
        assert browser.patch("/api/v1/me", json=body).json()["code"] == "csrf_missing"
        token = {"X-CSRF-Token": answer.json()["session"]["csrf_token"]}
        assert browser.patch("/api/v1/me", json=body, headers=token).status_code == 200
        # Cancelled there: led back with an error.
        state = parse_qs(urlsplit(begun(browser)).query)["state"][0]
        refused(ended(browser, state=state, error="access_denied"), "provider_cancelled")
        # Somebody whom the provider knows, and nobody else.
        address = begun(browser)
        led = httpx.post(address, data={"sub": "stranger"}, follow_redirects=False, trust_env=False)
        query = parse_qs(urlsplit(led.headers["location"]).query)
        refused(ended(browser, state=query["state"][0], code=query["code"][0]), "identity_unknown")


def test_what_is_sent_is_bound_to_this_browser(browser: httpx.Client, provider: OwnProvider) -> None:
    answer = browser.post(URL, json={})
    cookie = answer.headers["set-cookie"]
    assert {"httponly", "samesite=strict", "path=/", "max-age=600"} <= set(
        cookie.lower().replace(" ", "").split(";")
    )
    given = provider.begin_with(answer.json()["address"])
    assert given["client_id"] == CLIENT
    assert given["redirect_uri"] == f"{PUBLIC}/sign-in/return"
    assert (given["response_type"], given["code_challenge_method"]) == ("code", "S256")
    assert ended(browser, state=given["state"], code="abc").status_code == 200
    # PKCE: whoever exchanges the code knows what only this browser's cookie tells.
    assert challenge(provider.form["code_verifier"]) == given["code_challenge"]
    assert provider.form["code"] == "abc"
    assert provider.authorization == "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    assert provider.form["code_verifier"] not in cookie


def test_behind_tls_the_cookie_is_for_this_host_alone(browser: httpx.Client, provider: OwnProvider) -> None:
    cookie = browser.post(URL, json={}, headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert cookie.startswith("__Host-geo_grid_sign_in=")
    assert "Secure" in cookie and "Domain" not in cookie


def test_a_state_is_good_once_and_in_one_browser(
    browser: httpx.Client, provider: OwnProvider, own: tuple[OwnProvider, Served], town: Town
) -> None:
    state = provider.begin_with(begun(browser))["state"]
    # Sent a link with somebody else's state and code, a browser is not signed in as them.
    other = of(own[1])
    refused(ended(other, state=state, code="any"), "provider_state_wrong")
    begun(other)
    refused(ended(other, state=state, code="any"), "provider_state_wrong")
    assert ended(browser, state=state, code="any").status_code == 200
    kept = dict(browser.cookies)
    refused(ended(browser, state=state, code="any"), "provider_state_wrong")
    refused(ended(of(own[1]), state="made-up", code="any"), "provider_state_wrong")
    # Not even with the cookie of before, nor when it has grown old.
    state = provider.begin_with(begun(browser))["state"]
    engine = town.database.owner_engine()
    with engine.begin() as connection:
        connection.execute(text("UPDATE provider_sign_in SET expires_at = now() WHERE used_at IS NULL"))
    refused(ended(browser, state=state, code="any"), "provider_state_wrong")
    assert "geo_grid_session" in kept
    with engine.connect() as connection:
        told = connection.scalar(text("SELECT string_agg(p::text, ' ') FROM provider_sign_in p"))
    assert state not in told and browser.cookies["geo_grid_sign_in"] not in told


def test_a_page_of_another_site_begins_and_ends_nothing(browser: httpx.Client, provider: OwnProvider) -> None:
    foreign = {"Origin": "https://elsewhere.example"}
    assert browser.post(URL, json={}, headers=foreign).json()["code"] == "origin_foreign"
    body = {"state": "a", "code": "b"}
    assert browser.post(f"{URL}/return", json=body, headers=foreign).json()["code"] == "origin_foreign"


def test_another_host_than_the_public_one_is_told_where_to_go(
    browser: httpx.Client, provider: OwnProvider
) -> None:
    answer = browser.post(URL, json={}, headers={"Host": "evil.example"})
    refused(answer, "provider_elsewhere", 422)
    assert PUBLIC in answer.json()["detail"]
    assert provider.asked == []


def test_without_a_provider_nothing_of_it_is_there(town: Town) -> None:
    browser = opened(town.served)
    assert browser.get("/api/v1/session").json()["provider"] is None
    refused(browser.post(URL, json={}), "provider_unset", 404)
    refused(ended(browser, state="a", code="b"), "provider_unset", 404)


@pytest.mark.parametrize(
    ("to", "led"),
    [
        ("/grid/10020010001?as_of=2026-01-01#x", "/grid/10020010001?as_of=2026-01-01#x"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/.//evil.example", "/"),
        ("/sign-in?to=//evil.example", "/"),
    ],
)
def test_after_signing_in_one_is_led_to_pages_of_ours_alone(
    browser: httpx.Client, provider: OwnProvider, to: str, led: str
) -> None:
    assert signed_in(browser, provider, to).json()["to"] == led


HOUR = 3600
NOW = int(time.time())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"claims": {"aud": "another"}}, "provider_token_audience"),
        ({"claims": {"aud": [CLIENT, "another"]}}, "provider_token_audience"),
        ({"claims": {"aud": [CLIENT, "another"], "azp": "another"}}, "provider_token_audience"),
        ({"claims": {"azp": "another"}}, "provider_token_audience"),
        ({"claims": {"nonce": "another"}}, "provider_token_nonce"),
        ({"claims": {"nonce": None}}, "provider_token_nonce"),
        ({"claims": {"iss": "https://evil.example"}}, "provider_token_issuer"),
        ({"claims": {"exp": NOW - HOUR}}, "provider_token_expired"),
        ({"claims": {"iat": NOW + HOUR}}, "provider_token_early"),
        ({"claims": {"nbf": NOW + HOUR}}, "provider_token_early"),
        ({"claims": {"exp": "soon"}}, "provider_token_incomplete"),
        ({"claims": {"exp": None}}, "provider_token_incomplete"),
        ({"claims": {"sub": ""}}, "provider_token_incomplete"),
        ({"claims": {"sub": 7}}, "provider_token_incomplete"),
        ({"claims": {"sub": "x" * 256}}, "provider_token_incomplete"),
        ({"header": {"alg": "none"}}, "provider_token_forged"),
        (
            {"header": {"alg": "HS256", "kid": "one"}, "key": OctKey.import_key(SECRET)},
            "provider_token_forged",
        ),
        ({"key": FORGED}, "provider_token_forged"),
        ({"header": {"alg": "RS256", "kid": "two"}}, "provider_token_forged"),
        ({"raw": {"/token": (200, b'{"access_token": "a", "id_token": "a.b.c"}')}}, "provider_token_forged"),
        ({"raw": {"/token": (200, b'{"access_token": "a", "id_token": 5}')}}, "provider_token_forged"),
        ({"raw": {"/token": (200, b'{"access_token": "a"}')}}, "provider_unusable"),
        ({"raw": {"/token": (400, b'{"error": "invalid_grant"}')}}, "provider_code_refused"),
        ({"raw": {"/token": (500, b"Traceback")}}, "provider_unusable"),
        ({"raw": {"/token": (302, b"")}}, "provider_unusable"),
        ({"raw": {"/token": (200, b"[" * 100_000)}}, "provider_unusable"),
        ({"raw": {"/keys": (200, b"{}")}}, "provider_unusable"),
        ({"raw": {"/keys": (200, b'{"keys": [{"kty": "RSA"}]}')}}, "provider_unusable"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, str) else "",
)
def test_a_token_that_is_not_as_it_must_be_opens_nothing(
    browser: httpx.Client, provider: OwnProvider, change: dict[str, Any], code: str
) -> None:
    for name, value in change.items():
        setattr(provider, name, value)
    refused(signed_in(browser, provider), code)
    assert browser.get("/api/v1/session").json()["account"] is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"description": {"issuer": "https://evil.example"}}, "provider_issuer_wrong"),
        ({"description": {"token_endpoint": "http://evil.example/token"}}, "provider_unusable"),
        ({"description": {"authorization_endpoint": None}}, "provider_unusable"),
        ({"raw": {"/.well-known/openid-configuration": (200, b"<html>")}}, "provider_unusable"),
        ({"raw": {"/.well-known/openid-configuration": (200, b"[]")}}, "provider_unusable"),
        ({"raw": {"/.well-known/openid-configuration": (404, b"{}")}}, "provider_unusable"),
        ({"raw": {"/.well-known/openid-configuration": (200, b" " * 10**6)}}, "provider_unusable"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, str) else "",
)
def test_a_provider_that_answers_rubbish_is_told_before_anybody_leaves(
    browser: httpx.Client, provider: OwnProvider, change: dict[str, Any], code: str
) -> None:
    for name, value in change.items():
        setattr(provider, name, value)
    answer = browser.post(URL, json={}, headers={"Accept-Language": "zh"})
    refused(answer, code)
    assert "请" in answer.json()["detail"] and "用密码登录" in answer.json()["detail"]
    english = browser.post(URL, json={}, headers={"Accept-Language": "en"}).json()["detail"]
    assert "sign in by password" in english


def test_the_issuer_that_came_back_must_be_ours(browser: httpx.Client, provider: OwnProvider) -> None:
    # Mix-up: another provider leads back with its own code, and says so (RFC 9207).
    state = provider.begin_with(begun(browser))["state"]
    refused(ended(browser, state=state, code="any", iss="https://evil.example"), "provider_mixed_up")
    assert "/token" not in provider.asked
    state = provider.begin_with(begun(browser))["state"]
    assert ended(browser, state=state, code="any", iss=provider.issuer).status_code == 200


def test_what_anybody_may_write_into_an_address_is_not_repeated(
    browser: httpx.Client, provider: OwnProvider
) -> None:
    state = provider.begin_with(begun(browser))["state"]
    answer = ended(browser, state=state, error="Call 555-1234 now!")
    refused(answer, "provider_refused")
    assert "555" not in answer.text
    state = provider.begin_with(begun(browser))["state"]
    assert "server_error" in ended(browser, state=state, error="server_error").json()["detail"]
    state = provider.begin_with(begun(browser))["state"]
    refused(ended(browser, state=state), "provider_refused")
    # Some forget the state where they refuse.
    refused(ended(browser, error="access_denied"), "provider_cancelled")
    refused(ended(browser, code="any"), "provider_state_wrong")


def test_a_provider_that_is_down_or_silent_is_told_and_passwords_go_on(
    town: Town, provider: OwnProvider, built: Path
) -> None:
    with serving(settings_of(town, "http://127.0.0.1:1"), built) as served:
        browser = of(served)
        refused(browser.post(URL, json={}), "provider_unreachable")
        password = {"login": town.people[Role.PLANNER].login, "password": PASSWORD}
        assert browser.post("/api/v1/session", json=password).status_code == 200
    with serving(settings_of(town, provider.issuer, oidc_timeout_seconds=0.2), built) as served:
        provider.hold.clear()
        refused(of(served).post(URL, json={}), "provider_slow")


def test_while_the_provider_is_silent_everybody_else_is_answered(
    town: Town, provider: OwnProvider, built: Path
) -> None:
    provider.hold.clear()
    with (
        serving(settings_of(town, provider.issuer, oidc_timeout_seconds=30), built) as served,
        # More than are asked at the same time, and than there are threads for.
        ThreadPoolExecutor(50) as room,
    ):
        browser = of(served)
        waiting = [room.submit(begun, browser) for _ in range(50)]
        while len(provider.asked) < 16:
            time.sleep(0.01)
        assert browser.get("/api/v1/session").status_code == 200
        assert browser.get("/api/v1/levels").status_code == 200
        assert not any(each.done() for each in waiting)
        provider.hold.set()
        assert all(each.result().startswith(provider.issuer) for each in waiting)


def test_failures_of_an_address_must_wait_but_passwords_need_not(
    browser: httpx.Client, provider: OwnProvider, town: Town
) -> None:
    for _ in range(30):
        ended(browser, state="guessed", code="any")
    answer = ended(browser, state="guessed", code="any")
    refused(answer, "provider_wait", 429)
    assert int(answer.headers["Retry-After"]) > 0
    password = {"login": town.people[Role.PLANNER].login, "password": PASSWORD}
    assert browser.post("/api/v1/session", json=password).status_code == 200


def test_the_first_subject_of_a_login_is_bound_for_ever(
    browser: httpx.Client, provider: OwnProvider, town: Town
) -> None:
    planner = town.people[Role.PLANNER]
    provider.claims = {"preferred_username": "ＰLANNER"}
    assert signed_in(browser, provider).json()["session"]["account"]["id"] == planner.id
    provider.claims = {"sub": "subject-2"}
    refused(signed_in(browser, provider), "identity_of_another")
    # The bound one may be called otherwise by now.
    provider.claims = {"preferred_username": "approver"}
    assert signed_in(browser, provider).json()["session"]["account"]["id"] == planner.id
    # An administrator sees it, takes it back, and every session ends.
    admin = town.people[Role.ADMINISTRATOR].signed_in()
    bound = admin.get(f"/api/v1/accounts/{planner.id}").json()["identities"][0]
    assert (bound["issuer"], bound["subject"]) == (provider.issuer, "subject-1")
    removed = admin.delete(f"/api/v1/accounts/{planner.id}/identities/{bound['id']}")
    assert removed.json()["identities"] == []
    assert browser.get("/api/v1/session").json()["account"] is None
    again = admin.delete(f"/api/v1/accounts/{planner.id}/identities/{bound['id']}")
    assert (again.status_code, again.json()["code"]) == (404, "identity_not_found")
    told = admin.get("/api/v1/audit", params={"subject": f"account:{planner.id}", "limit": 1000}).json()[
        "items"
    ]
    acts = {each["action"] for each in told}
    assert {"identity.bind", "identity.remove", "sign_in", "sign_in.fail"} <= acts
    failed = next(each for each in told if each["action"] == "sign_in.fail")
    assert (failed["after"]["reason"], failed["after"]["subject"]) == ("identity_of_another", "subject-2")


def test_an_identity_without_a_fitting_account_is_refused(
    browser: httpx.Client, provider: OwnProvider, town: Town
) -> None:
    provider.claims = {"preferred_username": "nobody.here"}
    refused(signed_in(browser, provider), "identity_unknown")
    # Looks like planner, and is not: compared are the folded logins.
    provider.claims = {"preferred_username": "рlanner"}
    refused(signed_in(browser, provider), "identity_unknown")
    provider.claims = {"preferred_username": None, "email": "planner"}
    refused(signed_in(browser, provider), "identity_unknown")
    left = town.person("left.us")
    admin = town.people[Role.ADMINISTRATOR].signed_in()
    admin.patch(f"/api/v1/accounts/{left.id}", json={"disabled": True})
    provider.claims = {"preferred_username": "left.us"}
    refused(signed_in(browser, provider), "identity_disabled")


def test_an_administrator_is_bound_by_an_administrator_alone(
    browser: httpx.Client, town: Town, built: Path, own: tuple[OwnProvider, Served], provider: OwnProvider
) -> None:
    person = town.people[Role.ADMINISTRATOR]
    provider.claims = {"preferred_username": person.login}
    answer = signed_in(browser, provider)
    refused(answer, "identity_administrator")
    assert answer.json()["params"]["subject"] == "subject-1"
    admin = of(own[1])
    told = admin.post("/api/v1/session", json={"login": person.login, "password": PASSWORD}).json()
    admin.headers["X-CSRF-Token"] = told["csrf_token"]
    where = f"/api/v1/accounts/{person.id}/identities"
    assert admin.post(where, json={"subject": " "}).json()["code"] == "subject_invalid"
    assert admin.post(where, json={"subject": "subject-1"}).json()["identities"][0]["subject"] == "subject-1"
    assert admin.post(where, json={"subject": "subject-3"}).json()["code"] == "account_bound"
    other = f"/api/v1/accounts/{town.people[Role.PLANNER].id}/identities"
    assert admin.post(other, json={"subject": "subject-1"}).json()["code"] == "identity_taken"
    assert signed_in(browser, provider).json()["session"]["account"]["login"] == person.login


def test_an_email_counts_only_if_it_is_verified(town: Town, provider: OwnProvider, built: Path) -> None:
    town.person("zhao@town.example")
    with serving(settings_of(town, provider.issuer, oidc_claim="email"), built) as served:
        provider.claims = {"email": "zhao@town.example", "email_verified": False}
        refused(signed_in(of(served), provider), "identity_unknown")
        provider.claims = {"email": "zhao@town.example", "email_verified": True}
        assert signed_in(of(served), provider).status_code == 200
