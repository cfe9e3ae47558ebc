"""Kudos: happy comments in a digest, passed on to whose work it was, and the desk's weekly thanks."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import Block, Blocks
from bot.mrkdwn import Mrkdwn, bold, link, mention, quoted
from bot.views import ids
from bot.views.cards import headline
from bot.views.kit import Button, actions, clip, context, header, section
from bot.views.packing import Part
from bot.views.surveys import verdict
from bot.words import Words
from storage.due import Survey
from storage.reports import Kudos
from storage.tables import Request

_TITLE_LIMIT = 120
_COMMENT_LIMIT = 600


@dataclass(frozen=True)
class Praise:
    """A happy comment: whose work it was about (a Slack id, if that is known), by name, and the link to the card.

    `is_new` as long as nobody has passed it on.
    """

    request: Request
    survey: Survey
    agent: str | None
    name: str
    url: str | None
    is_new: bool = True


@dataclass(frozen=True)
class Thanks:
    """A happy comment as the desk reads it: who said it, whose work it was, and which peers helped (Slack ids)."""

    survey: Survey
    requester: str
    agent: str
    peers: Sequence[str]


def praises(found: Sequence[Praise], words: Words) -> list[Part]:
    """The happy comments in a digest, each with the way to pass it on; the first begins with the heading of all."""
    heading = section(words("kudos.heading"))
    parts = [Part("", _praise(one, words)) for one in found]
    return [Part("", [heading, *parts[0].blocks]), *parts[1:]] if parts else []


def _praise(praise: Praise, words: Words) -> list[Block]:
    title = clip(headline(praise.request), _TITLE_LIMIT)
    name = link(praise.url, title) if praise.url else bold(title)
    said = section(Mrkdwn(f"{verdict(praise.survey)} {name}\n{_quote(praise.survey)}"))
    if praise.agent is None or not praise.is_new:
        return [said]
    label = words.plain("button.pass_on", agent=praise.name)
    button = Button(label, f"{ids.PRAISE}:{praise.survey.id}", f"{praise.request.number}:{praise.survey.resolution}")
    return [said, *(row | {"block_id": _row(praise.survey)} for row in actions([button]))]


def _quote(survey: Survey) -> Mrkdwn:
    return quoted(" ".join(survey.comment.split()), _COMMENT_LIMIT)


def _row(survey: Survey) -> str:
    return row_id(survey.id)


def row_id(survey: int | None) -> str:
    """The block in which a comment (its survey) can be passed on."""
    return f"praise:{survey}"


def passed(shown: Blocks, survey: Survey, done: Mrkdwn) -> list[Block]:
    """The blocks of a digest, in which stands that a comment was passed on, in place of the button for it."""
    return [context(done) if block.get("block_id") == _row(survey) else block for block in shown]


def praise(request: Request, survey: Survey, kudos: Kudos, peers: Sequence[str], words: Words) -> list[Block]:
    """What an agent reads of a comment on their work; what it has become at another desk is not theirs to read."""
    title = bold(clip(headline(request), _TITLE_LIMIT) if request.desk == kudos.desk else f"#{request.number}")
    said = praise_text(request, kudos, words)
    lines = [f"{said} {title}", _quote(survey), *([words("kudos.peers", peers=_names(peers))] if peers else [])]
    return [section(Mrkdwn("\n".join(lines)))]


def praise_text(request: Request, kudos: Kudos, words: Words) -> Mrkdwn:
    """Who was happy, and who passes it on."""
    return words("kudos.passed", requester=mention(request.requester), lead=mention(kudos.passed_by))


def choice(kudos: Kudos, desk: str, words: Words) -> list[Block]:
    """What is settled about the desk's thanks, and what the agent can still choose."""
    said = "kudos.thanked" if kudos.thanked_at else "kudos.agreed" if kudos.agreed_at else "kudos.ask"
    if kudos.declined_at and not kudos.agreed_at:
        said = "kudos.declined"
    agree = Button(words.plain("button.share_kudos"), ids.SHARE_KUDOS, str(kudos.survey))
    keep = Button(words.plain("button.keep_kudos"), ids.KEEP_KUDOS, str(kudos.survey))
    open_to = [] if kudos.agreed_at else [agree]
    closed = [] if kudos.declined_at else [keep]
    buttons = [] if kudos.thanked_at else [*open_to, *closed]
    return [context(words(said, desk=desk)), *actions(buttons)]


def peer(request: Request, agent: str, words: Words) -> Mrkdwn:
    """A word of thanks to somebody who helped: without the comment, for they may read the request no more."""
    return words("kudos.peer", number=request.number, requester=mention(request.requester), agent=mention(agent))


def thanks(found: Sequence[Thanks], words: Words) -> list[Part]:
    """What a desk reads once a week, if anybody was happy."""
    parts = [Part(words("kudos.thanks_title"), [header(words.plain("kudos.thanks_title"))])] if found else []
    return [*parts, *(Part("", [section(_thanks(one, words))]) for one in found)]


def _thanks(one: Thanks, words: Words) -> Mrkdwn:
    who = words("kudos.thanks_line", requester=mention(one.requester), agent=mention(one.agent))
    helped = f" {words('kudos.peers', peers=_names(one.peers))}" if one.peers else ""
    return Mrkdwn(f"{_quote(one.survey)}\n{who}{helped}")


def _names(people: Sequence[str]) -> Mrkdwn:
    return Mrkdwn(", ".join(mention(one) for one in people))
