"""A request's life: open, claim, hand back, resolve, reopen, withdraw.

Every move is one conditional update: who changes the row has made the move, everybody else is told what stands there.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, update
from sqlmodel import col

from bot import finding, following, guesses, notices, pings, places, surveys
from bot.access import check_customer, check_requester, check_serves
from bot.channels import is_private, rules_by_id
from bot.desks import Desk
from bot.drafts import CLOSING_WORD_LIMIT, Draft, check_draft, check_length
from bot.errors import (
    AlreadyClaimed,
    AlreadyResolved,
    AlreadyWithdrawn,
    AlreadyYours,
    Mistake,
    NotClaimed,
    NotResolved,
    UnknownRequest,
)
from bot.lifecycle import ORIGINS, Move
from bot.mrkdwn import mention
from bot.routing import Asked, Rule, route
from bot.targets import Due
from bot.work import Work
from storage.queries import changed, remember_place
from storage.tables import EventKind, Request, Source, State, Urgency, Way


def open_request(
    work: Work,
    author: str,
    draft: Draft,
    *,
    requester: str | None = None,
    way: Way = Way.FORM,
    post: Source | None = None,
    response_url: str | None = None,
) -> Request:
    """Save a request and tell its desk and its requester; `author` typed it, perhaps for somebody else.

    Where a `post` is given, the conversation is the thread under it, for everybody to read.
    Raises InvalidForm with a mistake for each field, NotACustomer.
    """
    check_draft(draft, work.desks)
    requester = requester or author
    _check_customers(work, draft.desk, {author, requester})
    rule = _rule(work, requester, draft, post.channel if post else None)
    request = _new(work, author, requester, draft, rule)
    request.way, request.is_public = way, post is not None
    request.is_among_few = post is not None and is_private(work.session, post.channel)
    work.session.add(request)
    work.session.flush()
    if post:
        remember_place(work.session, places.post(request.number), post.channel, post.ts)
    event = work.record(request, EventKind.OPENED, author, urgency=request.urgency, way=way)
    pings.plan_first_answer(work, request, _promised(work, request))
    notices.opened(work, request, event, response_url)
    finding.index(work.session, request)
    guesses.learn(work, request)  # last: it locks counts that every request of the desk changes
    return request


def _check_customers(work: Work, desk_key: str, people: Iterable[str]) -> None:
    desk = work.desk(desk_key)
    for person in people:
        check_customer(work.person(person), desk, desk.label(work.words_of(person).language))


def _rule(work: Work, requester: str, draft: Draft, channel: str | None) -> Rule | None:
    """The rule that says who is asked first, and how urgent it is; the desk has been decided."""
    asked = Asked(
        text=f"{draft.title}\n{draft.details}",
        channel=channel,
        department=work.person(requester).department,
        desk=draft.desk,
        type=draft.type,
        answers=draft.answers,
    )
    return route(rules_by_id(work.session, work.desks), asked)


def _new(work: Work, author: str, requester: str, draft: Draft, rule: Rule | None) -> Request:
    urgency = _more_urgent(draft.urgency, rule.urgency if rule else None)
    desk = work.desk(draft.desk)
    promised = desk.due(draft.type, urgency, work.now)
    return Request(
        desk=draft.desk,
        title=draft.title,
        details=draft.details,
        urgency=urgency,
        type=draft.type,
        answers=dict(draft.answers),
        files=draft.filed,
        called=_called(rule, desk),
        requester=requester,
        author=author,
        created_at=work.now,
        first_answer_due=promised.first_answer,
        resolution_due=promised.resolution,
    )


def _more_urgent(chosen: Urgency, ruled: Urgency | None) -> Urgency:
    """What the person chose stands, unless a rule knows it to be more urgent."""
    return min(chosen, ruled or chosen, key=list(Urgency).index)


def called(work: Work, requester: str, draft: Draft) -> Sequence[str]:
    """Whom a rule would ask first, by e-mail or id, were this draft sent as it stands."""
    return _called(_rule(work, requester, draft, None), work.desk(draft.desk))


def _called(rule: Rule | None, desk: Desk) -> list[str]:
    """Whom a rule asks first; to a confidential desk only a rule that names it may bring people."""
    if rule is None or (desk.is_confidential and rule.desk is None):
        return []
    return list(rule.agents)


def claim(work: Work, number: int, actor: str) -> Request:
    """Take an open request. Raises AlreadyClaimed, naming who was faster."""
    for_desk(work, number, actor)
    request = _move(work, number, Move.CLAIM, actor, state=State.CLAIMED, agent=actor)
    event = work.record(request, EventKind.CLAIMED, actor)
    pings.plan_silent(work, request)
    notices.claimed(work, request, event)
    return request


def hand_back(work: Work, number: int, actor: str) -> Request:
    """Give a claimed request back to its desk, which has as long to answer as for a new one. Raises NotClaimed."""
    before = for_desk(work, number, actor)
    agent = before.agent or actor
    promised = _promised(work, before)
    due_at = promised.first_answer
    request = _move(work, number, Move.HAND_BACK, actor, state=State.OPEN, agent=None, first_answer_due=due_at)
    event = work.record(request, EventKind.HANDED_BACK, actor, agent=agent)
    if request.first_answered_at:
        pings.plan_silent(work, request)
    else:
        pings.cancel_silent(work, request)
        pings.plan_first_answer(work, request, promised)
    notices.handed_back(work, request, event, agent)
    return request


def resolve(work: Work, number: int, actor: str, closing_word: str) -> Request:
    """Resolve a request, with a word that the requester reads; it counts as an answer.

    Raises InvalidForm, AlreadyResolved, AlreadyWithdrawn.
    """
    before = for_desk(work, number, actor)
    check_length("closing_word", closing_word, CLOSING_WORD_LIMIT)
    request = _move(
        work,
        number,
        Move.RESOLVE,
        actor,
        state=State.RESOLVED,
        agent=func.coalesce(col(Request.agent), actor),
        first_answered_at=func.coalesce(col(Request.first_answered_at), work.now),
        answered_within=func.coalesce(col(Request.answered_within), work.seconds_worked(before)),
        resolved_at=work.now,
        closing_word=closing_word,
        resolutions=col(Request.resolutions) + 1,
    )
    event = work.record(request, EventKind.RESOLVED, actor, closing_word=closing_word)
    pings.cancel_all(work, request)
    surveys.plan(work, request)
    notices.resolved(work, request, event)
    following.tell(work, request, event)
    return request


def reopen(work: Work, number: int, actor: str) -> Request:
    """Open a resolved request again, with its former agent, targets starting anew. Raises NotResolved."""
    before = find(work, number)
    check_requester(before, actor)
    agent = _former_agent(work, before)
    promised = _promised(work, before)
    request = _move(
        work,
        number,
        Move.REOPEN,
        actor,
        state=State.CLAIMED if agent else State.OPEN,
        agent=agent,
        first_answer_due=promised.first_answer,
        resolution_due=promised.resolution,
        first_answered_at=None,
        resolved_at=None,
        closing_word="",
    )
    event = work.record(request, EventKind.REOPENED, actor, resolution=request.resolutions)
    surveys.withdraw(work, request, event)
    pings.plan_first_answer(work, request, promised)
    pings.await_word(work, request)
    notices.reopened(work, request, event)
    return request


def _former_agent(work: Work, request: Request) -> str | None:
    """Who had the request, if they still act for its desk."""
    agent = request.agent
    return agent if agent and work.roster_of(request).serves(agent) else None


def _promised(work: Work, request: Request) -> Due:
    """By when the request's desk answers and resolves what is asked of it now."""
    return work.desk(request.desk).due(request.type, request.urgency, work.now)


