"""What is shown of a favour: its card, what the two are told of it, the question how it went, and the lists at home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn, bold, link, mention, quoted
from bot.views import ids
from bot.views.kit import SECTION_LIMIT, Button, actions, clip, context, header, section
from bot.views.surveys import FACES
from bot.words import Words
from storage.favours import Favour, FavourState
from storage.kinds import Rating

_WORD_SHOWN = 2500  # of a section, beside what is said of it
_DAY = "yMMMEd"
_NAME_LIMIT = 100


class Act(StrEnum):
    """What can be pressed on a favour; the first row is the colleague's, the rest is that of who asks, or of both."""

    ACCEPT = "accept"
    PROPOSE = "propose"
    SUGGEST = "suggest"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    AGREE = "agree"
    KEEP = "keep"
    ASK_THEM = "ask_them"
    ASK_ON = "ask_on"
    DONE = "done"
    AGAIN = "again"
    INSTEAD = "instead"
    THANK = "thank"


@dataclass(frozen=True)
class Entry:
    """A favour in somebody's list: where it can be read, and whether they asked it."""

    favour: Favour
    url: str | None
    is_own: bool


def button(favour: Favour, act: Act, words: Words) -> Button:
    """A button of a favour."""
    style = "primary" if act in (Act.ACCEPT, Act.AGREE, Act.ASK_THEM, Act.DONE) else None
    return Button(words.plain(f"favour_button.{act}"), f"{ids.FAVOUR}:{act}", str(favour.number), style)


def ask_button(words: Words) -> Button:
    """The way to ask a colleague."""
    return Button(words.plain("favour_button.ask"), ids.FAVOUR_ASK, "")


def card(favour: Favour, words: Words) -> list[Block]:
    """What both read of a favour that one colleague is asked, or has; each sees the buttons of the other, too."""
    here = [context(words("favour.between_us"))] if favour.is_active else []
    return [*_said(favour, words), section(standing(favour, words)), *_row(favour, _shared_acts(favour), words), *here]


def team_card(favour: Favour, words: Words) -> list[Block]:
    """What one of a team, or a channel, reads while anybody of them can still say yes; afterwards, who has it."""
    acts = (Act.ACCEPT,) if favour.state is FavourState.ASKED else ()
    return [*_said(favour, words), section(_team_standing(favour, words)), *_row(favour, acts, words)]


def askers_card(favour: Favour, words: Words) -> list[Block]:
    """What who asks a team reads, until somebody has it and they talk elsewhere."""
    acts = (Act.INSTEAD, Act.WITHDRAW) if favour.state is FavourState.ASKED else ()
    return [*_said(favour, words), section(_team_standing(favour, words)), *_row(favour, acts, words)]


def past_card(favour: Favour, words: Words) -> list[Block]:
    """What is left where another colleague was asked before: nothing of how it goes on."""
    return [section(words("favour.elsewhere", what=bold(favour.what), asker=mention(favour.asker)))]


def headline(favour: Favour, words: Words) -> Mrkdwn:
    """What a notification says of its card."""
    return words("favour.asks", asker=mention(favour.asker), asked=_whom(favour), what=bold(favour.what))


def _said(favour: Favour, words: Words) -> Iterator[Block]:
    yield section(headline(favour, words))
    if favour.details:
        yield section(quoted(favour.details, SECTION_LIMIT))


def _row(favour: Favour, acts: Sequence[Act], words: Words) -> list[Block]:
    return actions([button(favour, act, words) for act in acts])


def _shared_acts(favour: Favour) -> Sequence[Act]:
    match favour.state:
        case FavourState.DECLINED | FavourState.LEFT:
            return (Act.INSTEAD,)
        case FavourState.ASKED | FavourState.ACCEPTED if favour.proposed_for:
            return (Act.AGREE, Act.KEEP, Act.WITHDRAW)
        case FavourState.ASKED | FavourState.ACCEPTED if favour.suggested:
            return (Act.ASK_THEM, Act.ASK_ON, Act.WITHDRAW)
        case FavourState.ASKED:
            return (Act.ACCEPT, Act.PROPOSE, Act.SUGGEST, Act.DECLINE, Act.WITHDRAW)
        case FavourState.ACCEPTED:
            return (Act.DONE, Act.PROPOSE, Act.SUGGEST, Act.DECLINE, Act.WITHDRAW)
    return ()


def standing(favour: Favour, words: Words) -> Mrkdwn:
    """Where it stands: what is wanted or promised, what waits for an answer, or how it ended."""
    lines = [_state(favour, words)]
    asker, colleague = mention(favour.asker), _whom(favour)
    if favour.proposed_for and favour.is_active:
        proposed = shown(favour.proposed_for, words)
        lines.append(words("favour.proposed", asker=asker, colleague=colleague, day=proposed))
    if favour.suggested and favour.is_active:
        other = mention(favour.suggested)
        lines.append(words("favour.suggested", asker=asker, colleague=colleague, other=other))
    return Mrkdwn("\n".join(lines))


