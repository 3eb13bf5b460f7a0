"""A mail server and a webhook of this machine, which keep what they are sent."""

import email
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """A mail server's address, and what came."""

    address: str = ""
    messages: list[Message] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    #: What it says to a message.
    answer: str = "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message in."""
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.messages.append(email.message_from_bytes(envelope.content, policy=default))
            self.recipients += envelope.rcpt_tos
        return self.answer


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A real one, on a free port."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        box.address = f"mailto://127.0.0.1:{port}?from=grid@example.cn&mode=insecure"
        yield box
    finally:
        controller.stop()


@dataclass
class Hook:
    """A webhook's address, and what came."""

    address: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    #: What it answers next, the last for ever.
    statuses: list[int] = field(default_factory=lambda: [200])


@contextmanager
def webhook() -> Iterator[Hook]:
    """A real one, on a free port."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = hook.statuses.pop(0) if len(hook.statuses) > 1 else hook.statuses[0]
            if status == 200:
                hook.bodies.append(json.loads(body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    hook.address = f"json://127.0.0.1:{server.server_address[1]}/hook"
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
