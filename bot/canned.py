"""Replies that stand ready: chosen in a form and sent as they then read, or called by `?word` under a card."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot import moves, notices, places, replying
from bot.blocks import View
from bot.desks import Desk
from bot.mrkdwn import Mrkdwn, escape
from bot.places import Spot
from bot.replies import CannedReply, first_name
from bot.views import canned as views
from bot.words import Words
from bot.work import Work
from storage.tables import Message, Request

_CALL = re.compile(r"\?([\w-]*)")
_LISTED = 20


def form(work: Work, number: int, actor: str, spot: Spot, word: str = "") -> View:
    """The form for a reply, with those that stand ready to choose from, and the text of the chosen one.

    Raises NotAnAgent.
    """
    view = replying.form(work, number, actor, spot)
    request = moves.find(work, number)
    desk = work.desk(request.desk)
    if not desk.canned:
        return view
    view, chosen = views.with_choice(view, desk.canned, work.words_of(actor)), _called(desk, word)
    return views.with_text(view, chosen, _filled(work, request, chosen)) if chosen else view


def is_call(desk: Desk, text: str) -> bool:
    """Whether words under a card call for a reply by its word, or, a mere "?", for a list of those that there are."""
    call = _CALL.fullmatch(text.strip())
    return call is not None and bool(call[1] or desk.canned)


def answer(work: Work, request: Request, call: Message, thread_ts: str | None) -> None:
    """Send the reply that an agent has called for, or tell them alone what there is."""
    desk, word = work.desk(request.desk), call.text.strip().removeprefix("?").casefold()
    reply = _called(desk, word)
    if reply:
        replying.reply(work, request.number, call.author, _filled(work, request, reply))
    else:
        text = _there_are(desk, word, work.words_of(call.author))
        notices.whispered(work, call.author, call.channel, thread_ts, call.ts, text)


def _there_are(desk: Desk, word: str, words: Words) -> Mrkdwn:
    if not desk.canned:
        return words("canned.none", desk=desk.label(words.language))
    listed = _listed(desk, word, words.language)
    if word:
        return words("canned.unknown", word=word, replies=listed)
    return words("canned.there_are", replies=listed)


def _called(desk: Desk, word: str) -> CannedReply | None:
    return next((one for one in desk.canned if one.word == word), None)


def _listed(desk: Desk, word: str, language: str) -> Mrkdwn:
    """The replies that there are, those whose words are nearest to this one first."""

    def distance(reply: CannedReply) -> float:
        return -SequenceMatcher(None, word, reply.word).ratio()

    lines = [f"`?{one.word}` {escape(one.name.reads(language))}" for one in sorted(desk.canned, key=distance)]
    return Mrkdwn("\n".join([*lines[:_LISTED], *(["…"] if len(lines) > _LISTED else [])]))


def _filled(work: Work, request: Request, reply: CannedReply) -> str:
    """The reply in the requester's language, with what it says of them filled in."""
    return reply.filled(work.words_of(request.requester).language, dict(_values(work, request)))


def _values(work: Work, request: Request) -> Iterator[tuple[str, str]]:
    """A person who was never heard of has no name; a conversation that is still being posted has no link."""
    requester = work.person(request.requester)
    url = work.url_of(places.conversation(request).place)
    yield "first_name", first_name(requester.name) if requester.name != requester.id else ""
    yield "number", str(request.number)
    yield "link", url or work.words_of(request.requester).plain("canned.here")
