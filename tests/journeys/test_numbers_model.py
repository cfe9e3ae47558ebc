"""The model of numbers: for random histories, what the database counts is what somebody counts who watched them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from bot import (
    claiming,
    closing,
    conversation,
    correcting,
    ending,
    figures,
    merging,
    moving,
    pings,
    places,
    promising,
    requests,
    saying,
    surveys,
    undoing,
    waiting,
)
from bot.desks import Desk, Desks, Plan
from bot.drafts import Draft
from bot.errors import Mistake
from bot.hours import WorkingHours
from bot.numbers import Period
from bot.settings import Settings, read_settings
from bot.targets import Standard
from bot.utterances import Utterance
from bot.work import Work
from storage.due import Survey
from storage.engine import Storage
from storage.kinds import EventKind, Rating, State, Urgency
from storage.tables import DeskChannel, Event, Message, Person, Request
from tests.databases import empty
from tests.journeys.number_rules import Book, Office, Rated, Time, Watcher
from tests.journeys.post_office import PostOffice

SETTINGS = read_settings(
    Settings,
    _env_file=None,
    slack_bot_token="xoxb-1",
    slack_app_token="xapp-1",
    helpdesk_survey_minutes=0,
    helpdesk_survey_cooldown_hours=0,
    helpdesk_pings_a_day=50,
)
OFFICES = {
    "it": Office("Europe/Berlin", (0, 1, 2, 3, 4), (date(2026, 4, 3), date(2026, 4, 6))),
    "ops": Office("America/New_York", (0, 1, 2, 3, 4, 5)),
    "hr": Office("Asia/Kathmandu", (6, 0, 1, 2, 3)),
}
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
DAY = 8 * HOUR
STANDARDS = {
    Urgency.BLOCKED: Standard(15 * MINUTE, 4 * HOUR),
    Urgency.HIGH: Standard(HOUR, DAY),
    Urgency.NORMAL: Standard(4 * HOUR, 3 * DAY),
    Urgency.LOW: Standard(DAY, 5 * DAY),
}
PLAN = Plan((DAY, 2 * DAY), 2 * DAY, 6 * DAY)
ASKING, AGENTS = ("UANA", "UBEN"), ("UBO", "UCY")
UNDO_SPAN = timedelta(seconds=30)
BEGINS = datetime(2026, 3, 26, 7, 30, tzinfo=UTC)  # clocks change, and then it is Easter
SPANS = (*[timedelta()] * 2, 20 * SECOND, 7 * MINUTE, 15 * MINUTE, 40 * MINUTE, HOUR, 3 * HOUR, 17 * HOUR, 50 * HOUR)


def _desks(opens: time, closes: time) -> Desks:
    return Desks(tuple(_desk(key, office, opens, closes) for key, office in OFFICES.items()))


def _desk(key: str, office: Office, opens: time, closes: time) -> Desk:
    week = tuple(((opens, closes),) if day in office.weekdays else () for day in range(7))
    hours = WorkingHours(ZoneInfo(office.zone), week, lambda day: day in office.holidays)
    asked: dict[str, Any] = {"asking_back_waits": True, "first_reply_claims": False}
    return replace(Desks(()).find(key), agents=AGENTS, hours=hours, standards=STANDARDS, plan=PLAN, **asked)


class Company:
    """Two ask and two serve three desks in three parts of the world, at random."""

    def __init__(self, storage: Storage, seed: int) -> None:
        self.storage, self.random, self.office = storage, Random(seed), PostOffice()
        self.now, self.desks = BEGINS, _desks(time(9), time(17))
        self.asked_of: dict[int, str] = {}
        with storage.transaction() as session:
            empty(session)
            session.add_all(Person(id=one, name=one, time_zone="Europe/Berlin") for one in (*ASKING, *AGENTS))
            session.add_all(DeskChannel(desk=desk.key, channel=f"ToDesk:{desk.key}") for desk in self.desks)

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.storage.transaction() as session:
            yield Work(session, self.now, self.desks, SETTINGS, "https://acme.slack.example/")

    def does(self, act: Callable[..., object], *told: object) -> None:
        """Somebody does something, if it can be done."""
        try:
            with self.work() as work:
                act(work, *told)
                self.office.delivers(work.session)
        except Mistake:
            pass

    def lives(self, acts: int) -> None:
        """So much happens, and time passes."""
        for _ in range(acts):
            if len(self.asked_of) < 3 or (len(self.asked_of) < 12 and self.random.random() < 0.15):
                self.somebody_asks()
            else:
                self.random.choice(ACTS)(self)
            self.passes(self.random.choice(SPANS))

    def passes(self, span: timedelta) -> None:
        self.now += span
        if span > DAY:
            for run_next in (pings.run_next, saying.run_next, closing.run_next, surveys.run_next):
                while self.has_done(run_next):
                    pass

    def has_done(self, run_next: Callable[[Work], bool]) -> bool:
        with self.work() as work:
            done = run_next(work)
            self.office.delivers(work.session)
        return done

    # -- what people do ----------------------------------------------------------------------------------------

    def somebody_asks(self) -> None:
        desk, urgency = self.random.choice(list(OFFICES)), self.random.choice(list(Urgency))
        with self.work() as work:
            draft = Draft(desk, "VPN is down", "", urgency)
            self.asked_of[requests.open_request(work, self.random.choice(ASKING), draft).number] = desk
            self.office.delivers(work.session)

    def an_agent_presses(self) -> None:
        acts: Sequence[Callable[..., object]] = (claiming.claim, waiting.wait, waiting.go_on, claiming.hand_back)
        self.does(self.random.choice(acts), self.one().number, self.agent())

    def an_agent_claims_it_and_gives_it_back(self) -> None:
        number, agent = self.one().number, self.agent()
        self.does(claiming.claim, number, agent)
        self.passes(40 * MINUTE)
        self.does(claiming.hand_back, number, agent)

    def an_agent_ends_it(self) -> None:
        ends: Sequence[Callable[..., object]] = (*[ending.resolve] * 4, ending.dismiss)
        self.does(self.random.choice(ends), self.one().number, self.agent(), "Done.")

    def an_agent_assigns_it(self) -> None:
        self.does(claiming.assign, self.one().number, self.agent(), self.agent())

    def an_agent_moves_it(self) -> None:
        request = self.one()
        self.does(moving.move_to, request.number, self.agent(), request.desk, self.random.choice(list(OFFICES)), "")

    def an_agent_merges_two(self) -> None:
        self.does(merging.merge, self.one().number, self.agent(), self.one().number)

    def an_agent_says_how_urgent_it_is(self) -> None:
        self.does(waiting.urge, self.one().number, self.agent(), self.random.choice(list(Urgency)))

    def an_agent_promises(self) -> None:
        day = (self.now + timedelta(days=3)).date().isoformat()
        self.does(promising.promise, self.one().number, self.agent(), day, "")

    def an_agent_writes(self) -> None:
        words = self.random.choice(("Please try again.", "Which laptop is it?"))
        self.says(places.card(self.one().number), self.agent(), words)

    def an_agent_deletes_what_they_wrote(self) -> None:
        with self.storage.reading() as session:
            written = session.exec(select(Message).where(col(Message.author).in_(AGENTS))).all()
        if written:
            gone = self.random.choice(written)
            self.does(correcting.delete, Utterance(gone.channel, gone.ts, gone.author, ""))

    def who_did_the_last_undoes_it(self) -> None:
        self.now += 20 * SECOND
        undoable = (EventKind.ASSIGNED, EventKind.RESOLVED, EventKind.ANSWERED)
        with self.storage.reading() as session:
            last = select(Event).where(col(Event.kind).in_(undoable), col(Event.actor).is_not(None))
            event = session.exec(last.order_by(col(Event.id).desc()).limit(1)).first()
        if event:
            self.does(undoing.undo, event.id, event.actor)

    def an_agent_changes_their_mind(self) -> None:
        self.random.choice((Company.an_agent_ends_it, Company.an_agent_writes))(self)
        self.who_did_the_last_undoes_it()

    def the_requester_presses(self) -> None:
        request = self.one()
        act = self.random.choice((*[ending.reopen] * 3, ending.withdraw, ending.solve))
        self.does(act, request.number, request.requester)

    def the_requester_reopens(self) -> None:
        with self.storage.reading() as session:
            resolved = session.exec(select(Request).where(Request.state == State.RESOLVED)).all()
        if resolved:
            request = self.random.choice(resolved)
            self.does(ending.reopen, request.number, request.requester)

    def the_requester_writes(self) -> None:
        request = self.one()
        self.says(places.head(request.number), request.requester, "It is still broken.")

    def the_requester_rates(self) -> None:
        with self.storage.reading() as session:
            standing = (col(Survey.asked_at).is_not(None), col(Survey.settled_at).is_(None))
            found = session.exec(select(Survey, Request).join(Request).where(*standing)).all()
        for survey, request in found[:2]:
            verdict = self.random.choice((*Rating, 1, 3, 5))
            self.does(surveys.rate, request.number, survey.resolution, request.requester, verdict)

    def nobody_answers_for_weeks(self) -> None:
        self.does(waiting.wait, self.one().number, self.agent())
        for _ in range(5):
            self.passes(timedelta(days=2))

    def says(self, root: str, person: str, text: str) -> None:
        with self.storage.reading() as session:
            said = self.office.takes(session, root, person, text)
        self.does(conversation.hear, said)

    def agent(self) -> str:
        return self.random.choice(AGENTS)

    def one(self) -> Request:
        """One of the requests, mostly of those that go on."""
        with self.storage.reading() as session:
            found = session.exec(select(Request).order_by(col(Request.id))).all()
        over = (State.CLOSED, State.WITHDRAWN)
        alive = [one for one in found if one.state not in over and self.random.random() < 0.9]
        return self.random.choice(alive or found)

    # -- what is told of it ------------------------------------------------------------------------------------

    def book(self) -> Book:
        """What somebody has written down who watched it all."""
        times: list[Time] = []
        ratings: list[Rated] = []
        for number, desk in self.asked_of.items():
            with self.storage.reading() as session:
                events = session.exec(select(Event).where(Event.request == number).order_by(col(Event.id))).all()
            watched = Watcher(desk, OFFICES).watches(events, self.now)
            times += watched
            for event in events:
                if event.kind is EventKind.RATED:
                    where = [one.desk for one in watched if one.began <= event.at][-1]
                    ratings.append(Rated(where, event.at, Rating(event.data["rating"])))
        return Book(times, ratings)

    def instants(self, book: Book) -> Sequence[datetime]:
        """When something happened or was missed, a moment later, and some instants more."""
        told = [(one.began, one.ended, one.answered, one.answer.missed_at) for one in book.times]
        missed = [one.resolution.missed_at for one in book.times]
        happened = [
            at for at in (*(at for some in told for at in some), *missed, *(one.at for one in book.ratings)) if at
        ]
        some = [BEGINS + self.random.random() * (self.now - BEGINS) for _ in range(10)]
        return sorted({*happened, *(at + SECOND for at in happened), *some, self.now} - {BEGINS})

    def periods(self, book: Book, until: datetime, n: int) -> Iterator[tuple[str, datetime, datetime]]:
        """Some periods of desks that were over at an instant."""
        instants = [at for at in self.instants(book) if at <= until]
        for _ in range(n):
            since, end = sorted(self.random.sample(instants, 2))
            yield self.random.choice(list(OFFICES)), since, end


Told = tuple[object, ...]


def told(session: Session, desk: str, since: datetime, until: datetime, zone: str) -> Told:
    return (
        figures.numbers(session, desk, since, until),
        figures.days(session, desk, Period(since, since, until, zone)),
        figures.answer_times(session, desk, since, until),
    )


def watched(book: Book, desk: str, since: datetime, until: datetime, zone: str) -> Told:
    return (
        book.numbers(desk, since, until),
        book.days(desk, since, until, zone),
        book.answer_times(desk, since, until),
    )


SEVERAL: Sequence[Callable[[Company], None]] = (
    Company.an_agent_presses,
    Company.an_agent_ends_it,
    Company.an_agent_writes,
    Company.an_agent_deletes_what_they_wrote,
    Company.an_agent_changes_their_mind,
    Company.the_requester_reopens,
    Company.the_requester_writes,
    Company.the_requester_rates,
)
ACTS: Sequence[Callable[[Company], None]] = (
    *SEVERAL,
    *SEVERAL,
    Company.an_agent_claims_it_and_gives_it_back,
    Company.an_agent_assigns_it,
    Company.an_agent_moves_it,
    Company.an_agent_merges_two,
    Company.an_agent_says_how_urgent_it_is,
    Company.an_agent_promises,
    Company.the_requester_presses,
    Company.nobody_answers_for_weeks,
)


@pytest.mark.parametrize(("databases", "seed"), [("sqlite", 2), ("postgres", 1)], indirect=["databases"])
def test_what_is_counted_is_what_was_seen_and_what_is_over_stays_so(storage: Storage, seed: int) -> None:
    company = Company(storage, seed)
    company.lives(60)

    book = company.book()
    zone = company.random.choice(("Europe/Berlin", "America/New_York", "Asia/Kathmandu"))
    count = partial(told, zone=zone)
    with storage.reading() as session:
        for period in company.periods(book, company.now, 40):
            assert count(session, *period) == watched(book, *period, zone), period
            _check_balance(session, book, *period)
        over = {period: count(session, *period) for period in company.periods(book, company.now - UNDO_SPAN, 10)}

    company.desks = _desks(time(7), time(12))  # which says other things of the past, were it asked
    company.lives(15)
    with storage.reading() as session:
        assert {period: count(session, *period) for period in over} == over


def _check_balance(session: Session, book: Book, desk: str, since: datetime, until: datetime) -> None:
    """What was open, and what came, is open still or was over; what was seen in the period is what was counted."""
    before, after = figures.numbers(session, desk, since, since), book.numbers(desk, since, until)
    assert before.open + after.new + after.reopened == after.open + book.ended(desk, since, until)
