"""Themes: the one word that more of a desk's new requests share than before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import case
from sqlmodel import col, select

from bot.desks import Desk
from bot.numbers import Period
from bot.stems import as_written, stems
from bot.views.digests import Theme
from bot.work import Work
from storage.kinds import EventKind
from storage.reports import Stay
from storage.tables import Request

_LONGEST = timedelta(days=31, hours=2)  # a month, in which the clock may be put back
_MOST_TITLES = 2_000
_LEAST = 3
_SHARE = 10  # at least one in so many has the word
_TIMES = 2  # and so many times as many as before, for a period may just have had more requests
# What people write of any trouble and any wish.
_VAGUE = stems(
    """
    anything broken broke error errors fail failed failing failure fix fixed issue issues new nothing problem
    problems question request slow stopped support trouble urgent work working works wrong anfrage defekt geht
    dringend fehler frage funktioniert funktionieren kaputt langsam neu neue neuer neues problem probleme
    störung unterstützung wunsch
    """
)


def of(work: Work, desk: Desk, period: Period) -> Theme | None:
    """The theme of a desk's new requests; none for a long period, or one with more titles than are quickly read."""
    if period.until - period.since > _LONGEST:
        return None
    began = col(Stay.began_at)
    is_new = col(Stay.began_by) != EventKind.REOPENED
    arrived = (Stay.desk == desk.key, began >= period.before, began < period.until, is_new)
    title = case((col(Request.desk) == desk.key, Request.title), else_="")  # what it is about by now is another desk's
    statement = select(title, began >= period.since).join(Stay, col(Stay.request) == Request.id)
    found = work.session.exec(statement.where(*arrived).limit(_MOST_TITLES + 1)).all()
    now, before = ([title for title, is_now in found if bool(is_now) is wanted] for wanted in (True, False))
    return None if len(found) > _MOST_TITLES else theme(now, before, _names(desk))


def _names(desk: Desk) -> frozenset[str]:
    """The stems of what the desk and its types are called: that a request is one of theirs is no news."""
    labels = (label for kind in desk.types for label in (kind.label.text, *kind.label.others.values()))
    return stems("\n".join((*desk.words, *labels)))


def theme(now: Sequence[str], before: Sequence[str], unsaid: frozenset[str] = frozenset()) -> Theme | None:
    """The word that has grown most among titles, as most of them write it; None if no word stands out."""
    counts, counts_before = _counts(now), _counts(before)
    grown = [
        stem for stem in counts.keys() - unsaid - _VAGUE if _stands_out(counts[stem], counts_before[stem], len(now))
    ]
    if not grown:
        return None
    stem = max(sorted(grown), key=lambda one: (counts[one] - counts_before[one], counts[one]))
    return Theme(_spelling(stem, now), counts[stem], len(now), counts_before[stem])


def _stands_out(n: int, before: int, titles: int) -> bool:
    return n >= _LEAST and _SHARE * n >= titles and n >= _TIMES * before


def _counts(titles: Iterable[str]) -> Counter[str]:
    """In how many titles each stem is; numbers are no words."""
    return Counter(stem for title in titles for stem in stems(title) if not stem.isdigit())


def _spelling(stem: str, titles: Sequence[str]) -> str:
    """The commonest written form of a word, the first in the alphabet of those that are as common."""
    forms: Mapping[str, int] = Counter(word for title in titles for word, read in as_written(title) if stem in read)
    return max(sorted(forms), key=lambda form: forms[form])
