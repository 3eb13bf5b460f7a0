"""``geo-grid layer``: base layers (streets, water, buildings, addresses …) in, listed and out again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from geo_grid.cli.format import Format
from geo_grid.cli.layer_report import print_load
from geo_grid.cli.options import CrsOption, EncodingOption, LayerOption
from geo_grid.cli.outside import outside
from geo_grid.cli.progress import steps
from geo_grid.core.errors import InputError, Unavailable
from geo_grid.core.layers.kinds import KINDS
from geo_grid.files.osm import read_osm
from geo_grid.files.reading import read
from geo_grid.local_postgres import database_urls
from geo_grid.services.import_request import mapping_of
from geo_grid.services.layers import LoadedLayer, list_layers
from geo_grid.services.load_extract import commit_extract, layers_gone
from geo_grid.services.load_layer import commit_load, find_load, plan_load, remove_load, require_rows
from geo_grid.services.load_plan import LoadPlan, LoadRequest, Surroundings
from geo_grid.services.surroundings import surroundings
from geo_grid.settings import settings
from geo_grid.store.session import Engine, make_engine, session_scope
from geo_grid.words import both, tell

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="底图图层:载入、列出、移除 / Base layers: load, list, remove.",
)

_Layer = Annotated[
    str, typer.Argument(metavar="LAYER", help=f"图层 / Layer: {', '.join(KINDS)}.", show_default=False)
]
_Commit = Annotated[
    bool, typer.Option("--commit", help="真正写入;否则只说明 / Write it; otherwise only say what would be.")
]
_Title = Annotated[
    str | None, typer.Option("--title", help="数据说明 / What people are to read.", show_default=False)
]
_TakenOn = Annotated[
    str | None,
    typer.Option("--taken-on", help="数据日期 / The day it shows, YYYY-MM-DD.", show_default=False),
]


@group.callback()
def _help(context: typer.Context) -> None:
    """底图图层:载入、列出、移除 / Base layers: load, list, remove."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("import")
def import_layer(
    layer: _Layer,
    file: Annotated[Path, typer.Argument(help="任意空间文件 / Any spatial file.", show_default=False)],
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            help="来源名称;再次载入同一来源即替换 / Name of the source; loading it again replaces it. "
            "Default: the file's name.",
            show_default=False,
        ),
    ] = None,
    file_layer: LayerOption = None,
    crs: CrsOption = None,
    encoding: EncodingOption = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="字段对应,如 name=MC、households=HUSHU、services.独居老人=DJLR / Which column says what.",
            show_default=False,
        ),
    ] = None,
    taken_on: _TakenOn = None,
    title: _Title = None,
    made_up: Annotated[
        bool, typer.Option("--made-up", help="虚构的示例 / It is an example, no real place.")
    ] = False,
    commit: _Commit = False,
) -> None:
    """从文件载入一个图层 / Load one layer from a file; a dry run without --commit."""
    asked = settings()
    request = LoadRequest(
        layer,
        source if source is not None else file.stem,
        title,
        _day(taken_on),
        mapping_of(mapping or []),
        made_up=made_up,
    )
    with _database() as engine:
        with steps() as progress:
            progress("reading")
            features = read(
                file, layer=file_layer, crs=crs, limit_bytes=asked.max_file_bytes, encoding=encoding
            )
            around = _around(engine, request.source, needed=commit)
            plan = plan_load(features, request, around, progress)
        print_load(plan, asked.language)
        require_rows(plan)
        if not commit:
            typer.echo(both("layer_dry_run"))
            return
        with steps() as progress, session_scope(engine) as session:
            version = commit_load(session, plan, progress)
        _say_loaded(plan, version)


@group.command("osm")
def import_osm(
    file: Annotated[Path, typer.Argument(help=".osm.pbf", show_default=False)],
    source: Annotated[str, typer.Option("--source", help="来源名称 / Name of the source.")] = "osm",
    bbox: Annotated[
        str | None,
        typer.Option(
            "--bbox", help="只取此范围:西,南,东,北 / Only within west,south,east,north.", show_default=False
        ),
    ] = None,
    taken_on: _TakenOn = None,
    title: _Title = None,
    commit: _Commit = False,
) -> None:
    """从 OpenStreetMap 数据载入所有图层 / Load all layers from an OpenStreetMap extract."""
    asked = settings()
    box = None if bbox is None else _box(bbox)
    day = _day(taken_on)
    with _database() as engine:
        with steps() as progress:
            progress("reading")
            extract = read_osm(file, bbox=box, limit_bytes=asked.max_file_bytes)
            around = _around(engine, source, needed=commit)
            plans = [
                plan_load(features, LoadRequest(layer, source, title, day), around, progress)
                for layer, features in extract.layers.items()
            ]
        if not extract.has_ways:
            typer.echo(tell("osm_no_ways", {"file": file.name}, asked.language))
        if extract.incomplete:
            typer.echo(tell("osm_incomplete", {"count": extract.incomplete}, asked.language))
        for plan in plans:
            print_load(plan, asked.language)
        if not commit:
            _say_gone(engine, plans, source)
            typer.echo(both("layer_dry_run"))
            return
        with steps() as progress, session_scope(engine) as session:
            versions = commit_extract(session, plans, source, progress)
        for plan in plans:
            if plan.rows_kept:
                _say_loaded(plan, versions.pop(plan.request.layer))
        for layer, version in versions.items():
            typer.echo(both("layer_removed", {"layer": layer, "source": source, "version": version}))


