"""Which request a thread belongs to: the place of the message at its root tells."""

from sqlmodel import col, select

from bot import caseplaces, leases, places
from bot.errors import NoRequestHere, NotYet
from bot.outbox import Outgo, Post, read
from bot.places import ToDesk, ToPerson, adviser_of, is_left, thread_of
from bot.work import Work
from storage.tables import DeskChannel, Posted


def root_at(work: Work, channel: str, thread_ts: str | None) -> str | None:
    """The place at the root of a thread, by its ts, if it is one of a request's."""
    if thread_ts is None:
        return None
    statement = select(Posted.place).where(Posted.channel == channel, Posted.ts == thread_ts)
    return next((place for place in work.session.exec(statement) if _is_root(place)), None)


def number_at(work: Work, channel: str, thread_ts: str) -> int:
    """The number of the request in whose thread something stands that a person points to. Raises NoRequestHere."""
    root = root_at(work, channel, thread_ts)
    thread = thread_of(root) if root else None
    if thread is None:
        raise NoRequestHere
    return thread[0]


def root_of(work: Work, channel: str, thread_ts: str | None, person: str) -> str | None:
    """The same place for what a person has just done in the thread.

    Raises NotYet where the root may be a message of ours that Slack has posted and we have still to note.
    """
    # In this order: a root that stops landing between the two questions has its place by the second.
    may_be_landing = _may_be_landing(work, channel, person)
    root = root_at(work, channel, thread_ts)
    if root is None and may_be_landing:
        raise NotYet
    return root


def case_at(work: Work, channel: str, *ts: str | None) -> str | None:
    """The reference of the case that a message of ours, or the thread under one, belongs to, or once did."""
    known = [one for one in ts if one]
    statement = select(Posted.place).where(Posted.channel == channel, col(Posted.ts).in_(known))
    return next(filter(None, map(caseplaces.case_of, work.session.exec(statement))), None)


def is_meeting(work: Work, channel: str) -> bool:
    """Whether it is a group DM in which the people of a case meet: none of it is ours to hear."""
    top = select(Posted.place).where(Posted.channel == channel, Posted.ts == "")
    if not any(map(places.is_group, work.session.exec(top))):
        return False
    return any(map(caseplaces.is_meeting, work.session.exec(select(Posted.place).where(Posted.channel == channel))))


def _is_root(place: str) -> bool:
    return bool(thread_of(place) or is_left(place) or adviser_of(place) or caseplaces.thread_of(place))


def _may_be_landing(work: Work, channel: str, person: str) -> bool:
    """Whether the root of the thread may be a post of ours whose answer from Slack we wait for, or never got."""
    roots = (row for row in leases.landing(work.session) if _is_root(row.place or ""))
    readable = (row for row in roots if row.payload or row.sealed)  # where its key is lost, it never lands
    return any(_goes_there(work, read(row), channel, person) for row in readable)


def _goes_there(work: Work, root: Outgo, channel: str, person: str) -> bool:
    """Whether a root goes to where the person is: to their DM, or to the desk of that channel."""
    match root:
        case Post(to=ToPerson(to)):
            return to == person
        case Post(to=ToDesk(desk)):
            found = work.session.get(DeskChannel, desk)
            return found is not None and found.channel == channel
    return False
