"""Who will see a request, and how long its desk usually takes: what is said before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.expectations import Expectation
from bot.mrkdwn import Mrkdwn, escape
from bot.words import Words

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_MOST_NAMED = 30


@dataclass(frozen=True)
class Audience:
    """How many people beside who asks will see a request, by name if they are few; whom it goes to, if not to all."""

    n: int
    readers: Sequence[str] = ()
    goes_to: Sequence[str] = ()
    is_confidential: bool = False


def audience_line(audience: Audience, desk_name: str, words: Words) -> Mrkdwn | None:
    """Who will see it; None where nobody is known."""
    if not audience.n:
        return None
    seen = _seen_by(audience, desk_name, words)
    if audience.goes_to:
        seen = Mrkdwn(f"{words('expect.goes_to', names=listed(audience.goes_to, words))} {seen}")
    return words("expect.confidential", seen=seen) if audience.is_confidential else Mrkdwn(f"👀 {seen}")


def seen_only_by(names: Sequence[str], words: Words) -> Mrkdwn:
    """The promise that only these people will see what is confidential: everybody by name."""
    return words.count("expect.seen_only_by", len(names), names=_all_of(names, words))


def saved_in_confidence(names: Sequence[str], words: Words) -> Mrkdwn:
    """That it was saved, and who sees it."""
    return words.count("saved.in_confidence", len(names), names=_all_of(names, words))


def _all_of(names: Sequence[str], words: Words) -> Mrkdwn:
    named, rest = [*names[:_MOST_NAMED]], len(names) - _MOST_NAMED
    return listed([*named, words.plain("list.more_people", n=rest)] if rest > 0 else named, words)


def _seen_by(audience: Audience, desk_name: str, words: Words) -> Mrkdwn:
    if not audience.readers:
        return words("expect.seen_by_many", n=audience.n, desk=desk_name)
    return words.count("expect.seen_by", audience.n, names=listed(audience.readers, words), desk=desk_name)


def listed(names: Sequence[str], words: Words) -> Mrkdwn:
    """Names as one says them: "Bo, Cy and Lena"."""
    *first, last = (escape(name) for name in names)
    return words("list.and", first=Mrkdwn(", ".join(first)), last=last) if first else last


def expectation_line(expectation: Expectation, desk_name: str, words: Words, zone: str) -> Mrkdwn:
    """How long it takes: usually, as promised, and from when on."""
    day = expectation.usual_day
    promised = working_time(expectation.promised, day, words)
    if expectation.usual is None:
        said = [words("expect.promises", desk=desk_name, span=promised)]
    else:
        usual = working_time(rounded(expectation.usual, day), day, words)
        said = [words("expect.usual", desk=desk_name, span=usual), words("expect.promised", span=promised)]
    if expectation.opens_at:
        said.append(words("expect.opens", at=words.moment(expectation.opens_at, zone)))
    return Mrkdwn("; ".join(said))


def rounded(span: timedelta, usual_day: timedelta) -> timedelta:
    """A length of time as one speaks of it, rather too long than too short."""
    if span < 10 * _MINUTE:
        return max(_up(span, _MINUTE), _MINUTE)
    if span < _HOUR:
        return _up(span, 5 * _MINUTE)
    return _up(span, _HOUR) if span < usual_day else _up(span, usual_day)


def _up(span: timedelta, unit: timedelta) -> timedelta:
    return -(-span // unit) * unit


def working_time(span: timedelta, usual_day: timedelta, words: Words) -> Mrkdwn:
    """Working time, in whole working days where it comes to some."""
    if not span % usual_day:
        return words.count("span.days", span // usual_day)
    hours, rest = divmod(span, _HOUR)
    parts = [(hours, "span.hours"), (rest // _MINUTE, "span.minutes")]
    return Mrkdwn(" ".join(words.count(key, n) for n, key in parts if n))
