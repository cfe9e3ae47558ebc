"""The one sentence that a digest begins with, and the one thing that went well: plain rules, nothing forced."""

from collections.abc import Callable
from datetime import timedelta

from bot.mrkdwn import Mrkdwn
from bot.numbers import Numbers, Report
from bot.views.numbers import earlier, worked
from bot.words import Words

_FEW = 5
"""Of fewer nothing is said in shares or times: of one request, two are no doubling."""
_MANY = 10
_CLEARLY = 5  # by so many of a hundred, or so many requests, something has changed and not just varied
_MUCH_FASTER = 0.8


def headline(report: Report, words: Words) -> Mrkdwn:
    """What there is to know first: more is overdue, much more or less has come, all is quiet, or how it went."""
    rules = (_more_overdue, _another_amount, _quiet, _still_overdue)
    return next(filter(None, (rule(report, words) for rule in rules)), None) or _as_usual(report, words)


def _more_overdue(report: Report, words: Words) -> Mrkdwn | None:
    now, before = report.now.overdue, report.before.overdue
    if now <= before:
        return None
    if before == 0:
        return words.count("headline.overdue_first", now, before=earlier(report, words))
    return words.count("headline.overdue_more", now, more=now - before, before=earlier(report, words))


def _another_amount(report: Report, words: Words) -> Mrkdwn | None:
    """Twice as many and more, or half as many and fewer, where both are enough to say so."""
    now, before = report.now.new, report.before.new
    values = {"n": now, "before": earlier(report, words), "answered": _answered(report.now, words)}
    if now >= _MANY and before >= _FEW and now >= 2 * before:
        times = round(now / before)
        return words("headline.twice" if times == 2 else "headline.times", times=times, **values)
    if before >= _MANY and now >= _FEW and 2 * now <= before:
        return words("headline.half" if 3 * now > before else "headline.far_fewer", then=before, **values)
    return None


def _quiet(report: Report, words: Words) -> Mrkdwn | None:
    now = report.now
    if now.new >= _FEW or now.overdue or now.first_answers.missed or now.resolutions.missed:
        return None
    if now.new == 0:
        return words.count("headline.quiet_open", now.open) if now.open else words("headline.quiet_none")
    return words("headline.quiet_answered" if now.first_answers.kept >= now.new else "headline.quiet", n=now.new)


def _still_overdue(report: Report, words: Words) -> Mrkdwn | None:
    now, before = report.now.overdue, report.before.overdue
    if now == 0:
        return None
    if now == before:
        return words.count("headline.overdue_same", now, before=earlier(report, words))
    return words.count("headline.overdue_fewer", now, fewer=before - now, before=earlier(report, words))


def _as_usual(report: Report, words: Words) -> Mrkdwn:
    now = report.now
    return words.count("headline.usual", now.new, resolved=now.resolved, answered=_answered(now, words))


def _answered(now: Numbers, words: Words) -> Mrkdwn:
    """How many were answered in time, where there are enough to say so."""
    if now.first_answers.percent is None or now.first_answers.kept + now.first_answers.missed < _FEW:
        return Mrkdwn("")
    if now.first_answers.missed == 0:
        return words("headline.all_answered")
    return words("headline.answered", percent=now.first_answers.percent)


def went_well(report: Report, words: Words, *, is_praised: bool) -> Mrkdwn | None:
    """The first of these that is so; None where nothing is."""
    rules: tuple[Callable[[Report, Words], Mrkdwn | None], ...]
    rules = (_all_kept, _happier, _faster, _fewer_overdue, _fewer_open)
    found = next(filter(None, (rule(report, words) for rule in rules)), None)
    return found or (words("well.praised") if is_praised else None)


def _all_kept(report: Report, words: Words) -> Mrkdwn | None:
    answers, resolutions = report.now.first_answers, report.now.resolutions
    n = answers.kept + resolutions.kept
    return None if n < _FEW or answers.missed or resolutions.missed else words("well.all_kept", n=n)


def _happier(report: Report, words: Words) -> Mrkdwn | None:
    now, before = report.now.satisfaction.percent, report.before.satisfaction.percent
    if now is None or before is None or now < before + _CLEARLY:
        return None
    return words("well.happier", percent=now, then=before)


def _faster(report: Report, words: Words) -> Mrkdwn | None:
    now, before = _usual_answer(report.now), _usual_answer(report.before)
    if now is None or before is None or now > _MUCH_FASTER * before:
        return None
    return words("well.faster", span=worked(now, words), then=worked(before, words))


def _usual_answer(numbers: Numbers) -> timedelta | None:
    """The median, where enough were answered for one."""
    kept = numbers.first_answers
    return numbers.answered_within if kept.kept + kept.missed >= _FEW else None


def _fewer_overdue(report: Report, words: Words) -> Mrkdwn | None:
    now, before = report.now.overdue, report.before.overdue
    if now >= before or (now and before - now < _FEW):
        return None
    when = earlier(report, words)
    if now == 0:
        return words("well.none_overdue", then=before, before=when)
    return words("well.fewer_overdue", n=now, then=before, before=when)


def _fewer_open(report: Report, words: Words) -> Mrkdwn | None:
    now, before = report.now.open, report.before.open
    if before - now < _FEW or 10 * now > 9 * before:
        return None
    return words("well.fewer_open", n=now, then=before, before=earlier(report, words))
