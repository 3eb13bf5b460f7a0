"""/search"""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from geo_grid.core.errors import InputError
from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, Day, RuntimeHere, SessionHere, check_position
from geo_grid.http.permission import public
from geo_grid.http.responses import failures
from geo_grid.http.schemas.search import SearchOut
from geo_grid.services.editions import instant
from geo_grid.services.search import search as find
from geo_grid.services.search_question import MAX_HITS, Question, kinds_of

router = APIRouter(prefix=f"{API}/search", tags=["search"])

#: What somebody looks for, and where from, is nobody else's business.
_HEADERS = {"Cache-Control": "no-store"}


@router.get(
    "",
    operation_id="search",
    summary="Places by name, address, pinyin or code",
    response_model=SearchOut,
    responses=failures(422, 503),
)
@public
def search(
    runtime: RuntimeHere,
    session: SessionHere,
    as_of: Day,
    q: Annotated[
        str,
        Query(
            max_length=1000,
            pattern=NO_NUL,
            description="What is looked for, 1 to 64 characters: a name, its pinyin or initials, a name with "
            "a house number, a grid's code.",
            examples=["人民路12号"],
        ),
    ],
    lon: Annotated[
        float | None,
        Query(description="Longitude to look around, with lat; EPSG:4326 degrees.", examples=[120.4521]),
    ] = None,
    lat: Annotated[
        float | None, Query(description="Latitude to look around, with lon.", examples=[23.4812])
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_HITS, description="Answers at most, 10 by default.")] = 10,
    kinds: Annotated[
        str | None,
        Query(
            max_length=100,
            pattern=NO_NUL,
            description="Only these, of address, compound, street, grid, organisation; with commas between.",
            examples=["address,street"],
        ),
    ] = None,
) -> Response:
    """Addresses, compounds, streets, organisations and grids in one box, the best answer first.

    A typing error is overlooked where nothing answers to the text as it is. Among equals the nearest to a
    position comes first. Each answer has its point and the chain of grids there.
    """
    if (lon is None) != (lat is None):
        raise InputError("position_half")
    here = None
    if lon is not None and lat is not None:
        check_position(lon, lat)
        here = (lon, lat)
    question = Question(q, kinds_of(kinds), here, limit)
    at = instant(as_of, runtime.settings.zone)
    found = find(session, runtime.index(session, as_of), question, at)
    return Response(
        SearchOut.of(found).model_dump_json(by_alias=True), media_type="application/json", headers=_HEADERS
    )
