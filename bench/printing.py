"""A notice board, five hundred cards, and all boards of a community as one PDF."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import median

from sqlalchemy.orm import Session

from bench.backend import Stopwatch
from bench.measuring import Measured
from geo_grid.services.boards.making import BoardWanted, Made, make_boards, make_cards
from geo_grid.settings import Settings
from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.session import make_engine, session_scope
from geo_grid.store.tables import GridRow

#: Targets, seconds.
_BOARD_S, _CARDS_S = 1.0, 5.0
#: Boards that are measured one by one, of grids all over the city.
_BOARDS = 25
_CARDS = 500


def measure(url: str) -> Iterator[Measured]:
    """On the example city: processor time of this process and of the database together."""
    engine = make_engine(url)
    at, settings = datetime.now(UTC), Settings(database_url=url, public_url="https://grid.example.cn")
    with session_scope(engine) as session:
        leaves = grid_records(session, grid_select(at).where(GridRow.level == 3).order_by(GridRow.code))

        def board(grid: GridRecord) -> Made:
            return make_boards(session, [BoardWanted(grid, "office", "A2")], at, settings, "zh")

        # The first of a process looks for the fonts.
        first, _ = _seconds(session, lambda: board(leaves[0]))
        took, made = [], []
        for grid in leaves[1 :: max(1, len(leaves) // _BOARDS)]:
            seconds, pdf = _seconds(session, lambda grid=grid: board(grid))  # type: ignore[misc]  # bound now
            took.append(seconds)
            made.append(len(pdf.pdf))
        yield Measured(
            "a notice board of A2 as PDF",
            f"{len(took)} grids, {median(made) / 1024:.0f} kB each",
            f"{median(took):.2f} s (worst {max(took):.2f} s, the first of a process {first:.2f} s)",
            f"≤ {_BOARD_S:.0f} s",
            max(*took, first) <= _BOARD_S,
        )
        cards, pdf = _seconds(session, lambda: make_cards(session, leaves[5:6], at, settings, "zh", _CARDS))
        yield Measured(
            "contact cards as PDF",
            f"{_CARDS} cards, {pdf.pages} pages, {len(pdf.pdf) / 1024:.0f} kB",
            f"{cards:.2f} s",
            f"≤ {_CARDS_S:.0f} s",
            cards <= _CARDS_S,
        )
        households, pdf = _seconds(
            session, lambda: make_cards(session, leaves[:10], at, settings, "zh", None)
        )
        yield Measured(
            "one card a household, with its building", f"10 grids, {pdf.pages} pages", f"{households:.2f} s"
        )
        many = [BoardWanted(grid, "office", "A3") for grid in leaves[:50]]
        together, pdf = _seconds(session, lambda: make_boards(session, many, at, settings, "zh"))
        yield Measured(
            "boards of many grids as one PDF",
            f"{pdf.pages} boards of A3, {len(pdf.pdf) / 2**20:.1f} MB",
            f"{together:.1f} s",
        )
    engine.dispose()


def _seconds(session: Session, work: Callable[[], Made]) -> tuple[float, Made]:
    watch = Stopwatch(session)
    began = watch.ms()
    made = work()
    return (watch.ms() - began) / 1000, made
