"""People put otherwise what they have said in a request, or take it back: the other side reads what holds."""

from dataclasses import asdict, replace

from bot import conversation, finding, notices, relaying, threads, undoing
from bot.noting import is_note
from bot.places import adviser_of, request_of, thread_of
from bot.utterances import Utterance
from bot.work import Work
from storage.kinds import EventKind, Side
from storage.tables import Event, Message, Request


def edit(work: Work, said: Utterance, stamp: str, *, is_young: bool) -> bool:
    """A message reads differently now, by the change of that ts; False where it belongs to no request.

    What is young may be heard for the first time: Slack tells of words and of their change in any order. Who may no
    longer speak in a thread can't put otherwise there what they said. Raises NotYet as `hear` does.
    """
    if relaying.find(work, said.channel, said.ts) is None:
        is_heard = is_young and conversation.hear(work, said)
        if not is_heard or relaying.find(work, said.channel, said.ts) is None:
            return is_heard
    request, message = _locked(work, said)
    root = threads.root_of(work, said.channel, said.thread_ts, said.author)
    if root and _is_news(message, said, stamp) and conversation.side_of(work, request, root, said):
        _change(work, request, message, said, root)
    return True


def _locked(work: Work, said: Utterance) -> tuple[Request, Message]:
    """The request in which something was said, ours alone until the commit, and the words as they stand then."""
    message = relaying.find(work, said.channel, said.ts)
    request = work.lock(message.request) if message else None
    assert message is not None, "what was heard is not forgotten"
    assert request is not None, "requests are never deleted"
    work.session.refresh(message)
    return request, message


def _is_news(message: Message, said: Utterance, stamp: str) -> bool:
    """Whether this is the newest we hear of the message, and says something else."""
    if message.taken_back_at or stamp <= (message.as_of or ""):
        return False
    message.as_of = stamp
    files = {file["id"] for file in message.files}
    return message.text != said.text or not files <= {file.id for file in said.files}


def _change(work: Work, request: Request, message: Message, said: Utterance, root: str) -> None:
    event = work.record(request, EventKind.CORRECTED, said.author, ts=said.ts)
    left = {file.id for file in said.files}
    relaying.drop(work, request, event, message, [file for file in relaying.files(message) if file.id not in left])
    was_marked, message.text, message.files = is_note(message.text), said.text, [asdict(file) for file in said.files]
    if not message.is_note and _side(root) is Side.DESK and is_note(said.text):
        _keep(work, request, event, message)
    else:
        relaying.correct(work, request, event, message)
    finding.index(work.session, request)
    if message.is_note and was_marked and not is_note(said.text):
        _say_it_stays(work, said)


def _keep(work: Work, request: Request, event: Event, message: Message) -> None:
    """Its author has made a note of it: the requester reads it no more, and it kept no promise."""
    answer = undoing.answer_of(work, message)
    if answer:
        undoing.take_back_answer(work, request, answer, message.author)
    else:
        message.is_note = True
        relaying.take_back(work, request, event, message)


def _say_it_stays(work: Work, said: Utterance) -> None:
    """What was said in confidence leaves by nothing less than a click, so a mark that is gone sends no note."""
    text = work.words_of(said.author)("relay.still_a_note")
    notices.whispered(work, said.author, said.channel, said.thread_ts, f"{said.ts}:edited", text)


def delete(work: Work, gone: Utterance) -> None:
    """A message is gone, so is what the other side has of it, and what we remember of its words. Raises NotYet."""
    if relaying.find(work, gone.channel, gone.ts) is None and not _was_heard_meanwhile(work, gone):
        return
    request, message = _locked(work, gone)
    if message.taken_back_at is None:
        _forget(work, request, message)


def _forget(work: Work, request: Request, message: Message) -> None:
    event = work.record(request, EventKind.TAKEN_BACK, message.author, ts=message.ts)
    relaying.take_back(work, request, event, message)
    message.taken_back_at, message.text, message.files = work.now, "", []
    finding.index(work.session, request)
    answer = None if message.is_note else undoing.answer_of(work, message)
    if answer:
        undoing.forget_answer(work, request, answer, message.author)
        finding.index(work.session, request)


def _was_heard_meanwhile(work: Work, gone: Utterance) -> bool:
    """Whether the words came at the same moment; should they come later, they were heard, and taken back, before."""
    root = threads.root_of(work, gone.channel, gone.thread_ts, gone.author) if gone.thread_ts else None
    number, side = (request_of(root), _side(root)) if root else (None, None)
    if number is None or side is None:
        return False
    nothing = replace(gone, text="", files=())
    return not conversation.remember(work, number, side, nothing, gone_at=work.now)


def _side(root: str) -> Side | None:
    """Whose side is heard in a thread; a colleague who was brought in speaks to the desk."""
    thread = thread_of(root)
    return thread[1] if thread else Side.DESK if adviser_of(root) else None
