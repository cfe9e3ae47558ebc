"""Names for the places that our messages make and refer to, before Slack has given them a channel and a ts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storage.kinds import Side
from storage.tables import Message, Request


@dataclass(frozen=True)
class InChannel:
    """The top level of a channel, by its Slack id."""

    channel: str


@dataclass(frozen=True)
class ToPerson:
    """The top level of a person's DM with the bot, by their Slack id."""

    person: str


@dataclass(frozen=True)
class ToGroup:
    """The top level of a group DM of these people, by their Slack ids, and the bot."""

    people: Sequence[str]


@dataclass(frozen=True)
class ToDesk:
    """The top level of the channel that a desk works in at the time of delivery, by the desk's key."""

    desk: str


@dataclass(frozen=True)
class InThread:
    """The thread under a message of ours, by its place."""

    place: str


@dataclass(frozen=True)
class Spot:
    """Where somebody has pressed something: in a channel or thread; in App Home, which is no channel."""

    channel: str = ""
    thread_ts: str = ""

    @classmethod
    def read(cls, text: str) -> "Spot":
        """The spot that `str` has written."""
        return cls(*text.split(":"))

    def __str__(self) -> str:
        return f"{self.channel}:{self.thread_ts}"


Address = InChannel | ToPerson | ToGroup | ToDesk | InThread

_GROUP = "group:"
_ROOTS = {"card": Side.DESK, "head": Side.REQUESTER, "post": Side.REQUESTER}
_ROOT = re.compile(r"request:(\d+):(card|head|post)(?::[\d.]+)?")


def card(number: int) -> str:
    """The request's card in its desk's channel: the root of the desk thread."""
    return f"request:{number}:card"


def button_line(number: int) -> str:
    """The buttons inside the desk thread."""
    return f"request:{number}:buttons"


def head(number: int) -> str:
    """The first message to the requester: the root of the conversation."""
    return f"request:{number}:head"


def post(number: int) -> str:
    """The post in a request channel that became the request: the root of a public conversation."""
    return f"request:{number}:post"


def joined_post(number: int, ts: str) -> str:
    """A further post that joined the request: who answers under it is heard as well."""
    return f"request:{number}:post:{ts}"


def conversation(request: Request) -> InThread:
    """Where a request's conversation is: under the post that everybody reads, or under the head in the DM."""
    return InThread(post(request.number) if request.is_public else head(request.number))


def is_post(place: str) -> bool:
    """Whether a thread's root is a post that became the request or joined it."""
    return re.fullmatch(r"request:\d+:post(?::[\d.]+)?", place) is not None


def left(number: int, event: int | None) -> str:
    """The card that stayed behind when the request moved to another desk in that event; nobody is heard under it."""
    return f"request:{number}:left:{event}"


def is_left(place: str) -> bool:
    """Whether a thread's root is a card that stayed behind."""
    return re.fullmatch(r"request:\d+:left:\d+", place) is not None


def said(number: int, message: int) -> str:
    """Our copy of what somebody said in a request, on the other side; by the id of its Message row."""
    return f"request:{number}:said:{message}"


def said_message(place: str) -> int | None:
    """The Message row whose copy, on the other side, a place is; None when it is no such copy."""
    match = re.fullmatch(r"request:\d+:said:(\d+)(?::after:\d+)?", place)
    return int(match[1]) if match else None


def said_after(number: int, message: int, move: int | None) -> str:
    """The copy of what was said before a move to another desk (an event) and put otherwise after it."""
    return f"{said(number, message)}:after:{move}"


def said_file(number: int, message: int, file: str, adviser: str | None = None) -> str:
    """Our copy of a file (by its id) that came with what somebody said; of a colleague who was brought in perhaps."""
    return f"{said_to(number, message, adviser) if adviser else said(number, message)}:file:{file}"


def is_file(ts: str) -> bool:
    """Whether what stands at a place is a file of ours: its id is kept where a message has its ts."""
    return ts.startswith("F")


def told_to_whom(place: str) -> str | None:
    """The follower for whom a message is that `told_follower` has named; None for the others."""
    match = re.fullmatch(r"request:\d+:told:\d+:(\w+)", place)
    return match[1] if match else None


def adviser(number: int, person: str) -> str:
    """What a colleague who was brought in reads of the request: the root of their thread, and the name of its lane."""
    return f"request:{number}:adviser:{person}"


def adviser_of(place: str) -> str | None:
    """The colleague whose thread a root belongs to; None when it is no such root."""
    match = re.fullmatch(r"request:\d+:adviser:(\w+)", place)
    return match[1] if match else None


def brought_in(number: int, person: str) -> str:
    """What the desk reads of a colleague who was brought in, with the button to let them go."""
    return f"request:{number}:brought_in:{person}"


def said_to(number: int, message: int, person: str) -> str:
    """The copy of what somebody said, for a colleague who was brought in."""
    return f"{said(number, message)}:to:{person}"


def said_to_whom(place: str) -> str | None:
    """The colleague for whom a copy is that `said_to` has named; None for the others."""
    match = re.fullmatch(r"request:\d+:said:\d+:to:(\w+)", place)
    return match[1] if match else None


def at(channel: str, ts: str) -> str:
    """A message of somebody else's, by where it is."""
    return f"at:{channel}:{ts}"


