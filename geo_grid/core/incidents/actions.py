"""What can be done with an incident, by whom, and what that may take."""

from enum import StrEnum


class Act(StrEnum):
    """An action; the history names each entry by one."""

    REPORT = "report"
    LOG = "log"
    ACCEPT = "accept"
    DECLINE = "decline"
    DISPATCH = "dispatch"
    TAKE = "take"
    ARRIVE = "arrive"
    NOTE = "note"
    HAND_ON = "hand_on"
    RETURN = "return"
    DISPUTE = "dispute"
    RULE = "rule"
    FINISH = "finish"
    VERIFY = "verify"
    REWORK = "rework"
    SAMPLE = "sample"
    ESCALATE = "escalate"
    REASSIGN = "reassign"
    MOVE = "move"
    CLASSIFY = "classify"
    LINK = "link"
    UNLINK = "unlink"
    MARK_DUPLICATE = "mark_duplicate"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    ASK_SUSPENSION = "ask_suspension"
    GRANT_SUSPENSION = "grant_suspension"
    REFUSE_SUSPENSION = "refuse_suspension"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    RATE = "rate"
    REOPEN = "reopen"
    WARN = "warn"
    ALARM = "alarm"
    #: The official calendar says something else than it did when a due time was reckoned.
    RECKON = "reckon"


class Capacity(StrEnum):
    """As what somebody acts on one incident; the same account may have several."""

    REPORTER = "reporter"
    RECEIVER = "receiver"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    INSPECTOR = "inspector"
    #: Dispatcher or head of the level or office above.
    SUPERVISOR = "supervisor"
    ARBITER = "arbiter"
    SYSTEM = "system"


class Requirement(StrEnum):
    """What must come with an action."""

    REASON = "reason"
    TEXT = "text"
    TEXT_OR_PHOTO = "text_or_photo"
    PHOTO = "photo"
    #: A position within the allowed distance of the incident's place.
    ON_SITE = "on_site"
    #: The incident's new place.
    PLACE = "place"
    TARGET = "target"
    CATEGORY = "category"
    UNTIL = "until"
    DUPLICATE_OF = "duplicate_of"
    #: Whether it is solved: what a reporter says, and what a sample found.
    SOLVED = "solved"
    RATING = "rating"
