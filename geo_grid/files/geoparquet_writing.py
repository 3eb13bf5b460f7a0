"""Writing GeoParquet 1.1."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo_grid.files import arrow_table
from geo_grid.files.output import Output


def write(path: Path, output: Output) -> dict[str, str]:
    """Write one layer, geometry as WKB; gives the fields that had to be renamed."""
    has_z = bool(shapely.has_z(output.geometry).any())
    names = [str(name) for name in output.table.columns]
    geometry_name = "geometry"
    while geometry_name in names:
        geometry_name = f"_{geometry_name}"
    columns = arrow_table.attributes(output.table)
    columns[geometry_name] = arrow_table.geometries(output, with_z=has_z)
    described: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": arrow_table.types_of(output, with_z=True),
        "crs": output.crs.to_projjson(),
    }
    geo = {"version": "1.1.0", "primary_column": geometry_name, "columns": {geometry_name: described}}
    table = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo)})
    pq.write_table(table, path, compression="zstd")
    return {}
