"""What a lead does about a request that needs a decision: give it to somebody, nudge, promise another day.

The message in which it was pressed then says so, in place of the button: what is decided must not look untouched, and
who reads the digest in a channel sees who has decided. The rest of it stays as it was sent: it tells of its period.
"""

from collections.abc import Callable

from sqlalchemy import func
from sqlmodel import col, select

from bot import claiming, moves, nudging, promising, retelling
from bot.blocks import Blocks
from bot.claiming import Choice, Handover
from bot.errors import NotAnAgent, NotYoursToDecide
from bot.mrkdwn import Mrkdwn, day
from bot.outbox import Post, Update
from bot.places import Spot, ToDesk, ToPerson
from bot.views.decisions import Act, Pressed, marked
from bot.views.kit import UPDATE_LIMIT, clip
from bot.work import Work
from storage.tables import Event, Outgoing, Posted, Request


def check(work: Work, number: int, actor: str) -> Request:
    """The request, ours alone until the commit, if this person leads its desk. Raises NotYoursToDecide, AlreadyMoved.

    Who serves no desk of it learns nothing of where it is by now.
    """
    try:
        request = moves.for_desk(work, number, actor)
    except NotAnAgent:
        raise NotYoursToDecide from None
    if actor not in work.roster_of(request).leads:
        raise NotYoursToDecide
    return request


def check_assignable(work: Work, number: int, actor: str) -> Choice:
    """To whom this lead could give the request now; asked before a form is shown. Raises NobodyElse and the like."""
    check(work, number, actor)
    return claiming.check_assignable(work, number, actor)


def check_active(work: Work, number: int, actor: str) -> Request:
    """The request, if this person leads its desk and it goes on; asked before a form is shown."""
    request = check(work, number, actor)
    moves.check_active(request, actor)
    return request


def assign(work: Work, number: int, actor: str, agent: str, card: Handover, pressed: Pressed) -> None:
    """Give it to an agent, unless somebody else has got it since the form was opened.

    Raises AlreadyClaimed, which names them, InvalidForm and the like.
    """
    before = check_active(work, number, actor)
    if before.agent not in (None, pressed.agent):
        raise moves.taken(before, actor)
    request = claiming.assign(work, number, actor, agent, card, Spot(pressed.channel))
    _show(work, request, actor, Act.ASSIGN, pressed, "decision.assigned", agent=work.person(agent).name)


def extend(work: Work, number: int, actor: str, until: str, word: str, pressed: Pressed) -> None:
    """Promise it for a day ("2026-03-06"): its requester is told, and it needs no decision before.

    What was missed stays missed in the numbers. Raises InvalidForm and the like.
    """
    check(work, number, actor)
    request = promising.promise(work, number, actor, until, word)
    assert request.promised_for, "it was just promised"
    _show(work, request, actor, Act.EXTEND, pressed, "decision.extended", promised=day(request.promised_for))


def take_back(work: Work, number: int, actor: str, word: str, pressed: Pressed) -> None:
    """Promise no day any more. Raises InvalidForm and the like."""
    check(work, number, actor)
    request = promising.take_back(work, number, actor, word)
    _show(work, request, actor, Act.EXTEND, pressed, "decision.taken_back")


def nudge(work: Work, number: int, actor: str, act: Act, pressed: Pressed) -> None:
    """Ask for a look at it, or at how its resolution was rated. Raises AlreadyNudged and the like."""
    request = check(work, number, actor)
    event = nudging.nudge(work, request, actor, of_rating=act is Act.NUDGE_RATED)
    if agent := event.data["agent"]:
        _show(work, request, actor, act, pressed, "decision.nudged", agent=work.person(agent).name)
    else:
        _show(work, request, actor, act, pressed, "decision.nudged_desk")


def _show(
    work: Work, request: Request, actor: str, act: Act, pressed: Pressed, key: str, **values: str | Mrkdwn
) -> None:
    show(work, request, actor, pressed, lambda shown, done: marked(shown, request.number, act, done), key, **values)


def show(
    work: Work,
    request: Request,
    actor: str,
    pressed: Pressed,
    draw: Callable[[Blocks, Mrkdwn], Blocks],
    key: str,
    **values: str | Mrkdwn,
) -> None:
    """Have the message say what was done and by whom, as `draw` puts it in; where that can't be, tell who did it."""
    event = work.session.exec(select(func.max(Event.id)).where(Event.request == request.number)).one()
    row, by = _message(work, request, actor, pressed), work.person(actor).name
    if row is None:
        done = work.words_of(actor)(key, actor=by, **values)
        message = Post(ToPerson(actor), Mrkdwn(f"*#{request.number}* {done}"))
        work.send(f"event:{event}:decided", f"lead:{actor}", message)
        return
    post = retelling.posted(row)
    done = retelling.words_in(work, post)(key, actor=by, **values)
    blocks, plainer = draw(post.blocks, done), draw(post.plainer, done)
    row.payload = {**row.payload, "blocks": blocks, "plainer": plainer}
    update = Update(row.place or "", clip(post.text, UPDATE_LIMIT), blocks, plainer=plainer)
    work.send(f"event:{event}:decided", row.lane, update)


def _message(work: Work, request: Request, actor: str, pressed: Pressed) -> Outgoing | None:
    """The digest as it was queued, ours alone until the commit; None where it was none, or is forgotten by now.

    What is queued of it is kept as it stands in Slack, for whatever is decided next. None, too, where another desk
    reads it than has the request by now: what becomes of it there is not for their channel.
    """
    at = (Posted.channel == pressed.channel, Posted.ts == pressed.ts, col(Posted.place).startswith("digest:"))
    place = work.session.exec(select(Posted.place).where(*at)).first()
    row = retelling.queued(work, place) if place else None
    if row is None or retelling.posted(row).to not in (ToDesk(request.desk), ToPerson(actor)):
        return None
    return row
