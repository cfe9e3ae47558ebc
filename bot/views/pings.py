"""The follow-up pings: to a desk, to an agent, to a lead."""

from bot.mrkdwn import Mrkdwn, bold, link, mention
from bot.views.cards import headline
from bot.words import Words
from storage.kinds import PingKind
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


def unsolved(request: Request, words: Words) -> Mrkdwn:
    """To who has it, or to the desk: by when it is to be solved."""
    due, requester = words.moment(request.resolution_due), mention(request.requester)
    if request.agent is None:
        return words("ping.unsolved_unclaimed", due=due, requester=requester)
    return words("ping.unsolved", agent=mention(request.agent), due=due, requester=requester)


def missed(request: Request, kind: PingKind, desk_name: str, url: str | None, words: Words, zone: str) -> Mrkdwn:
    """To a lead: the first answer is overdue, or the resolution."""
    if kind is PingKind.FIRST_ANSWER_MISSED:
        key, due_at = "ping.missed_claimed" if request.agent else "ping.missed_unclaimed", request.first_answer_due
    else:
        key, due_at = "ping.unsolved_late" if request.agent else "ping.unsolved_late_unclaimed", request.resolution_due
    name = link(url, headline(request)) if url else bold(headline(request))
    due, agent = words.moment(due_at, zone), mention(request.agent or "")
    return words(key, request=name, desk=desk_name, due=due, agent=agent)
