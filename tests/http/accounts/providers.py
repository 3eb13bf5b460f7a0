"""Providers of identities for tests: a real one in a process of its own, and one that lies as it is told."""

import base64
import hashlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

#: Long enough for a loaded machine.
PATIENCE_S = 30.0
CLIENT = "grids"
SECRET = "only-between-the-two"


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def real_provider(*people: dict[str, Any]) -> Iterator[str]:
    """A provider in a process of its own, with these people by their claims; its issuer."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for claims in people:
        command += ["--user-claims", json.dumps(claims)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            assert process.poll() is None, "the provider has ended"
            assert time.monotonic() < deadline
            try:
                httpx.get(f"{issuer}/jwks", timeout=1, trust_env=False).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield issuer
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
#: Of somebody else, under the name of the right one.
FORGED = RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class OwnProvider:
    """A provider that does everything right but for what a test changes.

    Parameters
    ----------
    claims
        Put over the right ones; None takes a claim away.
    description
        Put over the right description of itself.
    hold
        Cleared, every question waits until it is set.
    raw
        Path → status and body that are answered instead.
    """

    issuer: str
    claims: dict[str, Any] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    key: RSAKey | OctKey = field(default_factory=lambda: _KEY)
    keys: list[RSAKey] = field(default_factory=lambda: [_KEY])
    raw: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    hold: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    form: dict[str, str] = field(default_factory=dict)
    authorization: str = ""
    nonce: str = ""

    def begin_with(self, address: str) -> dict[str, str]:
        """Read the address that a browser is sent to; what is in it."""
        found = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.nonce = found["nonce"]
        return found

    def id_token(self) -> str:
        """As signed as the test wants it."""
        now = int(time.time())
        right = {
            "iss": self.issuer, "sub": "subject-1", "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": self.nonce, "preferred_username": "planner",
        }  # fmt: skip
        claims = {name: value for name, value in (right | self.claims).items() if value is not None}
        if self.header["alg"] == "none":
            parts = (json.dumps(part).encode() for part in (self.header, claims))
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        return jwt.encode(self.header, claims, self.key, algorithms=[self.header["alg"]])

    def answer(self, path: str) -> Any:
        """What is said at a path."""
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                **self.description,
            }
        if path == "/keys":
            return KeySet(list(self.keys)).as_dict()
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": self.id_token()}


@contextmanager
def own_provider() -> Iterator[OwnProvider]:
    """Run one on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            length = int(self.headers.get("content-length") or 0)
            if length:
                body = self.rfile.read(length).decode()
                provider.form = {name: values[0] for name, values in parse_qs(body).items()}
                provider.authorization = self.headers.get("authorization", "")
            provider.hold.wait(PATIENCE_S)
            status, told = provider.raw.get(path) or (200, json.dumps(provider.answer(path)).encode())
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)
            except OSError:
                pass  # nobody waits for it any more

        do_POST = do_GET  # noqa: N815 - as http.server calls it

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = OwnProvider(f"http://127.0.0.1:{server.server_port}")
    provider.hold.set()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.hold.set()
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE_S)


def challenge(verifier: str) -> str:
    """PKCE's S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
