"""A machine that lives random histories, and looks whether everybody is told what the rules say."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlmodel import Session, col, select

from bot import (
    absences,
    claiming,
    closing,
    conversation,
    ending,
    moving,
    pings,
    places,
    preferences,
    requests,
    saying,
    snoozing,
    waiting,
)
from bot.descriptions import Quiet, Status
from bot.desks import Desk, Desks, Plan
from bot.drafts import Draft
from bot.errors import Mistake
from bot.hours import PublicHolidays, WorkingHours
from bot.places import Spot
from bot.settings import Settings, read_settings
from bot.targets import Standard
from bot.views.nudges import Snooze
from bot.work import Work
from storage.due import Nudge, Ping, Reminder
from storage.engine import Storage
from storage.kinds import EventKind, PingsIn, Urgency
from storage.tables import DeskChannel, Event, Person, Request
from tests.databases import empty
from tests.journeys.ping_rules import Asked, Human, Rules, Shown, worked
from tests.journeys.post_office import PostOffice

SETTINGS = read_settings(
    Settings, _env_file=None, slack_bot_token="xoxb-1", slack_app_token="xapp-1", helpdesk_pings_a_day=3
)
ZONES = {
    "UANA": "Europe/Berlin",
    "UBEN": "America/New_York",
    "UBO": "Europe/Berlin",
    "UNIA": "America/New_York",
    "ULENA": "Europe/Berlin",
}
ASKING, AGENTS = ("UANA", "UBEN"), ("UBO", "UNIA")
DAY = timedelta(hours=8)
STANDARDS = {
    Urgency.BLOCKED: Standard(timedelta(minutes=40), timedelta(hours=4)),
    Urgency.HIGH: Standard(timedelta(hours=1), DAY),
    Urgency.NORMAL: Standard(timedelta(hours=4), 5 * DAY),
    Urgency.LOW: Standard(DAY, 10 * DAY),
}
NINE_TO_FIVE = ((time(9), time(17)),)
STARTS = (
    datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
    datetime(2026, 3, 6, 14, tzinfo=UTC),  # New York's clocks change
    datetime(2026, 3, 27, 15, tzinfo=UTC),  # Berlin's do, and then it is Easter
    datetime(2026, 5, 21, 12, tzinfo=UTC),  # Whit Monday and Memorial Day
    datetime(2026, 10, 23, 9, tzinfo=UTC),  # both clocks change
)


def _desk(key: str, zone: str, country: str, days: int, plan: Plan, leads: Sequence[str]) -> Desk:
    week = tuple(NINE_TO_FIVE if day < days else () for day in range(7))
    return replace(
        Desks(()).find(key),
        agents=AGENTS,
        leads=tuple(leads),
        hours=WorkingHours(ZoneInfo(zone), week, PublicHolidays(country)),
        standards=STANDARDS,
        plan=plan,
    )


DESKS = Desks(
    (
        _desk("it", "Europe/Berlin", "DE", 5, Plan((DAY, 5 * DAY), 2 * DAY, 4 * DAY), ["ULENA"]),
        _desk(
            "ops",
            "America/New_York",
            "US",
            6,
            Plan((DAY, 2 * DAY, 3 * DAY), None, 4 * DAY, (timedelta(hours=2), timedelta(hours=3))),
            ["ULENA", "UNIA"],
        ),
        _desk("hr", "Europe/Berlin", "DE", 5, Plan((timedelta(hours=2),), DAY, DAY), []),
    )
)
WHICH, AGENT, PERSON = st.integers(0, 5), st.sampled_from(AGENTS), st.sampled_from(tuple(ZONES))


class Machine(RuleBasedStateMachine):
    """Two ask and two serve three desks, from Berlin and New York; Lena in Berlin leads two of them."""

    def __init__(self, storage: Storage) -> None:
        super().__init__()
        self.storage, self.office = storage, PostOffice()
        self.now = STARTS[0]
        self.people = {person: Human(zone, a_day=3) for person, zone in ZONES.items()}
        self.model = Rules(self.people, lambda desk: DESKS.get(desk).leads)
        self.numbers: list[int] = []
        self.last_event = 0
        with storage.transaction() as session:
            empty(session)
            session.add_all(Person(id=one, name=one[1:].title(), time_zone=zone) for one, zone in ZONES.items())
            session.add_all(DeskChannel(desk=desk.key, channel=f"ToDesk:{desk.key}") for desk in DESKS)

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.storage.transaction() as session:
            yield Work(session, self.now, DESKS, SETTINGS, "https://acme.slack.example/")

    def does(self, act: Callable[..., object], *told: object, **named: object) -> None:
        """Somebody does something, if it can be done; then it is looked whether all stands as the rules say."""
        try:
            with self.work() as work:
                act(work, *told, **named)
        except Mistake:
            return
        with self.storage.transaction() as session:
            self.office.delivers(session)
        self.looks()

    # -- what people do ----------------------------------------------------------------------------------------

    @initialize(
        start=st.sampled_from(STARTS), desks=st.permutations(("it", "ops", "hr")), urgency=st.sampled_from(Urgency)
    )
    def two_ask(self, start: datetime, desks: Sequence[str], urgency: Urgency) -> None:
        self.now = start
        for person, desk in zip(ASKING, desks, strict=False):
            self.does(self.asks, person, desk, urgency)

    @precondition(lambda self: len(self.numbers) < 5)
    @rule(person=st.sampled_from(ASKING), desk=st.sampled_from(("it", "ops", "hr")), urgency=st.sampled_from(Urgency))
    def somebody_asks(self, person: str, desk: str, urgency: Urgency) -> None:
        self.does(self.asks, person, desk, urgency)

    def asks(self, work: Work, person: str, desk: str, urgency: Urgency) -> None:
        self.numbers.append(requests.open_request(work, person, Draft(desk, "VPN is down", "", urgency)).number)

    @rule(
        which=WHICH, agent=AGENT, act=st.sampled_from((claiming.claim, waiting.wait, waiting.go_on, claiming.hand_back))
    )
    def an_agent_presses(self, which: int, agent: str, act: Callable[..., object]) -> None:
        self.does(act, self.one(which), agent)

    @rule(which=WHICH, agent=AGENT)
    def an_agent_resolves(self, which: int, agent: str) -> None:
        self.does(ending.resolve, self.one(which), agent, "Done.")

    @rule(which=WHICH, agent=AGENT, to=st.sampled_from((*AGENTS, "it", "ops")))
    def an_agent_passes_it_on(self, which: int, agent: str, to: str) -> None:
        number = self.one(which)
        if to in AGENTS:
            self.does(claiming.assign, number, agent, to)
        else:
            self.does(moving.move_to, number, agent, self.request(number).desk, to, "")

    @rule(which=WHICH, agent=AGENT, urgency=st.sampled_from(Urgency))
    def an_agent_says_how_urgent_it_is(self, which: int, agent: str, urgency: Urgency) -> None:
        self.does(waiting.urge, self.one(which), agent, urgency)

    @rule(which=WHICH, agent=AGENT)
    def an_agent_answers(self, which: int, agent: str) -> None:
        self.says(places.card(self.one(which)), agent, "Please try again.")

    @rule(which=WHICH)
    def the_requester_writes(self, which: int) -> None:
        number = self.one(which)
        self.says(places.head(number), self.request(number).requester, "It is still broken.")

    @rule(which=WHICH, act=st.sampled_from((ending.reopen, ending.reopen, ending.withdraw)))
    def the_requester_presses(self, which: int, act: Callable[..., object]) -> None:
        number = self.one(which)
        self.does(act, number, self.request(number).requester)

    @rule(which=WHICH, says=st.sampled_from((waiting.keep_open, waiting.put_off)))
    def the_requester_says_how_to_go_on(self, which: int, says: Callable[..., object]) -> None:
        number = self.one(which)
        self.does(says, number, self.request(number).requester)

    @rule(which=WHICH, agent=AGENT, until=st.sampled_from(Snooze))
    def somebody_snoozes(self, which: int, agent: str, until: Snooze) -> None:
        with self.storage.reading() as session:
            standing = (col(Reminder.settled_at).is_(None), col(Reminder.nudge).is_not(None))
            found = session.exec(select(Reminder).where(*standing).order_by(col(Reminder.id))).all()
        for one in found[which : which + 1]:
            self.model.puts_off(one.addressee, (one.request, one.kind), until)
            person = one.addressee if one.addressee in self.people else agent
            self.does(snoozing.snooze, one.id, person, until, Spot("D1", "1.0"))

    @rule(person=PERSON, hours=st.sampled_from((0, 3, 20)))
    def somebody_is_not_to_be_disturbed(self, person: str, hours: int) -> None:
        until = self.now + timedelta(hours=hours)
        self.people[person].dnd = (self.now, until)
        self.does(lambda work: absences.silence(work.session, person, Quiet(self.now, until)))

    @rule(person=PERSON, emoji=st.sampled_from(("palm_tree", "")), hours=st.sampled_from((None, 5, 50)))
    def somebody_has_a_status(self, person: str, emoji: str, hours: int | None) -> None:
        until = self.now + timedelta(hours=hours) if hours and emoji else None
        self.people[person].status, self.people[person].status_until = bool(emoji), until
        self.does(lambda work: absences.show(work.session, person, Status(emoji, until)))

    @rule(person=PERSON, days=st.sampled_from((0, 1, 4)))
    def somebody_leaves_or_comes_back(self, person: str, days: int) -> None:
        human = self.people[person]
        back = human.day(self.now) + timedelta(days=days)
        if days:
            human.away_until = datetime.combine(back, time(), ZoneInfo(human.zone)).astimezone(UTC)
            self.does(lambda work: absences.leave(work.session, self.now, work.person(person), back))
        else:
            human.away_until = None
            self.does(lambda work: absences.come_back(work.session, person))

    @rule(
        person=PERSON,
        quiet=st.sampled_from(((time(19), time(8)), (time(12), time(14)), (time(), time()), (time(16), time(10)))),
        works_weekends=st.booleans(),
        pings_in=st.sampled_from((None, *PingsIn)),
        wants_fewer=st.booleans(),
    )
    def somebody_chooses(
        self, person: str, quiet: tuple[time, time], works_weekends: bool, pings_in: PingsIn | None, wants_fewer: bool
    ) -> None:
        chosen: dict[str, object] = {"works_weekends": works_weekends, "pings_in": pings_in, "wants_fewer": wants_fewer}
        human = self.people[person]
        human.quiet, human.works_weekends, human.pings_in = quiet, works_weekends, pings_in
        human.a_day = 2 if wants_fewer else 3
        chosen |= {"quiet_from": quiet[0], "quiet_until": quiet[1]}
        self.does(lambda work: preferences.choose(work.session, person, chosen))

    # -- time --------------------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from((1, 9, 30, 59, 90, 240)))
    def a_while_passes(self, minutes: int) -> None:
        self.passes(timedelta(minutes=minutes))

    @rule(hours=st.sampled_from((16, 24, 24 * 4)))
    def days_pass(self, hours: int) -> None:
        self.passes(timedelta(hours=hours))

    @rule(hours=st.sampled_from((1, 20, 24 * 5)))
    def the_bot_is_down(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.ticks()

    def passes(self, span: timedelta) -> None:
        """Time passes: a tick whenever something is due in the bot's view, and every few hours besides."""
        self.goes_to(self.now + span, timedelta(hours=5))

    def goes_to(self, until: datetime, step: timedelta) -> None:
        while self.now < until:
            self.now = min(until, self.now + step, *self.coming())
            self.ticks()

    def coming(self) -> Iterator[datetime]:
        with self.storage.reading() as session:
            due = select(Ping.due_at).where(col(Ping.settled_at).is_(None), Ping.due_at > self.now)
            yield from session.exec(due)
            unsaid = (col(Reminder.settled_at).is_(None), col(Reminder.nudge).is_(None), Reminder.due_at > self.now)
            yield from session.exec(select(Reminder.due_at).where(*unsaid))

    def ticks(self) -> None:
        for run_next in (pings.run_next, saying.run_next, closing.run_next):
            while self.has_done(run_next):
                pass
        with self.storage.transaction() as session:
            self.office.delivers(session)
        self.model.ticks(self.now)
        self.looks()

    def has_done(self, run_next: Callable[[Work], bool]) -> bool:
        with self.work() as work:
            return run_next(work)

    # -- what must hold ----------------------------------------------------------------------------------------

    def looks(self) -> None:
        """What has been said, and what stands, is what the rules say."""
        self.model.now = self.now
        with self.storage.reading() as session:
            news = session.exec(select(Event).where(col(Event.id) > self.last_event)).all()
            self.checks_lapsed({one.request for one in news if one.kind is EventKind.LAPSED})
            for number in self.numbers:
                self.model.stands(asked(session, number))
            told = [(one.data["to"], one.request, one.data["ping"]) for one in news if one.kind is EventKind.PINGED]
            self.last_event = max([self.last_event, *(event.id or 0 for event in news)])
            meant, self.model.news = self.model.news, []
            assert sorted(told) == sorted(meant), differing(told, meant)
            standing, meant_to_stand = shown(session), self.model.shown()
            assert standing == meant_to_stand, differing(standing, meant_to_stand)

    def checks_lapsed(self, lapsed: set[int]) -> None:
        """Nothing is closed but what its requester was warned of, a grace ago."""
        for number in lapsed:
            desk, warned_at = self.model.asked[number].desk, self.model.warned[number]
            assert desk.plan.grace is not None
            assert worked(desk, warned_at, desk.plan.grace) <= self.now

    def says(self, root: str, person: str, text: str) -> None:
        with self.storage.reading() as session:
            said = self.office.takes(session, root, person, text)
        self.does(conversation.hear, said)

    def one(self, which: int) -> int:
        return self.numbers[which % len(self.numbers)]

    def request(self, number: int) -> Request:
        with self.storage.reading() as session:
            return session.get_one(Request, number)


