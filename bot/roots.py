"""The roots of a request's two threads, posted anew where the old ones are gone: deleted, or in a channel that died."""

from bot import notices, places
from bot.outbox import Post, decode
from bot.places import InThread
from bot.work import Work
from storage.tables import DeskChannel, Outgoing, Posted, Request

_AGAIN = ":again"


def begin_anew(work: Work, request: Request, row: Outgoing) -> bool:
    """Post the root of a message's thread anew and the message under it; False if that was done for it before."""
    message = decode(row.method, row.place, row.payload)
    if row.key.endswith(_AGAIN) or not isinstance(message, Post) or not isinstance(message.to, InThread):
        return False
    _post_root(work, request, message.to.place, cause=row.key)
    work.send(f"{row.key}{_AGAIN}", row.lane, message)
    return True


def follow_desk(work: Work, request: Request, row: Outgoing) -> bool:
    """Post the card anew if its desk works in another channel by now; the held message finds its way by itself."""
    card = work.session.get(Posted, places.card(request.number))
    desk = work.session.get(DeskChannel, request.desk)
    if card is None or desk is None or card.channel == desk.channel or row.lane != places.desk_lane(request.number):
        return False
    _post_root(work, request, card.place, cause=f"{row.key}:{desk.channel}")
    return True


def _post_root(work: Work, request: Request, place: str, *, cause: str) -> None:
    """Forget where the root was, so that what belongs under it waits; its own lane lets it pass what waits."""
    for gone in (place, places.button_line(request.number)) if place == places.card(request.number) else (place,):
        posted = work.session.get(Posted, gone)
        if posted:
            work.session.delete(posted)
    notices.root(work, request, place, key=f"{cause}:root", lane=f"{place}{_AGAIN}:{cause}")
