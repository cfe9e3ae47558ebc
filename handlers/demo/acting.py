"""What the people of the story do and see, each act through their own Slack, and told as it happens."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from threading import Barrier
from typing import Any

from handlers.demo.stage import ZONE, Stage, StoryBroken
from handlers.demo.telling import Teller, first_name
from sandbox.forms import find
from sandbox.people import Person
from sandbox.records import Channel
from sandbox.seen import Answer, Modal, SeenMessage

_AT_ONCE = 10.0  # real seconds within which both have pressed
_COMING_AND_GOING = {"channel_join", "channel_leave"}


@dataclass(frozen=True)
class Acting:
    """The acts of the story. Raises StoryBroken where Slack shows an error or a message does not come."""

    stage: Stage
    tell: Teller
    _seen: dict[tuple[str, str, str], tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """A colleague by name."""
        return self.stage.company.people[name]

    def channel(self, name: str) -> Channel:
        """A channel by name."""
        return self.stage.company.channels[name]

    def dm(self, person: Person) -> Channel:
        """Somebody's direct messages with the bot."""
        return person.dm(self.stage.company.app)

    def together(self, *people: Person) -> Channel:
        """The direct messages of several people with the bot, once it has opened them."""
        members = frozenset((*(person.id for person in people), self.stage.company.app.bot_user_id))
        found = self.stage.company.workspace.world.direct.get(members)
        if found is None:
            raise StoryBroken("these people have not been brought together")
        return found

    def clock(self, hour: int, minute: int, *, day: int = 0) -> None:
        """Let time pass up to an hour in Berlin, so many days later."""
        today = self.stage.company.clock().astimezone(ZONE).date()
        self.stage.move_clock(datetime.combine(today + timedelta(days=day), time(hour, minute), ZONE))
        self.tell.time(self.stage.company.clock())

    # -- acts ------------------------------------------------------------------------------------------------

    def types(self, person: Person, command: str, channel: Channel) -> None:
        """Type a slash command."""
        self.tell.act(person, f"types {command} in #{channel.name}")
        _went_well(person.types(command, channel))

    def sends_form(self, person: Person, values: Mapping[str, Any]) -> None:
        """Fill in the form that has opened, and send it."""
        if person.modal is None:
            raise StoryBroken(f"no form opened for {person.real_name}")
        self.tell.form(person, person.fills(values))
        left = person.submits()
        if left is not None:
            raise StoryBroken(f"the form was not taken: {_complaints(left)}")
        self.stage.settle()

    def presses(self, person: Person, action: str, on: SeenMessage) -> None:
        """Press the button with that action_id."""
        self.tell.act(person, f"presses [{self._button(person, action, on)}]")
        _went_well(person.presses(action, on=on))
        self.stage.settle()

    def _button(self, person: Person, action: str, on: SeenMessage) -> str:
        """What stands on the button with that action_id."""
        button = find(person.sees(on).blocks, action)
        if button is None:
            raise StoryBroken(f"there is no button for {action} in front of {person.real_name}")
        return button.label

    def press_at_once(self, first: Person, second: Person, action: str, on: SeenMessage) -> tuple[Person, Person]:
        """Two people press the same button at the same moment; returns who got through, and who was told otherwise."""
        label = self._button(first, action, on)
        self.tell.aside(f"{first_name(first)} and {first_name(second)} press [{label}] at the same moment:")
        start = Barrier(2, timeout=_AT_ONCE)

        def press(person: Person) -> bool:
            start.wait()
            answer = person.presses(action, on=on)
            _went_well(answer)
            return not any(message.ephemeral for message in answer.shown)

        with ThreadPoolExecutor(2) as hands:
            first_won, second_won = hands.map(press, (first, second))
        if first_won == second_won:
            raise StoryBroken("two people pressed Claim, and not exactly one of them got through")
        self.stage.settle()
        return (first, second) if first_won else (second, first)

    def writes(self, person: Person, text: str, *, under: SeenMessage, where: str) -> None:
        """Answer in the thread of a message."""
        self.tell.act(person, f"writes {where}: {text}")
        channel = self.stage.company.workspace.world.channels[under.channel]
        person.says(channel, text, thread=under)
        self.stage.settle()

    # -- screens -----------------------------------------------------------------------------------------------

    def sees(self, person: Person, channel: Channel) -> SeenMessage:
        """What is new or changed for somebody in a conversation, outside threads; returns the newest of it."""
        return self._shown(person, _place(channel), person.messages(channel))

    def sees_under(self, person: Person, head: SeenMessage, where: str) -> SeenMessage:
        """What is new or changed for somebody in the thread of a message; returns the newest of it."""
        return self._shown(person, where, person.thread(head))

    def opens_home(self, person: Person) -> None:
        """Look at the upper part of one's App Home: an agent's list."""
        self.tell.act(person, "opens App Home")
        person.opens_home()
        self.stage.settle()
        if person.home is None:
            raise StoryBroken(f"{person.real_name} has no App Home")
        blocks = person.home["blocks"]
        headers = [place for place, block in enumerate(blocks) if block["type"] == "header"]
        self.tell.home(person, blocks[: headers[1]])

    def is_told(self, person: Person, channel: Channel) -> SeenMessage:
        """What only this person is told in a conversation; returns the newest of it."""
        return self._shown(person, _place(channel), person.ephemerals(channel))

    def buttons_under(self, person: Person, card: SeenMessage) -> SeenMessage:
        """The first message under a card, which has all buttons."""
        return person.thread(card)[0]

    def sees_nothing(self, person: Person, head: SeenMessage) -> None:
        """Make sure that nothing new stands in a thread for somebody."""
        if any(self._is_news(person, message) for message in person.thread(head)):
            raise StoryBroken(f"{person.real_name} sees what was not meant for them")

    def sees_no_more(self, person: Person, message: SeenMessage, head: SeenMessage) -> None:
        """Make sure that a message is gone from the thread that it stood in."""
        if any(left.ts == message.ts for left in person.thread(head)):
            raise StoryBroken(f"{person.real_name} still reads: {message.plain}")

    def skips(self, person: Person, channel: Channel) -> None:
        """Count all that stands in a conversation and its threads as seen: the story need not show it."""
        for message in person.messages(channel):
            self._note(person, message)
            self.skips_under(person, message)

    def skips_under(self, person: Person, head: SeenMessage) -> None:
        """Count all that stands in a thread as seen."""
        for message in person.thread(head):
            self._note(person, message)

    def _shown(self, person: Person, where: str, messages: list[SeenMessage]) -> SeenMessage:
        news = [message for message in messages if self._is_news(person, message)]
        if not news:
            raise StoryBroken(f"{person.real_name} sees nothing new in {where}")
        for message in news:
            self.tell.message(person, f"{where}{self._kind(person, message)}", message)
            self._note(person, message)
        return news[-1]

    def _kind(self, person: Person, message: SeenMessage) -> str:
        if message.ephemeral:
            return f" · only {first_name(person)} sees it"
        return " · changed in place" if _key(person, message) in self._seen else ""

    def _is_news(self, person: Person, message: SeenMessage) -> bool:
        is_worth_it = message.user != person.id and message.subtype not in _COMING_AND_GOING
        return is_worth_it and self._seen.get(_key(person, message)) != _look(message)

    def _note(self, person: Person, message: SeenMessage) -> None:
        self._seen[_key(person, message)] = _look(message)


def _key(person: Person, message: SeenMessage) -> tuple[str, str, str]:
    return person.id, message.channel, message.ts


def _look(message: SeenMessage) -> tuple[str, tuple[str, ...]]:
    return message.plain, message.buttons


def _place(channel: Channel) -> str:
    return "direct message" if channel.is_direct else f"#{channel.name}"


def _complaints(form: Modal) -> str:
    return form.trouble or "; ".join(form.errors.values()) or "it stays open"


def _went_well(answer: Answer) -> None:
    if answer.error:
        raise StoryBroken(answer.error)
