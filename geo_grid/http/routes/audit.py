"""/audit and /settings: for administrators"""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import StreamingResponse

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, After, Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.responses import failures
from geo_grid.http.schemas.audit import (
    ENTRY,
    AuditEntryOut,
    AuditList,
    AuditWord,
    AuditWords,
    SealState,
)
from geo_grid.http.schemas.base import When
from geo_grid.http.schemas.role import BothNames, SettingList, SettingOut
from geo_grid.services import audit as service
from geo_grid.settings import described
from geo_grid.store.queries.audit import AuditSearch
from geo_grid.words.audit import ACTS, FIELDS, SUBJECTS, Both
from geo_grid.words.settings import meanings

router = APIRouter(prefix=API, tags=["audit"])

Reader = Annotated[Visitor, Depends(Requires(Action.AUDIT_READ))]
SettingsReader = Annotated[Visitor, Depends(Requires(Action.SETTINGS_READ))]

#: A line of the file that is sent.
_LINE = {"type": "string", "examples": [json.dumps(ENTRY) + "\n"]}


async def the_search(
    actor: Annotated[
        str | None, Query(max_length=100, pattern=NO_NUL, description="Part of who acted.")
    ] = None,
    action: Annotated[
        str | None,
        Query(max_length=100, pattern=NO_NUL, description="The action, or its beginning up to a dot."),
    ] = None,
    subject: Annotated[
        str | None, Query(max_length=100, pattern=NO_NUL, description="What was acted on.")
    ] = None,
    since: Annotated[When | None, Query(description="From this instant on.")] = None,
    until: Annotated[When | None, Query(description="Before this instant.")] = None,
) -> AuditSearch:
    """What is looked for."""
    return AuditSearch(actor or None, action or None, subject or None, since, until)


Search = Annotated[AuditSearch, Depends(the_search)]


@router.get(
    "/audit",
    operation_id="listAudit",
    summary="Who did what",
    response_model=AuditList,
    responses=failures(401, 403, 422, 503),
)
def list_audit(
    runtime: RuntimeHere,
    by: Reader,  # noqa: ARG001 - lets in
    search: Search,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> AuditList:
    """Entries, newest first."""
    start = key(after, int)
    with runtime.reading() as session:
        found = service.search_audit(session, search, before=start[0] if start else None, limit=limit + 1)
    page = found[:limit]
    more = cursor(page[-1].id) if len(found) > limit else None
    return AuditList(items=[AuditEntryOut.of(each) for each in page], next=more)


@router.get(
    "/audit/export",
    operation_id="exportAudit",
    summary="The audit as a file",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Every entry, newest first.",
            "content": {
                "application/x-ndjson": {"schema": _LINE},
                "text/csv": {"schema": {"type": "string"}},
            },
        },
        **failures(401, 403, 422, 503),
    },
)
def export_audit(
    runtime: RuntimeHere,
    by: Reader,
    search: Search,
    format: Annotated[
        Literal["jsonl", "csv"], Query(description="Lines of JSON, or CSV for a spreadsheet.")
    ] = "jsonl",
) -> StreamingResponse:
    """Every entry that fits; the export is an entry too."""

    def lines() -> Iterator[str]:
        with runtime.changing(by.origin) as session:
            yield from service.export_audit(session, search, format)

    media = "text/csv; charset=utf-8" if format == "csv" else "application/x-ndjson"
    headers = {"Content-Disposition": f'attachment; filename="audit.{format}"', "Cache-Control": "no-store"}
    return StreamingResponse(lines(), media_type=media, headers=headers)


@router.get(
    "/audit/words",
    operation_id="listAuditWords",
    summary="Names for the codes of the audit",
    response_model=AuditWords,
    responses=failures(401, 403, 503),
)
async def list_audit_words(by: Reader) -> AuditWords:  # noqa: ARG001 - lets in
    """What was done, to what, and what the fields before and after are called, in both languages."""

    def told(names: Mapping[str, Both]) -> list[AuditWord]:
        return [AuditWord(code=code, name=BothNames(zh=name.zh, en=name.en)) for code, name in names.items()]

    return AuditWords(acts=told(ACTS), fields=told(FIELDS), subjects=told(SUBJECTS))


@router.get(
    "/audit/seal",
    operation_id="getSeal",
    summary="The newest seal",
    response_model=SealState,
    responses=failures(401, 403, 503),
)
def get_seal(runtime: RuntimeHere, by: Reader) -> SealState:  # noqa: ARG001 - lets in
    """Write it down elsewhere: `geo-grid audit verify --anchor NUMBER:HASH` then finds a chain made anew."""
    with runtime.reading() as session:
        return SealState.of(*service.seal_state(session))


@router.get(
    "/settings",
    operation_id="listSettings",
    summary="Settings of the installation",
    response_model=SettingList,
    responses=failures(401, 403, 503),
)
async def list_settings(runtime: RuntimeHere, by: SettingsReader) -> SettingList:  # noqa: ARG001 - lets in
    """With meaning, default and value; the value of a secret one is never sent."""
    meant = meanings()
    return SettingList(
        items=[
            SettingOut(meaning=BothNames(**meant[str(each["name"])]._asdict()), **each)
            for each in described(runtime.settings)
        ]
    )
