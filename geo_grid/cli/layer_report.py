"""A load of a base layer as a person reads it before it is done."""

import math
from collections.abc import Mapping

import typer

from geo_grid.core.layers.placing import Misplaced
from geo_grid.services.layer_remarks import Remark
from geo_grid.services.load_plan import LoadPlan
from geo_grid.words import Language, tell

#: Rows of one kind that are printed one by one.
_SHOWN = 5


def print_load(plan: LoadPlan, language: Language) -> None:
    """Print what is kept, which column became which field, what is left out and why, and where it lies."""
    layer = tell(f"layer_name_{plan.request.layer}", {}, language)
    counts = {"layer": layer, "read": plan.rows_read, "kept": plan.rows_kept}
    typer.echo(tell("layer_kept", counts, language))
    if plan.mapping:
        pairs = [
            target if target == column else f"{target} ← {column}" for target, column in plan.mapping.items()
        ]
        typer.echo(f"· {tell('layer_columns', {'pairs': pairs}, language)}")
    else:
        typer.echo(f"· {tell('layer_columns_none', {}, language)}")
    if plan.unused:
        typer.echo(f"· {tell('layer_columns_unused', {'columns': plan.unused}, language)}")
    if plan.segments is not None:
        typer.echo(f"· {tell('layer_segments', {'segments': len(plan.segments)}, language)}")
    if plan.misplaced is not None:
        typer.echo(_place(plan.misplaced, plan.crs, language))
    _print_remarks("dropped", plan.dropped, language)
    _print_remarks("noted", plan.noted, language)


def _print_remarks(kind: str, remarks: Mapping[str, Remark], language: Language) -> None:
    for code, remark in remarks.items():
        reason = tell(f"layer_{kind}_{code}", {}, language)
        typer.echo(tell(f"layer_{kind}", {"count": remark.count, "reason": reason}, language))
        for example in remark.examples[:_SHOWN]:
            said = "_id" if example["id"] else ""
            said += "_given" if "given" in example else ""
            typer.echo(tell(f"layer_example{said}", example, language))
        if remark.count > _SHOWN:
            typer.echo(f"  … {remark.count - _SHOWN:,}")


def _place(found: Misplaced, crs: str, language: Language) -> str:
    """One sentence on where the layer lies."""
    if found.code == "layer_shifted":
        params = {"metres": found.distance_m, "likely": found.likely, "first": found.likely[0]}
        return tell("layer_shifted", params, language)
    systems = [name for name in found.likely if name != "swapped"]
    if math.isnan(found.distance_m):
        return tell("layer_far_unplaced", {"crs": crs}, language)
    code = (
        "layer_far_swapped" if "swapped" in found.likely else "layer_far_likely" if systems else "layer_far"
    )
    return tell(code, {"km": found.distance_m / 1000, "crs": crs, "likely": systems}, language)
