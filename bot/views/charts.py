"""Charts of a period, each with its values in words for who cannot see it.

The block: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from bot.blocks import Block
from bot.mrkdwn import escape
from bot.numbers import ANSWER_TIMES, Day, Satisfaction
from bot.views.kit import clip, context
from bot.views.numbers import worked
from bot.views.packing import CHART, Part
from bot.views.surveys import FACES
from bot.words import Words
from storage.kinds import Rating

_TITLE_LIMIT = 50
_LABEL_LIMIT = 20
_MOST_POINTS = 20
_WEEK = 7
_YEAR = 366


def days(of: Sequence[Day], words: Words) -> Iterator[Part]:
    """What was new and resolved on each day, or in a row of days where they are many; none where nothing was."""
    if not any(day.new or day.resolved for day in of):
        return
    rows = list(_rows(of))
    labels = [_label(row, len(of), words) for row in rows]
    new, resolved = ([sum(getattr(day, name) for day in row) for row in rows] for name in ("new", "resolved"))
    series = {
        words.plain("chart.new"): dict(zip(labels, new, strict=True)),
        words.plain("chart.resolved"): dict(zip(labels, resolved, strict=True)),
    }
    told = (f"{label} {came}/{went}" for label, came, went in zip(labels, new, resolved, strict=True))
    yield _part(words.plain("chart.days"), words.plain("chart.days_text"), told, _plot(series))


def _rows(of: Sequence[Day]) -> Iterator[Sequence[Day]]:
    """The days in as many rows as a chart has room for: single days, weeks, or what it takes."""
    length = 1 if len(of) <= _MOST_POINTS else max(_WEEK, ceil(len(of) / _MOST_POINTS))
    return (of[start : start + length] for start in range(0, len(of), length))


def _label(row: Sequence[Day], days: int, words: Words) -> str:
    """What a point is called: the day of the week, or the day that a row begins with."""
    shape = "EEE" if days <= _WEEK else "MMMd" if days <= _YEAR else "yMMMd"
    return clip(words.day(row[0].day, shape), _LABEL_LIMIT)


def answer_times(of: Sequence[int], words: Words) -> Iterator[Part]:
    """How long first answers took; none where nothing was answered."""
    if not any(of):
        return
    labels = [words.plain("chart.up_to", span=worked(longest, words)) for longest in ANSWER_TIMES]
    values = dict(zip((*labels, words.plain("chart.longer")), of, strict=True))
    told = (f"{n} {label}" for label, n in values.items())
    title = words.plain("chart.answer_times")
    yield _part(title, title, told, _plot({words.plain("chart.requests"): values}))


def satisfaction(of: Satisfaction, words: Words) -> list[Block]:
    """How often each face was chosen, for below the line that says so; none where too few have answered."""
    if of.percent is None:
        return []
    values = {f"{FACES[rating]} {words.plain(f'rating.{rating}')}": of.faces.get(rating, 0) for rating in Rating}
    segments = [{"label": clip(label, _LABEL_LIMIT), "value": n} for label, n in values.items() if n]
    return [_chart(words.plain("chart.satisfaction"), {"type": "pie", "segments": segments})]


def _plot(series: Mapping[str, Mapping[str, int]]) -> Block:
    """Bars: every series has the same labels."""
    return {
        "type": "bar",
        "series": [
            {"name": name, "data": [{"label": clip(label, _LABEL_LIMIT), "value": n} for label, n in values.items()]}
            for name, values in series.items()
        ],
        "axis_config": {"categories": [clip(label, _LABEL_LIMIT) for label in next(iter(series.values()))]},
    }


def _part(title: str, called: str, told: Iterator[str], chart: Block) -> Part:
    """A chart with its values under it, in words."""
    text = escape(f"{called}: {' · '.join(told)}")
    return Part(text, [_chart(title, chart), context(text)])


def _chart(title: str, chart: Block) -> Block:
    return {"type": CHART, "title": clip(title, _TITLE_LIMIT), "chart": chart}
