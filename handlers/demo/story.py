"""The story of the demo: three working days of two requests and a favour, in ten scenes."""

from dataclasses import dataclass, replace

from bot.entries import DESK, urgency_name
from bot.views import ids
from bot.views.favours import Act
from handlers.demo.acting import Acting
from handlers.demo.telling import first_name
from sandbox.people import Person
from sandbox.seen import SeenMessage
from storage.kinds import Rating, Urgency

_UNDER_CARD = "under the card"
_URGENCY = urgency_name(Urgency.NORMAL)
_DM_THREAD = "thread of the direct message"


@dataclass(frozen=True)
class _Case:
    """A request, as the story goes on with it: its card, the requester's conversation, its agent."""

    requester: Person
    card: SeenMessage
    head: SeenMessage
    agent: Person


def play(on: Acting) -> None:
    """Play the whole story. Raises StoryBroken where it does not go as told."""
    on.tell.time(on.stage.company.clock())
    card, head = _ana_asks(on)
    laptop, other = _two_want_it(on, card, head)
    _they_talk(on, laptop)
    projector = _nobody_claims(on, other)
    _thank_you(on, _silence(on, laptop, other))
    _not_solved(on, projector)
    _next_morning(on, projector)
    _a_reminder_helps(on, projector)
    _a_favour(on)


def _ana_asks(on: Acting) -> tuple[SeenMessage, SeenMessage]:
    ana, bo = on.person("ana"), on.person("bo")
    on.tell.scene("1  Ana needs help")
    on.tell.aside("Ana's Slack speaks German, so the help desk does too.")
    on.types(ana, "/helpdesk Laptop startet nicht", on.channel("general"))
    on.sends_form(ana, {"details": "Er piept dreimal, dann nichts.", _URGENCY: Urgency.HIGH.value})
    on.is_told(ana, on.channel("general"))
    head = on.sees(ana, on.dm(ana))
    on.tell.aside("IT reads the same request in its channel, in English.")
    card = on.sees(bo, on.channel("it-help"))
    on.skips(bo, on.channel("it-help"))
    return card, head


def _two_want_it(on: Acting, card: SeenMessage, head: SeenMessage) -> tuple[_Case, Person]:
    ana, it_help = on.person("ana"), on.channel("it-help")
    on.tell.scene("2  Two agents, one request")
    on.skips(on.person("cy"), it_help)
    agent, other = on.press_at_once(on.person("bo"), on.person("cy"), ids.CLAIM, card)
    on.tell.aside(f"{first_name(agent)} was faster by a hair, and only {first_name(agent)} has it.")
    on.is_told(other, it_help)
    on.sees(other, it_help)
    on.sees_under(ana, head, _DM_THREAD)
    for person in (agent, other, ana):
        on.skips(person, on.dm(ana) if person is ana else it_help)
    return _Case(ana, card, head, agent), other


def _they_talk(on: Acting, case: _Case) -> None:
    ana, agent = case.requester, case.agent
    on.tell.scene("3  They talk, each in their own place")
    on.clock(9, 40)
    on.writes(ana, "Seit heute früh, nach dem Update.", under=case.head, where="in her thread")
    on.sees_under(agent, case.card, _UNDER_CARD)
    on.tell.aside("Some replies stand ready under a word, and Ana reads them in her language.")
    on.writes(agent, "?restart", under=case.card, where=_UNDER_CARD)
    on.presses(agent, ids.WAIT, on.buttons_under(agent, case.card))
    on.sees_under(ana, case.head, _DM_THREAD)
    on.skips_under(agent, case.card)
    on.writes(ana, "Leider genauso.", under=case.head, where="in her thread")
    on.tell.aside("Nobody waits for Ana any more, so the clock runs on.")
    on.sees_under(agent, case.card, _UNDER_CARD)
    _a_note_is_held(on, case)


def _a_note_is_held(on: Acting, case: _Case) -> None:
    agent = case.agent
    on.writes(agent, "FYI team: third one of this model this week", under=case.card, where=_UNDER_CARD)
    on.tell.aside("That reads like a note, so it is held. A 🔒 in front would have said so at once.")
    question = on.is_told(agent, on.channel("it-help"))
    on.presses(agent, ids.KEEP_HELD, question)
    on.sees_nothing(case.requester, case.head)
    on.tell.aside("It stays among the agents: Ana sees nothing of it.")


def _nobody_claims(on: Acting, agent: Person) -> _Case:
    ben, lena, it_help = on.person("ben"), on.person("lena"), on.channel("it-help")
    on.tell.scene("4  A request that nobody claims")
    on.clock(10, 0)
    on.types(ben, "/helpdesk Projector in room 2 stays dark", on.channel("general"))
    on.sends_form(ben, {DESK: "it", _URGENCY: Urgency.HIGH.value})
    head = ben.messages(on.dm(ben))[-1]
    card = agent.messages(it_help)[-1]
    on.skips(agent, it_help)
    on.tell.aside("An hour is promised. After three quarters of it the desk is reminded.")
    on.clock(10, 45)
    on.sees(agent, it_help)
    on.tell.aside("The hour is over: now the lead hears of it.")
    on.clock(11, 1)
    on.sees(lena, on.dm(lena))
    _ben_tries_himself(on, ben, card)
    on.presses(agent, ids.CLAIM, card)
    on.writes(agent, "Sorry for the wait, on my way.", under=card, where=_UNDER_CARD)
    on.sees_under(ben, head, _DM_THREAD)
    return _Case(ben, card, head, agent)


