"""Three processes tick at once over one backlog, while people go on: nothing is lost, doubled or stuck."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from bot import claiming, ending, pings, plans, requests, saying, unreached, waiting
from bot.desks import Desks
from bot.drafts import Draft
from bot.errors import Mistake
from bot.settings import Settings, read_settings
from bot.work import Work
from storage.due import Addressee, Nudge, Ping, Reminder
from storage.engine import Storage
from storage.kinds import EventKind, PingKind, Urgency
from storage.tables import DeskChannel, Event, Outgoing, Person, Request
from tests.clock import Clock
from tests.databases import Databases

SETTINGS = read_settings(Settings, _env_file=None, slack_bot_token="xoxb-1", slack_app_token="xapp-1")
PEOPLE = ("UANA", "UBO", "UCY", "ULENA", "ULEO")
DESKS = Desks(
    tuple(
        replace(Desks(()).find(key), agents=("UBO", "UCY"), leads=leads)
        for key, leads in (("it", ("ULENA", "ULEO")), ("hr", ("ULEO", "ULENA")), ("ops", ()))
    )
)
MANY = 24
PATIENCE = 30
Told = Counter[tuple[str, int, PingKind]]


class Process:
    """One process of the bot, as far as it ticks."""

    def __init__(self, url: str, now: datetime) -> None:
        self.storage, self.now = Storage(url, PATIENCE), now

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.storage.transaction() as session:
            yield Work(session, self.now, DESKS, SETTINGS, "https://acme.slack.example/")

    def ticks(self) -> None:
        for run_next in (pings.run_next, saying.run_next):
            while self.has_done(run_next):
                pass

    def has_done(self, run_next: Callable[[Work], bool]) -> bool:
        with self.work() as work:
            return run_next(work)


@contextmanager
def backlog(databases: Databases, processes: int, many: int = MANY) -> Iterator[Sequence[Process]]:
    """Two days after many have asked, none of which any process has looked at; half of it is with somebody."""
    clock = Clock()
    with databases.fresh() as url:
        running = [Process(url, clock() + timedelta(days=2)) for _ in range(processes)]
        with running[0].storage.transaction() as session:
            session.add_all(Person(id=one, name=one, time_zone="UTC") for one in PEOPLE)
            session.add_all(DeskChannel(desk=desk.key, channel=f"C{desk.key}") for desk in DESKS)
            session.flush()
            work = Work(session, clock(), DESKS, SETTINGS, "https://acme.slack.example/")
            for n in range(many):
                draft = Draft(("it", "hr", "ops")[n % 3], "VPN is down", "", list(Urgency)[n % 4])
                number = requests.open_request(work, "UANA", draft).number
                if n % 8 < 4:
                    claiming.claim(work, number, ("UBO", "UCY")[n % 2])
                if n % 8 == 1:
                    waiting.wait(work, number, "UCY")
        yield running
        for process in running:
            process.storage.close()


def at_once(*jobs: Callable[[], object]) -> None:
    """All of them begin at the same instant; raises what any of them raises."""
    barrier = threading.Barrier(len(jobs))

    def begin(job: Callable[[], object]) -> None:
        barrier.wait(timeout=PATIENCE)
        job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        list(threads.map(begin, jobs))


def go_on(process: Process) -> None:
    """People take and finish every other request, whatever is being said of it."""
    for number in range(1, MANY + 1, 2):
        for act in (_takes, _finishes):
            try:
                with process.work() as work:
                    act(work, number)
            except Mistake:
                continue


def _takes(work: Work, number: int) -> None:
    claiming.claim(work, number, "UBO")


def _finishes(work: Work, number: int) -> None:
    if number % 4 == 1:
        ending.resolve(work, number, "UBO", "Done.")
    else:
        waiting.go_on(work, number, "UBO")


def standing(session: Session, *, odd: bool) -> Told:
    """What stands in somebody's messages."""
    rows = session.exec(
        select(Reminder)
        .join(Nudge, col(Nudge.id) == Reminder.nudge)
        .where(col(Reminder.settled_at).is_(None), col(Nudge.gone_at).is_(None))
    )
    return Counter((row.addressee, row.request, row.kind) for row in rows if row.request % 2 == odd)


