"""What the options of a command are called where two files share one command."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from geo_grid.core.errors import GeoGridError

#: Options for the parent file, by the option that says the same of the grids.
OF_PARENT: Mapping[str, str] = {"--layer": "--parent-layer"}
#: Options for a file of points, likewise.
OF_POINTS: Mapping[str, str] = {
    "--layer": "--points-layer",
    "--crs": "--points-crs",
    "--encoding": "--points-encoding",
}


@contextmanager
def called(names: Mapping[str, str]) -> Iterator[None]:
    """Have the errors of the block name other options than their sentences do.

    Parameters
    ----------
    names
        Option in the sentence → option that the person can give.
    """
    try:
        yield
    except GeoGridError as error:
        error.params = {**error.params, "options": dict(names)}
        raise
