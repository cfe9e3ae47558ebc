"""What those read who follow: somebody else's request, of whose words they learn nothing; or up on one of their own."""

from bot.blocks import Block
from bot.lifecycle import OVER
from bot.mrkdwn import Mrkdwn, mention, quoted
from bot.views import ids
from bot.views.answers import ask_button
from bot.views.kit import SECTION_LIMIT, Button, actions, section
from bot.words import Words
from storage.kinds import Outcome
from storage.tables import Request


def ended(request: Request, desk_name: str, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """That it is solved, with the desk's closing word; or that nobody works on it any longer, and the way to ask.

    Who asked is not named.
    """
    if request.state in OVER or request.outcome is Outcome.UNANSWERED:
        text = words("follower.withdrawn", number=request.number, desk=desk_name)
        return text, [section(text), *ask_button(words)]
    if request.is_solved_by_requester:
        text = words("follower.solved", number=request.number, desk=desk_name)
        return text, [section(text), *ask_button(words)]
    agent = mention(request.resolver)
    text = words("follower.resolved", number=request.number, desk=desk_name, agent=agent)
    word = [section(quoted(request.closing_word, SECTION_LIMIT))] if request.closing_word else []
    return text, [section(text), *word, *ask_button(words)]


def follow_up_offer(request: Request, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """That the request is over, and the way to one that goes on from there."""
    text = words("follow_up.offer", number=request.number)
    return text, [section(text), *actions([follow_up_button(request, words)])]


def follow_up_button(request: Request, words: Words) -> Button:
    """Opens the form of a request that follows this one."""
    return Button(words.plain("button.follow_up"), ids.FOLLOW_UP, str(request.number))