def differing(found: Sequence[object], meant: Sequence[object]) -> str:
    """What is too much, and what is missing."""
    too_much, missing = (
        [str(one) for one in some if one not in others] for some, others in ((found, meant), (meant, found))
    )
    return f"{too_much=} {missing=}"


def shown(session: Session) -> list[Shown]:
    """The messages that stand."""
    found: list[Shown] = []
    for nudge in session.exec(select(Nudge).where(col(Nudge.gone_at).is_(None))):
        standing = (Reminder.nudge == nudge.id, col(Reminder.settled_at).is_(None))
        lines = [(one.request, one.kind) for one in session.exec(select(Reminder).where(*standing))]
        found.append((nudge.addressee, nudge.request, tuple(sorted(lines))))
    return sorted(found, key=str)


def asked(session: Session, number: int) -> Asked:
    """A request as it stands, for the rules; since when it waits, and who did what, by its events."""
    request = session.get_one(Request, number)
    waiting_since, again_at, acts = None, None, {}
    for event in session.exec(select(Event).where(Event.request == number).order_by(col(Event.id))):
        if event.actor:
            acts[event.actor] = event.at
        if event.kind in (EventKind.WAITED, EventKind.KEPT_OPEN):
            waiting_since, again_at = event.at, None
        if event.kind is EventKind.PUT_OFF:
            again_at = event.at + timedelta(days=3)
    return Asked(
        number=number,
        desk=DESKS.get(request.desk),
        requester=request.requester,
        agent=request.agent,
        state=request.state,
        urgency=request.urgency,
        asked_at=request.asked_at or request.created_at,
        answered=request.first_answered_at is not None,
        targets=(
            request.first_answer_near or request.first_answer_due,
            request.first_answer_due,
            request.resolution_near or request.resolution_due,
            request.resolution_due,
        ),
        waiting_since=waiting_since,
        silent_since=request.silent_since,
        again_at=again_at,
        promised_for=request.promised_for,
        acts=acts,
    )
