"""What is kept of the provider, and for how long."""

import anyio
import pytest
from joserfc.jwk import RSAKey

from geo_grid.core.errors import SignInNeeded
from geo_grid.services.identity_provider import IdentityProvider
from geo_grid.settings import Settings
from tests.http.accounts.providers import CLIENT, own_provider


def test_its_keys_are_fetched_again_where_one_is_unknown_but_not_at_will() -> None:
    now = 0.0
    with own_provider() as lying:
        chosen = Settings(oidc_issuer=lying.issuer, oidc_client_id=CLIENT, public_url="https://grids.example")
        asking = IdentityProvider(chosen, lambda: now)

        def redeem() -> str:
            return str(anyio.run(asking.redeem, "code", "verifier", None).claims["sub"])

        lying.nonce = "n"
        assert redeem() == redeem() == "subject-1"
        # Described and given its keys once; a public client names itself in the body.
        assert lying.asked == ["/.well-known/openid-configuration", "/token", "/keys", "/token"]
        assert (lying.form["client_id"], lying.authorization) == (CLIENT, "")
        renewed = RSAKey.generate_key(2048, {"kid": "two"})
        lying.key, lying.keys, lying.header = renewed, [renewed], {"alg": "RS256", "kid": "two"}
        with pytest.raises(SignInNeeded, match="provider_token_forged"):
            redeem()
        now = 31.0
        assert redeem() == "subject-1"
        assert lying.asked.count("/keys") == 2


def test_a_provider_that_wants_the_secret_in_the_body_gets_it_there() -> None:
    with own_provider() as lying:
        lying.description = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        chosen = Settings(
            oidc_issuer=lying.issuer, oidc_client_id=CLIENT, oidc_client_secret="s", public_url="https://a"
        )
        anyio.run(IdentityProvider(chosen).redeem, "code", "verifier", None)
        assert (lying.form["client_secret"], lying.authorization) == ("s", "")
