"""Delivery: workers that take outgoing rows, have them carried to Slack, and write down what became of them."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete
from sqlmodel import Session, col

from bot import leases
from bot.caseplaces import is_confidential, unnamed
from bot.courier import Courier, Drawn
from bot.leases import Taken
from bot.pace import Pace
from bot.slack import Slack
from bot.verdicts import THREAD_GONE, Arrived, Held, Hopeless, Later, Unclear, Verdict
from storage.engine import Storage
from storage.kinds import Method
from storage.queries import remember_place
from storage.tables import Outgoing, Posted

OnTrouble = Callable[[Session, Outgoing, str], None]

_LOOK_EVERY = 1.0
_AFTER_A_CRASH = 5.0
_HELD_FOR = timedelta(minutes=5)
_LONGEST_BACKOFF = 60.0
_log = structlog.get_logger(__name__)


class Delivery:
    """Threads that empty the outbox.

    The database says what is due; workers look when woken, at the next due instant, and each second, since another
    process may have left something behind. Sending twice is guarded by leases, so any number of processes may deliver.
    """

    def __init__(
        self,
        storage: Storage,
        slack: Slack,
        now: Callable[[], datetime],
        *,
        pace: Pace,
        drawn: Drawn,
        on_posted: Callable[[Session, Posted], None],
        on_held: OnTrouble,
        on_lost: OnTrouble,
        workers: int = 8,
        lease: timedelta = timedelta(seconds=30),
    ) -> None:
        self._storage = storage
        self._courier = Courier(storage, slack, pace, drawn)
        self._now = now
        self._on_posted = on_posted
        self._on_held = on_held
        self._on_lost = on_lost
        self._lease = lease
        self._threads = [
            threading.Thread(target=self._work, name=f"delivery-{number}", daemon=True) for number in range(workers)
        ]
        lock = threading.Lock()
        self._work_there = threading.Condition(lock)
        self._work_done = threading.Condition(lock)
        self._is_stirred = False
        self._is_stopping = False
        self._busy = 0
        self._look_at = 0.0

    def start(self) -> None:
        """Set the workers going."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Tell a worker that something may be due; it wakes the next one if there is more."""
        with self._work_there:
            self._stir()

    def _stir(self) -> None:
        self._is_stirred = True
        self._work_there.notify()

    def stop(self, timeout: float = 15.0) -> None:
        """Let each worker finish its message and end; what takes longer than so many seconds is left to its lease."""
        with self._work_there:
            self._is_stopping = True
            self._work_there.notify_all()
        deadline = time.monotonic() + timeout
        for thread in filter(threading.Thread.is_alive, self._threads):
            thread.join(max(0.0, deadline - time.monotonic()))

    def wait_until_idle(self, timeout: float) -> bool:
        """Wait until nothing that is due now is unsent or on its way; False if that takes more seconds than these."""
        with self._work_done:
            return self._work_done.wait_for(self._is_idle, timeout)

    def _is_idle(self) -> bool:
        """Asked with the lock in hand; where all rest although something is due, a worker is woken."""
        if self._busy:
            return False
        with self._storage.reading() as session:
            if not leases.can_take(session, self._now()):
                return True
        self._stir()
        return False

    def _work(self) -> None:
        while not self._is_stopping:
            try:
                with self._being_busy():
                    seconds = self._deliver_one()
            except Exception:  # noqa: BLE001 - the outermost edge of a worker: it must outlive whatever one row does
                _log.exception("delivery failed; its row comes again when the lease has run out")
                seconds = _AFTER_A_CRASH
            if seconds > 0:
                self._rest(seconds)

    @contextmanager
    def _being_busy(self) -> Iterator[None]:
        with self._work_done:
            self._busy += 1
        try:
            yield
        finally:
            with self._work_done:
                self._busy -= 1
                self._work_done.notify_all()

    def _deliver_one(self) -> float:
        """Deliver the next row and return 0, or the seconds until there may be one."""
        now = self._now()
        with self._storage.transaction() as session:
            taken = leases.take(session, now, now + self._lease)
            if taken is None:
                return self._until(leases.next_due(session, now), now)
        if not taken.is_last:
            self.wake()
        verdict = self._courier.carry(taken)
        with self._storage.transaction() as session:
            self._settle(session, taken, verdict)
        return 0.0

    @staticmethod
    def _until(due: datetime | None, now: datetime) -> float:
        return min(_LOOK_EVERY, (due - now).total_seconds()) if due else _LOOK_EVERY

    def _rest(self, seconds: float) -> None:
        """Sleep until woken or until it is time to look; one worker looks for all."""
        with self._work_there:
            self._look_at = time.monotonic() + seconds
            while not (self._is_stopping or self._is_stirred):
                left = self._look_at - time.monotonic()
                if left <= 0:
                    break
                self._work_there.wait(left)
            self._is_stirred = False
            self._look_at = time.monotonic() + _LOOK_EVERY

    def _settle(self, session: Session, taken: Taken, verdict: Verdict) -> None:
        now = self._now()
        match verdict:
            case Arrived(posted):
                if leases.mark_sent(session, taken, now):
                    self._note(session, taken.row, posted)
            case Later(seconds):
                leases.put_back(session, taken, now + timedelta(seconds=seconds))
            case Held(error):
                if leases.put_back(session, taken, now + _HELD_FOR, error):
                    self._on_held(session, session.get_one(Outgoing, taken.id), error)
                self._tell("a message is held", taken, error)
            case Unclear(error):
                leases.put_back_uncertain(session, taken, now, now + _backoff(taken.row.attempts), error)
                self._tell("a message may not have arrived", taken, error)
            case Hopeless(error):
                self._give_up(session, taken, now, error)
                _log.error("a message was given up", **_named(taken.row), error=unnamed(error))

    def _give_up(self, session: Session, taken: Taken, now: datetime, error: str) -> None:
        """Settle what can never arrive, if it is still ours, after what follows from it.

        In this order: that may lock its request, and whoever has a request may change what is unsent of it.
        """
        with session.begin_nested() as attempt:
            if _is_missed(taken.row, error):
                self._on_lost(session, taken.row, error)
            session.flush()
            if not leases.give_up(session, taken, now, error):
                attempt.rollback()

    def _note(self, session: Session, row: Outgoing, posted: Posted | None) -> None:
        """Keep in mind where something is now, and that something is nowhere any more."""
        if posted:
            remember_place(session, posted.place, posted.channel, posted.ts)
            self._on_posted(session, posted)
        elif row.method is Method.DELETE:
            session.execute(delete(Posted).where(col(Posted.place) == row.place))
        elif row.method is Method.SWEEP:
            leases.forget_before(session, row)

    @staticmethod
    def _tell(what: str, taken: Taken, error: str) -> None:
        _log.warning(what, **_named(taken.row), attempts=taken.row.attempts, error=unnamed(error))


def _named(row: Outgoing) -> dict[str, str]:
    """What a log may know a message by: of one that is confidential, nothing."""
    return {"lane": "confidential"} if is_confidential(row.lane) else {"key": row.key, "lane": row.lane}


def _is_missed(row: Outgoing, error: str) -> bool:
    """Whether somebody has to know: words or a file were lost, or their thread was, and so was a copy's."""
    return row.method in (Method.POST, Method.EXPORT) or (row.method is Method.SHARE and error.startswith(THREAD_GONE))


def _backoff(attempts: int) -> timedelta:
    """Double the wait with each attempt up to a minute; a quarter less at random keeps crowds apart."""
    longest = min(_LONGEST_BACKOFF, 2.0 ** min(attempts - 1, 10))
    return timedelta(seconds=longest * random.uniform(0.75, 1.0))  # noqa: S311 - no secret
