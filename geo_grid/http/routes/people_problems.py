"""/people/problems and /duty: what is wrong with the duties, and why somebody answers"""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, After, Code, Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.problems import request_language
from geo_grid.http.responses import failures
from geo_grid.http.routes.persons import PRIVATE, Manager
from geo_grid.http.schemas.base import When
from geo_grid.http.schemas.people_problem import ExplainedAnswer, PeopleProblemList, PeopleProblemOut
from geo_grid.services.current import now
from geo_grid.services.people.explain_answer import explain_answer
from geo_grid.services.people.list_problems import list_problems
from geo_grid.store.origin import act_as

router = APIRouter(prefix=API, tags=["persons"])


@router.get(
    "/people/problems",
    operation_id="listPeopleProblems",
    summary="What is wrong with who has which duty",
    response_model=PeopleProblemList,
    responses=failures(401, 403, 404, 422, 503),
)
def list_people_problems(
    request: Request,
    runtime: RuntimeHere,
    by: Manager,
    response: Response,
    grid: Annotated[
        str | None,
        Query(min_length=1, max_length=100, pattern=NO_NUL, description="Code: of it and of those below it."),
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> PeopleProblemList:
    """No head, no member, nobody who answers, AB posts of no neighbours, duties that end soon; by grid."""
    start = key(after, str, int, str)
    settings = runtime.settings
    with runtime.reading() as session:
        act_as(session, by.origin)
        found, counts = list_problems(session, by.actor, now(), settings.zone, settings.lapse_days, grid=grid)
    rest = [problem for problem in found if start is None or problem.key > start]
    page = rest[:limit]
    response.headers.update(PRIVATE)
    return PeopleProblemList(
        items=[PeopleProblemOut.of(problem, request_language(request.scope)) for problem in page],
        next=cursor(*page[-1].key) if len(rest) > limit else None,
        counts=counts,
    )


@router.get(
    "/duty/{code}",
    operation_id="explainAnswer",
    summary="Who answers for a grid at an instant, and why",
    response_model=ExplainedAnswer,
    responses=failures(401, 403, 404, 422, 503),
)
def explain(
    request: Request,
    runtime: RuntimeHere,
    by: Manager,
    response: Response,
    code: Code,
    at: Annotated[
        When | None,
        Query(
            description="With its offset; now where it is left out.", examples=["2026-05-01T22:30:00+08:00"]
        ),
    ] = None,
) -> ExplainedAnswer:
    """The answer that everybody gets, who it is whatever they publish, and every step of how it was found."""
    with runtime.reading() as session:
        act_as(session, by.origin)
        found = explain_answer(session, by.actor, code, at or now(), runtime.settings.zone)
    response.headers.update(PRIVATE)
    return ExplainedAnswer.explained(found, runtime.settings.zone, request_language(request.scope))
