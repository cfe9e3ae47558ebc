"""Following up: who needs more after a request was closed is offered a new one that belongs to it."""

from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from bot import links, notices, places, sources
from bot.access import check_requester
from bot.drafts import TITLE_LIMIT
from bot.lifecycle import OVER
from bot.moves import find, locked
from bot.outbox import Post, Whisper
from bot.smalltalk import is_small_talk
from bot.sources import Matter
from bot.utterances import Utterance
from bot.views import following
from bot.views.kit import clip
from bot.work import Work
from storage.kinds import EventKind, LinkKind
from storage.tables import Event, Message, Request

_ENDS = (EventKind.CLOSED, EventKind.WITHDRAWN, EventKind.DISMISSED, EventKind.MERGED)
_IN_A_ROW = timedelta(minutes=10)


def offer(work: Work, request: Request, said: Utterance) -> None:
    """Offer a follow-up to the requester who just wrote in what is over: once for all that comes in a row.

    The request is ours until the commit.
    """
    if request.state not in OVER or said.author != request.requester or _goes_on(work, request, said.ts):
        return
    words, key = work.words_of(said.author), f"follow_up:{said.channel}:{said.ts}"
    text, blocks = following.follow_up_offer(request, words)
    if request.is_public:
        work.send(key, key, Whisper(said.channel, said.author, text, blocks, said.thread_ts))
    else:
        post = Post(places.conversation(request), text, blocks)
        work.send(key, places.conversation_lane(request.number), post)


def _goes_on(work: Work, request: Request, ts: str) -> bool:
    """Whether the requester has written a moment ago already, and was offered it then."""
    since = max(_over_since(work, request), work.now - _IN_A_ROW)
    before = [one for one in _said(work, request, since) if one.ts != ts]
    return any(one.files or not is_small_talk(one.text) for one in before)


def _over_since(work: Work, request: Request) -> datetime:
    ends = select(func.max(Event.at)).where(Event.request == request.number, col(Event.kind).in_(_ENDS))
    return work.session.exec(ends).one() or request.created_at


def _said(work: Work, request: Request, since: datetime) -> list[Message]:
    """What the requester has written since then, oldest first; not what was taken back."""
    theirs = (Message.request == request.number, Message.author == request.requester)
    statement = select(Message).where(*theirs, Message.at >= since, col(Message.taken_back_at).is_(None))
    return list(work.session.exec(statement.order_by(col(Message.id))))


def matter(work: Work, number: int, person: str) -> tuple[Request, Matter]:
    """The request that a new one follows, and what its form begins with: what was said since its end or last follow-up.

    Raises NotTheRequester, UnknownRequest.
    """
    request = find(work, number)
    check_requester(request, person)
    words = work.words_of(person)
    taken_up = [one.created_at for one in links.followed_up_by(work, request)]
    said = [one for one in _said(work, request, _over_since(work, request)) if all(one.at > at for at in taken_up)]
    details = "\n".join(filter(None, (sources.plain(work, one.text) for one in said)))
    title = clip(words.plain("follow_up.title", title=request.title), TITLE_LIMIT)
    return request, sources.cut(Matter(title, details, ()))


def take_up(work: Work, request: Request, number: int) -> None:
    """A new request follows up another one of the same person: both say so. Raises NotTheRequester."""
    before = locked(work, number)
    check_requester(before, request.author)
    if links.join(work.session, request.number, number, LinkKind.FOLLOW_UP):
        for one, other in ((request, number), (before, request.number)):
            event = work.record(one, EventKind.LINKED, request.author, other=other)
            notices.refresh(work, one, event)
