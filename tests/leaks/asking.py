"""All that somebody can ask the help desk, on every path that it has, and what it answers."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from io import BytesIO
from zipfile import ZipFile

from bot import exports, favours, forecast, overviews, reception, reports
from bot.asked_periods import read as read_period
from bot.confidence import anonymous, confiding, excluding, leaving, listing, looking, mediating, moves, steps
from bot.drafts import type_name
from bot.entries import DESK, EXCLUDED, TITLE, Entries
from bot.errors import Mistake
from bot.favours import Wish
from bot.files import OwnFile
from bot.outbox import Answer, Export
from bot.reception import Start
from bot.views.anonymous import Entered
from bot.views.requestform import Memory
from bot.work import Work
from storage.queries import outbox_figures, requests_by_state
from tests.leaks.company import Company, described
from tests.leaks.plans import HR, LENA, OLGA, TITLES

Answers = dict[str, str]
_Ask = Callable[[Work, str], object]
_IN_CASES = (
    moves.claim,
    moves.hand_back,
    moves.hand_over_form,
    moves.resolve_form,
    moves.reopen,
    moves.withdraw,
    looking.open_case,
    excluding.form,
    steps.form,
    leaving.admit_form,
    mediating.join,
    mediating.leave,
)


def answers(company: Company, person: str, refs: Sequence[str], words: Sequence[str]) -> Answers:
    """What a person is answered to everything, by what they asked; `words` are those that nobody uses in public."""
    told = {name: _told(company, person, ask) for name, ask in _questions(person, refs, words)}
    if person == OLGA:
        told |= _to_operators(company, person)
    return told


def _told(company: Company, person: str, ask: _Ask) -> str:
    try:
        with company.helpdesk.looking() as work:
            return str(ask(work, person))
    except Mistake as mistake:
        return described(mistake)


def _questions(person: str, refs: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, _Ask]]:
    yield "home", overviews.draw
    yield "mine", overviews.mine
    yield "settings", overviews.my_settings
    yield "nameless", partial(anonymous.form, entered=Entered("S", "hr", "Hello"))
    yield "nameless in App Home", anonymous.way_in
    yield "colleague", partial(favours.form, wish=Wish("", "A banner"))
    for number in (1, 2):
        yield f"standing {number}", partial(overviews.standing, number=number)
        yield f"confide {number}", partial(_confide, number=number)
    for typed in (*words, *refs[:1], "lost"):
        yield f"search {typed}", partial(overviews.search, text=typed)
    for typed in (f"{words[-1]} {TITLES[0]}", f"hr {TITLES[1]}"):
        yield f"form {typed}", partial(reception.begin, start=Start(typed))
    for excluded in ([], list(HR)):
        yield f"form without {excluded}", partial(_form, title=TITLES[0], excluded=excluded)
    for n, ref in enumerate(refs):
        yield f"where {n} stands", partial(listing.standing, text=ref)
        yield from ((f"{act.__name__} {n}", partial(_act, act=act, ref=ref)) for act in _IN_CASES)
    yield from _reports(person)


def _confide(work: Work, person: str, number: int) -> object:
    return confiding.form(work, number, person)


def _act(work: Work, person: str, act: Callable[[Work, str, str], object], ref: str) -> object:
    return act(work, ref, person)


def _form(work: Work, person: str, title: str, excluded: list[str]) -> object:
    filled = {DESK: ["hr"], type_name("hr"): ["conflict"], TITLE: [title], EXCLUDED: excluded}
    return reception.go_on(work, person, Entries(filled), Memory(), urgency_chosen=False)


def _reports(person: str) -> Iterator[tuple[str, _Ask]]:
    for typed in ("hr last 30 days", "who helps whom"):
        yield f"report {typed}", partial(reports.ask, typed=typed, url="url", key="key")
    for desk in ("", "it", "hr") if person == LENA else ("hr",):
        yield f"reckoned {desk}", partial(_reckoned, desk=desk)
    for form in exports.Form if person == LENA else ():
        yield f"export {form}", partial(_exported, form=form)


def _reckoned(work: Work, person: str, desk: str) -> object:
    asked = read_period("last 30 days" if desk else "last month", "Europe/Berlin", work.now)
    return reports.answers(work, Answer("url", person, desk, str(asked)))


def _exported(work: Work, person: str, form: str) -> str:
    asked = read_period("last 30 days", "Europe/Berlin", work.now)
    return _read(exports.file(work, Export(person, "hr", str(asked), form)))


def _read(file: OwnFile | None) -> str:
    """What stands in a file, of a workbook in each part of it."""
    if file is None or not file.name.endswith("xlsx"):
        return str(file)
    with ZipFile(BytesIO(file.content)) as book:
        return str({name: book.read(name) for name in book.namelist() if "sheet" in name or "Strings" in name})


def _to_operators(company: Company, person: str) -> Answers:
    """What comes, as App Home and the command line have it, and the figures that are watched."""
    coming = forecast.look_ahead(company.helpdesk, company.clock() + timedelta(days=3), 300)
    with company.helpdesk.looking() as work:
        words = work.words_of(person)
        return {
            "forecast": str(forecast.form(work, person, "week", coming)),
            "pings": str(forecast.in_full(work, coming, words)),
            "outbox": str(outbox_figures(work.session, company.clock())),
            "states": str(requests_by_state(work.session)),
        }
