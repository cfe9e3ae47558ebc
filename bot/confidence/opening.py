"""A case begins: what was asked is sealed, and told to those alone who were named before."""

from sqlmodel import select

from bot.case_errors import NotSetUp
from bot.confidence import cases, due, telling
from bot.desks import Desk
from bot.entries import EXCLUDED
from bot.errors import AlreadyReceived, Mistake
from bot.form_errors import InvalidForm, NobodyLeft, NobodyToAsk
from bot.matters import Matter
from bot.mrkdwn import Mrkdwn, mention
from bot.work import Work
from storage.confidence import Case, Party, Reader, TraceKind
from storage.queries import insert_once


def open_case(
    work: Work,
    asker: str | None,
    desk: Desk,
    matter: Matter,
    *,
    link: str | None = None,
    by: TraceKind = TraceKind.ASKED,
    actor: str | None = None,
) -> Case:
    """Save a case and tell its readers, and its requester; without an `asker`, nobody's name is anywhere.

    The `actor` is who has made it of something else, if that was not who asked.

    Raises NotSetUp where the operator has set no keys, InvalidForm where nobody would be left to see it.
    """
    check_set_up(work)
    seeing = seen_by(work, desk, matter, asker)
    if not seeing:
        raise InvalidForm({EXCLUDED: nobody_left(work, matter, asker)})
    case = _new(work, desk, matter, link)
    work.session.add(Party(case=case.ref, n=0, person=asker, joined_at=work.now))
    if matter.other:
        work.session.add(Party(case=case.ref, n=1, person=matter.other))
    work.session.add_all(Reader(case=case.ref, person=person, n=n) for n, person in enumerate(seeing))
    trace = cases.record(work, case, by, actor or asker)
    telling.opened(work, case, trace)
    if asker:  # without a name, what is seen at once would tell when somebody was there
        cases.refresh_homes(work, case)
    return case


def check_set_up(work: Work) -> None:
    """Raise NotSetUp where nothing can be sealed."""
    if not work.settings.helpdesk_keys:
        raise NotSetUp


def seen_by(work: Work, desk: Desk, matter: Matter, asker: str | None) -> list[str]:
    """Who would see a case about this, in the order of their names: none of those whom it concerns or excludes."""
    return cases.who_would_see(work, desk, desk.type(matter.type), [asker, matter.other, *matter.excluded])


def nobody_left(work: Work, matter: Matter, asker: str | None) -> Mistake:
    """That nobody would see it, with who else could be asked: the desks' leads who are not excluded."""
    excluded = {asker, matter.other, *matter.excluded}
    leads = {one for other in work.desks for one in work.roster(other).leads} - excluded
    return NobodyLeft(others=Mrkdwn(", ".join(mention(one) for one in sorted(leads)))) if leads else NobodyToAsk()


def _check_new(work: Work, link: str | None) -> None:
    """Raise AlreadyReceived where somebody's secret leads to a case already: they have sent it twice."""
    if link and work.session.exec(select(Case.ref).where(Case.link == link)).first():
        raise AlreadyReceived


def _new(work: Work, desk: Desk, matter: Matter, link: str | None) -> Case:
    values = {
        "desk": desk.key,
        "matter": matter.content,
        "created_at": work.now,
        "link": link,
        "state": "open",
        "turn": 0,
        **due.unclaimed(work, desk, matter),
    }
    while not insert_once(work.session, Case, ref=(ref := cases.new_ref()), **values):
        _check_new(work, link)  # else the reference is taken: one in a thousand million
    return cases.locked(work, ref)
