"""Carries one outgoing message to Slack, and says what became of it: the verdict."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session

from bot import leases, places
from bot.blocks import Blocks, View
from bot.files import OwnFile
from bot.leases import Taken
from bot.mrkdwn import link
from bot.outbox import Answer, Delete, Export, Outgo, Post, Publish, React, Respond, Share, Sweep, Update, Whisper, read
from bot.pace import Pace
from bot.places import Address, InChannel, InThread, ToDesk, ToGroup, ToPerson
from bot.slack import Sent, Slack
from bot.trouble import RateLimited, Refused, SlackTrouble, Unreachable
from bot.verdicts import THREAD_GONE, Arrived, Held, Hopeless, Later, Unclear, Verdict, lasts, refusal
from storage.engine import Storage
from storage.queries import remember_place
from storage.tables import DeskChannel, Posted

_UNTIL_THE_ROOT_IS_POSTED = 2.0
_BLOCKS_REFUSED = "invalid_blocks"
_Said = TypeVar("_Said")


class _Stopped(Exception):  # noqa: N818 - it ends one journey and is never seen outside
    """The journey ends here, with this verdict."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


@dataclass(frozen=True)
class _Whither:
    """A place in Slack's own terms."""

    channel: str
    thread_ts: str | None = None


@dataclass(frozen=True)
class Drawn:
    """What is made only when it leaves, as things stand then: a home, a report, a file; None is not theirs any more."""

    home: Callable[[str], View]
    report: Callable[[Answer], Sequence[Respond]]
    file: Callable[[Export], OwnFile | None]


