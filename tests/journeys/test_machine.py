"""The machine of all moves: whatever people do to requests, in whatever order, what they see is what is remembered."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from bot import (
    claiming,
    closing,
    conversation,
    ending,
    linking,
    merging,
    moving,
    notices,
    pings,
    places,
    promises,
    requests,
    saying,
    surveys,
    undoing,
    waiting,
)
from bot.desks import Desk, Desks
from bot.drafts import Draft
from bot.errors import Mistake
from bot.lifecycle import OVER, OWED, SETTLED
from bot.replies import Assignment
from bot.settings import Settings, read_settings
from bot.work import Work
from storage.due import Ping, Survey
from storage.engine import Storage
from storage.kinds import EventKind, Method, PingKind, State, Urgency
from storage.tables import DeskChannel, Event, Outgoing, Person, Request
from tests.clock import Clock
from tests.databases import empty
from tests.journeys.post_office import PostOffice
from tests.journeys.retelling import events_of, replayed
from tests.people import unlinked

SETTINGS = read_settings(Settings, _env_file=None, slack_bot_token="xoxb-1", slack_app_token="xapp-1")
ASKING, PEOPLE = ("UANA", "UBEN"), ("UANA", "UBEN", "UBO", "UCY", "UDEE")
PRESSED = (claiming.claim, waiting.wait, waiting.go_on, claiming.hand_back)
ASKERS = (*[ending.reopen] * 2, ending.withdraw, ending.solve, waiting.keep_open, waiting.put_off)
SAID = (*Urgency, *[merging.merge] * 3, linking.relate, linking.part)
UNDOABLE = (EventKind.ASSIGNED, EventKind.RESOLVED, EventKind.ANSWERED)
LOOKS_EVERY = 3  # steps: what has changed meanwhile is looked at together
LAST = 11
WHICH, AGENT = st.integers(0, LAST), st.integers(0, 1)
ENDING_IN = {
    State.WAITING: {PingKind.AWAITED, PingKind.AWAITED_LAST, PingKind.LAPSE},
    State.RESOLVED: {PingKind.CLOSE},
}
FIRST_ANSWER = {PingKind.FIRST_ANSWER_NEAR, PingKind.FIRST_ANSWER_MISSED}


def _desk(key: str, agents: Sequence[str], **changes: Any) -> Desk:
    return replace(Desks(()).find(key), agents=tuple(agents), asking_back_waits=True, **changes)


DESKS = Desks(
    (
        _desk("it", ("UBO", "UCY")),
        _desk("design", ("UBO", "UDEE"), assignment=Assignment.ROUND_ROBIN, first_reply_claims=False),
        _desk("hr", ("UCY", "UDEE"), is_confidential=True),
    )
)


class _NotMeant(Exception):  # noqa: N818 - what was written to look at it is undone
    pass


class Machine(RuleBasedStateMachine):
    """Ana and Ben ask; Bo, Cy and Dee serve three desks, one of which takes turns and one of which is confidential."""

    def __init__(self, storage: Storage) -> None:
        super().__init__()
        self.storage, self.clock, self.office = storage, Clock(), PostOffice()
        self.numbers: list[int] = []
        self.changed: set[int] = set()
        self.last_event, self.steps = 0, 0
        self.ticked_at = self.clock()
        with storage.transaction() as session:
            empty(session)
            session.add_all(Person(id=one, name=one[1:].title()) for one in PEOPLE)
            session.add_all(DeskChannel(desk=desk.key, channel=f"ToDesk:{desk.key}") for desk in DESKS)

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.storage.transaction() as session:
            yield Work(session, self.clock(), DESKS, SETTINGS, "https://acme.slack.example/")

    def does(self, act: Callable[..., object], *told: object) -> None:
        """Somebody does something, or is kindly told why not; what is to be read then is there at once."""
        try:
            with self.work() as work:
                act(work, *told)
        except Mistake:
            return
        with self.storage.transaction() as session:
            rows = self.office.delivers(session)
            news = session.exec(select(Event).where(col(Event.id) > self.last_event)).all()
        self.last_event = max([self.last_event, *(event.id or 0 for event in news)])
        self.changed |= {event.request for event in news}
        posts = [(row.lane, str(row.payload)) for row in rows if row.method is Method.POST]
        assert len(posts) == len(set(posts)), "said twice"

    # -- what people do ----------------------------------------------------------------------------------------

    @initialize(desks=st.tuples(*[st.sampled_from(("it", "it", "design", "hr"))] * 2), urgency=st.sampled_from(Urgency))
    def two_ask(self, desks: tuple[str, str], urgency: Urgency) -> None:
        for person, desk in zip(ASKING, desks, strict=True):
            self.does(self.asks, person, desk, urgency)

    @precondition(lambda self: len(self.numbers) < 4)
    @rule(person=st.sampled_from(ASKING), desk=st.sampled_from(("it", "design")))
    def somebody_asks(self, person: str, desk: str) -> None:
        self.does(self.asks, person, desk, Urgency.NORMAL)

    def asks(self, work: Work, person: str, desk: str, urgency: Urgency) -> None:
        self.numbers.append(requests.open_request(work, person, Draft(desk, "VPN is down", "", urgency)).number)

    @rule(which=WHICH, agent=AGENT, act=st.sampled_from(PRESSED))
    def an_agent_presses(self, which: int, agent: int, act: Callable[..., object]) -> None:
        request = self.one(which)
        self.does(act, request.number, serving(request, agent))

    @rule(which=WHICH, agent=AGENT, end=st.sampled_from((*[ending.resolve] * 4, ending.dismiss)))
    def an_agent_ends_it(self, which: int, agent: int, end: Callable[..., object]) -> None:
        request = self.one(which)
        self.does(end, request.number, serving(request, agent), "Have a nice day.")

    @rule(which=WHICH, agent=AGENT, other=AGENT, desk=st.sampled_from((None, None, "it", "design", "hr")))
    def an_agent_passes_it_on(self, which: int, agent: int, other: int, desk: str | None) -> None:
        request = self.one(which)
        if desk:
            self.does(moving.move_to, request.number, serving(request, agent), request.desk, desk, "")
        else:
            self.does(claiming.assign, request.number, serving(request, agent), serving(request, other))

    @rule(which=WHICH, agent=AGENT, says=st.sampled_from(SAID))
    def an_agent_says_how_urgent_it_is_or_what_else_is_like_it(self, which: int, agent: int, says: Any) -> None:
        request = self.one(which)
        if isinstance(says, Urgency):
            self.does(waiting.urge, request.number, serving(request, agent), says)
        else:
            other = next(number for number in self.numbers if number != request.number)
            self.does(says, request.number, serving(request, agent), other)

    @rule(which=WHICH, waits=st.sampled_from((0, 0, 20, 40)))
    def who_did_the_last_undoes_it(self, which: int, waits: int) -> None:
        self.clock.advance(seconds=waits)
        with self.storage.reading() as session:
            events = events_of(session, self.one(which).number)
        for last in [event for event in events if event.actor and event.kind in UNDOABLE][-1:]:
            self.does(undoing.undo, last.id, last.actor)

    @rule(which=WHICH, agent=AGENT, words=st.sampled_from(("Try again now.", "Which laptop is it?", "🔒 hm")))
    def an_agent_writes(self, which: int, agent: int, words: str) -> None:
        request = self.one(which)
        self.says(places.card(request.number), serving(request, agent), words)

    @rule(which=WHICH, words=st.sampled_from(("Still the same.", "Still the same.", "Thanks!")))
    def the_requester_writes(self, which: int, words: str) -> None:
        request = self.one(which)
        self.says(places.head(request.number), request.requester, words)

    @rule(which=WHICH, act=st.sampled_from(ASKERS))
    def the_requester_presses(self, which: int, act: Callable[..., object]) -> None:
        request = self.one(which)
        self.does(act, request.number, request.requester)

    @rule(hours=st.sampled_from((1, 7, 30, 24 * 8)))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)
        self.changed.update(self.numbers)

    @rule(which=WHICH, agent=AGENT, act=st.sampled_from((None, None, *ASKERS[-3:])))
    def nobody_answers_for_two_weeks(self, which: int, agent: int, act: Callable[..., object] | None) -> None:
        request = self.one(which)
        self.does(waiting.wait, request.number, serving(request, agent))
        for _ in range(2):
            self.time_passes(24 * 8)
            self.ticks()
            if act:
                self.does(act, request.number, request.requester)

    def ticks(self) -> None:
        """What is due by now comes."""
        if self.ticked_at == self.clock():
            return
        self.ticked_at = self.clock()
        for run_next in (pings.run_next, closing.run_next, saying.run_next, surveys.run_next):
            while self.has_done(run_next):
                pass

    def has_done(self, run_next: Callable[[Work], bool]) -> bool:
        done: list[bool] = []
        self.does(lambda work: done.append(run_next(work)))
        return done == [True]

    def says(self, root: str, person: str, text: str) -> None:
        with self.storage.reading() as session:
            said = self.office.takes(session, root, person, text)
        self.does(conversation.hear, said)

    def one(self, which: int) -> Request:
        """One of the requests: two times in three of those that can still change, else of all."""
        with self.storage.reading() as session:
            found = [session.get_one(Request, number) for number in self.numbers]
        alive = [request for request in found if request.state not in OVER]
        some = found if which > LAST - 4 else alive or found
        return some[which % len(some)]

    # -- what must hold ----------------------------------------------------------------------------------------

    @invariant()
    def what_has_changed_is_as_it_must_be(self) -> None:
        self.steps += 1
        if self.steps % LOOKS_EVERY:
            return
        self.ticks()
        for number in self.changed:
            with self.looking_on(number) as (work, request):
                check_events(request, events_of(work.session, number))
                check_reasons(request, work.session)
                self.check_promises(work, request)
                self.check_shown(work, request)
        self.changed.clear()

    def check_promises(self, work: Work, request: Request) -> None:
        """Reckoned once more, nothing changes."""
        before = (standard_of(request), planned_of(work.session, request.number))
        promises.renew(work, request)
        work.session.flush()
        assert (standard_of(request), planned_of(work.session, request.number)) == before, "the promises drifted"

    def check_shown(self, work: Work, request: Request) -> None:
        """Card, button line and head are as they would be drawn now."""
        notices.refresh(work, request, Event(id=0, request=request.number, kind=EventKind.EDITED, at=work.now))
        drawn = work.session.exec(select(Outgoing).where(col(Outgoing.key).startswith("event:0:"))).all()
        assert len(drawn) == 3
        for row in drawn:
            meant = (row.payload["text"], row.payload["blocks"])
            # Where the requests are that it names it may not have known yet.
            assert unlinked(str(self.office.at(work.session, row.place or ""))) == unlinked(str(meant)), row.place

    @contextmanager
    def looking_on(self, number: int) -> Iterator[tuple[Work, Request]]:
        """A piece of work that leaves no trace."""
        try:
            with self.work() as work:
                yield work, work.session.get_one(Request, number)
                raise _NotMeant
        except _NotMeant:
            pass


def check_events(request: Request, events: Sequence[Event]) -> None:
    """The events alone tell where the request stands; each is there once, in order."""
    told = replayed(events)
    assert (request.state, request.agent) == (told.state, told.agent)
    assert request.state in SETTLED | OVER or bool(request.agent) is (request.state is not State.OPEN)
    assert bool(request.outcome) is (request.state in SETTLED), "only what ended has ended somehow"
    assert [event.at for event in events] == sorted(event.at for event in events)
    for once in ("ts", "event"):
        names = [event.data[once] for event in events if once in event.data]
        assert len(names) == len(set(names)), "told twice"


def check_reasons(request: Request, session: Session) -> None:
    """Nobody is reminded, or asked how it went, without a reason."""
    planned = [kind for kind, _ in planned_of(session, request.number)]
    assert len(planned) == len(set(planned))
    assert request.state in OWED or set(planned) <= ENDING_IN.get(request.state, set())
    assert (PingKind.CLOSE in planned) is (request.state is State.RESOLVED)
    assert not request.first_answered_at or not FIRST_ANSWER & set(planned)
    standing = (Survey.request == request.number, col(Survey.settled_at).is_(None))
    assert len(session.exec(select(Survey.id).where(*standing)).all()) <= bool(request.resolved_at)


def serving(request: Request, agent: int) -> str:
    """One of the two agents of a request's desk."""
    return DESKS.get(request.desk).agents[agent]


def standard_of(request: Request) -> tuple[object, ...]:
    return (
        request.first_answer_due,
        request.first_answer_near,
        request.resolution_due,
        request.resolution_near,
        request.first_answered_at,
        request.waiting_since,
    )


def planned_of(session: Session, number: int) -> list[tuple[PingKind, datetime]]:
    planned = (Ping.request == number, col(Ping.settled_at).is_(None))
    return [(ping.kind, ping.due_at) for ping in session.exec(select(Ping).where(*planned).order_by(col(Ping.kind)))]


def test_whatever_people_do_what_they_see_is_what_is_remembered(storage: Storage) -> None:
    # What fails is told as it was found: to make it shorter takes longer than a test may.
    some = settings(max_examples=8, stateful_step_count=20, phases=[Phase.generate])
    run_state_machine_as_test(partial(Machine, storage), settings=some)  # type: ignore[arg-type]