def events(session: Session) -> Told:
    """What was said to anybody."""
    told = session.exec(select(Event).where(Event.kind == EventKind.PINGED))
    return Counter((one.data["to"], one.request, one.data["ping"]) for one in told)


def test_three_processes_over_one_backlog_say_what_one_would_have_said(databases: Databases) -> None:
    with backlog(databases, 1) as (alone,):
        alone.ticks()
        with alone.storage.reading() as session:
            meant = standing(session, odd=False)
    assert len({to for to, _, _ in meant}) >= 5

    with backlog(databases, 4) as (one, two, three, people):
        at_once(one.ticks, two.ticks, three.ticks, lambda: go_on(people))
        one.ticks()  # what another had in hand when it was looked for

        with one.storage.reading() as session:
            assert standing(session, odd=False) == meant
            assert max(events(session).values()) == 1
            nothing_is_left_over(session, one)


def test_what_joins_a_message_while_slack_refuses_it_is_said_in_another(databases: Databases) -> None:
    with backlog(databases, 2, many=7) as (one, two):
        with one.work() as work:
            nudge = Nudge(addressee="ULENA", at=one.now)
            work.session.add(nudge)
            work.session.flush()
            work.session.add(Addressee(key="ULENA", nudge=nudge.id, sent_at=one.now))
            for number, stands_in in ((4, nudge.id), (7, None)):
                work.session.add(missed(number, one.now, stands_in))
        with ThreadPoolExecutor(1) as threads:
            with one.work() as work:
                assert saying.run_next(work)
                refused = threads.submit(refuse, two, f"nudge:{nudge.id}")
                while not (one.storage.is_sqlite or refused.done() or is_waiting(one)):
                    pass
            refused.result(timeout=PATIENCE)
        while one.has_done(saying.run_next):
            pass
        with one.storage.reading() as session:
            again = standing(session, odd=True)["ULENA", 7, PingKind.FIRST_ANSWER_MISSED]
            told = session.exec(select(Event.request).where(Event.kind == EventKind.UNREACHED)).all()
            assert (again, sorted(told)) == ((0, [4, 7]) if one.storage.is_sqlite else (1, [4]))


def missed(number: int, now: datetime, nudge: int | None) -> Reminder:
    """That its first answer is late, as its lead was told, or is to be."""
    kind = PingKind.FIRST_ANSWER_MISSED
    return Reminder(addressee="ULENA", request=number, kind=kind, reason_at=now, due_at=now, nudge=nudge)


def refuse(process: Process, place: str) -> None:
    with process.work() as work:
        assert unreached.fall_back(work, place, "cannot_dm_bot")


def is_waiting(process: Process) -> bool:
    """Whether a transaction waits for what another one holds."""
    in_line = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with process.storage.reading() as session:
        return bool(session.scalar(text(in_line)))


def nothing_is_left_over(session: Session, process: Process) -> None:
    """Nothing due is unsettled, nobody has two messages, and nothing stands without a reason."""
    due = select(Ping).where(
        col(Ping.settled_at).is_(None), Ping.due_at <= process.now, col(Ping.kind).not_in(plans.ENDING)
    )
    assert not session.exec(due).all()
    unsaid = (col(Reminder.settled_at).is_(None), col(Reminder.nudge).is_(None))
    assert not session.exec(select(Reminder).where(*unsaid, Reminder.due_at <= process.now)).all()
    messages = Counter(nudge.addressee for nudge in session.exec(select(Nudge).where(col(Nudge.gone_at).is_(None))))
    assert set(messages.values()) == {1}
    for row in session.exec(select(Reminder).where(col(Reminder.settled_at).is_(None))):
        request = session.get_one(Request, row.request)
        assert plans.holds(plans.wanted(request, DESKS.get(request.desk)), row.kind, row.reason_at)
    posts = [key for key in session.exec(select(Outgoing.key)) if key.startswith("nudge:") and key.endswith(":post")]
    assert len(posts) == len(session.exec(select(Nudge)).all())
