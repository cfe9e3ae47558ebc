"""Operators edit the desks in App Home: the text of the desks file is the truth, and a form edits one version of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from bot import deskbook, homes, people
from bot.deskfile import DesksError, desks_of, sheets, text_of, writing
from bot.deskfile.asks import Staff
from bot.deskfile.sheets import Page, Sheet, Typed
from bot.deskfile.writing import Spot
from bot.errors import DesksChanged, DesksReplaced, Mistake, NoDesksFile, NotAnOperator
from bot.form_errors import UnknownDesk, UnknownType
from bot.work import Work
from storage.queries import insert_once
from storage.tables import DesksFile, Person

_BOM = "\ufeff"  # as some editors on Windows begin a file


def is_operator(work: Work, person: str) -> bool:
    """Whether a person runs the bot."""
    return person in people.found(work.session, work.settings.helpdesk_operators)


def begin(work: Work, person: str, desk: str | None = None) -> Sheet:
    """Where an operator begins: at a desk, or at none for a new one. Raises NotAnOperator, NoDesksFile, UnknownDesk."""
    _check_operator(work, person)
    if desk is not None and not work.desks.has(desk):
        raise UnknownDesk
    return Sheet(_in_force(work).version or 0, desk)


def open_desk(work: Work, person: str, desk: str) -> Page:
    """What the form of a desk shows."""
    return _page(work, person, begin(work, person, desk))


def open_type(work: Work, person: str, sheet: Sheet, key: str | None) -> Page:
    """What the form of a type of the sheet's desk shows; nothing without a key, for a new one.

    Raises DesksChanged and DesksReplaced, too.
    """
    if key is None:
        _to_edit(work, person, sheet)
        return Page(sheet, {})
    return _page(work, person, replace(sheet, type=key))


def _page(work: Work, person: str, sheet: Sheet) -> Page:
    text = _text(_to_edit(work, person, sheet))
    spot = _spot(text, sheet)
    table = writing.table_at(text, spot)
    named = [*table.get("agents", ()), *table.get("leads", ())]
    staff = _staff(work.session, named)
    strangers = [entry for entry in dict.fromkeys(named) if staff.id_of(entry) is None]
    return Page(sheet, sheets.shown(text, spot, staff), strangers)


def save_desk(work: Work, person: str, sheet: Sheet, typed: Typed) -> None:
    """Change a desk, or add one. Raises InvalidForm."""
    edition = _to_edit(work, person, sheet)
    if sheet.desk is None:
        after = sheets.with_desk(_text(edition), Staff({}), typed)
    else:
        after = _filled(work, _text(edition), sheet, typed)
    _store(work, person, edition, after)


def save_type(work: Work, person: str, sheet: Sheet, typed: Typed) -> None:
    """Change a type of a desk, or add one. Raises InvalidForm."""
    edition = _to_edit(work, person, sheet)
    text = _text(edition)
    if sheet.type is None:
        after = sheets.with_type(text, _spot(text, sheet).desk, _staff(work.session, _chosen(typed)), typed)
    else:
        after = _filled(work, text, sheet, typed)
    _store(work, person, edition, after)


def remove(work: Work, person: str, sheet: Sheet, field: str) -> None:
    """Take a desk or type out; requests to it remain. Raises InvalidForm for the field where that was decided."""
    edition = _to_edit(work, person, sheet)
    text = _text(edition)
    _store(work, person, edition, sheets.without(text, _spot(text, sheet), field))


def _filled(work: Work, text: str, sheet: Sheet, typed: Typed) -> str:
    spot = _spot(text, sheet)
    table = writing.table_at(text, spot)
    staff = _staff(work.session, [*table.get("agents", ()), *table.get("leads", ()), *_chosen(typed)])
    return sheets.filled(text, spot, staff, typed)


def _chosen(typed: Typed) -> list[str]:
    return [person for name in ("agents", "leads") for person in typed.get(name, "").split(",") if person]


def _staff(session: Session, named: Iterable[str]) -> Staff:
    """The people among these, by e-mail or id; bots serve no desk."""
    there = (people.called(named), col(Person.is_active), col(Person.is_bot).is_(False))
    return Staff(dict(session.exec(select(Person.id, Person.email).where(*there).order_by(Person.id)).all()))


def _spot(text: str, sheet: Sheet) -> Spot:
    """Where in the file a sheet's desk or type stands. Raises UnknownDesk, UnknownType."""
    desks = writing.desks_at(text)
    desk = _place(desks, sheet.desk)
    if desk is None:
        raise UnknownDesk
    if sheet.type is None:
        return Spot(desk)
    place = _place(desks[desk].get("types", []), sheet.type)
    if place is None:
        raise UnknownType
    return Spot(desk, place)


def _place(tables: Sequence[Mapping[str, object]], key: str | None) -> int | None:
    return next((place for place, table in enumerate(tables) if str(table["key"]).strip() == key), None)


# -- versions --------------------------------------------------------------------------------------------------------


def _check_operator(work: Work, person: str) -> None:
    if not is_operator(work, person):
        raise NotAnOperator


def _to_edit(work: Work, person: str, sheet: Sheet) -> DesksFile:
    """The version that a sheet is about, if it is still in force."""
    _check_operator(work, person)
    edition = _in_force(work)
    if edition.version != sheet.version:
        raise _changed(work, edition)
    return edition


def _text(edition: DesksFile) -> str:
    return edition.text.removeprefix(_BOM)


def _in_force(work: Work) -> DesksFile:
    """The newest text that was applied, or the file itself, as version 0, while that is what was read at start."""
    newest = deskbook.newest(work.session)
    if newest is not None:
        return newest
    try:
        text = text_of(work.settings.helpdesk_desks)
        is_read = desks_of(text) == work.desks
    except DesksError:
        raise NoDesksFile from None
    if not is_read:
        raise NoDesksFile
    return DesksFile(version=0, text=text, at=work.now)


def _store(work: Work, person: str, edition: DesksFile, text: str) -> None:
    """Put an edited text in force, unless somebody else is a moment faster; the same text makes no new version."""
    whole = (_BOM if edition.text.startswith(_BOM) else "") + text
    if whole == edition.text:
        return
    version = (edition.version or 0) + 1
    if not insert_once(work.session, DesksFile, version=version, text=whole, by=person, at=work.now):
        raise _changed(work, _in_force(work))
    operators = people.found(work.session, work.settings.helpdesk_operators)
    homes.refresh(work.session, work.now, operators, cause=f"desks:{version}")


def _changed(work: Work, edition: DesksFile) -> Mistake:
    return DesksChanged(person=work.person(edition.by).name) if edition.by else DesksReplaced()
