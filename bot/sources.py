"""The messages that ask for help: each is remembered once, and what it asks is read from what it says now."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from sqlmodel import col, select

from bot.drafts import DETAILS_LIMIT, TITLE_LIMIT, Draft
from bot.files import SharedFile
from bot.mrkdwn import as_typed, unmarked, visible
from bot.smalltalk import is_small_talk
from bot.utterances import Utterance
from bot.work import Work
from storage.kinds import Urgency
from storage.queries import insert_once
from storage.tables import Source

BURST = timedelta(minutes=5)  # what a person posts in a row is one request


@dataclass(frozen=True)
class Matter:
    """What messages ask for, in plain text: at the length that a request can have."""

    title: str
    details: str
    files: tuple[SharedFile, ...]

    @property
    def text(self) -> str:
        """All of it, as routing and guessing read it."""
        return f"{self.title}\n{self.details}"

    def draft(self, desk: str) -> Draft:
        """The request that it makes for a desk."""
        return Draft(desk, self.title, self.details, Urgency.NORMAL, files=self.files)


@dataclass(frozen=True)
class Subject:
    """What a form is opened about: the first message that it stands for ("channel:ts"), and for whom it is asked."""

    matter: Matter
    source: str
    requester: str | None


def take(work: Work, heard: Utterance) -> Source:
    """The memory of a message, ours alone until the commit; it tells whether the message has asked before."""
    insert_once(
        work.session,
        Source,
        channel=heard.channel,
        ts=heard.ts,
        author=heard.author,
        text=heard.text,
        files=_filed(heard.files),
        at=heard.at,
    )
    found = find(work, heard.channel, heard.ts)
    assert found is not None, "sources are never deleted"
    return found


def find(work: Work, channel: str, ts: str) -> Source | None:
    """The memory of a message, ours alone until the commit; none where it has never asked."""
    return work.session.get(Source, (channel, ts), with_for_update=True, populate_existing=True)


def change(source: Source, text: str, files: Sequence[SharedFile]) -> bool:
    """Take in what a message says now; False where that is nothing new, as when Slack unfurls a link."""
    before = (source.text, list(source.files))
    source.text, source.files = text, _filed(files)
    return before != (source.text, list(source.files))


def forget(source: Source) -> None:
    """Keep no word of what became confidential; nothing can be asked with this message again."""
    source.text, source.files = "", []


def has_asked(source: Source) -> bool:
    """Whether a message is, or is offered to become, a request; or was deleted before we heard of it."""
    return bool(source.request or source.offer) or is_gone(source)


def is_gone(source: Source) -> bool:
    """Whether the message was deleted, or has never said a word."""
    return not source.text and not source.files


def of_request(work: Work, number: int) -> list[Source]:
    """The messages that a request was made of, oldest first."""
    return _in_order(work.session.exec(select(Source).where(Source.request == number)))


def of_offer(work: Work, number: int) -> list[Source]:
    """The messages that an offer is about, oldest first."""
    return _in_order(work.session.exec(select(Source).where(Source.offer == number)))


def lock_offered(work: Work, number: int) -> None:
    """Make an offer's messages ours alone until the commit."""
    statement = select(Source).where(Source.offer == number).order_by(col(Source.channel), col(Source.ts))
    work.session.exec(statement.with_for_update()).all()


def posted_in_a_row(work: Work, heard: Utterance) -> Source | None:
    """The nearest other message of the same person in the same channel that became a request, within five minutes."""
    statement = select(Source).where(
        Source.channel == heard.channel,
        Source.author == heard.author,
        col(Source.at).between(heard.at - BURST, heard.at + BURST),
        col(Source.request).is_not(None),
        Source.ts != heard.ts,
    )
    return min(work.session.exec(statement), key=lambda one: abs(one.at - heard.at), default=None)


def matter(work: Work, sources: Iterable[Source]) -> Matter:
    """What these messages ask for together."""
    said = [one for one in sources if not is_gone(one)]
    files = tuple(SharedFile(**file) for one in said for file in one.files)
    title, details = title_and_details("\n".join(plain(work, one.text) for one in said))
    return Matter(title or _name_of(files), details, files)


def _name_of(files: Sequence[SharedFile]) -> str:
    """What files are about whose message says nothing."""
    return clip_words(visible(" ".join(files[0].name.split())) or "📎") if files else ""


def plain(work: Work, text: str) -> str:
    """A message as people read it: names for ids, and nothing invisible."""
    return visible(as_typed(text, lambda person: work.person(person).name))


def title_and_details(text: str) -> tuple[str, str]:
    """The first line that says something, and the rest; a first line too long for a title stands in both."""
    lines = text.strip().splitlines()
    while len(lines) > 1 and is_small_talk(lines[0]):
        del lines[0]
    first = unmarked(visible(" ".join(lines[0].split()))) if lines else ""
    title = clip_words(first)
    return title, "\n".join(lines[1:] if title == first else lines).strip()


def fits(matter: Matter) -> bool:
    """Whether a request can hold all of it."""
    return len(matter.details) <= DETAILS_LIMIT


def cut(matter: Matter) -> Matter:
    """As much of it as a request can hold."""
    return matter if fits(matter) else replace(matter, details=matter.details[: DETAILS_LIMIT - 1] + "…")


def clip_words(line: str) -> str:
    """A line as a title can hold it, cut at a word where there is one."""
    if len(line) <= TITLE_LIMIT:
        return line
    kept = line[: TITLE_LIMIT - 1]
    return (kept.rpartition(" ")[0] or kept) + "…"


def _in_order(found: Iterable[Source]) -> list[Source]:
    return sorted(found, key=lambda one: (one.at, one.ts))


def _filed(files: Iterable[SharedFile]) -> list[dict[str, object]]:
    return [asdict(file) for file in files]
