"""What the application's role may do: read all, add, close an open bound, replace base layers. Nothing else.

Run after every migration, so that a role that was changed in DATABASE_URL gets its rights without a migration
of its own. The triggers hold without this too; this keeps the role from switching them off.
"""

from sqlalchemy import Connection, text

_READ = ("level", "edition", "grid", "grid_code", "grid_row", "void", "grid_exception", "unlock")
_ADD = ("edition", "grid", "grid_code", "grid_row", "void", "grid_exception", "unlock")
_CLOSE = ("grid_row", "void", "grid_exception")

#: Base layers: their features come and go with each load, the report of a load stays.
_REPLACE = (
    "street", "street_segment", "railway", "water", "building", "compound", "address", "organisation",
    "facility", "base_change",
)  # fmt: skip

#: Measured and indexed from the other tables, at any time again.
_DERIVED = (
    "grid_ledger", "grid_ledger_border", "ledger_state", "search_place", "search_address", "incident_public",
)  # fmt: skip


#: The audit is added to and read.
_AUDIT = ("audit_entry", "audit_seal", "audit_link")

#: What accounts may have changed, by table; nothing of theirs is deleted but what is in `_LET_GO`.
_ACCOUNTS = {
    "account": "name, language, password_hash, disabled_at, last_sign_in_at",
    "account_session": "last_seen_at, ended_at",
    "account_reset": "used_at",
    "api_token": "last_used_at, revoked_at",
    "role_grant": "revoked_at",
    "office": "kind, name_zh, name_en, parent_id, hours, phone, address, closed_at",
    "sign_in_failure": "failures, last_at, locked_until",
}
_LET_GO = ("office_grid", "sign_in_failure")

#: Of identities from outside and sign-ins under way.
_IDENTITIES = {"account_identity": "removed_at", "provider_sign_in": "used_at"}

#: What may be changed of people and their duties, by table.
_PEOPLE = {
    "person": "version, kind, name, name_en, post, phone, mobile, reception_hours, published, opted_in_at, "
    "photo_hash, grid_id, office_id, account_id, valid",
    "assignment": "valid, shift, hours, specialty, duties, office_id, cancelled_at",
    "partner": "valid",
    "leave": "valid, stand_in_id, cancelled_at",
    "station": "grid_id, name_zh, name_en, geom, address, hours, phone, services, office_id, closed_at",
    "photo": "created_at",
}
#: A record of somebody who never had a duty may go, and pictures that nobody has.
_FORGET = ("person", "photo")

#: What may be changed of notice boards and print jobs, by table; prints and checks are only added.
_BOARDS = {
    "board": "grid_id, kind, size, geom, place, photo_hash, hung_on, removed_on",
    "print_job": "state, done, total, pages, attempts, error, told, file, finished_at",
}

#: What may be changed of plans, by table. Steps, states and unlocks are only added; what differs from the
#: base comes and goes, and so does who is drawing.
_PLANS = {
    "plan": "title, reason, effective, base_edition, base_at, state, version, revision, changed_at, "
    "published_edition",
    "plan_comment": "resolved_by, resolved_at",
}
_PLANS_ADDED_TO = ("plan_step", "plan_state_change", "plan_unlock")
_PLANS_NOW = ("plan_grid", "plan_hold")

#: What may be changed of professional networks, by table; a grid that has not come into its cell yet may go.
_NETWORKS = {
    "network": "name_zh, name_en, purpose, whole, version, closed_at",
    "network_cell": "valid",
    "network_cell_grid": "valid",
}

#: What may be changed of incidents, by table; None is all of it. History, catalogue and calendar are only
#: added to; of what is let go, triggers keep all but what a demo made up.
_INCIDENTS = {
    "responsibility": "ended_at",
    "incident": None,
    "incident_reporter": "name, phone, contact, language, erased_at",
    "incident_photo": "incident_id, entry_id, stage",
    "incident_due": None,
    "incident_pause": "planned_until, until_at",
    "notification": "params, not_before, state, attempts, route_id, channel, error, sent_at",
    "notification_route": "label, sealed, channel, quiet_from, quiet_until, language, enabled",
    "saved_view": "name, query",
}
_INCIDENTS_ADDED_TO = (
    "catalogue", "holiday_year", "incident_day", "incident_entry", "incident_link", "incident_transfer",
)  # fmt: skip
_INCIDENTS_LET_GO = (
    "incident", "incident_photo", "incident_due", "incident_link", "notification_route", "saved_view",
)  # fmt: skip

_HAS_COLUMN = """
    SELECT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = to_regclass(:table) AND attname = :column AND NOT attisdropped
    )
"""


