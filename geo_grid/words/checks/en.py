"""English words of checks and repairs, one for one with zh.py; they are part of geo_grid.words.en."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
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
    # Writing spatial files
    "file_not_written": "The file {file} could not be written ({reason}): check disk space and permissions, or choose another format.",
    "folder_missing": "There is no folder {folder} to write {file} into: make it first.",
    "geometry_unwritable": "The format {driver} cannot hold {type}: use GeoPackage or GeoJSON instead.",
    "layers_unwritable": "The format {driver} holds one layer, and there are: {layers}; use GeoPackage, or write them one by one.",
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
}
