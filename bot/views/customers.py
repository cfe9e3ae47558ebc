"""Who helps whom: the departments of a company as the customers of its desks, in a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn, bold
from bot.numbers import ENOUGH, TOGETHER, Asking, Help, Period
from bot.views.kit import clip, context, header, paragraphs, section
from bot.views.numbers import called, worked
from bot.views.packing import Message
from bot.words import Words

_NAME_LIMIT = 40
_MOST_ROWS = 28  # of some 250 characters of JSON each: Slack takes one table in a message, and some 11,000 characters
_NOTHING = "–"


@dataclass(frozen=True)
class Helped:
    """What a desk has done for a department; None stands for all those together who are not told apart."""

    desk: str
    department: str | None
    help: Help


def messages(
    rows: Sequence[Helped], period: Period, words: Words, among_themselves: Asking | None = None
) -> list[Message]:
    """The table of a period, in as many messages as it takes; each says the same in words for who sees no tables.

    At the end of the last stands what colleagues asked of each other.
    """
    title, when = header(words.plain("customers.title")), context(_when(period, words))
    end = [section(_asked(among_themselves, words))] if among_themselves else []
    if not rows:
        nothing = words("customers.nothing")
        return [Message(nothing, [title, section(nothing), *end, when])]
    pages = [rows[start : start + _MOST_ROWS] for start in range(0, len(rows), _MOST_ROWS)]
    return [
        _message(page, [title] if page is pages[0] else [], [*(end if page is pages[-1] else []), when], words)
        for page in pages
    ]


def _message(page: Sequence[Helped], top: Sequence[Block], bottom: Sequence[Block], words: Words) -> Message:
    said = Mrkdwn("\n".join(_line(row, words) for row in page))
    legend = context(words("customers.legend", enough=ENOUGH, people=TOGETHER))
    return Message(
        text=f"{words('customers.title')}\n{said}",
        blocks=[*top, _table(page, words), legend, *bottom],
        plainer=[*top, *paragraphs(said), legend, *bottom],
    )


def _asked(among_themselves: Asking, words: Words) -> Mrkdwn:
    asked, done = among_themselves.asked, among_themselves.done
    if done is None:
        return words("customers.among_themselves", asked=asked)
    return words("customers.among_themselves_done", asked=asked, done=done)


def _when(period: Period, words: Words) -> Mrkdwn:
    """From its first day to its last, as its zone has them, and why one reads this."""
    return words("customers.period", days=called(period, words))


def _table(page: Sequence[Helped], words: Words) -> Block:
    """The block: https://docs.slack.dev/reference/block-kit/blocks/table-block."""
    names = ("desk", "department", "requests", "answered", "satisfied")
    top = [words.plain(f"customers.{name}") for name in names]
    settings = [{"is_wrapped": True}, {"is_wrapped": True}, *[{"align": "right"}] * 3]
    rows = [top, *(_cells(row, words) for row in page)]
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in rows]
    return {"type": "table", "column_settings": settings, "rows": cells}


def _cells(row: Helped, words: Words) -> list[str]:
    department = words.plain("customers.others") if row.department is None else row.department
    names = [clip(name, _NAME_LIMIT) for name in (row.desk, department)]
    return [*names, _requests(row.help), _answered(row.help, words), _satisfied(row.help)]


def _requests(of: Help) -> str:
    return str(of.requests) if of.requests >= ENOUGH else f"< {ENOUGH}"


def _answered(of: Help, words: Words) -> str:
    """The median; of too few requests it would tell of single ones."""
    return worked(of.answered_within, words) if of.answered_within is not None and of.requests >= ENOUGH else _NOTHING


def _satisfied(of: Help) -> str:
    return _NOTHING if of.satisfied is None else f"{of.satisfied} %"


def _line(row: Helped, words: Words) -> Mrkdwn:
    """The same in words."""
    desk, department, requests, answered, satisfied = _cells(row, words)
    return words(
        "customers.line",
        desk=bold(desk),
        department=bold(department),
        requests=requests,
        answered=answered,
        satisfied=satisfied,
    )
