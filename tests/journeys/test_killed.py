"""The bot is killed 52 times in the middle of people's work: nothing they did is lost, nothing is said twice.

People do again what their client says has failed, and Slack repeats the events that nobody took: that is all the help
there is. One thing can't be had and isn't asked for: a passing word through a response_url ("your request is with IT",
"you already have this") may get lost, for where nobody knows whether it was said it is not said again.
"""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from sqlmodel import col, select

from handlers.demo.company import Company, found
from sandbox.people import Person
from sandbox.records import Channel
from sandbox.seen import Answer, SeenMessage
from sandbox.wire import Change
from storage.engine import Storage
from storage.kinds import EventKind, Method
from storage.tables import SUPERSEDED, Event, Message, Outgoing, Request
from tests.databases import Databases
from tests.killing import LEASE, PATIENCE, Fate, Mortal, RunningClock
from tests.world import MONDAY_MORNING

_KILLS = 13  # in each mode and on each database: 52 together
_PAIRS = (("ben", "bo"), ("olga", "cy"))  # who asks, and who helps
_STORIES = 2
_WHOLE_LIFE = {
    EventKind.OPENED: 1,
    EventKind.CLAIMED: 1,
    EventKind.REPLIED: 2,
    EventKind.ANSWERED: 1,
    EventKind.NOTED: 1,
    EventKind.RESOLVED: 1,
}
_ASKED_AND_RATED = {EventKind.SURVEYED: 1, EventKind.RATED: 1}  # once a day: of the first request alone
_T = TypeVar("_T")
_Line = tuple[str | None, str]


@dataclass(frozen=True)
class Story:
    """One request as its two people know it."""

    title: str
    asker: Person
    agent: Person
    card: SeenMessage
    head: SeenMessage
    is_rated: bool


class Town:
    """The company whose bot keeps dying, and what its people have done so far."""

    def __init__(self, company: Company, bot: Mortal, database_url: str) -> None:
        self.company = company
        self.bot = bot
        self.storage = Storage(database_url)
        self.stories: list[Story] = []
        self.said: list[str] = []
        self.is_evening = False
        self._changes = 0
        self._changed = threading.Condition()
        company.workspace.subscribe(self._notice)

    def _notice(self, _change: Change) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    def until(self, look: Callable[[], _T | None]) -> _T:
        """Look whenever something has changed in Slack, until there is something to be seen."""
        deadline = time.monotonic() + PATIENCE
        while not (seen := self._look(look)):
            assert time.monotonic() < deadline, "what people did has come to nothing"
        return seen

    def _look(self, look: Callable[[], _T | None]) -> _T | None:
        changes = self._changes
        if seen := look():
            return seen
        with self._changed:
            self._changed.wait_for(lambda: self._changes != changes, 0.5)
        return None

    def insist(self, act: Callable[[], object], is_done: Callable[[object], bool]) -> None:
        """Do something again, as people do, while the client shows that it failed."""
        deadline = time.monotonic() + PATIENCE
        self.bot.wait_until_up()
        while not is_done(act()):
            assert time.monotonic() < deadline, "it never works"
            self.bot.wait_until_up()


