"""The roots of a request's two threads: posted anew where the old ones are gone or left behind."""

from dataclasses import replace

from sqlalchemy import update
from sqlmodel import col

from bot import notices, outbox, places
from bot.outbox import Post, Share, read
from bot.places import InThread
from bot.work import Work
from storage.queries import changed
from storage.tables import DeskChannel, Outgoing, Posted, Request

_AGAIN = ":again"


def begin_anew(work: Work, request: Request, row: Outgoing) -> bool:
    """Post the root of a message's thread anew and the message under it; False if that was done for it before."""
    message = read(row)
    if row.key.endswith(_AGAIN) or not isinstance(message, Post | Share) or not isinstance(message.to, InThread):
        return False
    root = message.to.place
    if root == places.subject(request.number):
        return True  # nobody needs to be told in the open about a message that is gone
    if root == places.post(request.number):
        if request.is_public:
            _leave_post(work, request, cause=row.key)
        message = replace(message, to=places.conversation(request))
    elif places.is_left(root):
        message = replace(message, to=InThread(places.card(request.number)))
    else:
        _post_root(work, request, root, cause=row.key, under=row.lane)
    work.send(f"{row.key}{_AGAIN}", row.lane, message)
    if message.place:
        outbox.put_behind(work.session, work.now, row.lane, message.place)
    return True


def _leave_post(work: Work, request: Request, *, cause: str) -> None:
    """The post that everybody read is gone: the conversation goes on in the requester's DM."""
    request.is_public = False
    _post_root(work, request, places.head(request.number), cause=cause)


def follow_desk(work: Work, request: Request, row: Outgoing) -> bool:
    """Post the card anew if its desk works in another channel by now; the held message finds its way by itself."""
    card = work.session.get(Posted, places.card(request.number))
    desk = work.session.get(DeskChannel, request.desk)
    if card is None or desk is None or card.channel == desk.channel or row.lane != places.desk_lane(request.number):
        return False
    _post_root(work, request, card.place, cause=f"{row.key}:{desk.channel}")
    return True


def leave(work: Work, place: str, left: str, lane: str) -> bool:
    """Let a root stay behind under another name, with what was to be said under it; False if it is not posted yet."""
    renamed = update(Posted).where(col(Posted.place) == place).values(place=left)
    if not changed(work.session, renamed.execution_options(synchronize_session=False)):
        return False
    outbox.leave(work.session, work.now, lane, place, left)
    return True


def _post_root(work: Work, request: Request, place: str, *, cause: str, under: str | None = None) -> None:
    """Forget where the root was, so that what belongs under it waits; its own lane lets it pass what waits."""
    for gone in (place, places.button_line(request.number)) if place == places.card(request.number) else (place,):
        posted = work.session.get(Posted, gone)
        if posted:
            work.session.delete(posted)
    notices.root(work, request, place, key=f"{cause}:root", lane=f"{place}{_AGAIN}:{cause}", under=under)
