"""Receives who asks in confidence by the form: tells beforehand who will see it, and keeps to that."""

import hashlib
from collections.abc import Iterator, Sequence

from bot import caseplaces
from bot.access import check_customer
from bot.confidence import cases, opening
from bot.desks import Desk, Desks
from bot.drafts import check_draft
from bot.entries import EXCLUDED, OTHER, Entries
from bot.errors import Mistake
from bot.fields import RequestType
from bot.files import SharedFile
from bot.form_errors import InvalidForm, Missing, NotAPerson, NotYourself, OnTheOtherSide
from bot.matters import Matter
from bot.mrkdwn import Mrkdwn, mention
from bot.outbox import Respond
from bot.people import works_here
from bot.views.expectations import saved_in_confidence, seen_only_by
from bot.work import Work
from storage.confidence import Case


def matter(entries: Entries, desks: Desks, files: Sequence[SharedFile] = ()) -> Matter:
    """What the form makes, with files that came along; somebody is on the other side of a mediation alone."""
    kind = entries.type(entries.desk(desks))
    other = entries.other if kind and kind.is_mediation else None
    return Matter.of(entries.draft(desks, files), excluded=list(dict.fromkeys(entries.excluded)), other=other)


def pledge(work: Work, asker: str | None, desk: Desk, kind: RequestType | None) -> str:
    """A mark of those who would see it if nobody were excluded; empty for what is not confidential.

    What was said to whoever asks is kept by comparing it: where somebody has come or gone since, they are told again.
    """
    if kind is None or not kind.is_confidential:
        return ""
    seeing = cases.who_would_see(work, desk, kind, [asker])
    return hashlib.sha256(" ".join(seeing).encode()).hexdigest()[:16]


def who_will_see(work: Work, person: str, desk: Desk, matter: Matter, asker: str | None) -> Mrkdwn:
    """Who will see it, by name, in the words of the person who reads the form; or why nobody can, and what helps."""
    words = work.words_of(person)
    if not work.settings.helpdesk_keys:
        return words("form.not_set_up")
    seeing = opening.seen_by(work, desk, matter, asker)
    if not seeing:
        nobody = opening.nobody_left(work, matter, asker)
        return words("form.nobody_left", why=words(nobody.key, **nobody.values))
    return seen_only_by([work.person(one).name for one in seeing], words)


def lines(work: Work, person: str, desk: Desk, entries: Entries, channel: str | None) -> Iterator[Mrkdwn]:
    """What is said under a confidential type; `channel` is where others can read the message that the form is about."""
    yield who_will_see(work, person, desk, matter(entries, work.desks), person)
    if channel:
        yield work.words_of(person)("form.post_stays", channel=Mrkdwn(f"<#{channel}>"))


def take(
    work: Work, person: str, desk: Desk, entries: Entries, files: Sequence[SharedFile], response_url: str | None
) -> Case:
    """Open the case that the form makes. Raises InvalidForm, NotACustomer, NotSetUp."""
    check_draft(entries.draft(work.desks, files), work.desks)
    check_customer(work.person(person), desk, desk.label(work.words_of(person).language))
    asked = matter(entries, work.desks, files)
    if mistakes := dict(_wrong_people(work, person, desk, asked)):
        raise InvalidForm(mistakes)
    case = opening.open_case(work, person, desk, asked)
    if response_url:
        _where_typed(work, case, person, response_url)
    return case


def _wrong_people(work: Work, person: str, desk: Desk, asked: Matter) -> Iterator[tuple[str, Mistake]]:
    kind = desk.type(asked.type)
    if kind and kind.is_mediation:
        if asked.other is None:
            yield OTHER, Missing()
        elif asked.other == person:
            yield OTHER, NotYourself()
        elif not works_here(work.person(asked.other)):
            yield OTHER, NotAPerson()
    if asked.other and asked.other in asked.excluded:
        yield EXCLUDED, OnTheOtherSide(person=mention(asked.other))


def _where_typed(work: Work, case: Case, person: str, response_url: str) -> None:
    place, names = (
        caseplaces.told(case.ref, None, "typed"),
        [work.person(one).name for one in cases.readers(work, case)],
    )
    work.send(place, place, Respond(response_url, saved_in_confidence(names, work.words_of(person))))
