"""A question without a name: only a secret that its asker has leads back to it, and nothing that is kept leads to them.

All that their acts save and send bears the next full hour, and leaves then: no instant tells when somebody was there.
docs/decisions/nothing-that-identifies.md
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from bot import deciding
from bot.blocks import Block, View
from bot.case_errors import EnoughLooks, EnoughQuestions, EnoughSaid, LeadsNowhere, NotAskedUnnamed
from bot.confidence import cases, copies, links, opening, receiving, talking, telling
from bot.confidence.rations import Rations
from bot.desks import Desk
from bot.drafts import DETAILS_LIMIT, REPLY_LIMIT, TITLE_LIMIT, check_length
from bot.errors import AlreadyClosed, AlreadyReceived
from bot.form_errors import AudienceChanged, InvalidForm, Missing
from bot.matters import Matter
from bot.mrkdwn import Mrkdwn, escape, visible
from bot.utterances import Utterance
from bot.views import anonymous as views
from bot.views.anonymous import Answer, Asking, Entered, Word
from bot.views.kit import clip
from bot.work import Work
from storage.confidence import Case, Said, TraceKind
from storage.kinds import Side, State
from storage.tables import DeskChannel

COMMANDS = frozenset({"anonymous", "anonym"})
_A_DAY = timedelta(days=1)
_A_DESK_A_DAY = 30
_SAID_A_DAY = 20
_HAVE_OPENED = (TraceKind.READ, TraceKind.CLAIMED, TraceKind.HANDED_OVER, TraceKind.TAKEN_OVER)
_LOOKS_SHOWN = 20


def begin(work: Work, rations: Rations, person: str, typed: str) -> View:
    """Where a secret leads that was typed; else the form, with what was typed. Raises LeadsNowhere, NotAskedUnnamed."""
    if links.read(typed) or links.is_meant(typed):
        return answer(work, rations, person, typed)
    return form(work, person, Entered(links.new_secret(), text=typed))


def form(work: Work, person: str, entered: Entered, warning: Mrkdwn | None = None) -> View:
    """The form with what was typed so far. Raises NotSetUp, and NotAskedUnnamed where no desk can be asked so."""
    opening.check_set_up(work)
    desks, words = _desks(work, person), work.words_of(person)
    desk = next((one for one in desks if one.key == entered.desk), desks[0])
    audience = receiving.who_will_see(work, person, desk, _matter(entered), None)
    told = replace(entered, pledge=_pledge(work, desk, entered))
    asking = Asking(desks, desk, told, audience, full_hour(work.now), warning)
    return views.asking_form(asking, words, work.person(person).time_zone)


def look_again(work: Work, person: str, entered: Entered) -> View | None:
    """The form once more where others would see it than it has said, for somebody has come or gone; else None."""
    desk = _desk(work, person, entered)
    if _leading_to(work, links.key_of(entered.secret)) or _pledge(work, desk, entered) == entered.pledge:
        return None
    return form(work, person, entered, work.words_of(person)("form.audience_changed"))


def way_in(work: Work, person: str) -> list[Block]:
    """What somebody's App Home says of it; nothing where no desk can be asked so."""
    can_ask = bool(work.settings.helpdesk_keys) and any(one.takes_anonymous for one in deciding.desks_for(work, person))
    return views.way_in(work.words_of(person)) if can_ask else []


def ask(work: Work, rations: Rations, person: str, entered: Entered) -> None:
    """Save a question, and have it reach its desk at the full hour.

    Raises InvalidForm, NotSetUp, NotAskedUnnamed, and AlreadyReceived for what was saved before.
    """
    desk, link = _desk(work, person, entered), links.key_of(entered.secret)
    if not visible(entered.text):
        raise InvalidForm({views.TEXT: Missing()})
    check_length(views.TEXT, entered.text, DETAILS_LIMIT)
    if _leading_to(work, link):
        raise AlreadyReceived
    if _pledge(work, desk, entered) != entered.pledge:
        raise InvalidForm({views.TEXT: AudienceChanged()})
    _check_desk(work, desk)
    opening.open_case(_discreet(work), None, desk, _matter(entered), link=link)
    if not rations.questions.take(person, work.now):
        raise InvalidForm({views.TEXT: EnoughQuestions()})


def answer(work: Work, rations: Rations, person: str, typed: str) -> View:
    """Where a secret leads. Raises LeadsNowhere, and EnoughLooks for whoever tries again and again."""
    if not rations.looks.take(person, work.now):
        raise EnoughLooks
    secret = links.read(typed)
    case = _leading_to(work, links.key_of(secret)) if secret else None
    if secret is None or case is None:
        raise LeadsNowhere
    return _shown(work, case, person, secret, is_new=False)


