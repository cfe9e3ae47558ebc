"""The help desk as a whole: the one thing that handlers are handed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from bot import (
    calling,
    closing,
    digests,
    exports,
    favour_clock,
    favour_news,
    homes,
    notices,
    offers,
    outbox,
    overviews,
    pings,
    places,
    promises,
    reports,
    roots,
    saying,
    standins,
    surveys,
    unreached,
)
from bot.caseplaces import is_confidential
from bot.confidence import leaving, reminding, undelivered
from bot.confidence.rations import Rations
from bot.courier import Drawn
from bot.deskbook import Deskbook
from bot.desks import Desks
from bot.directory import Directory
from bot.errors import AlreadyReceived
from bot.places import request_of
from bot.settings import Settings
from bot.verdicts import ACCOUNT_GONE, THREAD_GONE
from bot.words import Words, words_for
from bot.work import Work
from storage.engine import Storage
from storage.queries import insert_once
from storage.tables import Outgoing, Posted, Received, Request

A = TypeVar("A")
B = TypeVar("B")
_KEEP_RECEIVED = timedelta(days=2)  # Slack's last retry comes after six minutes
_KEEP_SETTLED = timedelta(days=30)


@dataclass(frozen=True)
class Helpdesk:
    """Opens pieces of work, and does what is due; `now` gives aware instants, `wake` sends the delivery workers off."""

    storage: Storage
    settings: Settings
    book: Deskbook
    directory: Directory
    now: Callable[[], datetime]
    wake: Callable[[], None]
    workspace_url: str
    rations: Rations = field(default_factory=Rations)
    _languages: dict[str, str] = field(default_factory=dict)
    _planned_for: list[Desks] = field(default_factory=list)

    @contextmanager
    def work(self, received: str | None = None) -> Iterator[Work]:
        """One transaction; afterwards its messages leave.

        `received` names the delivery of Slack's that asks for it. Raises AlreadyReceived if that was acted on before.
        """
        now = self.now()
        with self.storage.transaction() as session:
            if received and not insert_once(session, Received, key=received, at=now):
                raise AlreadyReceived
            yield self._work(session, now)
        if outbox.has_queued(session):
            self.wake()

    @contextmanager
    def looking(self) -> Iterator[Work]:
        """The same company and instant, to look only."""
        with self.storage.reading() as session:
            yield self._work(session, self.now())

    def _work(self, session: Session, now: datetime) -> Work:
        return Work(session, now, self.book.current(session), self.settings, self.workspace_url)

    @property
    def desks(self) -> Desks:
        """The desks in force."""
        return self.book.now_in_force()

    def words_of(self, person: str) -> Words:
        """The words in a person's language; from memory when the database is out of reach."""
        try:
            with self.looking() as work:
                words = work.words_of(person)
        except SQLAlchemyError:
            return self.remembered_words(person)
        self._languages[person] = words.language
        return words

    def remembered_words(self, person: str) -> Words:
        """The words in which this process last spoke to a person, English for a stranger; asks no database."""
        return words_for(self._languages.get(person, "en"))

    @property
    def drawn(self) -> Drawn:
        """What is made only when it leaves."""
        return Drawn(self._looking(overviews.draw), self._looking(reports.answers), self._looking(exports.file))

    def _looking(self, draw: Callable[[Work, A], B]) -> Callable[[A], B]:
        def drawn(what: A) -> B:
            with self.looking() as work:
                return draw(work, what)

        return drawn

    def follow_desks(self) -> None:
        """Where other desks are in force than at the last look, read their channels and plan anew."""
        desks = self.desks
        if self._planned_for and self._planned_for[0] is not desks:
            self.directory.stale.set()
            self.plan()
        self._planned_for[:] = [desks]

    def plan(self) -> None:
        """Plan what must always be planned: each lead's next digests, and how each request ends by itself.

        What was there before the bot could do something is taken along.
        """
        with self.work() as work:
            digests.plan_all(work)
        last: int | None = 0
        while last is not None:
            with self.work() as work:
                last = closing.adopt(work, after=last)
        self._do_all(promises.adopt)

    def tick(self) -> None:
        """Do everything that is due, and send off what a crash left."""
        for job in self.ticks():
            job()

    def ticks(self) -> list[Callable[[], None]]:
        """A job for each kind of thing that becomes due: one that fails must not hold up the others."""
        kinds = (
            standins.run_next,
            pings.run_next,
            closing.run_next,
            saying.run_next,
            surveys.run_next,
            digests.run_next,
            favour_clock.run_next,
            calling.run_next,
            leaving.run_next,
            reminding.run_next,
        )
        return [self.follow_desks, *(partial(self._do_all, run_next) for run_next in kinds), self.wake]

    def _do_all(self, run_next: Callable[[Work], bool]) -> None:
        """One due thing after another, each its own transaction, so that no lock is held for long."""
        while self._has_done(run_next):
            pass

    def _has_done(self, run_next: Callable[[Work], bool]) -> bool:
        with self.work() as work:
            return run_next(work)

    def tidy(self) -> None:
        """Forget deliveries that no retry can repeat, messages settled long ago, and what was never made a request."""
        with self.work() as work:
            work.session.execute(delete(Received).where(col(Received.at) < work.now - _KEEP_RECEIVED))
            for settled_at in (Outgoing.sent_at, Outgoing.given_up_at):
                work.session.execute(delete(Outgoing).where(col(settled_at) < work.now - _KEEP_SETTLED))
            offers.forget(work, work.now - _KEEP_SETTLED)
        self.storage.wipe()

    def posted(self, session: Session, posted: Posted) -> None:
        """A message has got its place: a home that leads there can say so; a reminder may have nobody to read it."""
        if is_confidential(posted.place):
            undelivered.landed(self._work(session, self.now()), posted)
        number = request_of(posted.place)
        if number and posted.place == places.head(number):
            requester = session.get_one(Request, number).requester
            homes.refresh(session, self.now(), [requester], cause=f"posted:{posted.channel}:{posted.ts}")
        if nudge := places.nudge_of(posted.place):
            unreached.arrived(self._work(session, self.now()), nudge)
        if favour := places.favour_of(posted.place):
            favour_news.arrived(self._work(session, self.now()), favour, posted.place)

    def held(self, session: Session, row: Outgoing, error: str) -> None:
        """A message can't be delivered for a reason that an operator can put right: tell them.

        Where they did already, by giving the desk another channel, the card moves there and the message follows. Of
        what is confidential they hear nothing.
        """
        if is_confidential(row.lane):
            return
        work = self._work(session, self.now())
        request = self._request_of(session, row)
        if request is None or not roots.follow_desk(work, request, row):
            notices.held(work, request.desk if request else None, error)

    def lost(self, session: Session, row: Outgoing, error: str) -> None:
        """Slack refuses a message for good: give it a new thread if its own was deleted, or tell the operators."""
        work = self._work(session, self.now())
        if is_confidential(row.lane):
            undelivered.lost(work, row, error)
            return
        request = self._request_of(session, row)
        is_saved = request is not None and error.startswith(THREAD_GONE) and roots.begin_anew(work, request, row)
        is_saved = is_saved or surveys.lost(work, row.place) or unreached.fall_back(work, row.place, error)
        if not is_saved and not error.endswith(ACCOUNT_GONE):
            notices.lost(work, request_of(row.lane), error)

    def _request_of(self, session: Session, row: Outgoing) -> Request | None:
        number = request_of(row.lane)
        return session.get(Request, number) if number else None