class Courier:
    """Finds the way of each message and calls Slack, at Slack's pace, with no transaction open meanwhile."""

    def __init__(self, storage: Storage, slack: Slack, pace: Pace, drawn: Drawn) -> None:
        self._storage = storage
        self._slack = slack
        self._pace = pace
        self._drawn = drawn

    def carry(self, taken: Taken) -> Verdict:
        """Bring a message to Slack; a row that can't be read is hopeless."""
        row = taken.row
        try:
            message = read(row)
        except (AssertionError, KeyError, TypeError) as error:
            return Hopeless(f"unreadable: {error!r}")
        try:
            return self._carry(taken, message)
        except _Stopped as stopped:
            return stopped.verdict
        except SlackTrouble as trouble:
            return self._verdict(message, trouble)

    def _carry(self, taken: Taken, message: Outgo) -> Verdict:
        match message:
            case Post():
                return self._post(taken, message)
            case Update():
                return self._update(taken, message)
            case Delete(place):
                self._delete(taken, place)
            case Sweep(place):
                return self._sweep(taken, place)
            case React():
                self._react(taken, message)
            case Whisper() | Respond() | Answer():
                return self._say_in_passing(taken, message)
            case Publish(person):
                self._await_turn("views.publish", None, taken)
                self._slack.publish(person, self._drawn.home(person))
            case Share():
                return self._share(taken, message)
            case Export():
                self._export(taken, message)
        return Arrived()

    def _say_in_passing(self, taken: Taken, message: Whisper | Respond | Answer) -> Verdict:
        if taken.is_uncertain:
            return Hopeless("it may have been said already: passing words are not said twice")
        match message:
            case Whisper(channel, person, text, blocks, thread_ts):
                self._await_turn("chat.postEphemeral", channel, taken)
                self._slack.whisper(channel, person, text, blocks, thread_ts=thread_ts)
            case Respond():
                self._respond(message)
            case Answer():
                for one in self._drawn.report(message):
                    self._respond(one)
        return Arrived()

    def _respond(self, message: Respond) -> None:
        def respond(blocks: Blocks) -> None:
            self._slack.respond(message.url, message.text, blocks, replaces=message.replaces)

        _in_known_blocks(message, respond)

    def _post(self, taken: Taken, message: Post) -> Verdict:
        whither = self._whither(taken, message.to)
        sent = self._found(taken, whither) if taken.is_uncertain else None
        if sent is None:
            sent = self._say(taken, message, whither)
        if whither.thread_ts and sent.thread_ts is None:
            return self._take_back(sent)
        return _arrived(message, sent.channel, sent.ts)

    def _share(self, taken: Taken, message: Share) -> Verdict:
        """At least once: a second copy does less harm than none, and Slack gives nothing to know the first one by."""
        whither = self._whither(taken, message.to)
        self._await_turn("chat.postMessage", whither.channel, taken)
        file = message.file
        to, comment = (whither.channel, whither.thread_ts), message.comment
        copy = self._slack.files.share(file, *to, comment, even_open=message.even_open)
        if copy:
            return _arrived(message, whither.channel, copy)
        said = f"{message.comment}\n" if message.comment else ""
        text = f"{said}{link(file.url, file.name)}"  # too large to copy: who may not open it can ask for it
        sent = self._slack.post(whither.channel, text, key=taken.row.key, thread_ts=whither.thread_ts)
        if whither.thread_ts and sent.thread_ts is None:
            return self._take_back(sent)
        return _arrived(message, sent.channel, sent.ts)

    def _export(self, taken: Taken, message: Export) -> None:
        """Once: it is known which file was uploaded before anybody can see it, so what became of it can be asked."""
        channel, place = self._dm(taken, message.person), places.upload(taken.row.key)
        if taken.is_uncertain and self._has_arrived(place):
            return
        self._await_turn("chat.postMessage", channel, taken)
        file = self._drawn.file(message)
        if file and not self._has_arrived(place):  # whoever took over, should a long one have outlived our lease
            uploaded = self._slack.files.upload(file.name, file.content, channel)
            with self._storage.transaction() as session:
                remember_place(session, place, channel, uploaded)
            self._slack.files.hand_over(uploaded, file.name, channel, comment=file.comment)

    def _has_arrived(self, place: str) -> bool:
        """Whether what was uploaded stands in its channel; if not, or not yet, it is taken away: another one comes."""
        with self._storage.reading() as session:
            known = session.get(Posted, place)
        if known is None:
            return False
        is_there = self._slack.files.is_shared(known.ts, known.channel)
        if not is_there:
            self._slack.files.unshare(known.ts, known.channel)
        return is_there

    def _say(self, taken: Taken, message: Post, whither: _Whither) -> Sent:
        self._await_turn("chat.postMessage", whither.channel, taken)

        def say(blocks: Blocks) -> Sent:
            return self._slack.post(
                whither.channel,
                message.text,
                blocks,
                key=taken.row.key,
                thread_ts=whither.thread_ts,
                speaker=message.speaker,
                broadcast=message.broadcast,
            )

        return _in_known_blocks(message, say)

    def _found(self, taken: Taken, whither: _Whither) -> Sent | None:
        """Look for a message that may have arrived earlier: in its thread, or beside it had the thread gone."""
        for thread_ts in dict.fromkeys((whither.thread_ts, None)):
            self._await_turn("conversations.replies" if thread_ts else "conversations.history", None, taken)
            sent = self._slack.find_posted(whither.channel, taken.row.key, thread_ts, taken.row.created_at)
            if sent:
                return sent
        return None

    def _take_back(self, sent: Sent) -> Verdict:
        """Delete what landed in the open channel because its thread is gone: it may be confidential."""
        try:
            self._slack.delete(sent.channel, sent.ts)
        except (RateLimited, Unreachable) as trouble:
            return Unclear(f"{THREAD_GONE}, and still to be deleted: {trouble}")
        except Refused as refused:
            return Hopeless(f"{THREAD_GONE}, and {refused}")
        return Hopeless(THREAD_GONE)

    def _update(self, taken: Taken, message: Update) -> Verdict:
        posted = self._posted(message.place)
        self._await_turn("chat.update", posted.channel, taken)

        def update(blocks: Blocks) -> None:
            self._slack.update(posted.channel, posted.ts, message.text, blocks, speaker=message.speaker)

        _in_known_blocks(message, update)
        return Arrived()

    def _delete(self, taken: Taken, place: str) -> None:
        posted = self._posted(place)
        if places.is_file(posted.ts):
            self._await_turn("files.delete", None, taken)
            self._slack.files.unshare(posted.ts, posted.channel)
        else:
            self._await_turn("chat.delete", posted.channel, taken)
            self._slack.delete(posted.channel, posted.ts)

    def _sweep(self, taken: Taken, place: str) -> Verdict:
        """Delete all of ours in the thread, its root last: without that the rest could not be found again."""
        root = self._posted(place)
        self._await_turn("conversations.replies", None, taken)
        for ts, files in self._slack.own_in_thread(root.channel, root.ts):
            for file in files:
                self._await_turn("files.delete", None, taken)
                self._slack.files.unshare(file, root.channel)
            self._await_turn("chat.delete", root.channel, taken)
            self._slack.delete(root.channel, ts)
        return Arrived()

    def _react(self, taken: Taken, message: React) -> None:
        posted = self._posted(message.place)
        self._await_turn("reactions.add" if message.is_on else "reactions.remove", posted.channel, taken)
        self._slack.react(posted.channel, posted.ts, message.emoji, is_on=message.is_on)

    def _whither(self, taken: Taken, address: Address) -> _Whither:
        match address:
            case InChannel(channel):
                return _Whither(channel)
            case ToDesk(desk):
                return _Whither(self._desk_channel(desk))
            case ToPerson(person):
                return _Whither(self._dm(taken, person))
            case ToGroup(people):
                return _Whither(self._group(taken, people))
            case InThread(place):
                posted = self._posted(place)
                return _Whither(posted.channel, posted.ts)

    def _desk_channel(self, desk: str) -> str:
        with self._storage.reading() as session:
            found = session.get(DeskChannel, desk)
        if found is None:
            raise _Stopped(Held(f"no channel is known for the desk {desk}"))
        return found.channel

    def _dm(self, taken: Taken, person: str) -> str:
        return self._opened(taken, places.dm(person), lambda: self._slack.open_dm(person))

    def _group(self, taken: Taken, people: Sequence[str]) -> str:
        return self._opened(taken, places.group(people), lambda: self._slack.open_group(sorted(people)))

    def _opened(self, taken: Taken, place: str, open_it: Callable[[], str]) -> str:
        """The conversation of this name, opened the first time that something is said there."""
        with self._storage.reading() as session:
            known = session.get(Posted, place)
        if known:
            return known.channel
        self._await_turn("conversations.open", None, taken)
        channel = open_it()
        with self._storage.transaction() as session:
            remember_place(session, place, channel, ts="")
        return channel

    def _posted(self, place: str) -> Posted:
        with self._storage.reading() as session:
            return _find_place(session, place)

    def _await_turn(self, method: str, channel: str | None, taken: Taken) -> None:
        seconds = self._pace.wait(method, channel, taken.row.key)
        if seconds > 0:
            raise _Stopped(Later(seconds))

    def _verdict(self, message: Outgo, trouble: SlackTrouble) -> Verdict:
        match trouble:
            case RateLimited():
                self._pace.pause(trouble.method, trouble.channel, trouble.retry_after)
                return Later(trouble.retry_after)
            case Refused():
                return refusal(message, trouble)
        return Unclear(str(trouble)) if lasts(message) else Hopeless(str(trouble))


def _in_known_blocks(message: Post | Update | Respond, say: Callable[[Blocks], _Said]) -> _Said:
    """Say it, or what is plainer: not every workspace knows the newest blocks. Both are one turn."""
    try:
        return say(message.blocks)
    except Refused as refused:
        if refused.error != _BLOCKS_REFUSED or not message.plainer:
            raise
    return say(message.plainer)


def _arrived(message: Post | Share, channel: str, ts: str) -> Arrived:
    return Arrived(Posted(place=message.place, channel=channel, ts=ts) if message.place else None)


def _find_place(session: Session, place: str) -> Posted:
    if found := places.somewhere(place):
        return Posted(place=place, channel=found[0], ts=found[1])
    if posted := session.get(Posted, place):
        return posted
    # In this order: what stops being under way between the two questions is posted by the second.
    is_under_way = leases.is_under_way(session, place)
    if posted := session.get(Posted, place):
        return posted
    raise _Stopped(Later(_UNTIL_THE_ROOT_IS_POSTED) if is_under_way else Hopeless(f"{place} was never posted"))
