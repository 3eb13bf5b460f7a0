"""Uploads of routes, in quarantine for as long as a block lasts.

    async with quarantined(runtime, upload, max_bytes=8 * 2**20) as held:
        await run_in_threadpool(read_photo, held.path)

Nothing is left afterwards, whether the block ended well or not.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from fastapi import Request, UploadFile
from starlette.concurrency import run_in_threadpool

from geo_grid.files.quarantine import Held, Intake, in_own_words
from geo_grid.http.runtime import Runtime

_CHUNK_BYTES = 256 * 1024


@asynccontextmanager
async def quarantined(
    runtime: Runtime, upload: UploadFile | Request, *, max_bytes: int, name: str | None = None
) -> AsyncIterator[Held]:
    """Keep an upload for as long as the block lasts.

    Parameters
    ----------
    upload
        A file of a form; or a request, whose whole body is the file.
    max_bytes
        More is refused while it comes. The route must also be among those whose bodies may be large
        (`BodyLimit`), or 256 KiB are the most.
    name
        What the sender calls it, where the form does not say.

    Raises
    ------
    UnreadableFile
        ``upload_over_limit`` (413).
    Unavailable
        ``quarantine_full``, ``quarantine_unsafe`` (503).
    """
    given = name if name is not None or isinstance(upload, Request) else upload.filename
    block = runtime.quarantine.receiving(given, max_bytes)
    intake = await run_in_threadpool(block.__enter__)
    try:
        await _receive(upload, intake)
        held = await run_in_threadpool(intake.held)
        with in_own_words(held):
            yield held
    finally:
        # Whoever hung up or was cancelled leaves nothing behind either.
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(block.__exit__, None, None, None)


async def _receive(upload: UploadFile | Request, intake: Intake) -> None:
    if isinstance(upload, Request):
        async for chunk in upload.stream():
            await run_in_threadpool(intake.take, chunk)
        return
    while chunk := await upload.read(_CHUNK_BYTES):
        await run_in_threadpool(intake.take, chunk)
