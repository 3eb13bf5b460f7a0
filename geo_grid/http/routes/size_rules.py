"""/size-rules: how large grids shall be"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.conditional import version_seen
from geo_grid.http.dependencies import IfMatch, RuntimeHere, SessionHere
from geo_grid.http.permission import Requires, Visitor, public
from geo_grid.http.responses import failures
from geo_grid.http.schemas.size_rules import SizeRulesIn, SizeRulesOut
from geo_grid.services.plans.size_rules import set_size_rules
from geo_grid.store.queries.size_rules import size_rules

router = APIRouter(prefix=f"{API}/size-rules", tags=["plans"])


@router.get(
    "",
    operation_id="getSizeRules",
    summary="How large grids shall be",
    response_model=SizeRulesOut,
    responses=failures(503),
)
@public
def get_size_rules(session: SessionHere, response: Response) -> SizeRulesOut:
    """Ranges by level, kind, ground and setting, on a measure."""
    version, rules = size_rules(session)
    response.headers.update({"ETag": f'"{version}"', "Cache-Control": "no-cache"})
    return SizeRulesOut.of(version, rules)


@router.put(
    "",
    operation_id="setSizeRules",
    summary="Set how large grids shall be",
    response_model=SizeRulesOut,
    responses=failures(401, 403, 412, 422, 503),
)
def put_size_rules(
    runtime: RuntimeHere,
    by: Annotated[Visitor, Depends(Requires(Action.RULES_SET))],
    response: Response,
    body: SizeRulesIn,
    if_match: IfMatch = None,
) -> SizeRulesOut:
    """For all ground, in the place of those in force; planners need a grant on all of it."""
    rules = [each.rule() for each in body.rules]
    with runtime.changing(by.origin, forget=False) as session:
        version, now = set_size_rules(session, by.actor, rules, version_seen(if_match))
    response.headers["ETag"] = f'"{version}"'
    return SizeRulesOut.of(version, now)
