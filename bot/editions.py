"""Editions: all that stands in one digest of a desk, as its lead may read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot import decisions, figures, kudos, people, satisfaction, themes
from bot.desks import Desk
from bot.numbers import Period, Satisfaction
from bot.views.decisions import Decision
from bot.views.digests import Edition, Low
from bot.work import Work
from storage.kinds import DigestKind


def of(
    work: Work,
    desk: Desk,
    lead: str,
    kind: DigestKind,
    period: Period,
    *,
    in_channel: bool = False,
    decides: bool = True,
    skipped: int = 0,
    skipped_since: datetime | None = None,
) -> Edition:
    """The digest of a desk's period for a lead, or for its channel; without what needs a decision unless `decides`.

    What is said without a name is for leads alone.
    """
    since, until = period.since, period.until
    report = figures.report(work.session, desk.key, period)
    to_decide = decisions.of(work, desk) if decides else []
    is_weekly = kind is DigestKind.WEEKLY
    return Edition(
        kind=kind,
        desk=desk.label((work.words_at(desk) if in_channel else work.words_of(lead)).language),
        report=report,
        days=figures.days(work.session, desk.key, period) if is_weekly else (),
        answer_times=figures.answer_times(work.session, desk.key, since, until) if is_weekly else (),
        low=_further(satisfaction.low(work, desk, since, until), to_decide),
        praises=kudos.praises(work, desk, lead, since, until),
        remarks=[] if in_channel else satisfaction.remarks(work, desk, skipped_since or since, until),
        by_agent=_in_order(work, satisfaction.by_agent(work, desk, since, until)),
        theme=themes.of(work, desk, period),
        names=people.solvers(work.session, desk, report),
        decisions=to_decide,
        skipped=skipped,
        skipped_since=skipped_since,
        in_channel=in_channel,
    )


def _in_order(work: Work, of_each: Mapping[str, Satisfaction]) -> dict[str, Satisfaction]:
    """By the agents' names, which say nothing of how they have done."""
    return {agent: of_each[agent] for agent in people.by_name(work.session, of_each)}


def _further(low: Sequence[Low], to_decide: Sequence[Decision]) -> list[Low]:
    """Those that do not stand among the decisions anyway."""
    standing = {one.survey.id for one in to_decide if one.survey}
    return [one for one in low if one.survey.id not in standing]
