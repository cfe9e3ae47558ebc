"""What the requester sees: the head of the conversation, what happened, and the satisfaction ping."""

from collections.abc import Sequence

from bot.blocks import Block
from bot.lifecycle import ACTIVE, OVER
from bot.mrkdwn import Mrkdwn, bold, mention, quoted
from bot.views import ids
from bot.views.answers import ask_button
from bot.views.cards import headline
from bot.views.following import follow_up_button
from bot.views.kit import SECTION_LIMIT, Button, actions, confirm, context, section
from bot.words import Words
from storage.kinds import Rating, State
from storage.tables import Request, Survey

FACES = {Rating.GOOD: "😀", Rating.MIXED: "😐", Rating.BAD: "🙁"}


def head(request: Request, desk_name: str, words: Words, zone: str, linked: Sequence[Mrkdwn] = ()) -> list[Block]:
    """The first message of the conversation: what was asked, what happens next and by when; what came before it."""
    return [
        section(Mrkdwn(f"{bold(headline(request))}\n{standing(request, desk_name, words, zone)}")),
        *_asked_by(request, words),
        *(context(line) for line in linked),
        *_ways_on(request, words),
    ]


def _ways_on(request: Request, words: Words) -> list[Block]:
    """What can be done: take it back, or ask anew where it is over; what goes on in another request needs neither."""
    if request.state in ACTIVE:
        return [context(words("head.how")), *actions([withdraw_button(request, words)])]
    is_over = request.state in OVER and not request.merged_into
    return actions([follow_up_button(request, words)]) if is_over else []


def _asked_by(request: Request, words: Words) -> list[Block]:
    """Who has asked this for the requester, if they have not done so themselves."""
    if request.author == request.requester:
        return []
    return [context(words("head.asked_by", author=mention(request.author)))]


def standing(request: Request, desk_name: str, words: Words, zone: str) -> Mrkdwn:
    """Where the request stands, worded for the one who asked."""
    match request.state:
        case State.OPEN:
            return words("head.open", desk=desk_name, due=words.moment(request.first_answer_due, zone))
        case State.CLAIMED:
            due = words.moment(request.resolution_due, zone)
            return words("head.claimed", agent=mention(request.agent or ""), due=due)
        case State.WAITING:
            return words("head.waiting", agent=mention(request.agent or ""))
        case State.CLOSED:
            return words("head.merged" if request.merged_into else "head.closed", desk=desk_name)
        case State.RESOLVED:
            return words("head.resolved", agent=mention(request.resolver))
        case State.WITHDRAWN:
            return words("head.withdrawn", desk=desk_name)


def withdraw_button(request: Request, words: Words) -> Button:
    """Asks first, then takes the request back."""
    question = confirm(
        words.plain("withdraw.title"),
        words.plain("withdraw.question"),
        words.plain("button.withdraw"),
        words.plain("withdraw.no"),
    )
    return Button(words.plain("button.withdraw"), ids.WITHDRAW, str(request.number), confirm=question)


def reopen_button(request: Request, words: Words) -> Button:
    """The way back to a request that was not solved after all."""
    return Button(words.plain("button.reopen"), ids.REOPEN, str(request.number))


def resolved(request: Request, words: Words) -> list[Block]:
    """The good news, the closing word if there is one, and the way back."""
    return [
        section(resolved_text(request, words)),
        *([section(quoted(request.closing_word, SECTION_LIMIT))] if request.closing_word else []),
        context(words("resolved.how")),
        *actions([reopen_button(request, words)]),
    ]


def resolved_text(request: Request, words: Words) -> Mrkdwn:
    """Who resolved the request."""
    return words("resolved.text", agent=mention(request.resolver), number=request.number, title=request.title)


def dismissed(request: Request, desk_name: str, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """That there was nothing to be done, why, and the way to ask again."""
    text = words("dismissed.text", desk=desk_name, number=request.number)
    why = [section(quoted(request.closing_word, SECTION_LIMIT))] if request.closing_word else []
    return text, [section(text), *why, *ask_button(words)]


def resolved_over(request: Request, words: Words) -> list[Block]:
    """The same message after the request was reopened: its button is gone."""
    return [section(resolved_text(request, words)), context(words("resolved.reopened"))]


def survey(request: Request, survey: Survey, words: Words) -> list[Block]:
    """Three faces, one click."""
    value = survey_value(request, survey)
    faces = [
        Button(f"{FACES[rating]} {words.plain(f'rating.{rating}')}", f"{ids.RATE}:{rating}", value) for rating in Rating
    ]
    return [section(words("survey.question", number=request.number, title=request.title)), *actions(faces)]


def survey_value(request: Request, survey: Survey) -> str:
    """What a survey's buttons carry: the request and which of its resolutions is meant."""
    return f"{request.number}:{survey.resolution}"


def survey_thanks(request: Request, survey: Survey, words: Words) -> list[Block]:
    """The survey after the click: thanks, room for a comment, and the way back where it went badly."""
    offers = [reopen_button(request, words)] if _was_low(request, survey) else []
    if not survey.comment:
        offers.append(Button(words.plain("button.comment"), ids.COMMENT, survey_value(request, survey)))
    quote = [section(quoted(survey.comment, SECTION_LIMIT))] if survey.comment else []
    return [section(thanks_text(request, survey, words)), *quote, *actions(offers)]


def thanks_text(request: Request, survey: Survey, words: Words) -> Mrkdwn:
    """Thanks; after a low rating the question whether to look again."""
    return words("survey.sorry" if _was_low(request, survey) else "survey.thanks", face=face(survey))


def face(survey: Survey) -> str:
    """The face that was chosen."""
    assert survey.rating is not None, "only a rated survey has a face"
    return FACES[survey.rating]


def _was_low(request: Request, survey: Survey) -> bool:
    """Whether to offer another look: the rating was no good one, and the resolution that it judges still stands."""
    stands = request.state is State.RESOLVED and request.resolutions == survey.resolution
    return stands and survey.rating is not Rating.GOOD


def survey_over(key: str, words: Words) -> list[Block]:
    """The survey when it is no longer asked: `key` says whether it was withdrawn or has expired."""
    return [context(words(key))]
