"""A thin layer of words over the people of the sandbox, so that journeys read as stories."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.forms import Spot
from sandbox.people import Person, Upload
from sandbox.records import Channel, Kind
from sandbox.seen import Answer, Modal, SeenMessage, words
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
        (state,) = self.form.values[self._named(name)].values()
        chosen = (state.get(name) for name in ("value", "selected_user", "selected_date"))
        return str((state.get("selected_option") or {}).get("value") or next(filter(None, chosen), ""))

    def _named(self, name: str) -> str:
        """The field of this name: "urgency" is "urgency:normal", "system" is "it/access/system"."""
        fields = [block["block_id"] for block in self.form.view["blocks"] if block["type"] == "input"]
        return next((field for field in fields if name in (field, field.split(":")[0], field.split("/")[-1])), name)

    def offered(self, name: str) -> list[str]:
        """What there is to choose from in a field of the form."""
        (element,) = (block["element"] for block in self.form.view["blocks"] if block["block_id"] == self._named(name))
        return [option["text"]["text"] for option in element["options"]]

    def reads_form(self) -> str:
        """All that is to be read in the form."""
        return self._read(self.form.plain)

    def asked(self) -> list[str]:
        """The names of the fields that the form shows, the last part of each."""
        fields = [block["block_id"] for block in self.form.view["blocks"] if block["type"] == "input"]
        return [field.split("/")[-1].split(":")[0] for field in fields]

    def fills(self, **fields: Any) -> None:
        """Fill in the form in front, field by field: it may change on the way."""
        for name, value in fields.items():
            self.person.fills({self._named(name): value})

    def sends(self, **fields: Any) -> None:
        """Fill in the form in front, and send it."""
        self.fills(**fields)
        self.person.submits()
        self.world.settle()

    def asks(self, title: str, *, desk: str = "it", urgency: str = "normal", details: str = "") -> int:
        """Ask for help by the form; the number of the request."""
        self.types(f"/helpdesk {title} please")
        self.sends(title=title, desk=desk, urgency=urgency, details=details or None)
        assert self.person.modal is None, self.person.modal.errors
        return self.world.requests()

    def confides(
        self, title: str, *, type_: str = "conflict", without: Sequence["Colleague"] = (), **fields: Any
    ) -> str:
        """Ask HR something in confidence by the form; the reference of the case."""
        self.types("/helpdesk hr please")
        excluded = [one.id for one in without] or None
        self.sends(desk="hr", type=type_, title=title, excluded=excluded, **fields)
        assert self.person.modal is None, self.person.modal.errors
        return max((message for message in self.person.messages(self.dm)), key=_sent_at).plain.split(" · ")[0][-6:]

    def posts(
        self, text: str, place: str = "ask-it", thread: SeenMessage | None = None, files: Sequence[Upload] = ()
    ) -> SeenMessage:
        """Write in a channel, or under a message there."""
        said = self.person.says(self.world.channel(place), text, thread=thread, files=files)
        self.world.settle()
        return said

    def tells(self, text: str, files: Sequence[Upload] = ()) -> SeenMessage:
        """Write to the bot, outside threads."""
        said = self.person.says(self.dm, text, files=files)
        self.world.settle()
        return said

    def edits(self, message: SeenMessage, text: str) -> None:
        """Change one's own message."""
        self.person.edits(message, text)
        self.world.settle()

    def deletes(self, message: SeenMessage) -> None:
        """Delete one's own message."""
        self.person.deletes(message)
        self.world.settle()

    def tickets(self, message: SeenMessage) -> str:
        """Put 🎫 on a message; what this person alone is told then."""
        channel = self.world.company.workspace.world.channels[message.channel]
        before = len(self.person.ephemerals(channel))
        self.person.reacts(message, "ticket")
        self.world.settle()
        return "\n".join(self.reads(one) for one in self.person.ephemerals(channel)[before:])

    def reacts(self, message: SeenMessage, emoji: str) -> None:
        """Put an emoji on a message."""
        self.person.reacts(message, emoji)
        self.world.settle()

    def unreacts(self, message: SeenMessage, emoji: str) -> None:
        """Take one's emoji off a message."""
        self.person.unreacts(message, emoji)
        self.world.settle()

    def uses_shortcut(self, name: str, on: SeenMessage | None = None) -> str:
        """Choose a shortcut, on a message or anywhere; what this person alone is told then."""
        return self._told(self.person.uses_shortcut(name, on=on))

    def whispers(self, place: str = "ask-it") -> list[str]:
        """What the bot has said to this person alone in a channel."""
        return [self.reads(message) for message in self.person.ephemerals(self.world.channel(place))]

    def presses_in_form(self, button: str) -> str:
        """Press a button of the form in front; what this person alone is told then."""
        answer = self.person.presses(button, on=self.form)
        self.world.settle()
        return self._told(answer)

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

    def desk_reminders(self, number: int) -> list[str]:
        """What reminders under the card say, one by one."""
        return _reminders(self.desk_thread(number))

    def reminders(self, number: int | None = None) -> list[str]:
        """What reminders in the conversation of a request say, one by one, or those in the DM outside threads."""
        return _reminders(self.mail() if number is None else self.conversation(number))

    def snoozes(self, entry: str, message: SeenMessage, line: int = 0) -> str:
        """Choose in the menu of a reminder in a message, by words; what this person alone is told then."""
        menu = [block["block_id"] for block in message.blocks if "accessory" in block][line]
        answer = self.person.chooses(Spot(menu, "nudge_menu"), entry, on=message)
        self.world.settle()
        return self._told(answer)

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

    def group(self, other: "Colleague") -> Channel:
        """The group DM with a colleague and the bot."""
        together = {self.id, other.id, self.world.company.app.bot_user_id}
        channels = self.world.company.workspace.world.channels.values()
        found = [one for one in channels if one.kind is Kind.MPIM and set(one.members) == together]
        assert found, f"{self.person.name} and {other.person.name} share no group DM"
        return found[0]

    def favour(self, other: "Colleague") -> SeenMessage:
        """The newest card of a favour between the two."""
        return [one for one in self.person.messages(self.group(other)) if not one.ephemeral][-1]

    def favour_thread(self, other: "Colleague") -> list[str]:
        """What is said under it."""
        return [self.reads(message) for message in self.person.thread(self.favour(other))]

    def case(self, ref: str) -> SeenMessage:
        """The newest message about a case outside threads: a card, a head, the root of an agent's thread."""
        found = [one for one in self.person.messages(self.dm) if ref in one.plain]
        assert found, f"{self.person.name} sees nothing of {ref}"
        return found[-1]

    def case_thread(self, ref: str) -> list[str]:
        """What this person reads under it."""
        return [self.reads(message) for message in self.person.thread(self.case(ref))]

    def knows_of(self, ref: str) -> bool:
        """Whether any message in the DM with the bot, or their home, tells this person of a case."""
        home = str(self.person.home)
        return ref in home or any(ref in one.plain or ref in str(one.blocks) for one in self.person.messages(self.dm))

    def mail(self) -> list[str]:
        """What this person reads in the DM with the bot, outside threads."""
        return [self.reads(message) for message in self.person.messages(self.dm)]

    def opens_home(self) -> str:
        """Look at App Home; what is to be read there once it has arrived."""
        self.person.opens_home()
        self.world.settle()
        return self.home()

    def home(self) -> str:
        """What this person reads in App Home, without looking away from it."""
        assert self.person.home, f"{self.person.name} has no home"
        return self._read("\n".join(words(self.person.home["blocks"])))

    def presses_at_home(self, button: str | Spot) -> str:
        """Press a button in App Home; what a form above it says then, if one comes."""
        error = self.person.presses(button, on=self.person.home).error
        self.world.settle()
        return error or (self._read(self.person.modal.plain) if self.person.modal else "")

    def reads(self, message: SeenMessage) -> str:
        """A message as it is read: names for ids, and dates as their fallback."""
        return self._read(message.plain)

    def _read(self, text: str) -> str:
        users = self.world.company.workspace.world.users
        named = _MENTION.sub(lambda match: f"@{users[match[1]].name}" if match[1] in users else match[0], text)
        return _DATE.sub(r"\1", named)

    def _desk_channel(self, number: int) -> Channel:
        return self.world.channel(DESK_CHANNELS[self.world.request(number).desk])

    def _headed(self, number: int, channel: Channel) -> SeenMessage:
        found = [m for m in self.person.messages(channel) if m.plain.startswith(f"*#{number} · ")]
        assert found, f"no message of #{number} in {channel.name}"
        return found[0]

    # -- doing -----------------------------------------------------------------------------------------------

    def presses(self, button: str | Spot, on: SeenMessage) -> str:
        """Press a button by its words or action; what this person alone is told then."""
        answer = self.person.presses(button, on=on)
        self.world.settle()
        return self._told(answer)

    def _told(self, answer: Answer) -> str:
        private = [one for one in answer.shown if one.ephemeral and not _is_of_undoing(one)]
        return answer.error or "\n".join(self.reads(message) for message in private)

    def claims_case(self, ref: str) -> str:
        """Press Claim on the card of a case."""
        return self.presses("case_claim", self.case(ref))

    def opens_case(self, ref: str) -> str:
        """Press Open in the newest message about a case; what is to be read then, until it is closed."""
        told = self.presses("case_open", self.case(ref)) or self.reads_form()
        self.person.closes_modal()
        return told

    def hands_case_over(self, ref: str, agent: "Colleague", word: str = "") -> str:
        """Press Hand over in the root of the thread and send the form, if one comes."""
        told = self.presses("case_hand_over", self.case(ref))
        if self.person.modal:
            self.sends(agent=agent.id, word=word or None)
        return told

    def resolves_case(self, ref: str, word: str = "") -> str:
        """Press Resolve in the root of the thread and send the form, if one comes."""
        told = self.presses("case_resolve", self.case(ref))
        if self.person.modal:
            self.sends(closing_word=word or None)
        return told

    def excludes(self, ref: str, *people: "Colleague") -> str:
        """Press Exclude somebody in the head and send the form, if one comes."""
        told = self.presses("case_exclude", self.case(ref))
        if self.person.modal:
            self.sends(excluded=[one.id for one in people])
        return told

    def says_in_case(self, ref: str, text: str, files: Sequence[Upload] = ()) -> SeenMessage:
        """Write in the thread of a case."""
        said = self.person.says(self.dm, text, thread=self.case(ref), files=files)
        self.world.settle()
        return said

    def claims(self, number: int) -> str:
        """Press Claim on the card."""
        return self.presses("claim", self.card(number))

    def hands_back(self, number: int) -> str:
        """Press Hand back on the card."""
        return self.presses("hand_back", self.card(number))

    def chooses(self, entry: str, number: int) -> str:
        """Choose in the menu of the button line, by words or action; what this person alone is told then."""
        line, named = self.line(number), f"{entry}:{number}"
        answer = self.person.chooses("more", named if named in str(line.blocks) else entry, on=line)
        self.world.settle()
        return self._told(answer)

    def assigns(self, number: int, agent: "Colleague", done: str = "", then: str = "") -> str:
        """Press Assign or Hand over in the button line and send the form, if one comes: what was done, what is next."""
        told = self.presses("assign", self.line(number))
        if self.person.modal:
            self.sends(agent=agent.id, done=done or None, next=then or None)
        return told

    def undoes(self, number: int) -> str:
        """Press Undo where it was offered last; what this person alone is told then."""
        offered = [m for m in self.person.ephemerals(self._desk_channel(number)) if m.buttons]
        return self.presses("undo", offered[-1])

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

    def replies(self, number: int, text: str) -> str:
        """Press Reply in the button line and send the form; what this person alone is told then."""
        told = self.presses("reply", self.line(number))
        if self.person.modal:
            self.sends(text=text)
        return told

    def asked_whether_to_send(self, number: int) -> SeenMessage:
        """The newest question to this agent whether what looks like a note shall be sent."""
        asked = [one for one in self.person.ephemerals(self._desk_channel(number)) if len(one.buttons) == 2]
        assert asked, "nothing was held"
        return asked[-1]

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


def _reminders(letters: Sequence[str]) -> list[str]:
    """The lines of those letters that are reminders, without the small one at their end."""
    nudges = [letter.splitlines()[:-1] for letter in letters if "⋯" in letter.splitlines()[-1]]
    return [line for lines in nudges for line in lines]


def _sent_at(message: SeenMessage) -> float:
    return float(message.ts)


def _is_survey(message: SeenMessage) -> bool:
    """Whether a message is a survey: its key in the outbox says so."""
    return str((message.metadata or {}).get("event_payload", {}).get("key", "")).endswith(":survey")


def meet(world: World, *names: str) -> tuple[Colleague, ...]:
    """The colleagues of these names."""
    return tuple(Colleague(world, world.person(name)) for name in names)


def unlinked(text: str) -> str:
    """What is read, without whither its links lead."""
    return re.sub(r"<[^<>|]*\|([^<>]*)>", r"\1", text)


def _is_of_undoing(message: SeenMessage) -> bool:
    """Whether it offers to undo, or says that it was done: by the outbox, now or later, so no answer to a press."""
    return "'action_id': 'undo'" in str(message.blocks) or message.plain.startswith("↩️ ")
