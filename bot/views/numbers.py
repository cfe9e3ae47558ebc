"""A desk's numbers in words, the same wherever they are read: in digests, reports and App Home."""

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from bot.blocks import Block
from bot.hours import zone_of
from bot.mrkdwn import Mrkdwn, mention
from bot.numbers import ENOUGH, Kept, Load, Numbers, Period, Report, Satisfaction
from bot.periods import first_day, last_day
from bot.views.kit import context, section
from bot.views.surveys import FACES
from bot.words import Words
from storage.kinds import Rating

ENOUGH_AGENTS = 3
"""Of so many, at the least, the least and the most are told: of fewer, each would know the others' numbers."""
MOST_NAMES = 30
_DAY = timedelta(days=1)
_SHIFT = timedelta(hours=2)  # by which a day may be longer or shorter: the clock changes, or somebody's hour did
_LONG = timedelta(hours=10)  # from here on minutes say nothing any more


def sections(
    report: Report, words: Words, before: Mrkdwn | None = None, names: Collection[str] | None = None
) -> list[Block]:
    """All numbers of a period; `before` calls the one before, and `names` are the agents in their order, if told."""
    texts = (targets(report, words), satisfied(report, words), load(report.now.load, names, words))
    return [*counted(report, words, before), *(section(text) for text in texts if text)]


def counted(report: Report, words: Words, before: Mrkdwn | None = None) -> list[Block]:
    """What came, went and stands, and what is in the brackets."""
    return [section(counts(report, words)), context(words("numbers.legend", before=before or earlier(report, words)))]


def called(period: Period, words: Words) -> str:
    """A period by its days: "Mar 2 – 8, 2026"."""
    return words.days(first_day(period), last_day(period))


def earlier(report: Report, words: Words) -> Mrkdwn:
    """What the period before is called: the day before, the week before."""
    return words(f"before.{_length(report.period)}")


def _length(period: Period) -> str:
    first = period.since.astimezone(zone_of(period.zone))
    match round((period.until - period.since) / _DAY):
        case 1 if period.until - period.since <= _DAY + _SHIFT:
            return "day"
        case 7:
            return "week"
        case 28 | 29 | 30 | 31 if first.day == 1:
            return "month"
        case 365 | 366 if (first.month, first.day) == (1, 1):
            return "year"
    return "days"


def counts(report: Report, words: Words) -> Mrkdwn:
    """New, resolved and reopened in the period, open and overdue at its end, each with its change."""
    now, before = report.now, report.before
    happened = ["new", "resolved", *(["reopened"] if now.reopened or before.reopened else [])]
    return Mrkdwn("\n".join(_line(names, now, before, words) for names in (happened, ["open", "overdue"])))


def _line(names: Sequence[str], now: Numbers, before: Numbers, words: Words) -> str:
    values = ((name, getattr(now, name), getattr(before, name)) for name in names)
    return "   ".join(words(f"numbers.{name}", n=n, change=change(n, then)) for name, n, then in values)


def change(n: int, then: int) -> str:
    """By how much a number has changed: "+12", "−3", "±0"."""
    return f"+{n - then}" if n > then else f"−{then - n}" if n < then else "±0"


def targets(report: Report, words: Words) -> Mrkdwn:
    """How many targets were met, and the medians; empty where none was owed or kept."""
    now, before = report.now, report.before
    answers = (now.first_answers, before.first_answers, now.answered_within, before.answered_within)
    resolutions = (now.resolutions, before.resolutions, now.resolved_within, before.resolved_within)
    lines = {"first_answers": _promise(*answers, words), "resolutions": _promise(*resolutions, words)}
    return Mrkdwn("\n".join(words(f"numbers.{name}", values=line) for name, line in lines.items() if line))


def _promise(now: Kept, before: Kept, within: timedelta | None, within_before: timedelta | None, words: Words) -> str:
    """How one promise was kept, and how long it took."""
    return " · ".join([*_kept(now, before, words), *_median(within, within_before, words)])


def _kept(now: Kept, before: Kept, words: Words) -> Iterator[str]:
    if now.percent is not None:
        text = words("numbers.kept", percent=now.percent, kept=now.kept, all=now.kept + now.missed)
        yield _with_before(text, None if before.percent is None else f"{before.percent} %", words)


def _median(within: timedelta | None, before: timedelta | None, words: Words) -> Iterator[str]:
    if within is not None:
        text = words("numbers.median", span=worked(within, words))
        yield _with_before(text, None if before is None else worked(before, words), words)


def _with_before(text: str, before: str | None, words: Words) -> str:
    return f"{text} {words('numbers.before', value=before)}" if before else text


def worked(span: timedelta, words: Words) -> str:
    """A length of working time, at least a minute; in hours however many: working days differ. "3 h 20 min"."""
    minutes = max(1, round(span / timedelta(minutes=1)))
    if span >= _LONG:
        return words.plain("numbers.hours", hours=round(span / timedelta(hours=1)))
    hours, minutes = divmod(minutes, 60)
    if hours and minutes:
        return words.plain("numbers.hours_minutes", hours=hours, minutes=minutes)
    return words.plain("numbers.hours", hours=hours) if hours else words.plain("numbers.minutes", minutes=minutes)


def satisfied(report: Report, words: Words) -> Mrkdwn:
    """The faces and the share of those who were happy; of too few answers only how many, empty where there is none."""
    now, before = report.now.satisfaction, report.before.satisfaction
    if now.percent is None:
        return words.count("numbers.too_few", now.answers, enough=ENOUGH) if now.answers else Mrkdwn("")
    text = words("numbers.satisfied", percent=now.percent, faces=faces(now))
    return Mrkdwn(_with_before(text, None if before.percent is None else f"{before.percent} %", words))


def faces(satisfaction: Satisfaction) -> Mrkdwn:
    """How often each face was chosen."""
    return Mrkdwn("   ".join(f"{FACES[rating]} {satisfaction.faces.get(rating, 0)}" for rating in Rating))


def load(of: Load, names: Collection[str] | None, words: Words) -> Mrkdwn:
    """How many each agent has resolved: from the least to the most, or each in the order of their `names`."""
    if len(of.by_agent) < ENOUGH_AGENTS and not names:
        return Mrkdwn("")
    spread = words("numbers.load", least=of.least, most=of.most, median=words.number(of.median))
    listed = [f"• {mention(agent)}   {of.by_agent[agent]}" for agent in names or () if agent in of.by_agent]
    return Mrkdwn("\n".join([spread, *listed[:MOST_NAMES]]))
