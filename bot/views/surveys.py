"""The survey: how the help was, in one click, and what comes after the click."""

from bot.blocks import Block, View
from bot.drafts import COMMENT_LIMIT
from bot.mrkdwn import Mrkdwn, quoted
from bot.views import ids
from bot.views.conversations import reopen_button
from bot.views.following import follow_up_button
from bot.views.forms import about
from bot.views.kit import SECTION_LIMIT, Button, Option, actions, boxes, context, section, text_input
from bot.words import Words
from storage.due import Survey
from storage.kinds import Rating, State
from storage.tables import Request

FACES = {Rating.GOOD: "😀", Rating.MIXED: "😐", Rating.BAD: "🙁"}
LOW = frozenset({Rating.MIXED, Rating.BAD})
MOST_POINTS = 5
NAMELESS = "nameless"


def question(request: Request, survey: Survey, words: Words, *, is_again: bool = False) -> list[Block]:
    """Three faces or five numbers, one click; who is asked again reads that it is the last time."""
    hints = [words("survey.points")] if survey.points_asked else []
    hints += [words("survey.again")] if is_again else []
    return [
        section(question_text(request, words)),
        *actions(_choices(request, survey, words)),
        *(context(hint) for hint in (*hints, words("survey.why"))),
    ]


def question_text(request: Request, words: Words) -> Mrkdwn:
    """What is asked."""
    return words("survey.question", number=request.number, title=request.title)


def _choices(request: Request, survey: Survey, words: Words) -> list[Button]:
    value = _value(request, survey)
    if survey.points_asked:
        return [Button(str(n), f"{ids.RATE}:{n}", value) for n in range(1, MOST_POINTS + 1)]
    labels = {rating: f"{FACES[rating]} {words.plain(f'rating.{rating}')}" for rating in Rating}
    return [Button(label, f"{ids.RATE}:{rating}", value) for rating, label in labels.items()]


def _value(request: Request, survey: Survey) -> str:
    """What a survey's buttons carry: the request and which of its resolutions is meant."""
    return f"{request.number}:{survey.resolution}"


def thanks(request: Request, survey: Survey, words: Words) -> list[Block]:
    """The survey after the click: thanks, room for a comment, and the way on where it went badly."""
    offers = _ways_on(request, survey, words)
    if not survey.is_commented:
        offers.append(Button(words.plain("button.comment"), ids.COMMENT, _value(request, survey)))
    quote = [section(quoted(survey.comment, SECTION_LIMIT))] if survey.comment else []
    is_nameless = survey.is_commented and not survey.comment
    promise = [context(words("survey.nameless"))] if is_nameless else []
    return [section(thanks_text(request, survey, words)), *quote, *promise, *actions(offers)]


def thanks_text(request: Request, survey: Survey, words: Words) -> Mrkdwn:
    """Thanks; after a low rating the question whether to look again, or where to ask now that it is closed."""
    if not _was_low(request, survey):
        return words("survey.thanks", face=verdict(survey))
    return words("survey.sorry" if request.state is State.RESOLVED else "survey.sorry_closed", face=verdict(survey))


def _ways_on(request: Request, survey: Survey, words: Words) -> list[Button]:
    if not _was_low(request, survey):
        return []
    button = reopen_button if request.state is State.RESOLVED else follow_up_button
    return [button(request, words)]


def _was_low(request: Request, survey: Survey) -> bool:
    """Whether to offer another look: the rating was no good one, and the resolution that it judges still stands."""
    stands = request.state in (State.RESOLVED, State.CLOSED) and request.resolutions == survey.resolution
    return stands and survey.rating in LOW


def verdict(survey: Survey) -> str:
    """The face that was chosen, or the one for the points that were given, with them."""
    assert survey.rating is not None, "only a rated survey has a face"
    face = FACES[survey.rating]
    return f"{face} {survey.points}/{MOST_POINTS}" if survey.points else face


def over(key: str, words: Words) -> list[Block]:
    """The survey when it is no longer asked: `key` says whether it was withdrawn or has expired."""
    return [context(words(key))]


def comment_form(request: Request, words: Words, resolution: int, *, may_be_nameless: bool) -> View:
    """A comment on the rating of the nth resolution, with a name or without."""
    field = text_input(
        "comment",
        words.plain("comment_form.comment"),
        hint=words.plain("comment_form.comment_hint"),
        limit=COMMENT_LIMIT,
        lines=True,
        optional=True,
    )
    nameless = [_nameless(words)] if may_be_nameless else []
    return about(request, ids.COMMENT_FORM, words, [field, *nameless], str(resolution))


def _nameless(words: Words) -> Block:
    option = Option(words.plain("comment_form.without_name"), NAMELESS)
    hint = words.plain("comment_form.nameless_hint")
    return boxes(NAMELESS, words.plain("comment_form.nameless"), [option], hint=hint)