@group.command("list")
def list_loaded(
    answer: Annotated[Format, typer.Option("--format", help="text | json")] = Format.TEXT,
) -> None:
    """列出已载入的图层 / List what is loaded."""
    with _database() as engine, session_scope(engine) as session:
        layers = list_layers(session)
    if answer is Format.JSON:
        typer.echo(json.dumps([_as_json(layer) for layer in layers], ensure_ascii=False, indent=2))
        return
    if not any(layer.loads for layer in layers):
        typer.echo(both("layer_list_empty"))
        return
    language, zone = settings().language, settings().zone
    for layer in layers:
        for load in layer.loads:
            params = {
                "layer": tell(f"layer_name_{layer.layer}", {}, language),
                "version": layer.version,
                "source": load.source,
                "kept": load.rows_kept,
                "read": load.rows_read,
                "loaded_at": load.loaded_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                "file": load.file,
            }
            made_up = f" {tell('layer_made_up', {}, language)}" if load.made_up else ""
            typer.echo(tell("layer_list_line", params, language) + made_up)


@group.command("remove")
def remove(
    layer: _Layer,
    source: Annotated[str, typer.Option("--source", help="来源名称 / Name of the source.")],
    commit: _Commit = False,
) -> None:
    """移除一个来源的数据 / Remove what a layer has from one source."""
    said: dict[str, Any] = {"layer": layer, "source": source}
    with _database() as engine, session_scope(engine) as session:
        if commit:
            said["version"] = remove_load(session, layer, source)
        else:
            find_load(session, layer, source)
    typer.echo(both("layer_removed" if commit else "layer_would_remove", said))


group.command("outside")(outside)


@contextmanager
def _database() -> Iterator[Engine]:
    engine = make_engine(database_urls(settings())[0])
    try:
        yield engine
    finally:
        engine.dispose()


def _around(engine: Engine, source: str, *, needed: bool) -> Surroundings | None:
    """What is known of the ground; a dry run does without where there is no database."""
    try:
        with session_scope(engine) as session:
            return surroundings(session, but_source=source)
    except Unavailable:
        if needed:
            raise
        typer.echo(both("layer_place_unknown"))
        return None


def _say_gone(engine: Engine, plans: list[LoadPlan], source: str) -> None:
    """Say which layers of a source would go, since its extract no longer has them."""
    try:
        with session_scope(engine) as session:
            gone = layers_gone(session, plans, source)
    except Unavailable:
        return  # said already: there is no database to lose them from
    for layer in gone:
        typer.echo(both("layer_would_remove", {"layer": layer, "source": source}))


def _say_loaded(plan: LoadPlan, version: int) -> None:
    said = {
        "layer": plan.request.layer,
        "kept": plan.rows_kept,
        "source": plan.request.source,
        "version": version,
    }
    typer.echo(both("layer_loaded", said))


def _day(given: str | None) -> date | None:
    try:
        return None if given is None else date.fromisoformat(given)
    except ValueError as error:
        raise InputError("date_invalid", given=given) from error


def _box(given: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in given.split(","))
    except ValueError as error:
        raise InputError("bbox_invalid", given=given) from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InputError("bbox_invalid", given=given)
    return west, south, east, north


def _as_json(layer: LoadedLayer) -> dict[str, Any]:
    return {
        "layer": layer.layer,
        "version": layer.version,
        "features": layer.features,
        "loads": [
            {
                "source": load.source,
                "title": load.title,
                "taken_on": load.taken_on.isoformat() if load.taken_on else None,
                "loaded_at": load.loaded_at.isoformat(),
                "file": load.file,
                "crs": load.crs,
                "made_up": load.made_up,
                "rows_read": load.rows_read,
                "rows_kept": load.rows_kept,
                "dropped": load.dropped,
                "noted": load.noted,
                "mapping": load.mapping,
            }
            for load in layer.loads
        ],
    }
