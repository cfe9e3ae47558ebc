"""What is shown of a promised date: the form, and what both sides read of it."""

from datetime import date, datetime

from bot.blocks import Block, View
from bot.mrkdwn import Mrkdwn, day, mention, quoted
from bot.views import ids
from bot.views.forms import about
from bot.views.kit import Option, boxes, form_field, text_input
from bot.words import Words
from storage.tables import Request

WORD_LIMIT = 1000
TAKEN_BACK = "taken_back"


def form(request: Request, promised: date | None, words: Words) -> View:
    """For which day, and a word to the requester; what was promised before stands there, and can be taken back."""
    fields = [
        _day(promised, words),
        *([_taking_back(words)] if promised else []),
        text_input(
            "word",
            words.plain("promise_form.word"),
            hint=words.plain("promise_form.word_hint"),
            limit=WORD_LIMIT,
            lines=True,
            optional=True,
        ),
    ]
    return about(request, ids.PROMISE_FORM, words, fields)


def _day(promised: date | None, words: Words) -> Block:
    initial = {"initial_date": promised.isoformat()} if promised else {}
    element: Block = {"type": "datepicker", "action_id": "day", **initial}
    return form_field("day", words.plain("promise_form.day"), element, hint=words.plain("promise_form.day_hint"))


def _taking_back(words: Words) -> Block:
    option = Option(words.plain("promise_form.take_back"), TAKEN_BACK)
    return boxes(TAKEN_BACK, words.plain("promise_form.or"), [option])


def told(agent: str, until: datetime | None, before: datetime | None, word: str, words: Words, zone: str) -> Mrkdwn:
    """What the requester reads: for when it is promised, and for when no longer, where that has changed."""
    name, promised, dropped = mention(agent), _day_of(until, zone), _day_of(before, zone)
    if until is None:
        text = words("told.promise_taken_back", promised=dropped)
    elif before and before != until:
        text = words("told.promised_anew", agent=name, promised=promised, before=dropped)
    else:
        text = words("told.promised", agent=name, promised=promised)
    return _with(word, text)


def told_desk(agent: str, until: datetime | None, word: str, words: Words) -> Mrkdwn:
    """What the desk reads: for when somebody has promised it, or that it is not any more."""
    if until is None:
        return _with(word, words("thread.promise_taken_back", actor=mention(agent)))
    return _with(word, words("thread.promised", actor=mention(agent), promised=day(until)))


def _day_of(at: datetime | None, zone: str) -> Mrkdwn:
    return day(at, zone) if at else Mrkdwn("")


def _with(word: str, text: Mrkdwn) -> Mrkdwn:
    return Mrkdwn(f"{text}\n{quoted(word)}") if word else text
