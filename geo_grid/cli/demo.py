"""``geo-grid demo``: a real city for looking around."""

from enum import StrEnum
from typing import Annotated

import typer

from geo_grid.cli.progress import steps
from geo_grid.local_postgres import database_urls
from geo_grid.services.demo import DemoState, demo_state, load_demo, read_demo
from geo_grid.settings import settings
from geo_grid.store.session import make_engine, session_scope
from geo_grid.words import both


class Which(StrEnum):
    """The demos there are."""

    REAL = "real"


def command(
    which: Annotated[Which, typer.Argument(help="real：一座真实城市的三级网格 / A real city, three levels.")],
    commit: Annotated[
        bool,
        typer.Option("--commit", help="真正载入；否则只说明 / Load it; otherwise only say what would be."),
    ] = False,
) -> None:
    """载入示例数据 / Load example data into an empty database; a database in use is left alone."""
    demo = read_demo(settings().zone)
    counts = {f"level_{level}": demo.grids.get(level, 0) for level in (1, 2, 3)}
    engine = make_engine(database_urls(settings())[0])
    try:
        with steps() as progress, session_scope(engine) as session:
            state = demo_state(session)
            if commit and state is DemoState.EMPTY:
                load_demo(session, demo, progress)
    finally:
        engine.dispose()
    said = {
        DemoState.EMPTY: "demo_published" if commit else "demo_would_publish",
        DemoState.LOADED: "demo_already_there",
        DemoState.IN_USE: "demo_database_in_use",
    }
    typer.echo(both(said[state], {"which": which.value, **counts}))