def grant_application(connection: Connection, role: str | None) -> None:
    """Grant the application's role what it needs on the tables of the newest revision.

    Parameters
    ----------
    connection
        Open as the owner of the tables.
    role
        Name of the role in DATABASE_URL; nothing is granted if it is None, the owner itself, or if the tables
        are not there (after a downgrade to nothing).
    """
    if role is None or role == connection.scalar(text("SELECT current_user")):
        return
    if connection.scalar(text("SELECT to_regclass('public.proof_due')")) is None:
        return
    quoted = connection.dialect.identifier_preparer.quote_identifier(role)
    statements = [f"GRANT USAGE ON SCHEMA public TO {quoted}"]
    statements += [f"REVOKE ALL ON {table} FROM {quoted}" for table in (*_READ, "proof_due")]
    statements += [f"GRANT SELECT ON {table} TO {quoted}" for table in _READ]
    statements += [f"GRANT INSERT ON {table} TO {quoted}" for table in _ADD]
    statements += [f"GRANT UPDATE (valid, edition_to) ON {table} TO {quoted}" for table in _CLOSE]
    statements += [f"GRANT UPDATE (name_zh, name_en, code_pattern) ON level TO {quoted}"]
    if connection.scalar(text("SELECT to_regclass('public.base_load')")) is not None:
        statements += [f"REVOKE ALL ON {table} FROM {quoted}" for table in ("base_load", "layer_version")]
        statements += [f"GRANT SELECT, INSERT, DELETE ON {table} TO {quoted}" for table in _REPLACE]
        statements += [f"GRANT SELECT, INSERT ON base_load, layer_version TO {quoted}"]
        statements += [f"GRANT UPDATE (replaced_at, changed_bbox) ON base_load TO {quoted}"]
        statements += [f"GRANT UPDATE (version) ON layer_version TO {quoted}"]
    derived = [
        table for table in _DERIVED if connection.scalar(text("SELECT to_regclass(:name)"), {"name": table})
    ]
    statements += [f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {quoted}" for table in derived]
    if connection.scalar(text("SELECT to_regclass('public.role_grant')")) is not None:
        kept = (*_AUDIT, *_ACCOUNTS, *_LET_GO)
        statements += [f"REVOKE ALL ON {table} FROM {quoted}" for table in kept]
        statements += [f"GRANT SELECT, INSERT ON {table} TO {quoted}" for table in kept]
        statements += [
            f"GRANT UPDATE ({columns}) ON {table} TO {quoted}" for table, columns in _ACCOUNTS.items()
        ]
        statements += [f"GRANT DELETE ON {table} TO {quoted}" for table in _LET_GO]
    if connection.scalar(text("SELECT to_regclass('public.assignment')")) is not None:
        statements += _on_people(connection, quoted)
    if connection.scalar(text("SELECT to_regclass('public.board')")) is not None:
        statements += _on_boards(quoted)
    if connection.scalar(text("SELECT to_regnamespace('jobs')")) is not None:
        statements += [f"GRANT USAGE ON SCHEMA jobs TO {quoted}"]
        statements += [f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO {quoted}"]
        statements += [f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO {quoted}"]
    statements += _on_identities(connection, quoted)
    statements += _on_plans(connection, quoted)
    statements += _on_networks(connection, quoted)
    statements += _on_headless(connection, quoted)
    statements += _on_size_rules(connection, quoted)
    statements += _on_incidents(connection, quoted)
    if connection.scalar(text("SELECT to_regnamespace('ogc')")) is not None:
        statements += [f"GRANT USAGE ON SCHEMA ogc TO {quoted}"]
        statements += [f"GRANT SELECT ON ALL TABLES IN SCHEMA ogc TO {quoted}"]
    for statement in statements:
        connection.execute(text(statement))


def _on_people(connection: Connection, quoted: str) -> list[str]:
    """Statements that grant what is needed on people and their duties."""
    statements = [f"REVOKE ALL ON {table} FROM {quoted}" for table in _PEOPLE]
    statements += [f"GRANT SELECT, INSERT ON {table} TO {quoted}" for table in _PEOPLE]
    statements += [f"GRANT UPDATE ({columns}) ON {table} TO {quoted}" for table, columns in _PEOPLE.items()]
    statements += [f"GRANT DELETE ON {table} TO {quoted}" for table in _FORGET]
    statements += [f"GRANT UPDATE (service_area) ON office TO {quoted}"]
    if connection.scalar(text(_HAS_COLUMN), {"table": "person", "column": "made_up"}):
        statements += [
            f"GRANT UPDATE (made_up) ON {table} TO {quoted}" for table in ("person", "station", "office")
        ]
    return statements


def _on_identities(connection: Connection, quoted: str) -> list[str]:
    """Statements that grant what is needed on identities from outside; none where they are not there yet."""
    if connection.scalar(text("SELECT to_regclass('public.account_identity')")) is None:
        return []
    statements = [f"REVOKE ALL ON {table} FROM {quoted}" for table in _IDENTITIES]
    statements += [f"GRANT SELECT, INSERT ON {table} TO {quoted}" for table in _IDENTITIES]
    statements += [
        f"GRANT UPDATE ({columns}) ON {table} TO {quoted}" for table, columns in _IDENTITIES.items()
    ]
    return [*statements, f"GRANT DELETE ON provider_sign_in TO {quoted}"]


def _on_headless(connection: Connection, quoted: str) -> list[str]:
    """Statements that grant what is needed to name grids without a head; none where it is not there yet."""
    if connection.scalar(text("SELECT to_regclass('public.edition_headless')")) is None:
        return []
    return [
        f"REVOKE ALL ON edition_headless FROM {quoted}",
        f"GRANT SELECT, INSERT ON edition_headless TO {quoted}",
    ]


def _on_size_rules(connection: Connection, quoted: str) -> list[str]:
    """Statements that grant what is needed to set rules; none where they are not there yet."""
    if connection.scalar(text("SELECT to_regclass('public.size_rules')")) is None:
        return []
    return [f"REVOKE ALL ON size_rules FROM {quoted}", f"GRANT SELECT, INSERT ON size_rules TO {quoted}"]


def _on_incidents(connection: Connection, quoted: str) -> list[str]:
    """Statements that grant what is needed on incidents; none where they are not there yet."""
    if connection.scalar(text("SELECT to_regclass('public.incident')")) is None:
        return []
    kept = (*_INCIDENTS, *_INCIDENTS_ADDED_TO)
    statements = [f"REVOKE ALL ON {table} FROM {quoted}" for table in kept]
    statements += [f"GRANT SELECT, INSERT ON {table} TO {quoted}" for table in kept]
    for table, columns in _INCIDENTS.items():
        of = "" if columns is None else f" ({columns})"
        statements.append(f"GRANT UPDATE{of} ON {table} TO {quoted}")
    statements += [f"GRANT DELETE ON {table} TO {quoted}" for table in _INCIDENTS_LET_GO]
    return [*statements, f"GRANT SELECT, USAGE ON SEQUENCE incident_number TO {quoted}"]


def _on_networks(connection: Connection, quoted: str) -> list[str]:
    """Statements that grant what is needed on professional networks; none where they are not there yet."""
    if connection.scalar(text("SELECT to_regclass('public.network')")) is None:
        return []
    statements = [f"REVOKE ALL ON {table} FROM {quoted}" for table in _NETWORKS]
    statements += [f"GRANT SELECT, INSERT ON {table} TO {quoted}" for table in _NETWORKS]
    statements += [f"GRANT UPDATE ({columns}) ON {table} TO {quoted}" for table, columns in _NETWORKS.items()]
    return [*statements, f"GRANT DELETE ON network_cell_grid TO {quoted}"]


def _on_boards(quoted: str) -> list[str]:
    """Statements that grant what is needed on notice boards and print jobs."""
    kept = (*_BOARDS, "board_print", "board_check")
    statements = [f"REVOKE ALL ON {table} FROM {quoted}" for table in kept]
    statements += [f"GRANT SELECT, INSERT ON {table} TO {quoted}" for table in kept]
    statements += [f"GRANT UPDATE ({columns}) ON {table} TO {quoted}" for table, columns in _BOARDS.items()]
    statements += [f"GRANT DELETE ON print_job TO {quoted}"]
    return statements


def _on_plans(connection: Connection, quoted: str) -> list[str]:
    """Statements that grant what is needed on plans; none where they are not there yet."""
    if connection.scalar(text("SELECT to_regclass('public.plan')")) is None:
        return []
    kept = (*_PLANS, *_PLANS_ADDED_TO, *_PLANS_NOW)
    statements = [f"REVOKE ALL ON {table} FROM {quoted}" for table in kept]
    statements += [f"GRANT SELECT, INSERT ON {table} TO {quoted}" for table in kept]
    statements += [f"GRANT UPDATE ({columns}) ON {table} TO {quoted}" for table, columns in _PLANS.items()]
    return [*statements, *(f"GRANT UPDATE, DELETE ON {table} TO {quoted}" for table in _PLANS_NOW)]
