"""Options that several commands share, spelled once."""

from pathlib import Path
from typing import Annotated

import typer

LayerOption = Annotated[
    str | None, typer.Option("--layer", help="文件中的图层 / Layer of the file.", show_default=False)
]
ParentOption = Annotated[
    Path | None,
    typer.Option(
        "--parent",
        help="上级文件；不给 --parent-id 时全部要素合为一条辖区界线 / "
        "What is to be tiled; without --parent-id all its features form one outline.",
        show_default=False,
    ),
]
ParentLayerOption = Annotated[
    str | None, typer.Option("--parent-layer", help="上级文件的图层 / Its layer.", show_default=False)
]
IdOption = Annotated[
    str | None,
    typer.Option(
        "--id",
        help="编号字段；默认 code，再 id，再行号 / "
        "Field of the ids; default code, then id, then the row number.",
        show_default=False,
    ),
]
ParentIdOption = Annotated[
    str | None,
    typer.Option(
        "--parent-id",
        help="下级文件中写有上级编号的字段；每个上级由各自的下级来拼合 / "
        "The grids' field with their parent's id; each parent is proved by its own children.",
        show_default=False,
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        help="文件文字的编码，如 GBK / Encoding of the file's text, e.g. GBK.",
        show_default=False,
    ),
]
CrsOption = Annotated[
    str | None,
    typer.Option(
        "--crs",
        help="文件未写明坐标系时说明，如 EPSG:4547、GCJ-02、BD-09 / "
        "Declares a missing coordinate system, e.g. EPSG:4547, GCJ-02, BD-09.",
        show_default=False,
    ),
]
