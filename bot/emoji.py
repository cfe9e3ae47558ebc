"""What agents say with emoji: on a card or the post that asked it moves the request, and 🔒 keeps a reply as a note."""

from collections.abc import Callable, Sequence
from functools import partial

from sqlmodel import select

from bot import claiming, ending, leases, notices, relaying, replying, staleness, threads, waiting
from bot.blocks import Block
from bot.errors import Mistake, NotAnAgent, NotAReply, Overtaken
from bot.places import thread_of
from bot.relaying import Reacted
from bot.views.kit import section
from bot.work import Work
from storage.kinds import Urgency
from storage.tables import Posted, Request

_Act = Callable[[Work, int, str], object]


def concerns(work: Work, reacted: Reacted) -> bool:
    """Whether the message may be of some request, so that an emoji on it means something."""
    ours = select(Posted.place).where(Posted.channel == reacted.channel, Posted.ts == reacted.ts).limit(1)
    is_known = relaying.find(work, reacted.channel, reacted.ts) or work.session.exec(ours).first()
    return bool(is_known) or any(leases.landing(work.session))


def added(work: Work, reacted: Reacted) -> None:
    """Do what an agent means by an emoji; everybody else's, and all others, are passed on to the other side.

    Raises NotYet where the message may be a card that Slack has posted and we have still to note, and whatever stands
    in the way of a move.
    """
    act = _act(work, reacted.emoji)
    number = _number(work, reacted) if act else None
    if act and number and _serves(work, number, reacted.person):
        act(work, number, reacted.person)
    elif reacted.emoji not in work.settings.helpdesk_note_emoji or not _keep(work, reacted):
        relaying.reacted(work, reacted, is_on=True)


def removed(work: Work, reacted: Reacted) -> None:
    """Take it away on the other side too; no move and no note is undone by it."""
    relaying.reacted(work, reacted, is_on=False)


def refused(work: Work, reacted: Reacted, why: Mistake) -> None:
    """Tell an agent, in the thread, why an emoji moved nothing, and how its request stands where it was too late."""
    text, standing = work.words_of(reacted.person)(why.key, **why.values), _standing(work, reacted, why)
    blocks = [section(text), *standing] if standing else []
    notices.whispered(work, reacted.person, reacted.channel, reacted.ts, reacted.stamp, text, blocks)


def _standing(work: Work, reacted: Reacted, why: Mistake) -> Sequence[Block]:
    if not isinstance(why, Overtaken) or why.number is None:
        return ()
    present = staleness.look(work, why.number, reacted.person)
    if present.is_stale:
        staleness.put_right(work, why.number, reacted.person, f"stale:{reacted.stamp}")
    return present.blocks


def _number(work: Work, reacted: Reacted) -> int | None:
    """The request one of whose threads has the message at its root."""
    root = threads.root_of(work, reacted.channel, reacted.ts, reacted.person)
    thread = thread_of(root) if root else None
    return thread[0] if thread else None


def _act(work: Work, emoji: str) -> _Act | None:
    """What an emoji does to a request."""
    settings = work.settings
    acts: list[tuple[tuple[str, ...], _Act]] = [
        (settings.helpdesk_claim_emoji, claiming.claim),
        (settings.helpdesk_resolve_emoji, partial(ending.resolve, closing_word="")),
        (settings.helpdesk_waiting_emoji, waiting.wait),
        (settings.helpdesk_urgent_emoji, partial(waiting.urge, urgency=Urgency.BLOCKED)),
    ]
    return next((act for names, act in acts if emoji in names), None)


def _serves(work: Work, number: int, person: str) -> bool:
    return work.roster_of(work.session.get_one(Request, number)).serves(person)


def _keep(work: Work, reacted: Reacted) -> bool:
    """Keep an answer as a note; False where it is none that stands in the desk thread, or the person is no agent."""
    try:
        replying.keep(work, reacted.channel, reacted.ts, reacted.person)
    except (NotAReply, NotAnAgent):
        return False
    return True
