"""Messages that asked are edited and deleted: their requests and offers follow."""

from bot import channels, ending, erasing, finding, guesses, news, notices, offers, sources
from bot.drafts import Draft
from bot.lifecycle import ACTIVE
from bot.utterances import Utterance
from bot.work import Work
from storage.kinds import EventKind, Way
from storage.tables import Event, Request, Source


def edit(work: Work, heard: Utterance, stamp: str) -> bool:
    """A message reads differently now; False where it has never asked. `stamp` is the ts of the change itself."""
    source = sources.find(work, heard.channel, heard.ts)
    if source is None:
        return False
    if erasing.is_erased(work, source.request):
        return True
    if not sources.is_gone(source) and sources.change(source, heard.text, heard.files):
        _follow(work, source, stamp)
    return True


def delete(work: Work, channel: str, ts: str, stamp: str) -> None:
    """A message is gone: its request is withdrawn, unless somebody has answered or more was asked."""
    source = sources.find(work, channel, ts)
    if source is None and channels.desk_asked_in(work.session, work.desks, channel):
        sources.take(work, Utterance(channel, ts, author="", text=""))  # should it reach us late, it asks for nothing
    elif source and not erasing.is_erased(work, source.request) and sources.change(source, "", ()):
        _follow(work, source, stamp)


def _follow(work: Work, source: Source, stamp: str) -> None:
    if source.offer and not source.request:
        offers.refresh(work, source.offer, stamp)
    request = work.lock(source.request) if source.request else None
    if request and _is_told_by(request, source):
        _follow_in(work, request, source)


def _is_told_by(request: Request, source: Source) -> bool:
    """Whether the request still says what its messages say, and this one is of the people who asked."""
    is_theirs = source.author in (request.requester, request.author)
    return is_theirs and request.state in ACTIVE and request.way is not Way.FORM


def _follow_in(work: Work, request: Request, source: Source) -> None:
    if not sources.is_gone(source):
        rewrite(work, request, EventKind.EDITED, source.author, ts=source.ts)
    elif request.first_answered_at or request.resolutions:
        event = work.record(request, EventKind.EDITED, source.author, deleted=source.ts)
        news.post_deleted(work, request, event)
    elif _has_words_left(work, request):
        rewrite(work, request, EventKind.EDITED, source.author, deleted=source.ts)
    else:
        ending.withdraw(work, request.number, request.requester)


def _has_words_left(work: Work, request: Request) -> bool:
    """Whether a message of the requester's own is still there."""
    own = (one for one in sources.of_request(work, request.number) if one.author == request.requester)
    return not all(map(sources.is_gone, own))


def rewrite(work: Work, request: Request, kind: EventKind, actor: str, **data: object) -> Event | None:
    """Make title, details and files anew of the request's messages; None where that changes nothing."""
    matter = sources.cut(sources.matter(work, sources.of_request(work, request.number)))
    draft = matter.draft(request.desk)
    if not matter.title or _says_the_same(request, draft):
        return None
    before, had = guesses.lesson(request), {file["id"] for file in request.files}
    request.title, request.details, request.files = draft.title, draft.details, draft.filed
    event = work.record(request, kind, actor, **data)
    notices.refresh(work, request, event)
    notices.shared(work, request, event, [file for file in draft.files if file.id not in had])
    finding.index(work.session, request)
    guesses.relearn(work, before, request)  # last, as at opening
    return event


def _says_the_same(request: Request, draft: Draft) -> bool:
    files = [dict(file) for file in request.files]
    return (request.title, request.details, files) == (draft.title, draft.details, draft.filed)
