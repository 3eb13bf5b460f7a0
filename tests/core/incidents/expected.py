"""What can be done in each state, by whom, and what follows: by state, not by action as the table is.

Letters: r reporter, c receiver, d dispatcher, h handler, i inspector, u supervisor, a arbiter, s system.
"""

from geo_grid.core.incidents.actions import Act, Capacity
from geo_grid.core.incidents.states import State

LETTERS = {
    "r": Capacity.REPORTER, "c": Capacity.RECEIVER, "d": Capacity.DISPATCHER, "h": Capacity.HANDLER,
    "i": Capacity.INSPECTOR, "u": Capacity.SUPERVISOR, "a": Capacity.ARBITER, "s": Capacity.SYSTEM,
}  # fmt: skip

#: In every open state.
EVER = """
    note rcdhiua =
    move cdh =
    classify cd =
    link cd =
    unlink cd =
    mark_duplicate d duplicate
    warn s =
    alarm s =
    reckon s =
"""

#: While somebody has been told to go, or is at it.
AT_WORK = """
    hand_on h dispatched
    return h accepted
    escalate dhs dispatched
    reassign dus dispatched
    ask_extension h =
    grant_extension u =
    refuse_extension u =
"""

BY_STATE = {
    None: """
        report rcdhs reported
        log ch closed
    """,
    "reported": EVER + """
        accept cds accepted
        decline d declined
        withdraw r withdrawn
    """,
    "accepted": EVER + """
        dispatch ds dispatched
        decline d declined
        dispute dh disputed
        escalate dhs dispatched
        withdraw r withdrawn
    """,
    "dispatched": EVER + AT_WORK + """
        take h handling
        dispute dh disputed
        withdraw r withdrawn
    """,
    "handling": EVER + AT_WORK + """
        arrive h =
        finish h handled
        ask_suspension h =
        grant_suspension u suspended
        refuse_suspension u =
    """,
    "suspended": EVER + """
        resume hds handling
        reassign dus dispatched
    """,
    "handled": EVER + """
        verify id closed
        rework id handling
    """,
    "disputed": EVER + """
        rule a dispatched
        escalate dhs dispatched
    """,
    "closed": """
        sample i =
        rate r =
        reopen rd accepted
    """,
    "declined": """
        reopen rd accepted
    """,
    "withdrawn": """
        reopen d accepted
    """,
    "duplicate": """
        reopen d accepted
    """,
}  # fmt: skip


def expected() -> dict[tuple[State | None, Act, Capacity], State]:
    """(state, action, capacity) → the next state; what is not in it is refused."""
    found = {}
    for name, lines in BY_STATE.items():
        state = None if name is None else State(name)
        for line in lines.split("\n"):
            if line.strip():
                act, who, to = line.split()
                for letter in who:
                    following = state if to == "=" else State(to)
                    assert following is not None
                    found[state, Act(act), LETTERS[letter]] = following
    return found
