"""What somebody may do: the words in which roles, tokens and routes speak of permission."""

from enum import StrEnum


class Action(StrEnum):
    """An action; its value is what tokens and the interface call it."""

    #: Anybody, without an account.
    PUBLIC = "public"
    #: Whoever is signed in, about themselves.
    SELF = "self"

    GROUND_SEE = "ground.see"
    INCIDENTS_SEE = "incidents.see"
    INCIDENTS_RECEIVE = "incidents.receive"
    INCIDENTS_HANDLE = "incidents.handle"
    INCIDENTS_DISPATCH = "incidents.dispatch"
    INCIDENTS_INSPECT = "incidents.inspect"
    PATROLS_RECORD = "patrols.record"
    PLANS_DRAW = "plans.draw"
    PLANS_APPROVE = "plans.approve"
    RULES_SET = "rules.set"
    PEOPLE_ASSIGN = "people.assign"
    BOARDS_PRINT = "boards.print"
    ACCOUNTS_MANAGE = "accounts.manage"
    GRANTS_MANAGE = "grants.manage"
    OFFICES_MANAGE = "offices.manage"
    AUDIT_READ = "audit.read"
    SETTINGS_READ = "settings.read"
    METRICS_READ = "metrics.read"
