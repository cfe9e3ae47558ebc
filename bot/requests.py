"""A request begins: what was asked is saved, promised and told to its desk and its requester."""

from collections.abc import Iterable, Sequence

from bot import claiming, finding, guesses, notices, places, promises, timeline
from bot.access import check_customer
from bot.channels import is_private, rules_by_id
from bot.desks import Desk
from bot.drafts import Draft, check_draft
from bot.routing import Asked, Rule, route
from bot.work import Work
from storage.kinds import EventKind, Urgency, Way
from storage.queries import remember_place
from storage.tables import Request, Source


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
    _check_plain(work, draft)
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
    kept = timeline.promise(promises.standard(work, request))
    event = work.record(request, EventKind.OPENED, author, urgency=request.urgency, way=way, **kept)
    promises.renew(work, request)
    notices.opened(work, request, event, response_url)
    claiming.give_by_turn(work, request)
    finding.index(work.session, request)
    guesses.learn(work, request)  # last: it locks counts that every request of the desk changes
    return request


def _check_plain(work: Work, draft: Draft) -> None:
    """The last of several locks: what is confidential is a case, and never a request."""
    kind = work.desk(draft.desk).type(draft.type)
    if kind and kind.is_confidential:
        raise ValueError(f"a request of the confidential type {kind.key}")


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
    return Request(
        desk=draft.desk,
        title=draft.title,
        details=draft.details,
        urgency=urgency,
        type=draft.type,
        answers=dict(draft.answers),
        files=draft.filed,
        called=_called(rule, work.desk(draft.desk)),
        requester=requester,
        author=author,
        created_at=work.now,
        first_answer_due=work.now,  # until the targets are reckoned from the event that tells what is promised
        resolution_due=work.now,
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
