"""The enums of the tables: what kinds of things there are, and in which states."""

from enum import StrEnum


class Urgency(StrEnum):
    """How long the requester can do without: can't work, today, this week, whenever."""

    BLOCKED = "blocked"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class State(StrEnum):
    """Where a request stands; bot.lifecycle says which moves lead from one to another."""

    OPEN = "open"
    CLAIMED = "claimed"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Way(StrEnum):
    """How a request came in."""

    FORM = "form"
    POST = "post"
    DM = "dm"
    MENTION = "mention"
    TICKET = "ticket"


class Standing(StrEnum):
    """How a person belongs to the company: one of its people, a guest in the workspace, or of another company."""

    MEMBER = "member"
    GUEST = "guest"
    OUTSIDER = "outsider"


class EventKind(StrEnum):
    """One line of a request's timeline."""

    OPENED = "opened"
    JOINED = "joined"
    EDITED = "edited"
    MOVED = "moved"
    FOLLOWED = "followed"
    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    HANDED_BACK = "handed_back"
    OFFERED = "offered"
    WAITED = "waited"
    WENT_ON = "went_on"
    URGED = "urged"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    PROMISED = "promised"
    KEPT_OPEN = "kept_open"
    PUT_OFF = "put_off"
    LAPSED = "lapsed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    MERGED = "merged"
    LINKED = "linked"
    PARTED = "parted"
    UNDONE = "undone"
    REPLIED = "replied"
    ANSWERED = "answered"
    NOTED = "noted"
    CORRECTED = "corrected"
    TAKEN_BACK = "taken_back"
    BROUGHT_IN = "brought_in"
    LET_GO = "let_go"
    REQUESTER_LEFT = "requester_left"
    PINGED = "pinged"
    SNOOZED = "snoozed"
    UNREACHED = "unreached"
    SURVEYED = "surveyed"
    EXPIRED = "expired"
    RATED = "rated"
    COMMENTED = "commented"
    NUDGED = "nudged"
    PRAISED = "praised"
    ERASED = "erased"
    CALLED = "called"
    STEP_ENDED = "step_ended"
    STEP_CHANGED = "step_changed"
    APPROVAL_ASKED = "approval_asked"
    APPROVED = "approved"
    REFUSED = "refused"
    JOINED_DISRUPTION = "joined_disruption"
    LEFT_DISRUPTION = "left_disruption"
    CUSTOMERS_CHANGED = "customers_changed"


class Side(StrEnum):
    """Whose words: the requester's, or the desk's."""

    REQUESTER = "requester"
    DESK = "desk"


class LinkKind(StrEnum):
    """What one request has to do with another."""

    RELATED = "related"
    DUPLICATE = "duplicate"
    ORIGINAL = "original"
    FOLLOW_UP = "follow_up"
    FOLLOWED_UP = "followed_up"


class Outcome(StrEnum):
    """How a request ended: solved, never answered, nothing to do, the same as another one, or without a yes."""

    SOLVED = "solved"
    UNANSWERED = "unanswered"
    NOT_A_REQUEST = "not_a_request"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


class Approval(StrEnum):
    """How the approval of a request stands that needs one."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class PingsIn(StrEnum):
    """Where a person wants to be reminded of a single request."""

    DM = "dm"
    THREAD = "thread"


class Rhythm(StrEnum):
    """Which digests a lead wants."""

    DAILY = "daily"
    WEEKLY = "weekly"
    BOTH = "both"
    NONE = "none"


class DigestKind(StrEnum):
    """What comes out regularly: a lead's digests, who helps whom for each lead, a desk's thanks, what is celebrated."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    THANKS = "thanks"
    CELEBRATION = "celebration"


class PingKind(StrEnum):
    """What comes due: why somebody is reminded; the last two end a request."""

    FIRST_ANSWER_NEAR = "first_answer_near"
    FIRST_ANSWER_MISSED = "first_answer_missed"
    RESOLUTION_NEAR = "resolution_near"
    RESOLUTION_MISSED = "resolution_missed"
    SILENT = "silent"
    PROMISE_NEAR = "promise_near"
    AWAITED = "awaited"
    AWAITED_LAST = "awaited_last"
    LAPSE = "lapse"
    CLOSE = "close"


class Rating(StrEnum):
    """A requester's one-click verdict on a resolution."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"


class Method(StrEnum):
    """What the delivery worker does with an outgoing row."""

    POST = "post"
    UPDATE = "update"
    EPHEMERAL = "ephemeral"
    RESPOND = "respond"
    PUBLISH = "publish"
    SHARE = "share"
    ANSWER = "answer"
    EXPORT = "export"
    DELETE = "delete"
    SWEEP = "sweep"
    REACT = "react"
