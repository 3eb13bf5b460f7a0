"""English words of storing, publishing, importing and locating, one for one with zh.py; they are part of geo_grid.words.en."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # Storing and publishing
    "code_of_another": "The code {grid} belongs to another grid: codes are never reused, choose a new one.",
    "code_outside_scheme": "The code {grid} does not fit the pattern {code_pattern} of level {level}: change the code, or the code scheme first.",
    "code_twice": "Codes occur twice ({grids}): at any time a code belongs to one grid; correct them and try again.",
    "database_busy": "All database connections are in use: try again in a moment.",
    "database_down": "The database cannot be reached: make sure it runs and check DATABASE_URL; the published edition is untouched.",
    "database_forbids": "The database role may not do this: run the migrations as the owner's role, or ask the administrator.",
    "database_full": "The database is out of space or resources and nothing was written: make room and try again.",
    "database_not_migrated": "The tables are missing or too old: run the migrations first.",
    "database_too_old": "The database is PostgreSQL {version}, which is too old: use PostgreSQL {needed} or newer.",
    "draft_outside_scope": "Levels {levels} of the draft are not below {under}: check the levels and the scope.",
    "edition_conflict": "Somebody else is publishing at the same time and nothing was written: try again.",
    "edition_mismatch": "A row of {table} does not agree with edition {edition}, its effective instant or its transaction: only an edition being published changes rows.",
    "edition_not_later": "The effective instant {effective} is not after the last change ({last}) of {count} grids: {grids}; choose a later one.",
    "edition_not_tiled": "The grids under {parents} do not tile: {faults} faults ({kinds}; grids {grids}); look at them with geo-grid check and repair them first.",
    "exclave_unrecorded": "Grid {parent} has several parts and no exclave exception: record one with reason and approver, or split the grid.",
    "geometry_not_valid": "The shape of {grids} is not valid (crosses itself or is empty): repair it with geo-grid repair first.",
    "not_tiled": "The children of {parent} do not tile it at {instant}: {edges} edges are left over, the westernmost at {lon:.7f}, {lat:.7f}; correct the borders.",
    "nothing_to_publish": "Everything is so already: there is nothing to publish.",
    "off_lattice": "A coordinate is not on the lattice of 1e-7 degree or outside the world: import through this program instead of writing to the tables.",
    "outline_kept": "The outline changes only by setting the outline, and edition {edition} does not say so.",
    "outline_twice": "There is only one outline at a time: end the one in force first.",
    "parent_level_wrong": "A parent is exactly one level above ({grids}): check the levels and the parents' codes.",
    "parent_not_valid": "{parent} does not exist at {instant} but has {children} children still: change them as well.",
    "parent_unknown": "No such parent: {parents} ({grids}); check the parents' codes.",
    "proof_withheld": "What waits for its proof cannot be changed: the database proves it at commit.",
    "noding_untrue": "{grids} is marked as having only got vertices, but its border or something else changed: do not mark it so.",
    "published_is_kept": "What was published stays as it is ({table}, {operation}): publish a new edition.",
    "row_twice": "A grid has one row at a time: close the one in force first.",
    "statutory_border_locked": "Statutory borders are locked ({grids}): the office above must unlock them first.",
    "validity_wrong": "A time of validity begins at a real instant, is never empty and ends by an edition: check the instants.",
    # Demo data
    "demo_already_there": "The demo is there already; nothing was changed.",
    "demo_database_in_use": "The database holds editions already; the demo was not loaded and nothing was changed.",
    "demo_not_empty": "The database holds editions already; no demo was loaded and nothing was changed.",
    "demo_published": "The demo is published: {level_1}, {level_2} and {level_3} grids at levels 1, 2 and 3, {addresses} addresses.",
    "demo_replaced": "The demo took the place of the former one: {level_1}, {level_2} and {level_3} grids at levels 1, 2 and 3, {addresses} addresses; the former edition can still be asked for by its date.",
    "demo_would_publish": "Would publish the demo, {level_1}, {level_2} and {level_3} grids at levels 1, 2 and 3, {addresses} addresses; --commit does it.",
    "demo_would_replace": "Would put the demo in place of the former one, {level_1}, {level_2} and {level_3} grids at levels 1, 2 and 3, {addresses} addresses; --commit does it.",
    # Import and export
    "codes_too_many": (
        "{parent} has {count} grids, but the code scheme leaves "
        "{digits} digits at level {level}: change GEO_GRID_CODE_SCHEME."
    ),
    "date_unclear": "{given} is no date: write 2026-11-22 or 2026-11-22T08:00:00+08:00.",
    "export_field_renamed": "Field {field} is called {given} in the file.",
    "export_nothing": "No grids are in force at {at}.",
    "export_text_cut": "In field {field}, {count} texts were too long and are cut.",
    "export_two_dates": "Give either --as-of or --edition.",
    "exported": "Exported {grids} grids and {voids} voids: {paths}",
    "import_approval_missing": (
        "Voids and exclaves need an approver and a reason: add "
        "--approved-by and --reason, or the fields approver and reason."
    ),
    "import_codes_generated": (
        "Codes are generated by the scheme {scheme}, west to east, then north to south."
    ),
    "import_codes_missing": (
        "{file} (level {level}) has no codes: name the field with --map code=FIELD, or use --generate-codes."
    ),
    "import_derived": "union of the level below",
    "import_dry_run": "This was a dry run, nothing was written; --commit publishes.",
    "import_gap_unclear": "{given} names no gap: write LON,LAT or all.",
    "import_has_problems": "{problems} problems and {rejected} unusable rows: nothing was published.",
    "import_level_unknown": "the value {given} of the level field {field} is not 0, 1, 2 or 3",
    "import_mapping_unclear": "{given} is no mapping: write it like name=VILLNAME.",
    "import_multipart_unapproved": (
        "it has {parts} separate parts: split it, or approve it as an exclave with --accept-multipart"
    ),
    "import_not_derived": (
        "At level {level}, {count} grids could not be made, because their children are faulty: {grids}."
    ),
    "import_not_in_order": (
        "Not published, because of the problems above: repair them (geo-grid repair) or approve exceptions."
    ),
    "import_nothing": "There is nothing to import: give a file, or --level1, --level2, --level3.",
    "import_outline_code_made": (
        "The outline has no code that fits the scheme; {code} is used. --outline-code gives it one."
    ),
    "import_outline_is_union": (
        "No outline was given: the one in force stays; where there is none, the union of level 1 is taken for it."
    ),
    "import_outline_joined": "The {count} shapes of {file} form one outline.",
    "import_outline_overlaps": (
        "The shapes in the outline file {file} overlap and form no outline: correct them first."
    ),
    "import_parents_located": (
        "{file} (level {level}) names no parents; each grid goes to the parent it lies in."
    ),
    "import_parents_missing": (
        "{file} names no parents: say the field with --map parent=FIELD, or give the file of the level above."
    ),
    "import_published": "Edition {number} is published, effective from {effective}.",
    "import_row_rejected": "{file}, row {row} ({id}) is not imported: {reason}",
    "import_target_unknown": "--map does not know {given}; it knows {known}.",
    "import_value_unknown": "the value {given} of field {field} is not one of its words",
    "import_void_parent_unknown": "The voids file {file} names parents that do not exist: {parents}.",
    "import_voids": "Approved voids",
    "step_comparing": "Comparing",
    "step_measuring": "Measuring",
    "step_proving_in_database": "Proving in the database",
    # The locate command
    "locate_ids": "Ids in {file} are missing or not unique ({count:,}), so that answers do not tell those grids apart:",
    "locate_no_grids": "No grid of {file} can hold a point: see why with geo-grid check.",
    "locate_off_earth": "{count:,} points of {file} are no place on Earth (rows {rows}): check their coordinates and --points-crs.",
    "locate_renamed": "The field {field} is renamed {name}.",
    "locate_skipped": "{count:,} rows of {file} hold no points and take no part:",
    "locate_swapped": "{count:,} points of {file} lie in no grid, but would with longitude and latitude exchanged (rows {rows}): check their order.",
    "located": "Located {points:,} points: {inside:,} in a grid, {outside:,} outside; written to {out}.",
    "points_swapped": "The points of {file} look swapped (row {row}: {x}, {y}): put longitude first, then latitude, or name the columns rightly.",
    "step_locating": "Locating",
}
