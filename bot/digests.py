"""Digests: what comes out regularly, once per period whatever restarts, and rather late than wrong.

A row of `Digest` is the plan of one: for whom, about which period, and when (bot.rhythms). Settling it and planning the
next is one transaction, so none is sent twice and none is left out. What could not leave before the next was due gives
way to it, which says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, update
from sqlmodel import col, select

from bot import customers, editions, kudos, outbox, people, places, preferences, rhythms, serving
from bot.numbers import Period
from bot.outbox import Post
from bot.places import Address, ToDesk, ToPerson
from bot.rhythms import Beat, Turn
from bot.views import digests as views
from bot.views.packing import Message
from bot.work import Work
from storage.due import Digest
from storage.kinds import DigestKind, Rhythm
from storage.queries import insert_once
from storage.tables import Outgoing


@dataclass(frozen=True, order=True)
class _Series:
    """What comes out again and again: of a kind, of a desk (none for who helps whom), for a lead (none for thanks)."""

    kind: DigestKind
    desk: str
    lead: str

    @classmethod
    def of(cls, row: Digest) -> "_Series":
        """The series that a row belongs to."""
        return cls(row.kind, row.desk, row.lead)

    @property
    def rows(self) -> tuple[ColumnElement[bool], ...]:
        """The condition of its rows."""
        return col(Digest.kind) == self.kind, col(Digest.desk) == self.desk, col(Digest.lead) == self.lead


# -- planning --------------------------------------------------------------------------------------------------------


def plan_all(work: Work) -> None:
    """Plan what every desk and lead gets next; what nobody wants any more is dropped."""
    leads = people.leads(work.session, work.desks)
    _bring_about(work, [*_of_desks(work), *(one for lead in leads for one in _of_lead(work, lead))])


def replan(work: Work, lead: str) -> None:
    """The same for one person, who has chosen otherwise: what is to come moves, and nothing comes twice."""
    _bring_about(work, _of_lead(work, lead), col(Digest.lead) == lead)


def _of_desks(work: Work) -> Iterator[_Series]:
    return (_Series(DigestKind.THANKS, desk.key, "") for desk in work.desks)


def _of_lead(work: Work, lead: str) -> Iterator[_Series]:
    """What somebody gets as they have chosen; nothing if they lead nothing."""
    desks = [desk.key for desk in serving.led(work, lead)]
    for kind in rhythms.KINDS[preferences.of(work.session, lead).digests]:
        about = ["" for _ in desks[:1]] if kind is DigestKind.MONTHLY else desks
        yield from (_Series(kind, desk, lead) for desk in about)


def _bring_about(work: Work, series: Iterable[_Series], *which: ColumnElement[bool]) -> None:
    """Have exactly these planned, of those rows; in one order, so that two processes don't wait in a circle."""
    statement = select(Digest).where(col(Digest.settled_at).is_(None), *which)
    planned, wanted = {_Series.of(row): row for row in work.session.exec(statement)}, set(series)
    for one in sorted(planned.keys() | wanted):
        row = planned.get(one)
        if row is None:
            _begin(work, one)
        elif one not in wanted:
            work.session.execute(delete(Digest).where(*_is_still(row)))
        elif row.due_at > work.now:
            _move(work, row, _beat(work, one))


def _is_still(row: Digest) -> tuple[ColumnElement[bool], ...]:
    """The condition of a row that is planned as we have read it."""
    return col(Digest.id) == row.id, col(Digest.settled_at).is_(None), col(Digest.due_at) == row.due_at


def _begin(work: Work, series: _Series) -> None:
    """Plan the first of a series, or, if it was interrupted, the next after what was told of then."""
    beat, told = _beat(work, series), func.max(col(Digest.until))
    told_until = work.session.exec(select(told).where(*series.rows, col(Digest.settled_at).is_not(None))).one()
    since = max(filter(None, (beat.began(work.now), told_until)))
    _plan(work, series, beat.next(since, work.now))


def _plan(work: Work, series: _Series, turn: Turn) -> None:
    who = {"kind": series.kind, "desk": series.desk, "lead": series.lead}
    insert_once(work.session, Digest, **who, since=turn.since, until=turn.until, due_at=turn.due_at, skipped=0)


def _move(work: Work, row: Digest, beat: Beat) -> None:
    """Have a planned one come as it would be planned now; its period still begins where the one before ended."""
    turn = beat.next(row.since, work.now)
    if turn != Turn(row.since, row.until, row.due_at):
        moved = update(Digest).where(*_is_still(row))
        values = {"since": turn.since, "until": turn.until, "due_at": turn.due_at}
        work.session.execute(moved.values(values).execution_options(synchronize_session=False))


def _beat(work: Work, series: _Series) -> Beat:
    """How a series comes; who helps whom comes as the first desk has it that its reader leads."""
    if series.kind is DigestKind.THANKS:
        return rhythms.thanks(work.desk(series.desk))
    desk = work.desk(series.desk) if series.desk else serving.led(work, series.lead)[0]
    chosen = preferences.of(work.session, series.lead)
    return rhythms.beat(series.kind, desk, chosen, work.person(series.lead).time_zone)


# -- what is due -----------------------------------------------------------------------------------------------------


