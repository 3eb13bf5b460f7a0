"""Write the made-up example town to files.

    python data/example_town/generate.py [--size town|city] [--seed N] -o FOLDER

FOLDER/grids.gpkg has the layers level0 … level3, which `geo-grid import` reads; FOLDER/layers.gpkg
one layer for each base layer (streets, railways, water, buildings, compounds, addresses, organisations,
facilities), which `geo-grid layer import` reads. The same size and seed give the same shapes and
attributes everywhere.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from geo_grid.example_town.make_town import make_town
from geo_grid.example_town.town import Town, TownGrid, TownLayer
from geo_grid.files.output import Output
from geo_grid.files.writing import write

#: Attribute of a grid → field of the file.
FIELDS = {
    "code": "code",
    "name": "name",
    "parent": "parent",
    "kind": "kind",
    "ground": "ground",
    "grade": "class",
    "setting": "setting",
    "statutory": "statutory",
}


def level(grids: Sequence[TownGrid], number: int) -> Output:
    """The grids of one level as a layer."""
    mine = [grid for grid in grids if grid.level == number]
    table = pd.DataFrame({field: [getattr(grid, name) for grid in mine] for name, field in FIELDS.items()})
    shapes = np.empty(len(mine), dtype=object)
    shapes[:] = [grid.geometry for grid in mine]
    return Output(f"level{number}", shapes, table, verbatim=True)


def base_layer(name: str, layer: TownLayer) -> Output:
    """A base layer; counts by service become JSON text."""
    table = pd.DataFrame(
        {field: pd.Series(list(values), dtype=object) for field, values in layer.columns.items()}
    )
    for field in ("storeys", "households", "people"):
        if field in table:
            table[field] = table[field].astype("Int64")
    if "services" in table:
        table["services"] = [
            None if counts is None else json.dumps(counts, ensure_ascii=False) for counts in table["services"]
        ]
    return Output(name, layer.geometry, table, verbatim=True)


def generate(town: Town, folder: Path) -> list[Path]:
    """Write both files; the folder is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    grids, layers = folder / "grids.gpkg", folder / "layers.gpkg"
    write(grids, [level(town.grids, number) for number in range(4)])
    write(layers, [base_layer(name, layer) for name, layer in town.layers.items()])
    return [grids, layers]


def main(arguments: Sequence[str]) -> int:
    """Make the town, write it, say what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", choices=["town", "city"], default="town")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args(arguments)
    town = make_town(options.size, options.seed)
    print(f"{town.title['zh']} / {town.title['en']}, seed {town.seed}")
    for path in generate(town, options.out):
        print(f"{path}: {path.stat().st_size:,} bytes")
    for name, layer in town.layers.items():
        print(f"  {name}: {len(layer):,}")
    print(f"  grids: {len(town.grids):,}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
