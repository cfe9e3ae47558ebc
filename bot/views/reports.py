"""A report that somebody asked for: the numbers of a desk's period, in the words of the digest."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.asked_periods import Asked
from bot.blocks import Block
from bot.mrkdwn import Mrkdwn, bold, escape
from bot.numbers import Day, Period, Report
from bot.views import charts, ids, numbers
from bot.views.answers import ask_button
from bot.views.headlines import headline
from bot.views.kit import Button, Option, actions, context, offered, plain, section
from bot.views.packing import Message, Part, packed
from bot.words import Words

FILES = ("csv", "xlsx")
"""What a report can be taken along as."""
_MOST_DESKS = 25  # of some 180 characters each: a message must hold them; the others can be typed


@dataclass(frozen=True)
class Shown:
    """All that stands in a report: `desks` are the labels by key of all that the reader leads, `names` the agents."""

    desk: str
    desks: Sequence[tuple[str, str]]
    asked: Asked
    report: Report
    days: Sequence[Day] = ()
    answer_times: Sequence[int] = ()
    names: Collection[str] | None = None


def messages(shown: Shown, words: Words) -> list[Message]:
    """The report, in as few messages as hold it; at its end are the files, and the reader's other desks."""
    heading = _title(shown, words)
    return packed(
        [
            Part(heading, [section(heading), *_numbers(shown, words)]),
            *(charts.days(shown.days, words) if len(shown.days) > 1 else ()),
            *charts.answer_times(shown.answer_times, words),
            Part("", [*_controls(shown, words), context(*_remarks(shown.asked, words))]),
        ],
        further=heading,
    )


def title(desk: str, period: Period, words: Words) -> Mrkdwn:
    """Whose numbers they are, and of when."""
    return words("report.title", desk=bold(desk), period=numbers.called(period, words))


def value_of(desk: str, asked: Asked) -> str:
    """What a button carries, for `told` to read."""
    return f"{asked} {desk}"


def told(value: str) -> tuple[str, Asked]:
    """The desk, and the period, that `value_of` has written."""
    asked, _, desk = value.partition(" ")
    return desk, Asked.of(asked)


def text_only(text: Mrkdwn, typed: str, words: Words) -> list[Block]:
    """Why there is no report, and the way to ask for help with just these words."""
    return [section(text), *ask_button(words, typed)]


def _numbers(shown: Shown, words: Words) -> list[Block]:
    said = [] if shown.asked.is_running else [section(headline(shown.report, words))]
    before = escape(numbers.called(shown.asked.compared, words))
    return [*said, *numbers.sections(shown.report, words, before, shown.names)]


def _title(shown: Shown, words: Words) -> Mrkdwn:
    label = next((label for key, label in shown.desks if key == shown.desk), shown.desk)
    return title(label, shown.asked.period, words)


def _controls(shown: Shown, words: Words) -> list[Block]:
    """What there is to take along, and to turn to."""
    value = value_of(shown.desk, shown.asked)
    files = [Button(words.plain(f"report.{form}"), f"{ids.REPORT_FILE}:{form}", value) for form in FILES]
    rows = actions(files)
    if len(shown.desks) > 1:
        rows[0]["elements"].append(_desk_menu(shown, words))
    return rows


def _desk_menu(shown: Shown, words: Words) -> Block:
    options = [Option(label, value_of(key, shown.asked)) for key, label in shown.desks[:_MOST_DESKS]]
    chosen = [one.block() for one in options if one.value == value_of(shown.desk, shown.asked)]
    menu: Block = {"type": "static_select", "action_id": ids.REPORT_DESK, **offered(options)}
    menu["placeholder"] = plain(words.plain("report.desks"), 150)
    return menu | ({"initial_option": chosen[0]} if chosen else {})


def _remarks(asked: Asked, words: Words) -> Iterator[Mrkdwn]:
    if asked.is_running:
        yield words("report.running")
    yield words("report.zone", zone=asked.period.zone)
