"""A request becomes a case: nobody but those who are named reads on, and what others could read is taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from bot import erasing, moves
from bot.blocks import View
from bot.case_errors import NothingToConfide
from bot.confidence import cases, opening, receiving
from bot.desks import Desk
from bot.drafts import DETAILS_LIMIT
from bot.errors import NotTheRequester
from bot.fields import Field, Kind, RequestType
from bot.files import SharedFile
from bot.form_errors import InvalidForm, UnknownType
from bot.matters import Matter
from bot.views import confiding as views
from bot.views.confiding import TYPE
from bot.views.facts import answered
from bot.views.kit import Option
from bot.words import Words
from bot.work import Work
from storage.confidence import Case, Said, TraceKind
from storage.tables import Message, Request

_WAS = "was:"
"""What stands before the channel of words that were said when it was still a request: no event means them now."""


@dataclass(frozen=True)
class Choice:
    """What a request can become: the confidential types, each with its desk; and whether it is one's own."""

    request: Request
    types: Sequence[tuple[Desk, RequestType]]
    is_own: bool


def choices(work: Work, number: int, actor: str) -> Choice:
    """What this person can make of a request: who asked it, and who acts for it.

    Raises NotTheRequester, NothingToConfide, NotSetUp, UnknownRequest.
    """
    request = moves.find(work, number)
    _check(work, request, actor)
    return Choice(request, _types(work), actor == request.requester)


def _check(work: Work, request: Request, actor: str) -> None:
    opening.check_set_up(work)
    if actor != request.requester and not work.roster_of(request).serves(actor):
        raise NotTheRequester
    if request.erased_at or not _types(work):
        raise NothingToConfide


def _types(work: Work) -> list[tuple[Desk, RequestType]]:
    """A mediation needs to know of whom: that is asked for in its own form."""
    return [
        (desk, kind) for desk in work.desks for kind in desk.types if kind.is_confidential and not kind.is_mediation
    ]


def form(work: Work, number: int, actor: str, chosen: str = "", excluded: Sequence[str] = ()) -> View:
    """The form, with who would see it as it stands. Raises what `choices` raises."""
    choice, words = choices(work, number, actor), work.words_of(actor)
    options = {name(*one): one for one in choice.types}
    key = chosen if chosen in options else next(iter(options))
    desk, kind = options[key]
    request, kept = choice.request, excluded if choice.is_own else ()
    matter = _matter(work, request, kind, kept)
    shown = views.Form(
        request=request,
        types=[Option(_label(one, words), value) for value, one in options.items()],
        chosen=key,
        seen_by=receiving.who_will_see(work, actor, desk, matter, request.requester),
        excluded=kept,
        is_own=choice.is_own,
        pledge=receiving.pledge(work, request.requester, desk, kind),
    )
    return views.form(shown, words)


def look_again(work: Work, number: int, actor: str, chosen: str, excluded: Sequence[str], pledge: str) -> View | None:
    """The form once more where others would see it by now than it has named; else None. Raises as `confide` does."""
    asker, one = moves.find(work, number).requester, _chosen(work, chosen)
    is_kept = receiving.pledge(work, asker, *one) == pledge
    return None if is_kept else form(work, number, actor, chosen, excluded)


def _label(one: tuple[Desk, RequestType], words: Words) -> str:
    desk, kind = one
    return f"{desk.label(words.language)}: {kind.label.reads(words.language)}"


def confide(work: Work, number: int, actor: str, chosen: str, excluded: Iterable[str] = ()) -> Case:
    """Make a case of a request: of a type, "hr/conflict". Who does it for somebody else can exclude nobody for them.

    Raises what `choices` raises, and InvalidForm where nobody would be left, or the type is gone.
    """
    request = moves.locked(work, number)
    _check(work, request, actor)
    desk, kind = _chosen(work, chosen)
    kept = sorted(set(excluded)) if actor == request.requester else []
    case = opening.open_case(
        work, request.requester, desk, _matter(work, request, kind, kept), by=TraceKind.CONFIDED, actor=actor
    )
    _take_along(work, request, case)
    erasing.erase(work, request, actor)
    return case


def _chosen(work: Work, chosen: str) -> tuple[Desk, RequestType]:
    found = next(((desk, kind) for desk, kind in _types(work) if name(desk, kind) == chosen), None)
    if found is None:
        raise InvalidForm({TYPE: UnknownType()})
    return found


def name(desk: Desk, kind: RequestType) -> str:
    """What stands for a type of a desk in the form."""
    return f"{desk.key}/{kind.key}"


def _matter(work: Work, request: Request, kind: RequestType, excluded: Sequence[str]) -> Matter:
    """What was asked; what the old type's form was told has no place in the new one's, and so stands in the details."""
    told = [request.details, *_told(work, request)]
    return Matter(
        title=request.title,
        details="\n".join(filter(None, told))[:DETAILS_LIMIT],
        type=kind.key,
        urgency=request.urgency,
        files=tuple(SharedFile(**file) for file in request.files),
        excluded=tuple(excluded),
        request=request.number,
    )


def _told(work: Work, request: Request) -> Iterable[str]:
    language = work.words_of(request.requester).language
    for asked, values in answered(request, work.desk(request.desk)):
        if asked.kind is not Kind.FILES:
            yield f"{asked.label.reads(language).rstrip('?:')}: {', '.join(_value(work, asked, one) for one in values)}"


def _value(work: Work, asked: Field, value: str) -> str:
    return work.person(value).name if asked.kind is Kind.PERSON else value


def _take_along(work: Work, request: Request, case: Case) -> None:
    """What the two sides have said to each other goes along; notes were for the old desk."""
    told = (Message.request == request.number, col(Message.is_note).is_(False), col(Message.taken_back_at).is_(None))
    for message in work.session.exec(select(Message).where(*told).order_by(col(Message.id))):
        said = Said(
            case=case.ref,
            party=0,
            side=message.side,
            author=message.author,
            text=message.text,
            files=list(message.files),
            channel=f"{_WAS}{message.channel}",
            ts=message.ts,
            at=message.at,
        )
        work.session.add(said)
    work.session.flush()
    cases.refresh_homes(work, case)