def somewhere(place: str) -> tuple[str, str] | None:
    """The channel and ts of a place that `at` has named; None for the others."""
    kind, _, rest = place.partition(":")
    channel, _, ts = rest.partition(":")
    return (channel, ts) if kind == "at" else None


def by_form(token: str) -> str:
    """What stands for the ts of a message that was written in a form: Slack has none of it."""
    return f"form:{token}"


def is_shown(message: Message) -> bool:
    """Whether words were written in a form: what the desk reads of them in its thread is ours."""
    return message.ts.startswith("form:")


def original(message: Message) -> str:
    """Where somebody's words stand as they were said: in their own message, or in ours for those of a form."""
    if is_shown(message):
        return f"request:{message.request}:shown:{message.id}"
    return at(message.channel, message.ts)


def shown_message(place: str) -> int | None:
    """The Message row whose words of a form stand at a place of the desk thread; None for other places."""
    match = re.fullmatch(r"request:\d+:shown:(\d+)", place)
    return int(match[1]) if match else None


def offer(number: int) -> str:
    """The question whether what somebody wrote shall become a request."""
    return f"offer:{number}"


def subject(number: int) -> str:
    """The message that somebody pointed the bot to, by a mention or 🎫, and so made the request."""
    return f"request:{number}:subject"


def dm(person: str) -> str:
    """A person's DM with the bot."""
    return f"dm:{person}"


def group(people: Sequence[str]) -> str:
    """The group DM of these people, and the bot."""
    return f"{_GROUP}{'+'.join(sorted(people))}"


def is_group(place: str) -> bool:
    """Whether a place is a group DM that we have begun."""
    return place.startswith(_GROUP)


def home(person: str) -> str:
    """A person's App Home; its lane goes by the same name."""
    return f"home:{person}"


def upload(key: str) -> str:
    """A file that we have uploaded for the outgoing row with this key, whether or not it stands anywhere yet."""
    return f"upload:{key}"


def survey(number: int, resolution: int) -> str:
    """The satisfaction ping of the request's nth resolution."""
    return f"request:{number}:survey:{resolution}"


def surveyed(place: str) -> tuple[int, int] | None:
    """The request and the resolution that a survey at a place is about; None for other places."""
    match = re.fullmatch(r"request:(\d+):survey:(\d+)", place)
    return (int(match[1]), int(match[2])) if match else None


def nudge(number: int | None) -> str:
    """A message of reminders, by its number."""
    return f"nudge:{number}"


def nudge_of(place: str) -> int | None:
    """The number of the message of reminders that a place is; None for other places."""
    match = re.fullmatch(r"nudge:(\d+)", place)
    return int(match[1]) if match else None


def kudos(survey: int) -> str:
    """The message with which a comment was passed on to whose work it was."""
    return f"kudos:{survey}"


def call(number: int, call: int | None) -> str:
    """The message that calls somebody to a request whose requester can't work, by the id of its Call row."""
    return f"request:{number}:call:{call}"


def call_lane(number: int, person: str) -> str:
    """The lane of the calls of a person to a request."""
    return f"request:{number}:calls:{person}"


def stoppage_word(number: int) -> str:
    """The newest honest word to who can't work."""
    return f"request:{number}:word"


def favour_card(number: int, n: int) -> str:
    """The nth card of a favour, by the number of its row; its lane goes by the same name."""
    return f"favour:{number}:card:{n}"


def favour_of(place: str) -> int | None:
    """The number of the favour whose card a place is; None for other places."""
    match = re.fullmatch(r"favour:(\d+):card:\d+", place)
    return int(match[1]) if match else None


def favour_thanks(number: int) -> str:
    """The question to who asked for a favour how it went."""
    return f"favour:{number}:thanks"


def digest(number: int | None, n: int) -> str:
    """The nth message of a digest, by the id of its Digest row."""
    return f"digest:{number}:{n}"


def digest_of(place: str) -> int | None:
    """The Digest row whose first message a place is; None for other places."""
    match = re.fullmatch(r"digest:(\d+):0", place)
    return int(match[1]) if match else None


def resolved(number: int, resolution: int) -> str:
    """The message that told the requester of the nth resolution, with its Reopen button."""
    return f"request:{number}:resolved:{resolution}"


def told(number: int, event: int | None) -> str:
    """The line in the conversation that told the requester of an event."""
    return f"request:{number}:told:{event}"


def told_follower(number: int, event: int | None, person: str) -> str:
    """The message that told somebody who follows a request of its end."""
    return f"request:{number}:told:{event}:{person}"


def desk_lane(number: int) -> str:
    """The lane of everything that is said in a request's desk thread, card included."""
    return f"request:{number}:desk"


def conversation_lane(number: int) -> str:
    """The lane of everything that is said in a request's conversation."""
    return f"request:{number}:conversation"


def emoji_lane(place: str) -> str:
    """The lane of our emoji on a message: no word need wait for an emoji."""
    return f"{place}:emoji"


def thread_of(place: str) -> tuple[int, Side] | None:
    """The request and the side that a thread's root belongs to; None when it is no root."""
    match = _ROOT.fullmatch(place)
    return (int(match[1]), _ROOTS[match[2]]) if match else None


def request_of(lane: str) -> int | None:
    """The request that a lane or place belongs to; None for digests and the like."""
    match = re.match(r"request:(\d+):", lane)
    return int(match[1]) if match else None
