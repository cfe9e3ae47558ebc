"""The guess: which desk and type requests in such words went to before.

Naive Bayes over how many requests of each desk and type held a stem. Confidential desks are neither learned nor
guessed, so that nobody can find out by trying words what they are asked; nor does a word count that only one request
has held. What was withdrawn stays learned: where it belonged does not change.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log
from operator import itemgetter

from sqlmodel import Session, col, select

from bot.desks import Desks
from bot.stems import words
from bot.work import Work
from storage.queries import add_counts
from storage.tables import Request, WordCount

_MOST_WORDS = 20  # of two stems each
_REQUESTS = ""  # under this stem, which no word has, all requests of a desk and type are counted
_LEAST_PAST = 5  # requests that a desk or type must have had
_LEAST_HELD = 2  # requests that must have held a word for it to count
_LEAST_KNOWN = 1 / 3  # of the words: a desk is not guessed because it alone has ever heard one of many
_LEAST_SURE = 0.75
_SMOOTHING = 2.0  # requests that are added to each past, in which words are as frequent as everywhere


@dataclass(frozen=True)
class Guess:
    """A desk, and the type where that can be guessed too; how sure, from 0 to 1."""

    desk: str
    type: str | None
    sure: float


@dataclass(frozen=True)
class Lesson:
    """What is learned of a request: that its words belong to this desk and type."""

    desk: str
    type: str
    text: str


def lesson(request: Request) -> Lesson:
    """What a request teaches as it stands."""
    return Lesson(request.desk, request.type or "", f"{request.title}\n{request.details}")


def learn(work: Work, request: Request) -> None:
    """Remember where a new request's words belong; until the commit everybody else's learning for its desk waits."""
    add_counts(work.session, _counts(work.desks, lesson(request)))


def relearn(work: Work, before: Lesson, request: Request) -> None:
    """Put a request's words where they belong after it was moved or edited; `before` is its lesson until then."""
    counts = _counts(work.desks, lesson(request))
    counts.subtract(_counts(work.desks, before))
    add_counts(work.session, {key: n for key, n in counts.items() if n})


def unlearn(work: Work, before: Lesson) -> None:
    """Forget what a request taught: it was none."""
    counts = _counts(work.desks, before)
    add_counts(work.session, {key: -n for key, n in counts.items()})


def guess(session: Session, desks: Desks, text: str) -> Guess | None:
    """Which desk this is for, if the past tells; never a confidential one."""
    said = _words(text)
    pasts = _pasts(session, [desk.key for desk in desks if not desk.is_confidential], said)
    desk, sure = _likeliest({key: _together(types.values()) for key, types in pasts.items()}, said)
    if desk is None:
        return None
    known = {"", *(one.key for one in desks.get(desk).types)}
    kind, _ = _likeliest({key: past for key, past in pasts[desk].items() if key in known}, said)
    return Guess(desk, kind or None, sure)


def _counts(desks: Desks, taught: Lesson) -> Counter[tuple[str, str, str]]:
    if not desks.has(taught.desk) or desks.get(taught.desk).is_confidential:
        return Counter()
    stems = {_REQUESTS}.union(*_words(taught.text))
    return Counter((stem, taught.desk, taught.type) for stem in stems)


def _words(text: str) -> list[frozenset[str]]:
    return words(text)[:_MOST_WORDS]


@dataclass(frozen=True)
class _Past:
    """How many requests held each stem."""

    held: Counter[str] = field(default_factory=Counter)

    @property
    def requests(self) -> int:
        return self.held[_REQUESTS]

    def hearing(self, word: frozenset[str]) -> int:
        """How many requests held the word, by whichever of its stems is the more frequent."""
        return max(self.held[stem] for stem in word)


def _pasts(session: Session, desks: Sequence[str], said: Sequence[frozenset[str]]) -> dict[str, dict[str, _Past]]:
    """The past of each desk and type, as far as it is about these words."""
    statement = select(WordCount).where(
        col(WordCount.stem).in_({_REQUESTS}.union(*said)), col(WordCount.desk).in_(desks), col(WordCount.n) > 0
    )
    pasts: dict[str, dict[str, _Past]] = defaultdict(lambda: defaultdict(_Past))
    for count in session.exec(statement):
        pasts[count.desk][count.type].held[count.stem] = count.n
    return pasts


def _together(pasts: Iterable[_Past]) -> _Past:
    return _Past(sum((past.held for past in pasts), Counter()))


def _likeliest(pasts: Mapping[str, _Past], said: Sequence[frozenset[str]]) -> tuple[str | None, float]:
    """Whose words these are, and how sure that is; nobody's below a sensible certainty or with too little past."""
    everywhere = _together(pasts.values())
    heard = [word for word in said if everywhere.hearing(word) >= _LEAST_HELD]
    if not heard:
        return None, 0
    scores = {key: _score(past, everywhere, heard) for key, past in pasts.items()}
    best, highest = max(scores.items(), key=itemgetter(1))
    sure = 1 / sum(exp(score - highest) for score in scores.values())
    known = sum(pasts[best].hearing(word) > 0 for word in heard)
    is_told = pasts[best].requests >= _LEAST_PAST and known >= _LEAST_KNOWN * len(said) and sure >= _LEAST_SURE
    return (best if is_told else None), sure


def _score(past: _Past, everywhere: _Past, heard: Sequence[frozenset[str]]) -> float:
    """The logarithm of how likely a request comes here and holds these words."""
    usual = {word: everywhere.hearing(word) / everywhere.requests for word in heard}
    holding = ((past.hearing(word) + _SMOOTHING * usual[word]) / (past.requests + _SMOOTHING) for word in heard)
    return log(past.requests + 1) + sum(map(log, holding))