def _ben_tries_himself(on: Acting, ben: Person, card: SeenMessage) -> None:
    it_help = on.channel("it-help")
    on.tell.aside("Ben loses patience, joins #it-help and tries to take it himself.")
    ben.joins(it_help)
    on.stage.settle()
    on.skips(ben, it_help)
    on.presses(ben, ids.CLAIM, card)
    on.is_told(ben, it_help)


def _silence(on: Acting, case: _Case, other: Person) -> _Case:
    """Whoever has it is reminded, and hands it over; the case as it goes on."""
    on.tell.scene("5  A claimed request goes silent")
    on.skips(case.agent, on.channel("it-help"))
    on.clock(13, 41)
    on.sees_under(case.agent, case.card, _UNDER_CARD)
    on.skips(other, on.channel("it-help"))
    on.presses(case.agent, ids.ASSIGN, on.buttons_under(case.agent, case.card))
    card = {"agent": other.id, "done": "The battery is dead, a new one is on my desk.", "next": "Swap it."}
    on.sends_form(case.agent, card)
    on.sees_under(other, case.card, _UNDER_CARD)
    return replace(case, agent=other)


def _thank_you(on: Acting, case: _Case) -> None:
    ana = case.requester
    on.tell.scene("6  Solved, and the thank-you")
    on.presses(case.agent, ids.RESOLVE, case.card)
    on.sends_form(case.agent, {"closing_word": "New battery is in. Keep the old charger away from it."})
    on.sees(ana, on.dm(ana))
    on.clock(14, 12)
    survey = on.sees(ana, on.dm(ana))
    on.presses(ana, f"{ids.RATE}:{Rating.GOOD}", survey)
    on.presses(ana, ids.COMMENT, survey)
    on.sends_form(ana, {"comment": "Schnell und freundlich, danke!"})
    on.sees(ana, on.dm(ana))


def _not_solved(on: Acting, case: _Case) -> None:
    ben, it_help = case.requester, on.channel("it-help")
    on.tell.scene("7  Solved? Not for Ben")
    on.presses(case.agent, ids.RESOLVE, case.card)
    on.sends_form(case.agent, {"closing_word": ""})
    on.skips(ben, on.dm(ben))
    on.clock(14, 43)
    survey = on.sees(ben, on.dm(ben))
    on.presses(ben, f"{ids.RATE}:{Rating.BAD}", survey)
    on.sees(ben, on.dm(ben))
    on.skips(case.agent, it_help)
    on.presses(ben, ids.REOPEN, survey)
    on.sees(case.agent, it_help)
    on.writes(case.agent, "I bring a new lamp tomorrow at nine.", under=case.card, where=_UNDER_CARD)


def _next_morning(on: Acting, case: _Case) -> None:
    lena = on.person("lena")
    on.tell.scene("8  The next morning")
    on.clock(9, 0, day=1)
    on.sees(lena, on.dm(lena))
    on.opens_home(case.agent)


def _a_reminder_helps(on: Acting, case: _Case) -> None:
    """Whoever is asked and forgets is reminded; once they have answered, the reminder is gone."""
    ben, agent = case.requester, case.agent
    on.tell.scene("9  A reminder that helps, and goes")
    on.writes(
        agent, "The new lamp is in. Does it stay bright with your laptop, too?", under=case.card, where=_UNDER_CARD
    )
    on.presses(agent, ids.WAIT, on.buttons_under(agent, case.card))
    on.skips_under(ben, case.head)
    on.tell.aside("Ben forgets. A working day later, in Ben's own hours:")
    on.clock(10, 15, day=1)
    reminder = on.sees_under(ben, case.head, _DM_THREAD)
    on.writes(ben, "It does, I just had my meeting there!", under=case.head, where="in his thread")
    on.sees_no_more(ben, reminder, case.head)
    on.tell.aside("Its reason is gone, so the reminder is, too.")
    on.skips_under(agent, case.card)
    on.presses(agent, ids.RESOLVE, case.card)
    on.sends_form(agent, {"closing_word": "Glad to hear it!"})
    on.sees(ben, on.dm(ben))


def _a_favour(on: Acting) -> None:
    """A colleague asks a colleague: no desk, no agent, nobody else."""
    ana, ben = on.person("ana"), on.person("ben")
    on.tell.scene("10  Ana asks Ben for something")
    on.tell.aside("No desk is asked, and nobody but the two sees it. The card speaks the language of whoever is asked.")
    on.types(ana, "/helpdesk @ben Foto von der neuen Lampe, bis Freitag", on.channel("general"))
    on.is_told(ana, on.channel("general"))
    on.stage.settle()
    card = on.sees(ben, on.together(ana, ben))
    on.presses(ben, f"{ids.FAVOUR}:{Act.ACCEPT}", card)
    on.sends_form(ben, {})
    on.sees_under(ana, card, _UNDER_CARD)
    on.writes(ben, "Here you are, bright as day!", under=card, where=_UNDER_CARD)
    on.presses(ben, f"{ids.FAVOUR}:{Act.DONE}", card)
    question = on.sees(ana, on.dm(ana))
    on.presses(ana, f"{ids.FAVOUR_RATE}:{Rating.GOOD}", question)
    on.sees(ben, on.dm(ben))
