"""Names for the places of a case's messages. They name no person: places stand in logs."""

import re

from storage.tables import CONFIDENTIAL

_NAMED = re.compile(rf"\b{CONFIDENTIAL}\S+")
_ALONE = re.compile(r"case:\w+:(?:party|agent|card|reminder):\d+(?::\d+)?")
_ROOT = re.compile(r"case:(\w+):(?:party:(\d+)|agent:(\d+):(\d+))")


def is_confidential(place_or_lane: str | None) -> bool:
    """Whether a place or lane is a case's: what leaves there is sealed, and no log tells of it."""
    return (place_or_lane or "").startswith(CONFIDENTIAL)


def card(ref: str, reader: int) -> str:
    """The card that one of a case's readers has in their DM, and its lane."""
    return f"{CONFIDENTIAL}{ref}:card:{reader}"


def reminder(ref: str, reader: int) -> str:
    """What reminds one of a case's readers, in their DM, that nobody has it; in the lane of their card."""
    return f"{CONFIDENTIAL}{ref}:reminder:{reader}"


def party(ref: str, n: int) -> str:
    """The root of a party's conversation, in their DM, and its lane."""
    return f"{CONFIDENTIAL}{ref}:party:{n}"


def agent(ref: str, n: int, turn: int) -> str:
    """The root of the agent's side of a party's conversation, in the agent's DM, and its lane; of who has that turn."""
    return f"{CONFIDENTIAL}{ref}:agent:{n}:{turn}"


def said(ref: str, message: int, *, turn: int | None = None) -> str:
    """The copy of what was said (its Said row) on the other side: the party's, or that of an agent's turn."""
    return f"{CONFIDENTIAL}{ref}:said:{message}" + (f":{turn}" if turn is not None else "")


def said_in(place: str) -> int | None:
    """The Said row whose copy, or whose file's, a place is; None for other places."""
    match = re.match(r"case:\w+:said:(\d+)(?::|$)", place)
    return int(match[1]) if match else None


def file(ref: str, message: int, file: str, *, turn: int | None = None) -> str:
    """The copy of a file that came with what was said."""
    return f"{said(ref, message, turn=turn)}:file:{file}"


def asked(ref: str, step: int, party: int) -> str:
    """The question whether a party agrees to a step, in their conversation."""
    return f"{CONFIDENTIAL}{ref}:step:{step}:party:{party}"


def proposed(ref: str, step: int, turn: int) -> str:
    """How a step stands, in the thread of the agent who has that turn."""
    return f"{CONFIDENTIAL}{ref}:step:{step}:agent:{turn}"


def meeting(ref: str, step: int) -> str:
    """The message with which the parties and the agent meet in a group DM, and its lane."""
    return f"{CONFIDENTIAL}{ref}:meeting:{step}"


def is_meeting(place: str) -> bool:
    """Whether a place is the message with which a meeting begins."""
    return is_confidential(place) and ":meeting:" in place


def asked_file(ref: str, file: str, turn: int) -> str:
    """The copy of a file that came with what was asked, for the agent of a turn."""
    return f"{CONFIDENTIAL}{ref}:asked:{turn}:file:{file}"


def told(ref: str, trace: int | None, what: str) -> str:
    """A message that tells of a line of the trail."""
    return f"{CONFIDENTIAL}{ref}:told:{trace}:{what}"


def whisper(ref: str, ts: str) -> str:
    """A word to somebody about what they wrote at this ts, where nobody hears it: its key, and its lane."""
    return f"{CONFIDENTIAL}{ref}:whisper:{ts}"


def stands_alone(place: str) -> bool:
    """Whether a place is no reply in a thread, so that people may write under it."""
    return _ALONE.fullmatch(place) is not None


def past(place: str, ts: str) -> str:
    """The message with this ts, under a name that outlives it: what is written there later is known for what it is."""
    return f"{place}:past:{ts}"


def is_past(place: str) -> bool:
    """Whether a place is one that `past` has named."""
    return ":past:" in place


def unnamed(text: str) -> str:
    """What a log may know of an error: that it is about something confidential, and not about which."""
    return _NAMED.sub("confidential", text)


def any_of(ref: str) -> str:
    """What all places of a case begin with."""
    return f"{CONFIDENTIAL}{ref}:"


def case_of(place_or_lane: str) -> str | None:
    """The reference of the case that a place or lane belongs to; None where it is none's."""
    return place_or_lane.split(":")[1] if is_confidential(place_or_lane) else None


def thread_of(place: str) -> tuple[str, int, int | None] | None:
    """Of a thread's root: the case, whose conversation, and whose turn it is of the agents; None: the party's own.

    None for what is no root.
    """
    match = _ROOT.fullmatch(place)
    if match is None:
        return None
    ref, party, of_agents, turn = match.groups()
    return ref, int(party or of_agents), int(turn) if turn else None