@dataclass(frozen=True)
class Pair:
    """Somebody who asks and somebody who helps, through one request after the other."""

    town: Town
    asker: Person
    agent: Person

    def lives(self) -> None:
        """Ask and help until the evening."""
        for number in range(1, 1_000):
            if self.town.is_evening and number > _STORIES:
                return
            title = f"Laptop {self.asker.id}-{number} is slow"  # by name it would read like a note about them
            self._story(title, is_first=number == 1)

    def _story(self, title: str, *, is_first: bool) -> None:
        desk, dm = self.town.company.channels["it-help"], self.asker.dm(self.town.company.app)
        self._asks(title)
        card = self.town.until(lambda: _titled(self.agent, desk, title))
        self._presses(self.agent, "Claim", card)
        head = self.town.until(lambda: _titled(self.asker, dm, title))
        self._says(self.asker, dm, head, f"{title} since today")
        self._says(self.agent, desk, card, f"{title} because of dust")
        self._says(self.agent, desk, card, f"note: {title} again")
        self._says(self.asker, dm, head, f"{title} no more")
        self._resolves(card)
        if is_first:
            survey = self.town.until(lambda: _with_button(self.asker.thread(head), "😀 Good"))
            self._presses(self.asker, "😀 Good", survey)
        self.town.stories.append(Story(title, self.asker, self.agent, card, head, is_first))

    def _asks(self, title: str) -> None:
        general = self.town.company.channels["general"]
        self._opens_form(self.asker, lambda: self.asker.types(f"/helpdesk {title}", general))
        self._sends_form(self.asker)

    def _resolves(self, card: SeenMessage) -> None:
        self._opens_form(self.agent, lambda: self.agent.presses("Resolve", on=card))
        self.agent.fills({"closing_word": "Dusted"})
        self._sends_form(self.agent)

    def _opens_form(self, person: Person, act: Callable[[], Answer]) -> None:
        self.town.insist(act, lambda _: person.modal is not None)

    def _sends_form(self, person: Person) -> None:
        self.town.insist(person.submits, lambda modal: modal is None)

    def _presses(self, person: Person, button: str, on: SeenMessage) -> None:
        self.town.insist(lambda: person.presses(button, on=on).error, lambda error: error is None)

    def _says(self, person: Person, place: Channel, thread: SeenMessage, text: str) -> None:
        person.says(place, text, thread=thread)
        self.town.said.append(text)


def _titled(reader: Person, channel: Channel, title: str) -> SeenMessage | None:
    """The card or head of a request."""
    return next((root for root in _roots(reader, channel) if f" · {title}*" in root.plain), None)


def _roots(reader: Person, channel: Channel) -> list[SeenMessage]:
    """The messages outside threads, without those that a thread shows here too."""
    return [message for message in reader.messages(channel) if message.thread_ts in (None, message.ts)]


def _with_button(messages: Sequence[SeenMessage], button: str) -> SeenMessage | None:
    return next((message for message in messages if button in message.buttons), None)


@pytest.fixture
def town(databases: Databases, mode: str, tmp_path: Path) -> Iterator[Town]:
    """The company on a Monday morning, and its mortal bot."""
    clock = RunningClock(MONDAY_MORNING)
    with databases.fresh() as url, found(clock, sockets=mode == "socket") as company:
        settings = company.settings(
            url, helpdesk_survey_minutes=0, helpdesk_tick_seconds=0.2, helpdesk_lease_seconds=LEASE
        )
        town = Town(company, Mortal(company, clock, settings, tmp_path / "bot.log"), url)
        yield town
        town.bot.close()
        town.storage.close()


@pytest.mark.timeout(300)
def test_a_bot_killed_at_any_moment_loses_nothing_and_says_nothing_twice(town: Town) -> None:
    seed = int(os.environ.get("HELPDESK_TEST_SEED") or random.randrange(2**32))
    chance, people = random.Random(seed), town.company.people
    try:
        with ThreadPoolExecutor(len(_PAIRS)) as threads:
            days = [threads.submit(Pair(town, people[asker], people[agent]).lives) for asker, agent in _PAIRS]
            for _ in range(_KILLS):
                town.bot.lives(Fate.drawn(chance))
            town.is_evening = True
            with town.bot.lives_on():
                for day in days:
                    day.result()
                town.bot.lets_slack_repeat()
                town.until(lambda: not _unsent(town.storage))
        _check(town)
    except BaseException as error:
        error.add_note(f"HELPDESK_TEST_SEED={seed}\n{town.bot.story()}")
        raise


def _unsent(storage: Storage) -> list[str]:
    waiting = select(Outgoing.key).where(col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None))
    with storage.reading() as session:
        return list(session.exec(waiting))


@dataclass(frozen=True)
class Memory:
    """What the bot remembers in the end: requests by title, timelines, texts by ts, and the keys of its posts."""

    requests: Mapping[str, Request]
    events: Sequence[Event]
    texts: Mapping[str, str]
    posts: Counter[str]


