"""Nudges: the messages that reminders stand in. Each is drawn anew as its reminders lose their reason."""

from collections.abc import Iterable, Sequence

from sqlmodel import col, select

from bot import places, preferences, privacy
from bot.blocks import Blocks
from bot.outbox import Delete, Outgo, Post, Update
from bot.places import Address, InThread, ToDesk, ToPerson
from bot.plans import TO_REQUESTER
from bot.views import nudges as views
from bot.views.pings import Speech
from bot.words import Words
from bot.work import Work
from storage.due import Nudge, Reminder
from storage.kinds import PingsIn
from storage.tables import Request

_DESK = "desk:"


def desk_key(desk: str) -> str:
    """A desk as an addressee."""
    return f"{_DESK}{desk}"


def desk_of(addressee: str) -> str | None:
    """The key of the desk that an addressee is; None for a person."""
    return addressee.removeprefix(_DESK) if addressee.startswith(_DESK) else None


def is_under(work: Work, person: str, reminder: Reminder, request: Request) -> bool:
    """Whether a person is reminded of one request in its thread: as they like it, else leads in their DM.

    Never where everybody reads.
    """
    if reminder.kind in TO_REQUESTER and request.is_public:
        return False
    chosen = preferences.of(work.session, person).pings_in
    if chosen is None:
        return person == (request.requester if reminder.kind in TO_REQUESTER else request.agent)
    return chosen is PingsIn.THREAD


def lock(work: Work, ids: Iterable[int]) -> Sequence[Nudge]:
    """These messages, ours until the commit, in one order everywhere."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    statement = select(Nudge).where(col(Nudge.id).in_(wanted)).order_by(col(Nudge.id)).with_for_update(key_share=True)
    return work.session.exec(statement.execution_options(populate_existing=True)).all()


def post(work: Work, nudge: Nudge) -> None:
    """Send a new message."""
    rows = _rows(work, nudge)
    text, blocks = _drawn(work, nudge, rows)
    is_broadcast = nudge.request is not None and desk_of(nudge.addressee) is not None
    message = Post(_whither(nudge, rows), text, blocks, place=places.nudge(nudge.id), broadcast=is_broadcast)
    _send(work, nudge, "post", message)


def redraw(work: Work, nudge: Nudge) -> None:
    """Show a message as its reminders stand now; without any that stands it goes away."""
    rows = _rows(work, nudge)
    if all(row.settled_at for row, _ in rows):
        take_away(work, nudge)
        return
    text, blocks = _drawn(work, nudge, rows)
    nudge.version += 1
    _send(work, nudge, f"version:{nudge.version}", Update(places.nudge(nudge.id), text, blocks))


def take_away(work: Work, nudge: Nudge) -> None:
    """Delete a message."""
    if nudge.gone_at is None:
        nudge.gone_at = work.now
        _send(work, nudge, "gone", Delete(places.nudge(nudge.id)))


def _rows(work: Work, nudge: Nudge) -> Sequence[tuple[Reminder, Request]]:
    """What it says, struck through where that is settled; what is no longer its reader's business has left it."""
    statement = select(Reminder, Request).join(Request, col(Request.id) == Reminder.request)
    rows = work.session.exec(statement.where(Reminder.nudge == nudge.id).order_by(col(Reminder.id)))
    return [(row, request) for row, request in rows if not row.settled_at or _may_read(work, nudge, request)]


def _may_read(work: Work, nudge: Nudge, request: Request) -> bool:
    desk = desk_of(nudge.addressee)
    return desk == request.desk if desk else privacy.may_read(work, request, nudge.addressee)


def _whither(nudge: Nudge, rows: Sequence[tuple[Reminder, Request]]) -> Address:
    desk = desk_of(nudge.addressee)
    if nudge.request is None:
        return ToDesk(desk) if desk else ToPerson(nudge.addressee)
    reminder, request = rows[0]
    return places.conversation(request) if reminder.kind in TO_REQUESTER else InThread(places.card(nudge.request))


def _send(work: Work, nudge: Nudge, what: str, message: Outgo) -> None:
    work.send(f"nudge:{nudge.id}:{what}", _lane(work, nudge), message)


def _lane(work: Work, nudge: Nudge) -> str:
    """The lane of the thread that it stands in; the same from its first word to its last."""
    if nudge.request is None:
        return f"nudges:{nudge.addressee}"
    is_requesters = work.session.get_one(Request, nudge.request).requester == nudge.addressee
    return places.conversation_lane(nudge.request) if is_requesters else places.desk_lane(nudge.request)


def _drawn(work: Work, nudge: Nudge, rows: Sequence[tuple[Reminder, Request]]) -> tuple[str, Blocks]:
    """The words of a message; what a person reads of others' requests they serve."""
    words, zone = _reader(work, nudge, rows)
    lines = [_line(work, *row) for row in rows]
    return views.nudge(lines, words, zone, is_alone=nudge.request is not None)


def _line(work: Work, reminder: Reminder, request: Request) -> views.Line:
    at = places.card(request.number)
    if reminder.kind in TO_REQUESTER:
        at = places.post(request.number) if request.is_public else places.head(request.number)
    return views.Line(reminder, speech(work, reminder, request), work.url_of(at))


def speech(work: Work, reminder: Reminder, request: Request) -> Speech:
    """What a reminder says."""
    name = work.person(request.agent).name if request.agent else ""
    is_to_desk = desk_of(reminder.addressee) is not None
    return Speech(request, reminder.kind, work.desk(request.desk), name, is_to_desk=is_to_desk)


def _reader(work: Work, nudge: Nudge, rows: Sequence[tuple[Reminder, Request]]) -> tuple[Words, str]:
    """The words of who reads it: under a card those of its desk, whoever it is for."""
    is_at_desk = nudge.request is not None and rows[0][0].kind not in TO_REQUESTER
    desk = desk_of(nudge.addressee) or (rows[0][1].desk if is_at_desk else None)
    if desk:
        return work.words_at(work.desk(desk)), "UTC"
    return work.words_of(nudge.addressee), work.person(nudge.addressee).time_zone
