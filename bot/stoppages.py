"""Work has stopped: as long as a request is that urgent, somebody is called, and who asked hears honest words.

It follows from the request as it stands, as pings do: each change of it comes here, and what is due is planned anew.
"""

from collections.abc import Sequence

from sqlmodel import col, select

from bot import places
from bot.duty import Rota
from bot.lifecycle import OWED
from bot.outbox import Delete, Update
from bot.views import stoppages as views
from bot.work import Work
from storage.kinds import State, Urgency
from storage.stoppages import Call, Stoppage
from storage.tables import Request


def follow(work: Work, request: Request) -> None:
    """The request has changed, and is ours: call on, or no longer, as it stands now."""
    rota = work.desk(request.desk).rota
    if rota is None and request.urgency is not Urgency.BLOCKED:
        return
    stoppage = of(work, request)
    if rota and _stops_work(request):
        _go_on(work, request, stoppage if stoppage and not stoppage.ended_at else _begin(work, request, stoppage), rota)
    elif stoppage and not stoppage.ended_at:
        _rest(work, request, stoppage)


def of(work: Work, request: Request) -> Stoppage | None:
    """The stoppage that a request is, or was."""
    return work.session.get(Stoppage, request.number, populate_existing=True)


def _stops_work(request: Request) -> bool:
    """Whether who asked can't work and the desk owes the next step; of a disruption, its head is what is worked on."""
    return request.urgency is Urgency.BLOCKED and request.state in OWED and request.disruption is None


def _begin(work: Work, request: Request, before: Stoppage | None) -> Stoppage:
    stoppage = before or Stoppage(request=request.number, begun_at=work.now)
    stoppage.begun_at, stoppage.ended_at = work.now, None
    stoppage.round += 1
    work.session.add(stoppage)
    work.session.flush()
    return stoppage


def _go_on(work: Work, request: Request, stoppage: Stoppage, rota: Rota) -> None:
    stoppage.word_at = stoppage.word_at or work.now + rota.word_every
    if request.agent:
        stoppage.call_at = None
        hang_up(work, request)
    else:
        stoppage.call_at = stoppage.call_at or work.now


def _rest(work: Work, request: Request, stoppage: Stoppage) -> None:
    """Nobody is called and nothing said: while it waits for who asked, or because it is over."""
    stoppage.call_at = stoppage.word_at = None
    if request.state is not State.WAITING:
        stoppage.ended_at = work.now
    hang_up(work, request)
    take_back_word(work, request, stoppage)


def take_back_word(work: Work, request: Request, stoppage: Stoppage) -> None:
    """What was last said to who can't work goes away: it is no longer so, or said anew at the end."""
    if stoppage.has_word:
        stoppage.has_word = False
        place = places.stoppage_word(request.number)
        work.send(f"{place}:{stoppage.told}:gone", places.conversation_lane(request.number), Delete(place))


def ringing(work: Work, request: Request) -> Sequence[Call]:
    """The calls that still ask for somebody."""
    standing = select(Call).where(Call.request == request.number, col(Call.gone_at).is_(None))
    return work.session.exec(standing.order_by(col(Call.id))).all()


def hang_up(work: Work, request: Request) -> None:
    """The calls ask for nothing any more, and say how it stands."""
    for call in ringing(work, request):
        end(work, request, call)


def end(work: Work, request: Request, call: Call) -> None:
    """One call asks for nothing any more."""
    call.gone_at = work.now
    words, place = work.words_of(call.person), places.call(request.number, call.id)
    text, blocks = views.over(request, call, words)
    work.send(f"{place}:over", places.call_lane(request.number, call.person), Update(place, text, blocks))
    work.refresh_homes([call.person], cause=f"{place}:over")
