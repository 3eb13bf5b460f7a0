"""What somebody wants to import: which files, which fields, and what is accepted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo_grid.core.errors import InputError
from geo_grid.files.reading import LIMIT_BYTES
from geo_grid.services.edition_draft import Approval

#: What a field can be mapped to, besides the attributes.
TARGETS = (
    "code", "name", "parent", "kind", "ground", "class", "setting", "statutory",
    "parent_name", "grandparent", "grandparent_name", "exclave", "exclave_by",
    "reason", "approver",
)  # fmt: skip

#: Accepts every gap, or every grid of several parts.
ALL = "all"


@dataclass(frozen=True, slots=True)
class LayerFile:
    """One layer of one file; layer None is its only one."""

    path: Path
    layer: str | None = None


@dataclass(frozen=True)
class ImportRequest:
    """An import.

    Parameters
    ----------
    levels
        Level (0, the outline, to 3) → its file.
    combined
        Instead: one file with several levels, told apart by `level_field` or by layers ``level0`` …
        ``level3``, or with the finest level only, whose rows name their parents.
    voids
        Approved voids: polygons with ``parent``, ``name``, ``reason`` and ``approver``.
    fields
        Target (see `TARGETS`) → field of the files, where they differ; ``level2.code`` is for one file only.
    level_field
        Field with the level in `combined`; default ``level`` where it holds several.
    crs, encoding, limit_bytes
        As in `read`.
    generate_codes
        Number the grids by the code scheme instead of reading codes.
    outline_code, outline_name
        For an outline that has none of its own.
    accept_gaps
        ``all``, or points "lon,lat" inside gaps that are approved to belong to nobody.
    accept_multipart
        ``all``, or codes of grids that are approved to have several parts.
    approval
        Who approves those, and why.
    """

    levels: Mapping[int, LayerFile] = field(default_factory=dict)
    combined: LayerFile | None = None
    voids: LayerFile | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    level_field: str | None = None
    crs: str | None = None
    encoding: str | None = None
    limit_bytes: int = LIMIT_BYTES
    generate_codes: bool = False
    outline_code: str | None = None
    outline_name: str | None = None
    accept_gaps: tuple[str, ...] = ()
    accept_multipart: tuple[str, ...] = ()
    approval: Approval | None = None

    def __post_init__(self) -> None:
        """Refuse a request that cannot mean anything.

        Raises
        ------
        InputError
            ``import_nothing``, ``import_target_unknown``, ``import_approval_missing``,
            ``import_gap_unclear``.
        """
        if not self.combined and not set(self.levels) - {0}:
            raise InputError("import_nothing")
        prefixes = {"", *(f"level{level}" for level in range(4))}
        unknown = [
            target
            for target in self.fields
            if target.rpartition(".")[2] not in TARGETS or target.rpartition(".")[0] not in prefixes
        ]
        if unknown:
            raise InputError("import_target_unknown", given=unknown, known=list(TARGETS))
        if (self.accept_gaps or self.accept_multipart) and self.approval is None:
            raise InputError("import_approval_missing")
        for gap in self.accept_gaps:
            if gap != ALL:
                point_of(gap)


def point_of(gap: str) -> tuple[float, float]:
    """The "lon,lat" that names a gap; InputError ``import_gap_unclear`` where it is none."""
    try:
        longitude, latitude = (float(part) for part in gap.split(","))
    except ValueError as error:
        raise InputError("import_gap_unclear", given=gap) from error
    return longitude, latitude


def mapping_of(given: list[str]) -> dict[str, str]:
    """``target=field`` pairs of the command line as a mapping; InputError ``import_mapping_unclear``."""
    pairs: dict[str, str] = {}
    for pair in given:
        target, equals, name = pair.partition("=")
        if not (target and equals and name):
            raise InputError("import_mapping_unclear", given=pair)
        pairs[target.strip()] = name.strip()
    return pairs