def withdraw(work: Work, number: int, actor: str) -> Request:
    """Take one's own request back. Raises AlreadyResolved, AlreadyWithdrawn."""
    check_requester(find(work, number), actor)
    request = _move(work, number, Move.WITHDRAW, actor, state=State.WITHDRAWN)
    event = work.record(request, EventKind.WITHDRAWN, actor)
    pings.cancel_all(work, request)
    notices.withdrawn(work, request, event)
    following.tell(work, request, event)
    return request


def find(work: Work, number: int) -> Request:
    """The request of that number as it stands now. Raises UnknownRequest."""
    request = work.session.get(Request, number, populate_existing=True)
    if request is None:
        raise UnknownRequest
    return request


def check_resolvable(work: Work, number: int, actor: str) -> Request:
    """The request, if this person could resolve it now; asked before a form is shown."""
    request = for_desk(work, number, actor)
    if request.state not in ORIGINS[Move.RESOLVE]:
        raise _obstacle(request, Move.RESOLVE, actor)
    return request


def for_desk(work: Work, number: int, actor: str) -> Request:
    """The request, if this person acts for its desk. Raises NotAnAgent."""
    request = find(work, number)
    desk = work.desk(request.desk)
    check_serves(work.roster_of(request), actor, desk.label(work.words_of(actor).language))
    return request


def _move(work: Work, number: int, move: Move, actor: str, **changes: object) -> Request:
    """Make a move if the request is still where the move begins; raise what a person needs to know if it is not."""
    statement = (
        update(Request)
        .where(col(Request.id) == number, col(Request.state).in_(ORIGINS[move]))
        .values(**changes)
        .execution_options(synchronize_session=False)
    )
    made = changed(work.session, statement)
    request = find(work, number)
    if not made:
        raise _obstacle(request, move, actor)
    return request


def _obstacle(request: Request, move: Move, actor: str) -> Mistake:
    """Why the move can't be made from where the request stands."""
    if move is Move.REOPEN:
        return AlreadyWithdrawn() if request.state is State.WITHDRAWN else NotResolved()
    match request.state:
        case State.CLAIMED:
            return AlreadyYours() if request.agent == actor else AlreadyClaimed(agent=mention(request.agent or ""))
        case State.RESOLVED:
            return AlreadyResolved()
        case State.WITHDRAWN:
            return AlreadyWithdrawn()
        case State.OPEN:
            return NotClaimed()