def write(work: Work, person: str, secret: str, stamp: str, text: str) -> View:
    """Go on: an agent reads it at the full hour, and what was resolved is open again; once for each `stamp`.

    Raises LeadsNowhere, AlreadyClosed, InvalidForm.
    """
    found = _leading_to(work, links.key_of(secret))
    if found is None:
        raise LeadsNowhere
    case, discreet = cases.locked(work, found.ref), _discreet(work)
    if case.state in talking.OVER:
        raise AlreadyClosed
    if not visible(text):
        raise InvalidForm({views.MORE: Missing()})
    check_length(views.MORE, text, REPLY_LIMIT)
    if talking.add(discreet, case, 0, Side.REQUESTER, _utterance(discreet, case, stamp, text)):
        _check_link(discreet, case)
    return _shown(work, case, person, secret, is_new=True)


def full_hour(now: datetime) -> datetime:
    """The next full hour, or the one that it is."""
    begun = now.replace(minute=0, second=0, microsecond=0)
    return begun if begun == now else begun + timedelta(hours=1)


def _discreet(work: Work) -> Work:
    """The same at the full hour: all that is saved bears it, and what is sent leaves then."""
    return replace(work, now=full_hour(work.now))


def _desks(work: Work, person: str) -> list[Desk]:
    desks = [desk for desk in deciding.desks_for(work, person) if desk.takes_anonymous]
    if not desks:
        raise NotAskedUnnamed
    return desks


def _desk(work: Work, person: str, entered: Entered) -> Desk:
    """The desk that stands in the form, as long as this person can ask it so. Raises NotAskedUnnamed."""
    desk = next((one for one in _desks(work, person) if one.key == entered.desk), None)
    if desk is None:
        raise NotAskedUnnamed
    return desk


def _pledge(work: Work, desk: Desk, entered: Entered) -> str:
    """A mark of those who would see it: where it is another than the form has kept, others were named."""
    seeing = opening.seen_by(work, desk, _matter(entered), None)
    return hashlib.sha256(" ".join(seeing).encode()).hexdigest()[:16]


def _matter(entered: Entered) -> Matter:
    """Its first line is the title; where that is all, there are no details."""
    text = visible(entered.text)
    title = clip(" ".join(text.partition("\n")[0].split()), TITLE_LIMIT)
    return Matter(title, text if text != title else "", excluded=entered.excluded)


def _check_desk(work: Work, desk: Desk) -> None:
    """A desk is asked so only so often a day, counted for all processes: whoever counts has its row alone."""
    work.session.get(DeskChannel, desk.key, with_for_update=True)
    lately = (Case.desk == desk.key, col(Case.link).is_not(None), col(Case.created_at) > work.now - _A_DAY)
    if work.session.exec(select(func.count()).where(*lately)).one() >= _A_DESK_A_DAY:
        raise InvalidForm({views.TEXT: EnoughQuestions()})


def _check_link(work: Work, case: Case) -> None:
    """Whoever holds a secret may write so much a day; the case is ours, so nobody counts beside us."""
    lately = (Said.case == case.ref, Said.side == Side.REQUESTER, col(Said.at) > work.now - _A_DAY)
    if work.session.exec(select(func.count()).where(*lately)).one() > _SAID_A_DAY:
        raise InvalidForm({views.MORE: EnoughSaid()})


def _utterance(work: Work, case: Case, stamp: str, text: str) -> Utterance:
    """The words as if Slack had brought them; no message did: the form's stamp, drawn by lot, tells them apart."""
    return Utterance(case.ref, f"{work.now.timestamp():.0f}.{stamp}", author="", text=escape(visible(text)))


def _leading_to(work: Work, link: str) -> Case | None:
    return work.session.exec(select(Case).where(Case.link == link)).first()


def _shown(work: Work, case: Case, person: str, secret: str, *, is_new: bool) -> View:
    matter = cases.matter(case)
    shown = Answer(
        glance=telling.glance_of(work, case, person),
        asked=matter.details or matter.title,
        said=_said(work, case),
        opened=_openings(work, case),
        closing_word=case.closing_word,
        is_new=is_new,
        is_orphaned=case.state is State.OPEN and not cases.readers(work, case),
    )
    metadata = f"{secret}:{secrets.randbelow(10**15)}"
    return views.answer(shown, work.words_of(person), work.person(person).time_zone, metadata)


def _said(work: Work, case: Case) -> list[Word]:
    said = copies.said_with(work, case, 0)
    return [Word(one.author, one.text or "", one.at, bool(one.files)) for one in said]


def _openings(work: Work, case: Case) -> Sequence[tuple[str, datetime]]:
    """Who has opened it and when, the newest first; to whoever it was handed over, it was opened."""
    lines = [one for one in reversed(cases.trail(work, case)) if one.kind in _HAVE_OPENED]
    opened = ((str((one.data or {}).get("to") or one.actor or ""), one.at) for one in lines)
    return [one for one in opened if one[0]][:_LOOKS_SHOWN]
