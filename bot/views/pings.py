"""The follow-up pings: to a desk, to an agent, to a lead."""

from bot.mrkdwn import Mrkdwn, bold, link, mention
from bot.views.cards import headline
from bot.words import Words
from storage.tables import Request


def unclaimed(request: Request, words: Words) -> Mrkdwn:
    """To the desk: nobody has it and the first answer is near due."""
    return words("ping.unclaimed", due=words.moment(request.first_answer_due), requester=mention(request.requester))


def unanswered(request: Request, words: Words) -> Mrkdwn:
    """To the agent who claimed but has not answered yet."""
    due = words.moment(request.first_answer_due)
    return words("ping.unanswered", agent=mention(request.agent or ""), due=due, requester=mention(request.requester))


def silent(request: Request, words: Words, span: str) -> Mrkdwn:
    """To the agent of a request in which nobody of the desk has said a word for long."""
    return words("ping.silent", agent=mention(request.agent or ""), span=span, requester=mention(request.requester))


def idle(request: Request, words: Words, span: str) -> Mrkdwn:
    """To the desk: it has answered, but nobody has the request, and nobody has said a word for long."""
    return words("ping.idle", span=span, requester=mention(request.requester))


def missed(request: Request, desk_name: str, url: str | None, words: Words, zone: str) -> Mrkdwn:
    """To a lead: the first answer is overdue."""
    name = link(url, headline(request)) if url else bold(headline(request))
    key = "ping.missed_claimed" if request.agent else "ping.missed_unclaimed"
    due = words.moment(request.first_answer_due, zone)
    return words(key, request=name, desk=desk_name, due=due, agent=mention(request.agent or ""))