def _state(favour: Favour, words: Words) -> Mrkdwn:
    asker, colleague = mention(favour.asker), _whom(favour)
    match favour.state:
        case FavourState.ASKED:
            return _wanted(favour, words)
        case FavourState.ACCEPTED:
            return words("favour.accepted", colleague=colleague, day=shown(favour.promised_for, words))
        case FavourState.DONE:
            return words("favour.done", colleague=colleague)
        case FavourState.DECLINED:
            return _with(favour.word, words("favour.declined", colleague=colleague))
        case FavourState.WITHDRAWN:
            return words("favour.withdrawn", asker=asker)
    return words("favour.left", colleague=colleague)


def _team_standing(favour: Favour, words: Words) -> Mrkdwn:
    """What a team is told: once somebody has it, who that is, and nothing of what comes later."""
    if favour.helper:
        return words("favour.somebody_has", helper=mention(favour.helper))
    return _state(favour, words)


def _wanted(favour: Favour, words: Words) -> Mrkdwn:
    if favour.wanted_by is None:
        return words("favour.whenever")
    return words("favour.wanted", day=shown(favour.wanted_by, words))


def shown(day: date | None, words: Words) -> str:
    """A day as people read it, with its weekday and year."""
    return words.day(day, _DAY) if day else ""


def _whom(favour: Favour) -> Mrkdwn | str:
    """The colleague, or the team by its name: its mention would call all of it."""
    return mention(favour.colleague) if favour.colleague else favour.team_name


def _with(word: str, text: Mrkdwn) -> Mrkdwn:
    return Mrkdwn(f"{text}\n{quoted(word, _WORD_SHOWN)}") if word else text


def news(favour: Favour, key: str, words: Words, word: str = "") -> Mrkdwn:
    """A line under the card, or in a DM, that calls whom it concerns."""
    values = {
        "asker": mention(favour.asker),
        "colleague": _whom(favour),
        "other": mention(favour.suggested or ""),
        "what": bold(clip(favour.what, _NAME_LIMIT)),
        "face": FACES[favour.rating] if favour.rating else "",
        "wanted": shown(favour.wanted_by, words),
        "promised": shown(favour.promised_for, words),
        "proposed": shown(favour.proposed_for, words),
    }
    return _with(word, words(f"favour_news.{key}", **values))


def away(favour: Favour, until: datetime | None, words: Words, zone: str) -> Mrkdwn:
    """Whoever is asked is away, and until when where that is known."""
    if until is None:
        return words("favour.away", colleague=_whom(favour))
    return words("favour.away_until", colleague=_whom(favour), until=words.moment(until, zone))


def letter(favour: Favour, text: Mrkdwn, acts: Sequence[Act], url: str | None, words: Words) -> list[Block]:
    """What one of the two is told alone, with the way to the card."""
    way = [context(link(url, words.plain("favour.open")))] if url else []
    return [section(text), *_row(favour, acts, words), *way]


def question(favour: Favour, words: Words) -> list[Block]:
    """How it went: three faces, one click; then thanks, and room for a word."""
    text = words("favour.how_was_it", colleague=_whom(favour), what=bold(favour.what))
    if favour.rating is None:
        return [
            section(text),
            *actions(_faces(favour, words)),
            context(words("favour.they_read_it", colleague=_whom(favour))),
        ]
    thanked = words("favour.rated", face=FACES[favour.rating], colleague=_whom(favour))
    more = () if favour.thanks else (Act.THANK,)
    return [section(_with(favour.thanks, thanked)), *_row(favour, more, words)]


def _faces(favour: Favour, words: Words) -> list[Button]:
    return [
        Button(f"{FACES[one]} {words.plain(f'rating.{one}')}", f"{ids.FAVOUR_RATE}:{one}", str(favour.number))
        for one in Rating
    ]


def home_section(entries: Sequence[Entry], words: Words) -> Iterator[Block]:
    """What somebody has asked of colleagues, and what is asked of them; nothing where there is neither."""
    for is_own, key in ((False, "favour.home_asked_of_me"), (True, "favour.home_asked")):
        mine = [one for one in entries if one.is_own is is_own]
        if mine:
            yield header(words.plain(key))
        yield from (_entry(one, words) for one in mine)


def _entry(entry: Entry, words: Words) -> Block:
    favour = entry.favour
    name = clip(favour.what, _NAME_LIMIT)
    title = bold(name) if entry.url is None else link(entry.url, name)
    who = _whom(favour) if entry.is_own else mention(favour.asker)
    text = words("favour.home_line", what=title, who=who, standing=standing(favour, words))
    act = next_act(favour, is_own=entry.is_own)
    return section(text) | {"accessory": button(favour, act, words).block()}


def next_act(favour: Favour, *, is_own: bool) -> Act:
    """What its reader will most likely do next."""
    if is_own and favour.proposed_for:
        return Act.AGREE
    if is_own and favour.suggested:
        return Act.ASK_THEM
    if favour.state is FavourState.ACCEPTED:
        return Act.DONE
    return Act.WITHDRAW if is_own else Act.ACCEPT