def _remembered(storage: Storage) -> Memory:
    """Read it all; no request is there twice, and no message that lasts was given up."""
    with storage.reading() as session:
        requests = session.exec(select(Request)).all()
        rows = session.exec(select(Outgoing).where(col(Outgoing.method).in_([Method.POST, Method.UPDATE]))).all()
        memory = Memory(
            requests={request.title: request for request in requests},
            events=session.exec(select(Event).order_by(col(Event.id))).all(),
            texts={message.ts: message.text for message in session.exec(select(Message))},
            posts=Counter(row.key for row in rows if row.method is Method.POST),
        )
    assert len(memory.requests) == len(requests)
    assert {row.last_error for row in rows if row.given_up_at} <= {SUPERSEDED}
    return memory


def _check(town: Town) -> None:
    """Compare what people did, what the bot remembers and what stands in Slack."""
    memory = _remembered(town.storage)
    assert sorted(memory.requests) == sorted(story.title for story in town.stories)
    assert Counter(memory.texts.values()) == Counter(town.said)
    assert _keys_in_slack(town) == memory.posts
    for story in town.stories:
        request = memory.requests[story.title]
        events = [event for event in memory.events if event.request == request.number]
        assert Counter(event.kind for event in events) == _WHOLE_LIFE | (_ASKED_AND_RATED if story.is_rated else {})
        assert _lines(story.agent, story.card)[1:] == list(_desk_lines(story, events, memory.texts))
        assert _lines(story.asker, story.head) == list(_conversation_lines(story, request, events, memory.texts))
        _check_end(story)


def _check_end(story: Story) -> None:
    """The messages that change in place have come to their last words."""
    agent = f"<@{story.agent.id}>"
    card, head = story.agent.sees(story.card), story.asker.sees(story.head)
    assert f"✅ Resolved by {agent}" in card.plain
    assert f"✅ {agent} has resolved it." in head.plain
    assert head.buttons == ("Make confidential",)
    assert not [*card.buttons, *story.agent.thread(story.card)[0].buttons]


def _keys_in_slack(town: Town) -> Counter[str]:
    """How often each of the bot's messages stands in Slack, by the key of its row."""
    app, people = town.company.app, [town.company.people[asker] for asker, _ in _PAIRS]
    places = [(people[0], town.company.channels["it-help"]), *((person, person.dm(app)) for person in people)]
    roots = [(reader, root) for reader, place in places for root in _roots(reader, place)]
    messages = [message for reader, root in roots for message in (root, *reader.thread(root))]
    return Counter(one.metadata["event_payload"]["key"] for one in messages if one.metadata)


def _lines(reader: Person, root: SeenMessage) -> list[_Line]:
    """What the bot has said in a thread: in whose name, and the first line."""
    return [(one.username, one.plain.split("\n")[0]) for one in reader.thread(root) if one.metadata]


def _desk_lines(story: Story, events: Sequence[Event], texts: Mapping[str, str]) -> Iterator[_Line]:
    """What should stand under the card, after its buttons."""
    for event in events:
        match event.kind:
            case EventKind.CLAIMED:
                yield None, f"🔵 <@{story.agent.id}> has claimed this request."
            case EventKind.REPLIED:
                yield story.asker.real_name, texts[event.data["ts"]]
            case EventKind.RESOLVED:
                yield None, f"✅ <@{story.agent.id}> has resolved this request:"
            case EventKind.RATED:
                yield None, f"😀 <@{story.asker.id}> has rated the help."


def _conversation_lines(
    story: Story, request: Request, events: Sequence[Event], texts: Mapping[str, str]
) -> Iterator[_Line]:
    """What should stand under the head."""
    for event in events:
        match event.kind:
            case EventKind.CLAIMED:
                yield None, f"<@{story.agent.id}> is on it now."
            case EventKind.ANSWERED:
                yield story.agent.real_name, texts[event.data["ts"]]
            case EventKind.RESOLVED:
                yield None, f"✅ <@{story.agent.id}> has resolved *#{request.number} {story.title}*."
            case EventKind.SURVEYED:
                yield None, "😀 Thank you. It helps us help better."
