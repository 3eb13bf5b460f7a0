"""Server-sent events: what browsers read as they come, and ask for again when they end."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Header, Query
from starlette.responses import StreamingResponse

from geo_grid.http.responses import Responses

_MEDIA_TYPE = "text/event-stream"
#: Seconds after which a stream ends at the latest: the browser asks again, and is judged again.
LONGEST_S = 300
#: Seconds of silence after which something is sent, so that nothing between takes the stream for dead.
SILENCE_S = 15.0
#: Milliseconds after which a browser asks again.
_RETRY_MS = 2000
#: What every stream begins with.
RETRY = f"retry: {_RETRY_MS}\n\n".encode()

#: How the answer of a route that streams is described.
DESCRIBED: Responses = {200: {"content": {_MEDIA_TYPE: {"schema": {"type": "string"}}}}}

Seconds = Annotated[
    int, Query(ge=0, le=LONGEST_S, description="After which the stream ends; ask again then.")
]
LastEventId = Annotated[
    str | None, Header(max_length=20, description="As a browser sends it when it asks again.")
]


def last_seen(last_event_id: str | None, most: int) -> int | None:
    """The number that a browser asks to go on from; None where it says none."""
    if last_event_id and last_event_id.isascii() and last_event_id.isdecimal():
        return min(int(last_event_id), most)
    return None


def streamed(events: AsyncIterator[bytes]) -> StreamingResponse:
    """An answer that is nobody else's, and that no proxy holds back."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type=_MEDIA_TYPE, headers=headers)


def event(name: str, data: bytes, number: int | None = None) -> bytes:
    """One event; with a number, whoever asks again goes on from it."""
    told = b"" if number is None else b"id: %d\n" % number
    return b"event: %b\n%bdata: %b\n\n" % (name.encode(), told, data)
