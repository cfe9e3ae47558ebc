"""A thin layer of words over the people of the sandbox, so that journeys read as stories."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.people import Person, Upload
from sandbox.records import Channel
from sandbox.seen import Answer, Modal, SeenMessage
from tests.world import World

DESK_CHANNELS = {"it": "it-help", "hr": "hr-help", "design": "design-team"}
_DATE = re.compile(r"<!date\^\d+\^[^|]*\|([^>]*)>")
_MENTION = re.compile(r"<@(U\w+)>")


@dataclass(frozen=True)
class Colleague:
    """Somebody of the company, in the words of a help desk; every act ends when all its messages have arrived.

    What is pressed answers with what the person alone is told then, or with what the client says went wrong.
    """

    world: World
    person: Person

    @property
    def id(self) -> str:
        """The Slack id."""
        return self.person.id

    # -- asking ----------------------------------------------------------------------------------------------

    def types(self, text: str, place: str = "general") -> str:
        """Type a command; what comes back."""
        answer = self.person.types(text, self.world.channel(place))
        self.world.settle()
        return self._told(answer)

    @property
    def form(self) -> Modal:
        """The form in front of this person."""
        assert self.person.modal, f"{self.person.name} sees no form"
        return self.person.modal

    def field(self, name: str) -> str:
        """What stands in a field of the form."""
        (state,) = self.form.values[name].values()
        return str((state.get("selected_option") or {}).get("value") or state.get("value") or "")

    def sends(self, **fields: str | None) -> None:
        """Fill in the form in front, and send it."""
        if fields:
            self.person.fills(fields)
        self.person.submits()
        self.world.settle()

    def asks(self, title: str, *, desk: str = "it", urgency: str = "normal", details: str = "") -> int:
        """Ask for help by the form; the number of the request."""
        self.types(f"/helpdesk {title} please")
        self.sends(title=title, desk=desk, urgency=urgency, details=details or None)
        assert self.person.modal is None, self.person.modal.errors
        return self.world.requests()

    # -- where things stand ------------------------------------------------------------------------------------

    def card(self, number: int) -> SeenMessage:
        """The card of a request in its desk's channel."""
        return self._headed(number, self._desk_channel(number))

    def line(self, number: int) -> SeenMessage:
        """The button line under the card."""
        return self.person.thread(self.card(number))[0]

    def desk_thread(self, number: int) -> list[str]:
        """What this person reads under the card, after the button line."""
        return [self.reads(message) for message in self.person.thread(self.card(number))[1:]]

    def head(self, number: int) -> SeenMessage:
        """The message at the head of a request's conversation."""
        return self._headed(number, self.dm)

    def conversation(self, number: int) -> list[str]:
        """What this person reads under the head."""
        return [self.reads(message) for message in self.person.thread(self.head(number))]

    def last_word(self, number: int) -> SeenMessage:
        """The newest message under the head."""
        return self.person.thread(self.head(number))[-1]

    def survey(self, number: int) -> SeenMessage:
        """The newest message that asks for faces, or did."""
        asked = [one for one in self.person.thread(self.head(number)) if one.metadata and _is_survey(one)]
        assert asked, "no survey was asked"
        return asked[-1]

    def has_survey(self, number: int) -> bool:
        """Whether faces were ever asked for."""
        return any(one.metadata and _is_survey(one) for one in self.person.thread(self.head(number)))

    @property
    def dm(self) -> Channel:
        """The DM with the bot."""
        return self.person.dm(self.world.company.app)

    def mail(self) -> list[str]:
        """What this person reads in the DM with the bot, outside threads."""
        return [self.reads(message) for message in self.person.messages(self.dm)]

    def reads(self, message: SeenMessage) -> str:
        """A message as it is read: names for ids, and dates as their fallback."""
        users = self.world.company.workspace.world.users
        named = _MENTION.sub(lambda match: f"@{users[match[1]].name}" if match[1] in users else match[0], message.plain)
        return _DATE.sub(r"\1", named)

    def _desk_channel(self, number: int) -> Channel:
        return self.world.channel(DESK_CHANNELS[self.world.request(number).desk])

    def _headed(self, number: int, channel: Channel) -> SeenMessage:
        found = [m for m in self.person.messages(channel) if m.plain.startswith(f"*#{number} · ")]
        assert found, f"no message of #{number} in {channel.name}"
        return found[0]

    # -- doing -----------------------------------------------------------------------------------------------

    def presses(self, button: str, on: SeenMessage) -> str:
        """Press a button by its words or action; what this person alone is told then."""
        answer = self.person.presses(button, on=on)
        self.world.settle()
        return self._told(answer)

    def _told(self, answer: Answer) -> str:
        private = [message for message in answer.shown if message.ephemeral]
        return answer.error or "\n".join(self.reads(message) for message in private)

    def claims(self, number: int) -> str:
        """Press Claim on the card."""
        return self.presses("claim", self.card(number))

    def hands_back(self, number: int) -> str:
        """Press Hand back in the button line."""
        return self.presses("hand_back", self.line(number))

    def resolves(self, number: int, word: str = "") -> str:
        """Press Resolve on the card and send the form, if one comes."""
        told = self.presses("resolve", self.card(number))
        if self.person.modal:
            self.sends(closing_word=word or None)
        return told

    def answers(self, number: int, text: str, files: Sequence[Upload] = ()) -> SeenMessage:
        """Write under the card."""
        said = self.person.says(self._desk_channel(number), text, thread=self.card(number), files=files)
        self.world.settle()
        return said

    def writes(self, number: int, text: str, files: Sequence[Upload] = ()) -> SeenMessage:
        """Write under the head of the conversation."""
        said = self.person.says(self.dm, text, thread=self.head(number), files=files)
        self.world.settle()
        return said

    def withdraws(self, number: int) -> str:
        """Press Withdraw in the head."""
        return self.presses("withdraw", self.head(number))

    def reopens(self, number: int) -> str:
        """Press Reopen under the newest news of a resolution."""
        news = [m for m in self.person.thread(self.head(number)) if m.buttons and not _is_survey(m)]
        return self.presses("reopen", news[-1])

    def rates(self, number: int, face: str) -> str:
        """Press a face of the newest survey."""
        survey = self.survey(number)
        button = next(label for label in survey.buttons if label.startswith(face))
        return self.presses(button, survey)

    def comments(self, number: int, text: str) -> str:
        """Add a comment to the rating."""
        told = self.presses("comment", self.survey(number))
        if self.person.modal:
            self.sends(comment=text)
        return told


def _is_survey(message: SeenMessage) -> bool:
    """Whether a message is a survey: its key in the outbox says so."""
    return str((message.metadata or {}).get("event_payload", {}).get("key", "")).endswith(":survey")


def meet(world: World, *names: str) -> tuple[Colleague, ...]:
    """The colleagues of these names."""
    return tuple(Colleague(world, world.person(name)) for name in names)
