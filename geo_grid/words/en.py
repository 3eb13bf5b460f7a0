"""English words. A section for each subject, alphabetical inside; the same keys as zh.py, one for one."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # Command line and settings
    "disk_full": "The disk is full and {path} was not finished: free some space and try again.",
    "file_unwritable": "Cannot read or write {path} ({reason}): check the path and its permissions.",
    "interrupted": "Interrupted; nothing half-written takes effect.",
    "migrated": "The database is at revision {newest}, the newest.",
    "migration_due": "The database would go from revision {current} to {newest}: add --commit to do it.",
    "out_of_memory": "Out of memory: close other programs, or work on the file in parts.",
    "setting_invalid": "The setting {name} cannot be {given} ({reason}): correct it as docs/settings.md says.",
    "unexpected": "Something went wrong inside the program (id {id}): report it with this id; "
    "GEO_GRID_DEBUG=1 shows the details.",
    "usage": "The command was not understood ({reason}): run geo-grid --help.",
    # The private database
    "database_binaries_missing": "No PostgreSQL server is installed here: run script/up, "
    "or install postgresql and postgis.",
    "database_not_started": "The private database did not start: see its log {log}.",
    "database_not_stopped": "The private database did not stop: see its log {log}.",
    "database_postgis_missing": "PostgreSQL has no PostGIS here: install postgis and try again.",
    "database_url_invalid": "DATABASE_URL (or MIGRATION_DATABASE_URL) is no address of a PostgreSQL: write postgresql://USER:PASSWORD@HOST:PORT/NAME.",
    "database_user_missing": "Running as root needs the system user postgres: install postgresql, "
    "or run as an ordinary user.",
    "database_version_missing": "The private database was made by PostgreSQL {version}, which is no longer installed: install that version again.",
    "port_taken": "Port {port} is taken: stop the program that uses it, or set GEO_GRID_PORT to another port.",
    # The audit
    "audit_anchor_differs": "Seal {number} is not the one that was written down elsewhere: the whole chain was replaced.",
    "audit_anchor_invalid": "{given} is no seal: write NUMBER:HASH as geo-grid audit verify printed it.",
    "audit_broken": "The audit is broken: of {entries:,} entries and {seals:,} seals, {faults:,} were tampered with. Last seal {anchor}",
    "audit_changed": "Entry {number} was changed after it was sealed.",
    "audit_exported": "Wrote {lines:,} entries of the audit: {out}",
    "audit_form_unknown": "No telling in which form to write {path}: let it end with .jsonl or .csv.",
    "audit_inserted": "Entry {number} was inserted afterwards.",
    "audit_missing": "Entry {number} was removed after it was sealed.",
    "audit_seal_changed": "Seal {number} does not fit the entries it holds.",
    "audit_seal_missing": "Seal {number} was removed.",
    "audit_sound": "The audit is sound: {entries:,} entries, {seals:,} seals. Write the last seal down elsewhere: {anchor}",
    "instant_invalid": "{given} is no date or time: write 2026-11-21 or 2026-11-21T08:30:00+08:00.",
    # Map files
    "map_area": "Area",
    "map_count": "{count}",
    "map_cure": "Cure",
    "map_cure_coordinates_out_of_range": (
        "Check the CRS and the order of axes: longitude "
        "first, then latitude; name a projected CRS with --crs."
    ),
    "map_cure_duplicate": (
        "Keep one: repair dissolves duplicates. Or see whether one was drawn in the wrong place."
    ),
    "map_cure_duplicate_id": "Give every grid an id of its own, or name another field with --id.",
    "map_cure_empty": "Draw its border, or take the row out of the file.",
    "map_cure_gap": (
        "Let repair give it to the neighbour with the longest shared border, to a named "
        "grid, or make it a grid; record it as an approved void where it is a true exception."
    ),
    "map_cure_invalid_geometry": (
        "Let repair make the shape valid (self-crossing and the like), then check again."
    ),
    "map_cure_missing_id": "Fill in the id, or name another field with --id.",
    "map_cure_multipart": (
        "See whether it is an exclave: record it as an exception if "
        "so, else merge the part into a neighbour or make it a grid."
    ),
    "map_cure_not_polygon": "A grid is a polygon: take lines and points out, or draw them as polygons.",
    "map_cure_outside_parent": (
        "Let repair clip it to the parent, or see whether it belongs to "
        "another parent; correct the parent first where that is wrong."
    ),
    "map_cure_overlap": "Let repair give the overlap to one side: a named one, the smaller or the larger.",
    "map_cure_unknown_parent": "Correct the parent's id, or add that grid to the parent file.",
    "map_cure_unmatched_vertex": (
        "Let repair put the same vertex into the neighbour's border (tolerance 5 cm by default)."
    ),
    "map_faults": "Problems found: {count}",
    "map_grids": "Grids",
    "map_hectare": "ha",
    "map_legend": "Legend",
    "map_level": "Level",
    "map_level_0": "Outline",
    "map_level_1": "Level 1",
    "map_level_2": "Level 2",
    "map_level_3": "Level 3",
    "map_level_unusable": "The field {field} of {file} holds none of the levels 0, 1, 2, 3: name the field of the level with --level-field.",
    "map_level_upper": "Parents",
    "map_made": "{grids} grids drawn: {out}",
    "map_more": "{count} more are not listed; all are on the map.",
    "map_no_area": "no area",
    "map_not_html": "A map is a web page, and {file} is not called one: end its name in .html.",
    "map_nothing": "Nothing of {file} can be drawn: see why with geo-grid check.",
    "map_other_language": "中文",
    "map_over_input": "The output {path} would replace an input file: choose another name.",
    "map_panel": "Grids and problems",
    "map_parent": "Parent",
    "map_problem_coordinates_out_of_range": "Coordinates out of range",
    "map_problem_duplicate": "Duplicate",
    "map_problem_duplicate_id": "Duplicate id",
    "map_problem_empty": "No shape",
    "map_problem_gap": "Gap",
    "map_problem_invalid_geometry": "Invalid shape",
    "map_problem_missing_id": "Missing id",
    "map_problem_multipart": "Several parts",
    "map_problem_not_polygon": "Not a polygon",
    "map_problem_outside_parent": "Outside the parent",
    "map_problem_overlap": "Overlap",
    "map_problem_unknown_parent": "Unknown parent",
    "map_problem_unmatched_vertex": "Unmatched vertex",
    "map_problems": "Problems",
    "map_size": "Size",
    "map_subtitle": "Click a grid or a problem for details",
    "map_takes_part": "Grids",
    "map_tiled": "Tiles exactly: no gap, no overlap",
    "step_counting": "Counting what is in each grid",
    "step_drawing": "Drawing",
    "step_making_demo": "making the example",
    # Problems that a check finds
    "problem_and_more": "{listed} and others, {count} in all",
    "problem_coordinates_out_of_range": (
        "{grids} (row {row}) has the coordinates {x}, {y}, out of range: check the coordinate system {crs}."
    ),
    "problem_coordinates_out_of_range_projected": (
        "{grids} (row {row}) has the coordinates {x}, {y}, which are no lon/lat and look like {likely}: "
        "declare the coordinate system with --crs."
    ),
    "problem_coordinates_out_of_range_swapped": (
        "{grids} (row {row}) has the coordinates {x}, {y}, out of range, probably with swapped axes: "
        "put longitude first, then latitude."
    ),
    "problem_duplicate": "{grids} have exactly the same shape ({area}): keep one of them.",
    "problem_duplicate_id": "The id {grids} occurs {count} times (rows {rows}): each grid needs its own.",
    "problem_empty": "{grids} (row {row}) has no geometry and takes no part.",
    "problem_gap": (
        "A gap of {area} (at {place}) belongs to no grid: give it to a neighbour, or record it as an approved void."
    ),
    "problem_gap_in_parent": (
        "In {parent} a gap of {area} (at {place}) belongs to no grid: give it to a neighbour, "
        "or record it as an approved void."
    ),
    "problem_invalid_geometry": (
        "{grids} (row {row}) is not a valid polygon ({reason}, at {place}): mend it with repair, or redraw it."
    ),
    "problem_invalid_geometry_unplaced": (
        "{grids} (row {row}) cannot be read as a polygon ({reason}): redraw it and try again."
    ),
    "problem_missing_id": "Row {row} has no id: fill it in, or name another field with --id.",
    "problem_multipart": (
        "{grids} consists of {parts} parts: record an exclave as an exception, or merge or split it."
    ),
    "problem_not_polygon": "{grids} (row {row}) is a {type}, not a polygon: grids are polygons.",
    "problem_of_parents": "Parent file: {sentence}",
    "problem_outside_outline": "{grids} reaches {area} beyond the outline (at {place}): clip it to the outline.",
    "problem_outside_parent": (
        "{grids} reaches {area} beyond its parent {parent} (at {place}): clip it, or correct its parent."
    ),
    "problem_overlap": "{grids} overlap by {area} (at {place}): give the ground to one of them.",
    "problem_overlap_in_parent": (
        "In {parent} {grids} overlap by {area} (at {place}): give the ground to one of them."
    ),
    "problem_unknown_parent": "{grids} (row {row}) names the parent {parent}, which does not exist: check its id.",
    "problem_unknown_parent_none": "{grids} (row {row}) names no parent.",
    "problem_unmatched_vertex": (
        "The border shared by {grids} has an unmatched vertex (at {place}): both sides need the same vertices."
    ),
    "problem_unmatched_vertex_in_outline": (
        "{grids} and the outline have an unmatched vertex (at {place}): both lines need the same vertices."
    ),
    "problem_unmatched_vertex_in_parent": (
        "In {parent} {grids} have an unmatched vertex (at {place}): neighbouring borders need the same vertices."
    ),
    "reason_coordinate_not_finite": "a coordinate is not finite",
    "reason_duplicate_rings": "duplicate rings",
    "reason_geometry_unreadable": "the geometry cannot be read",
    "reason_hole_lies_outside_shell": "a hole lies outside the shell",
    "reason_holes_are_nested": "nested holes",
    "reason_interior_is_disconnected": "the interior is disconnected",
    "reason_invalid_coordinate": "invalid coordinate",
    "reason_nested_shells": "nested shells",
    "reason_not_a_feature": "not a feature",
    "reason_ring_self_intersection": "a ring touches itself",
    "reason_ring_too_short": "a ring has too few points",
    "reason_ring_unclosed": "a ring is not closed",
    "reason_self_intersection": "its border crosses itself",
    "reason_too_few_points_in_geometry_component": "too few points",
    # The command check
    "check_faults": (
        "Faults found: {grids:,} grids, {edges:,} edges, {errors:,} errors, {warnings:,} warnings, {seconds:.2f} s."
    ),
    "check_more": "{count:,} more; see all with --format json, or on a map with geo-grid map.",
    "check_tiled": (
        "Tiled: {grids:,} grids, {edges:,} edges, no gap, no overlap, {warnings:,} warnings, {seconds:.2f} s."
    ),
    "parent_option_alone": "{option} says something of a parent file: give that file with --parent.",
    "step_proving": "Proving borders",
    "step_reading": "Reading files",
    # Spatial files
    "archive_bomb": "The archive {file} would unpack to {size:,} bytes, over 200 times its size, and was not opened: give the unpacked file instead.",
    "archive_broken": "The archive {file} is damaged or incomplete: pack or download it again.",
    "archive_encrypted": "{member} in the archive {file} is encrypted: give an archive without a password, or the unpacked file.",
    "archive_hostile": "{member} in the archive {file} points outside it or occurs twice, and nothing was unpacked: pack the files again.",
    "archive_many_members": "The archive {file} holds {members:,} files, over the limit of {limit:,}: pack only what is needed.",
    "archive_no_spatial_file": "The archive {file} holds no spatial file: see that a .shp, .geojson, .gpkg, .kml or the like is in it.",
    "crs_conflict": "The file {file} says its coordinate system is {found}, not {declared} as --crs does: leave --crs out, or correct the file first.",
    "crs_looks_lonlat": (
        "The coordinates of {file} are longitudes and latitudes, not {declared}: leave --crs out, "
        "or give --crs EPSG:4490."
    ),
    "crs_missing": "The file {file} does not say its coordinate system: name it with --crs, e.g. --crs EPSG:4490 (lon/lat) or --crs EPSG:4547 (Gauss–Krüger).",
    "crs_unknown": "The coordinate system {given} is unknown: write EPSG:4490, EPSG:4547, CGCS2000, GCJ-02, BD-09 or the like.",
    "crs_unusable": "The coordinate system {given} ({kind}) has no map or lon/lat axes and cannot be used: name one that has with --crs.",
    "crs_unwritable": "The format {driver} holds lon/lat only, not {crs}: choose another format, or write EPSG:4326.",
    "dbf_broken": "The header of the attribute table {file} contradicts itself: export it again from your mapping program.",
    "encoding_unknown": "The character encoding {given} is unknown: write UTF-8, GBK, GB18030 or Big5.",
    "encoding_unwritable": "The encoding {encoding} cannot write “{text}”: use UTF-8 instead.",
    "encoding_wrong": "The text of {file} is not {tried}: name its encoding with --encoding.",
    "field_missing": "The file {file} has no field {field}; it has: {fields}.",
    "file_broken": "The file {file} is damaged and cannot be read ({reason}): export or download it again.",
    "file_empty": "The file {file} is empty (0 bytes): export it again.",
    "file_format_unknown": "It is not clear which format {file} should have: end its name in one of {endings}.",
    "file_is_folder": "{file} is a folder: name a file in it.",
    "file_is_input": "The output {file} is the input itself and is never overwritten in place: choose another name.",
    "file_missing": "There is no file {file}: check the path.",
    "file_too_large": "The file {file} has {size:,} bytes, over the limit of {limit:,}: split it, or raise the setting GEO_GRID_MAX_FILE_BYTES.",
    "file_truncated": "The file {file} is cut short: copy or download it again.",
    "file_unreadable": "The file {file} cannot be opened ({reason}): check its permissions.",
    "geodatabase_without_tables": "The folder {file} holds no tables of a file geodatabase: copy it again as a whole, or name another file.",
    "json_broken": "The file {file} stops being JSON at line {line}, column {column}, and may be cut short: export it again.",
    "json_too_deep": "The JSON of {file} is nested too deeply to be read: export it again.",
    "layer_ambiguous": "The file {file} has several layers: {layers}; name one with --layer.",
    "layer_missing": "The file {file} has no layer {layer}; it has: {layers}.",
    "no_features": "The layer {layer} of the file {file} holds no features: see that the right file and layer were exported.",
    "not_spatial": "{file} is not a spatial file that can be read: use GeoJSON, GeoPackage, Shapefile, TopoJSON, KML, GeoParquet or the like.",
    "points_missing": "The file {file} holds no points: a CSV needs columns of longitude and latitude (lon, lat), other formats need points.",
    "ring_unclosed": "A ring in row {row} was not closed and has been closed at its first point.",
    "shapefile_incomplete": "The shapefile {file} lacks {missing}: keep .shp, .shx, .dbf and .prj of one name together.",
    "table_broken": "The rows of the table {file} do not fit its header: check separators and quotes.",
    "topology_broken": "The TopoJSON file {file} lacks proper objects or arcs: export it again.",
    "xml_broken": "The file {file} stops being XML at line {line}, column {column}, and may be cut short: export it again.",
    "xml_entities": "The file {file} declares XML entities and was not opened, for safety: export it again from your mapping program.",
    "xml_too_deep": "The folders of {file} are nested too deeply to be read: export it again.",
    # The web interface
    "address_unknown": "There is no address {path}: check the link.",
    "bbox_invalid": "The bounds {given} cannot be used: write west,south,east,north in degrees, e.g. 120.39,23.44,120.51,23.52.",
    "body_expected": "The body must be a JSON object such as {example}, sent with Content-Type: application/json.",
    "body_not_json": "The body is not valid JSON: check quotes, brackets and commas.",
    "checks_busy": "Too many files are being checked: try again in a moment.",
    "cursor_invalid": "The page mark {given} cannot be used: send `next` of the page before as it is.",
    "database_unset": "No database is set: set DATABASE_URL, or start with script/up.",
    "date_invalid": "The date {given} cannot be used: write YYYY-MM-DD, e.g. 2026-11-21.",
    "edition_none": "No edition is in force yet: publish one with geo-grid import.",
    "edition_not_found": "There is no edition {number}: check the number.",
    "failed_inside": "Something failed on our side (id {id}): tell the administrator this id.",
    "form_fields_unknown": "The form has no field {names}; it has: {known}.",
    "grid_not_found": "There is no grid with the code {grid}: check the code and the date.",
    "host_unusable": "Cannot listen on {host}, port {port} ({reason}): choose another address or port.",
    "level_empty": "Level {level} holds no grids.",
    "method_not_allowed": "{path} does not take {method}: see the description of the interface.",
    "ogc_refused": "The request {path} cannot be used ({reason}): check its parameters.",
    "position_out_of_range": "Longitude {lon}, latitude {lat} is no place on Earth: longitude lies within ±180, latitude within ±90.",
    "position_half": "Only one of longitude and latitude was given: give both or neither.",
    "position_swapped": "Longitude {lon}, latitude {lat} look swapped: longitude comes first.",
    "request_unreadable": "The request cannot be read: check its format.",
    "serving": "Serving at {url} (Ctrl-C stops)",
    "status_400": "Bad request",
    "status_404": "Not found",
    "status_405": "Method not allowed",
    "status_409": "Conflict",
    "status_413": "Content too large",
    "status_415": "Format not supported",
    "status_422": "Cannot be used",
    "status_500": "Server error",
    "status_503": "Cannot serve now",
    "tile_outside_scheme": "There is no tile {x}/{y} at zoom {z}: columns and rows end at {last}.",
    "upload_too_large": "The upload is larger than {limit_mb} MB: compress or split it, or have GEO_GRID_MAX_UPLOAD_BYTES raised.",
    "value_invalid": "The value of {name} cannot be used: see the description of the interface.",
    "value_missing": "{name} is missing: add it.",
    "value_not_number": "The value {given} of {name} is not a number: give a number.",
    "value_too_large": "The value {given} of {name} is too large: at most {limit}.",
    "value_too_long": "{name} is too long: at most {limit}.",
    "value_too_short": "{name} is too short: at least {limit}.",
    "value_too_small": "The value {given} of {name} is too small: at least {limit}.",
    # Ledgers
    "ledger_column_addresses": "addresses",
    "ledger_column_buildings": "buildings",
    "ledger_column_code": "code",
    "ledger_column_compounds": "compounds",
    "ledger_column_facilities": "facilities",
    "ledger_column_facility": "facility",
    "ledger_column_households": "households",
    "ledger_column_households_unknown": "addresses without households",
    "ledger_column_level": "level",
    "ledger_column_name": "name",
    "ledger_column_organisations": "organisations",
    "ledger_column_parent": "parent",
    "ledger_column_people": "people",
    "ledger_column_people_unknown": "addresses without people",
    "ledger_column_service": "service",
    "ledger_column_street_class_m": "street m",
    "ledger_column_street_m": "street m",
    "ledger_column_trade": "trade",
    "ledger_column_workload": "workload",
    "ledger_empty": "There are no grids yet.",
    "ledger_sheet": "ledger",
    "ledger_some_unknown": "“+”: some addresses do not say, there are more.",
    "ledger_unknown": "unknown",
    "ledger_written": "Wrote the ledgers of {grids:,} grids: {path}.",
    "outside_column_distance": "distance m",
    "outside_column_grid": "nearest grid",
    "outside_column_text": "address",
    "outside_count": "Addresses that lie in no grid: {count:,}.",
    "outside_more": "{count:,} more: write them to a file with -o.",
    "outside_nearest": "{m:,.0f} m from grid {grid}",
    "outside_sheet": "outside",
    "outside_written": "Wrote {count:,} addresses that lie in no grid: {path}.",
    "table_format_unknown": "{path} is no table that can be written: choose from {known}.",
    # Search
    "search_kind_unknown": "There is no kind “{given}”: choose from {known}.",
    "search_text_length": "Type 1 to {most} characters.",
    # Writing spatial files
    "file_not_written": "The file {file} could not be written ({reason}): check disk space and permissions, or choose another format.",
    "folder_missing": "There is no folder {folder} to write {file} into: make it first.",
    "geometry_unwritable": "The format {driver} cannot hold {type}: use GeoPackage or GeoJSON instead.",
    "layers_unwritable": "The format {driver} holds one layer, and there are: {layers}; use GeoPackage, or write them one by one.",
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
    "demo_other_kept": "Another demo is there already; nothing was changed. Without --if-empty it would be replaced.",
    "demo_published": "The demo is published: {level_1}, {level_2} and {level_3} grids at levels 1, 2 and 3, {addresses} addresses.",
    "demo_replaced": "The demo took the place of the former one: {level_1}, {level_2} and {level_3} grids at levels 1, 2 and 3, {addresses} addresses; the former edition can still be asked for by its date.",
    "demo_would_publish": "Would publish the demo, {level_1}, {level_2} and {level_3} grids at levels 1, 2 and 3, {addresses} addresses; --commit does it.",
    "demo_would_replace": "Would put the demo in place of the former one, {level_1}, {level_2} and {level_3} grids at levels 1, 2 and 3, {addresses} addresses; --commit does it.",
    # Base layers
    "layer_columns": "Fields from columns: {pairs}",
    "layer_columns_none": "The file has no column for a field; only shapes are read.",
    "layer_columns_unused": "Columns not read: {columns}. Only the layer's own fields are stored; the rest stays in the file.",
    "layer_dropped": "✗ Left out, {count:,}: {reason}",
    "layer_dropped_duplicate": "the same address again within 50 m; the first one is kept",
    "layer_dropped_no_geometry": "no shape",
    "layer_dropped_not_mendable": "invalid polygon that cannot be made valid",
    "layer_dropped_out_of_range": "coordinates out of range; check the coordinate system (--crs)",
    "layer_dropped_swapped_axes": "coordinates out of range, probably with swapped axes; put longitude first",
    "layer_dropped_too_short": "no length on the lattice",
    "layer_dropped_too_small": "no area on the lattice",
    "layer_dropped_unreadable": "a shape that cannot be read",
    "layer_dropped_wrong_type": "a type of shape that is not the layer's",
    "layer_dry_run": "This was a dry run, nothing was written; --commit loads.",
    "layer_example": "  - row {row}",
    "layer_example_given": "  - row {row}: {given}",
    "layer_example_id": "  - row {row} ({id})",
    "layer_example_id_given": "  - row {row} ({id}): {given}",
    "layer_far": "! The layer lies about {km:,.0f} km from the grids: check the coordinate system {crs}.",
    "layer_far_likely": "! The layer lies about {km:,.0f} km from the grids; its coordinates look like {likely}, not {crs}.",
    "layer_far_swapped": "! The layer lies about {km:,.0f} km from the grids; its axes look swapped: put longitude (easting) first.",
    "layer_far_unplaced": "! The layer is nowhere near the grids; as {crs} its coordinates are not on the earth: check the coordinate system.",
    "layer_kept": "{layer}: {read:,} rows read, {kept:,} kept.",
    "layer_list_empty": "No base layer is loaded yet.",
    "layer_list_line": "{layer} (version {version}) from {source}: {kept:,} of {read:,} rows, {loaded_at}, {file}",
    "layer_loaded": "Loaded {layer}: {kept:,} rows from {source}, version {version} of the layer.",
    "layer_made_up": "A made-up example.",
    "layer_name_addresses": "Addresses",
    "layer_name_buildings": "Buildings",
    "layer_name_compounds": "Compounds",
    "layer_name_facilities": "Facilities",
    "layer_name_organisations": "Organisations",
    "layer_name_railways": "Railways",
    "layer_name_streets": "Streets",
    "layer_name_water": "Water",
    "layer_noted": "! Kept, {count:,}: {reason}",
    "layer_noted_count_absurd": "a count too large to be believed; taken as unknown",
    "layer_noted_count_negative": "a negative count; taken as unknown",
    "layer_noted_count_not_a_number": "a count that is no whole number; taken as unknown",
    "layer_noted_mended": "an invalid polygon, made valid",
    "layer_noted_name_missing": "no name (or address): counted, but not found by searching",
    "layer_noted_same_text_elsewhere": "the same address somewhere else as well",
    "layer_noted_services_unclear": "service counts that are not {{name: count}}; taken as unknown",
    "layer_noted_text_garbled": "text that looks read in a wrong encoding; name it with --encoding",
    "layer_noted_word_unknown": "a class that is not known; kept as it is among the attributes",
    "layer_nothing_kept": "None of the {rows} rows of {file} can be used and {layer} was left as it is: correct the file for the reasons above.",
    "layer_place_unknown": "No database at hand: not compared with where the grids are.",
    "layer_removed": "Removed what {layer} had from {source}, version {version} of the layer; the reports of its loads stay.",
    "layer_segments": "The streets are cut into {segments:,} segments at their crossings.",
    "layer_shifted": "! The layer is shifted by about {metres:,.0f} m and looks like {likely}: say so with --crs {first}.",
    "layer_source_empty": "A source needs a name: give one with --source.",
    "layer_source_unknown": "The layer {layer} has nothing from {source}: see geo-grid layer list.",
    "layer_target_unknown": "The layer {layer} has no field {given}; it has: {known}.",
    "layer_unknown": "There is no layer {given}; there are: {known}.",
    "layer_would_remove": "Would remove what {layer} has from {source}; --commit does it.",
    "not_osm": "{file} is no .osm.pbf file of OpenStreetMap: download it again.",
    "osm_incomplete": "! {count:,} things are cut off at the edge of the extract and were not read.",
    "osm_no_ways": "! {file} holds points only, no streets and no buildings: it may have been cut off; check its size.",
    "osm_nothing": "{file} holds no streets, water, buildings or addresses that can be used: choose another area.",
    "step_comparing_layers": "Comparing with the former load",
    "step_cutting": "Cutting streets",
    "step_reading_fields": "Reading fields",
    "step_snapping": "Snapping to the lattice",
    "step_storing": "Storing",
    # Repairs
    "grid_not_in_file": "No grid {grids} in the file: check the id.",
    "outputs_alike": "Two outputs have the same name {file}: choose another for one of them.",
    "parent_output_alone": "--parent-output goes with --parent and -o: add what is missing.",
    "repair_changes": "{count:,} changes:",
    "repair_clip_outside": "{giver} gives up {area} beyond its parent {parent}.",
    "repair_clip_outside_outline": "{giver} gives up {area} beyond the outline.",
    "repair_close_gap": "The gap of {area} goes to {receiver}.",
    "repair_dissolve_duplicate": "{giver} in row {row} is deleted; it has the shape of {receiver} ({area}).",
    "repair_make_valid": "{receiver} is now valid; its area changes by {area}.",
    "repair_match_vertices": (
        "{receiver}: {moved} vertices moved, {inserted} inserted; its area changes by {area}."
    ),
    "repair_more": "{count:,} more are in the file of changes.",
    "repair_more_stay": "{count:,} more stay; they are in the file of changes.",
    "repair_new_grid": "The gap of {area} becomes the grid {receiver}.",
    "repair_noding": "{receiver} gets {inserted} vertices of its neighbours; its area changes by {area}.",
    "repair_noding_parent": "The parent {receiver} gets {inserted} vertices where its children meet; its area changes by {area}.",
    "repair_preview": "This is a preview; nothing was written. Give -o to write a copy.",
    "repair_resolve_overlap": "{giver} leaves the overlap of {area} to {receiver}.",
    "repair_resolve_overlap_outside": "The overlap of {area} lies outside and is clipped from {giver}.",
    "repair_straighten": "{receiver} loses needless vertices on its parent's border; its area changes by {area}.",
    "repair_written": "Written: {file}; changes: {changes}.",
    "step_repairing": "Repairing",
    "step_writing": "Writing",
    "tolerance_negative": "A tolerance of {tolerance_m} m cannot be used: give 0 or more.",
    "tolerance_too_large": (
        "A tolerance of {tolerance_m} m is over {largest_m} m and could swallow a street: add --force if you mean it."
    ),
    "unrepaired_does_not_take_part": (
        "The named grid takes no part in this overlap; not repaired: name one that does, or use --overlap smaller."
    ),
    "unrepaired_kept": "Kept as asked.",
    "unrepaired_no_neighbour": "No grid borders it; not repaired: --gap new makes it a grid.",
    "unrepaired_not_a_neighbour": "The named grid does not border it; not repaired: name one that does, or use --gap longest.",
    "unrepaired_of_others": "Kept: it touches none of the grids given with --grid.",
    "unrepaired_over_limit": "Kept: it is larger than --max-area.",
    "unrepaired_parent_lacks_vertex": (
        "The parent lacks a vertex where its children meet: --parent-output writes a parent that has it."
    ),
    "unrepaired_shape_invalid": (
        "The shape to change is invalid and was to be left so; not repaired: make it valid first (--invalid valid)."
    ),
    "unrepaired_too_thin": (
        "Borders about 1 cm apart cannot be told apart on the lattice of 1e-7 degree; "
        "not repaired: redraw the place in your mapping program."
    ),
    "unrepaired_would_vanish": (
        "The repair would make a whole grid vanish; not repaired: check its parent, or delete the grid."
    ),
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