def run_next(work: Work) -> bool:
    """Send the next digest that is due and plan its successor; False when none is due."""
    statement = (
        select(Digest)
        .where(col(Digest.settled_at).is_(None), col(Digest.due_at) <= work.now)
        .order_by(col(Digest.due_at), col(Digest.kind), col(Digest.desk), col(Digest.lead))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = work.session.exec(statement).first()
    if row:
        _run(work, row)
    return row is not None


def _run(work: Work, row: Digest) -> None:
    """Send it, if it is still wanted; of several that are due by now, the last."""
    series = _Series.of(row)
    if series not in {*_of_desks(work), *_of_lead(work, series.lead)}:
        work.session.delete(row)
        return
    beat = _beat(work, series)
    turn, passed = beat.latest(Turn(row.since, row.until, row.due_at), work.now)
    period = beat.period(turn)
    if period.until > work.now:  # its reader has gone to another zone, where the week is not over yet
        _move(work, row, beat)
        return
    if passed:
        row.skipped, row.skipped_since = passed, row.since
    row.since, row.until, row.due_at, row.settled_at = turn.since, turn.until, turn.due_at, work.now
    work.session.flush()  # the next plan may only stand once this one is settled
    _plan(work, series, beat.next(turn.until))
    _tell(work, row, beat, period)


def _tell(work: Work, row: Digest, beat: Beat, period: Period) -> None:
    match row.kind:
        case DigestKind.THANKS:
            _send(work, row, in_channel_of(row), kudos.thank(work, work.desk(row.desk)))
        case DigestKind.MONTHLY:
            reader = direct(row)
            _give_way(work, row, reader)
            _send(work, row, reader, customers.messages(work, row.lead, period))
        case DigestKind.DAILY | DigestKind.WEEKLY:
            _tell_of_desk(work, row, beat, period)


@dataclass(frozen=True)
class _Reader:
    """Who reads a digest: where it goes, in which lane, and what its messages are known by."""

    to: Address
    lane: str
    key: str


def lead_lane(lead: str) -> str:
    """The lane of all digests that a lead reads in their DM."""
    return f"lead:{lead}"


def team_lane(desk: str) -> str:
    """The lane of all that its channel reads."""
    return f"desk:{desk}:digests"


def direct(row: Digest) -> _Reader:
    """Its lead, in their DM."""
    return _Reader(ToPerson(row.lead), lead_lane(row.lead), f"digest:{row.id}")


def in_channel_of(row: Digest) -> _Reader:
    """Its desk, in the channel."""
    """The desk's channel, for which one of a kind and period is enough, however many leads want it there."""
    key = f"digest:{row.desk}:{row.kind}:{row.until.isoformat()}"
    return _Reader(ToDesk(row.desk), team_lane(row.desk), key)


def _tell_of_desk(work: Work, row: Digest, beat: Beat, period: Period) -> None:
    desk, chosen = work.desk(row.desk), preferences.of(work.session, row.lead)
    in_channel = rhythms.is_in_channel(row.kind, desk, chosen)
    reader, words = (in_channel_of(row), work.words_at(desk)) if in_channel else (direct(row), work.words_of(row.lead))
    _give_way(work, row, reader)
    edition = editions.of(
        work,
        desk,
        row.lead,
        row.kind,
        period,
        in_channel=in_channel,
        decides=not (chosen.digests is Rhythm.BOTH and _is_before_weekly(row, beat)),
        skipped=row.skipped,
        skipped_since=row.skipped_since,
    )
    _send(work, row, reader, views.messages(edition, words, period.zone))


def _is_before_weekly(row: Digest, beat: Beat) -> bool:
    """Whether it is a daily one with which a weekly one comes: that has the list of what needs a decision."""
    return row.kind is DigestKind.DAILY and replace(beat, kind=DigestKind.WEEKLY).comes_at(row.due_at)


def _send(work: Work, row: Digest, reader: _Reader, messages: Sequence[Message]) -> None:
    for n, message in enumerate(messages):
        place = places.digest(row.id, n)
        post = Post(reader.to, message.text, message.blocks, place=place, plainer=message.plainer)
        if not work.send(f"{reader.key}:{n}", reader.lane, post):
            return


# -- what never left -------------------------------------------------------------------------------------------------


def _give_way(work: Work, row: Digest, reader: _Reader) -> None:
    """Those before it that are still in the outbox never leave: they were too late by a whole period."""
    for before in _unsent(work, row, reader.lane):
        if outbox.withdraw(work.session, work.now, places.digest(before.id, 0)):
            _withdraw_rest(work, before)
            row.skipped += 1 + before.skipped
            row.skipped_since = _earlier(row.skipped_since, before.skipped_since or before.since)


def _unsent(work: Work, row: Digest, lane: str) -> Sequence[Digest]:
    """The digests of the same kind and desk before it of which nothing has left."""
    waiting = select(Outgoing.place).where(
        col(Outgoing.lane) == lane, col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None)
    )
    ids = [places.digest_of(place) for place in work.session.exec(waiting) if place]
    before = (col(Digest.kind) == row.kind, col(Digest.desk) == row.desk, col(Digest.until) < row.until)
    return work.session.exec(select(Digest).where(col(Digest.id).in_(ids), *before).order_by(col(Digest.id))).all()


def _withdraw_rest(work: Work, row: Digest) -> None:
    """A lane is in order: where the first message has not left, none of the others has."""
    n = 1
    while outbox.withdraw(work.session, work.now, places.digest(row.id, n)):
        n += 1


def _earlier(one: datetime | None, other: datetime) -> datetime:
    return min(one, other) if one else other
