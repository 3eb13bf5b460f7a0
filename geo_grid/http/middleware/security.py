"""Headers that keep a browser from doing what our pages never ask for."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy(base_map: str | None) -> str:
    """Everything only from our own files, but for the tiles of an outside base map that was chosen.

    Our pages, MapLibre and Element Plus place elements through the style object of an element, which no
    policy forbids; style attributes and elements in the page are refused.

    Parameters
    ----------
    base_map
        Origin of the outside base map; None where there is none.
    """
    tiles = f" {base_map}" if base_map is not None else ""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "worker-src 'self'",
            "style-src 'self'",
            f"img-src 'self'{tiles}",
            "font-src 'self'",
            f"connect-src 'self'{tiles}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


_HEADERS: list[tuple[bytes, bytes]] = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(self), camera=(), microphone=(), payment=()"),
]


class SecurityHeaders:
    """Adds the security headers to every answer.

    Parameters
    ----------
    base_map
        Origin of the outside base map that pages may ask for tiles; None for none.
    """

    def __init__(self, app: ASGIApp, base_map: str | None = None) -> None:
        self.app = app
        self._headers = [(b"content-security-policy", policy(base_map).encode()), *_HEADERS]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._headers]
            await send(message)

        await self.app(scope, receive, send_guarded if scope["type"] == "http" else send)
