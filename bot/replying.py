"""What an agent sends on purpose: by the form, ready-made, or after it was held; and what is to stay with the desk."""

from secrets import token_hex

from bot import answering, moves, notices, noting, places, relaying, showing, undoing
from bot.blocks import View
from bot.drafts import REPLY_LIMIT, check_length
from bot.errors import AlreadySent, NotAReply
from bot.form_errors import InvalidForm, Missing
from bot.mrkdwn import Mrkdwn, escape, visible
from bot.outbox import Post, Respond
from bot.places import InThread, Spot
from bot.views import replies as views
from bot.work import Work
from storage.kinds import Side
from storage.tables import Event, Message, Posted, Request


def form(work: Work, number: int, actor: str, spot: Spot) -> View:
    """The form for a reply to the requester. Raises NotAnAgent."""
    request = moves.for_desk(work, number, actor)
    return views.reply_form(request, work.person(request.requester).name, spot, work.words_of(actor))


def reply(work: Work, number: int, actor: str, text: str, spot: Spot | None = None) -> None:
    """Answer the requester; the desk reads it in its thread too, and who sent it can undo that, at the spot.

    `text` is as typed in a form. Raises InvalidForm (its field is "text"), NotAnAgent.
    """
    request = moves.for_desk(work, number, actor)
    if not visible(text):
        raise InvalidForm({"text": Missing()})
    check_length("text", text, REPLY_LIMIT)
    message = _written(work, request, actor, escape(text.strip()))
    event = answering.answer(work, request, message)
    _show_desk(work, request, event, message)
    undoing.offer(work, request, event, spot)


def _written(work: Work, request: Request, actor: str, text: Mrkdwn) -> Message:
    """The words of a form: no message of Slack's carries them, so they go by a name of their own."""
    card = work.session.get(Posted, places.card(request.number))
    message = Message(
        request=request.number,
        channel=card.channel if card else "",
        ts=places.by_form(token_hex(8)),
        author=actor,
        side=Side.DESK,
        text=text,
        at=work.now,
    )
    work.session.add(message)
    work.session.flush()
    return message


def _show_desk(work: Work, request: Request, event: Event, message: Message) -> None:
    text, speaker = showing.as_shown(work, request, message), notices.speaker(work, message.author)
    shown = Post(InThread(places.card(request.number)), text, place=places.original(message), speaker=speaker)
    notices.post(work, event, "shown", places.desk_lane(request.number), shown)


def send_held(work: Work, channel: str, ts: str, actor: str, url: str | None = None) -> None:
    """Send what was held, or one's own note: once. The question at the response URL gives way to Undo.

    Raises NotAReply, NotAnAgent, AlreadySent.
    """
    message, request = _message(work, channel, ts, actor)
    if not message.is_note:
        raise AlreadySent
    if not message.is_held and message.author != actor:
        raise NotAReply  # what another agent has marked as a note is theirs to show
    message.is_note = message.is_held = False
    message.text = noting.without_mark(message.text)
    event = answering.answer(work, request, message)
    showing.mark(work, request, event, message)
    undoing.offer(work, request, event, url=url)


def keep(work: Work, channel: str, ts: str, actor: str, url: str | None = None) -> None:
    """Keep a message with the desk: what was sent is taken back, what is a note stays one.

    Raises NotAReply, NotAnAgent.
    """
    message, request = _message(work, channel, ts, actor)
    message.is_held = False
    answer = None if message.is_note else undoing.answer_of(work, message)
    if answer:
        undoing.take_back_answer(work, request, answer, actor)
    if url:
        said = work.words_of(actor)("held.kept")
        work.send(f"respond:{url}", f"respond:{url}", Respond(url, said, replaces=True))


def _message(work: Work, channel: str, ts: str, actor: str) -> tuple[Message, Request]:
    """What an agent of the desk wrote in its thread, and its request, both ours until the commit."""
    message = relaying.said_at(work, channel, ts)
    if message is None:
        raise NotAReply
    request = moves.for_desk(work, message.request, actor)
    work.session.refresh(message)
    is_here = relaying.is_at_desk(work, request, message.channel)
    if message.side is not Side.DESK or message.taken_back_at or not is_here:
        raise NotAReply
    return message, request
