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
}
