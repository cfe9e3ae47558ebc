"""What was said in a request so far, for somebody who is new to it."""

from sqlmodel import col, select

from bot.mrkdwn import as_typed, visible
from bot.views.history import Said
from bot.work import Work
from storage.tables import Message, Request

_REPEATED = 20  # things said that are repeated


def said_so_far(work: Work, request: Request) -> list[Said]:
    """The last that was said in the request, oldest first; not notes, nor what was taken back."""
    is_told = (col(Message.is_note).is_(False), col(Message.taken_back_at).is_(None))
    statement = select(Message).where(Message.request == request.number, *is_told)
    newest = work.session.exec(statement.order_by(col(Message.id).desc()).limit(_REPEATED))

    def name_of(person: str) -> str:
        return work.person(person).name

    return [Said(name_of(one.author), visible(as_typed(one.text, name_of))) for one in reversed(newest.all())]
