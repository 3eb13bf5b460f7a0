"""``geo-grid demo``: a place for looking around, made up or real."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from geo_grid.cli.progress import steps
from geo_grid.example_town.incidents import make_errands, make_incidents
from geo_grid.local_postgres import database_urls
from geo_grid.services.demo import DemoState, demo_state, holds_anything, load_demo
from geo_grid.services.demo_example import make_example
from geo_grid.services.demo_incidents import load_incidents
from geo_grid.services.demo_real import read_real
from geo_grid.services.publish_edition import Progress
from geo_grid.settings import settings
from geo_grid.store.session import Session, make_engine, session_scope
from geo_grid.words import both


class Which(StrEnum):
    """The demos there are."""

    EXAMPLE = "example"
    REAL = "real"


class Size(StrEnum):
    """How large an example is made."""

    TOWN = "town"
    CITY = "city"


def command(
    which: Annotated[
        Which,
        typer.Argument(
            help="example：虚构的城镇，含街道、楼栋、地址；real：一座真实城市的三级网格 /"
            " example: a made-up town with streets, buildings, addresses; real: a real city, three levels."
        ),
    ],
    size: Annotated[
        Size, typer.Option("--size", help="虚构城镇的大小 / How large the made-up town is.")
    ] = Size.TOWN,
    seed: Annotated[
        int, typer.Option("--seed", min=0, help="换一个数，换一座城镇 / Another number, another town.")
    ] = 1,
    if_empty: Annotated[
        bool,
        typer.Option("--if-empty", help="只载入空库，不替换其他示例 / Only into an empty database."),
    ] = False,
    commit: Annotated[
        bool,
        typer.Option("--commit", help="真正载入；否则只说明 / Load it; otherwise only say what would be."),
    ] = False,
) -> None:
    """载入示例数据，绝不动自有数据 / Load example data, over another demo at most, never over your own."""
    zone = settings().zone
    engine = make_engine(database_urls(settings())[0])
    try:
        if if_empty:
            with session_scope(engine) as session:
                if holds_anything(session):
                    typer.echo(both("demo_not_empty"))
                    return
        with steps() as progress:
            progress("making_demo")
            demo = read_real(zone) if which is Which.REAL else make_example(zone, size.value, seed)
            with session_scope(engine) as session:
                state = demo_state(session, demo)
                if commit and load_demo(session, demo, datetime.now(UTC), progress) is not None:
                    _load_incidents(session, which, size, seed, progress)
    finally:
        engine.dispose()
    params = {
        "which": which.value,
        **{f"level_{level}": demo.grids(level) for level in (1, 2, 3)},
        "addresses": len(demo.layers["addresses"]) if "addresses" in demo.layers else 0,
    }
    typer.echo(both(_said(state, commit=commit), params))


def _load_incidents(session: Session, which: Which, size: Size, seed: int, progress: Progress) -> None:
    """Only a town has any: they are made up like it."""
    if which is Which.EXAMPLE and size is Size.TOWN:
        progress("making_incidents")
        incidents = [*make_incidents(seed), *make_errands(seed)]
        load_incidents(session, settings(), incidents, datetime.now(UTC))


def _said(state: DemoState, *, commit: bool) -> str:
    match state:
        case DemoState.LOADED:
            return "demo_already_there"
        case DemoState.IN_USE:
            return "demo_database_in_use"
        case DemoState.EMPTY:
            return "demo_published" if commit else "demo_would_publish"
        case DemoState.OTHER_DEMO:
            return "demo_replaced" if commit else "demo_would_replace"
