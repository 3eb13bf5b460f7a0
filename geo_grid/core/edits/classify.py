"""Say what kind of grid it is: comprehensive or special, 居村/街面/拓展, A/B/C, urban or rural."""

from dataclasses import replace

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.subjects import drawable
from geo_grid.core.errors import Refusal

KINDS = frozenset({"comprehensive", "special"})
GROUNDS = frozenset({"residential", "street", "extension"})
CLASSES = frozenset({"A", "B", "C"})
SETTINGS = frozenset({"urban", "rural"})

#: Kind and ground of a grid that cannot both be true.
_CONTRADICTIONS = frozenset({("special", "residential"), ("comprehensive", "extension")})


def classify(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Set the classes of a grid that are given; null takes one away.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``grid``; any of ``kind``, ``ground``, ``class``, ``setting``.

    Raises
    ------
    Refusal
        ``classes_contradict``, see `checked_classes`; ``argument_wrong``.
    """
    grid = drawable(hierarchy, arguments.key("grid"))
    return Proposal({grid.key: checked_classes(grid, arguments)})


def checked_classes(grid: Grid, arguments: Arguments) -> Grid:
    """A grid with the classes that were given.

    Kind and ground are two vocabularies, each with a word for the ordinary and for the institution: a special
    grid is a school, a factory, a park, a market or a compound; extension (拓展) is the ground of enterprises
    and campuses. So a special grid is no residential-village ground (居村), and a comprehensive one, where
    residents live, is no extension. A street front (街面) may be either: a row of shops with homes above, or
    a market. The class A/B/C grades the weight of the work, and the setting says by which sizes a grid is
    measured: both go with everything.

    Raises
    ------
    Refusal
        ``classes_contradict``.
    """
    given = arguments.names()
    kind = arguments.choice("kind", KINDS) or grid.kind
    found = replace(
        grid,
        kind=kind,
        ground=arguments.choice("ground", GROUNDS) if "ground" in given else grid.ground,
        class_=arguments.choice("class", CLASSES) if "class" in given else grid.class_,
        setting=arguments.choice("setting", SETTINGS) if "setting" in given else grid.setting,
    )
    if (found.kind, found.ground) in _CONTRADICTIONS:
        raise Refusal("classes_contradict", kind=found.kind, ground=found.ground)
    return found
