"""English words. A section for each subject, alphabetical inside; the same keys as zh.py, one for one."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # Command line and settings
    "disk_full": "The disk is full and {path} was not finished: free some space and try again.",
    "file_unwritable": "Cannot read or write {path} ({reason}): check the path and its permissions.",
    "interrupted": "Interrupted; nothing half-written takes effect.",
    "out_of_memory": "Out of memory: close other programs, or work on the file in parts.",
    "setting_invalid": "The setting {name} cannot be {given} ({reason}): correct it as docs/settings.md says.",
    "unexpected": "Something went wrong inside the program (id {id}): report it with this id; "
    "GEO_GRID_DEBUG=1 shows the details.",
    "usage": "The command was not understood ({reason}): run geo-grid --help.",
    # The private database
    "database_binaries_missing": "No PostgreSQL server is installed here: run script/up, "
    "or install postgresql and postgis.",
    "database_not_started": "The private database did not start: see its log {log}.",
    "database_user_missing": "Running as root needs the system user postgres: install postgresql, "
    "or run as an ordinary user.",
    "port_taken": "Port {port} is taken: stop the program that uses it, or set GEO_GRID_PORT to another port.",
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
    "map_more": "{count} more are not listed; all are on the map.",
    "map_no_area": "no area",
    "map_other_language": "中文",
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
}
