"""What a lead reads of a desk: of whom how much is told, and what goes to the channel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, update

from bot import editions
from bot.desks import Asking, Desk, Reports
from bot.numbers import Period
from bot.views.digests import Edition, Theme
from bot.work import Work
from storage.due import Remark, Survey
from storage.engine import Storage
from storage.kinds import DigestKind, EventKind, Rating
from storage.reports import Stay
from storage.tables import Person, Request
from tests.storage.test_desk_lists import IT, NOW, a_request, at_work

DAY = timedelta(days=1)
WEEK = Period(NOW - 14 * DAY, NOW - 7 * DAY, NOW, "Europe/Berlin")
OPEN_DESK = replace(IT, asking=Asking(counts_for_agents=True), reports=Reports(names=True))


def test_an_edition_tells_of_agents_only_what_the_desk_lets_it(storage: Storage) -> None:
    with at_work(storage) as work:
        for name in ("bo", "Cy", "Abe"):
            work.session.add(Person(id=f"U-{name.upper()}", name=name, email=f"{name}@acme.example"))
        for n, agent in enumerate(("U-BO",) * 5 + ("U-CY",) * 4 + ("U-ABE",) * 5):
            _helps(work, f"VPN {n}", agent, Rating.GOOD if n % 2 else Rating.BAD)
        _helps(work, "VPN before", "U-BO", Rating.GOOD, ago=8 * DAY)
        work.session.execute(insert(Remark), [{"desk": "it", "text": "Thanks!", "day": date(2026, 3, 1)}])

        told, named, in_channel = _edition(work, IT), _edition(work, OPEN_DESK), _edition(work, IT, in_channel=True)

        assert (told.names, told.by_agent) == (None, {})
        assert (list(named.names or ()), list(named.by_agent)) == (["U-ABE", "U-BO", "U-CY"], ["U-ABE"])
        assert named.by_agent["U-ABE"].answers == 5, "with Bo's, too, Cy's four would be what is left of them all"
        assert (told.remarks, in_channel.remarks) == (["Thanks!"], []), "what has no name is for leads alone"
        assert told.theme == Theme("VPN", 14, 14, 1)
        assert [day.resolved for day in told.days] == [0] * 7 + [14]
        assert told.answer_times == [14, 0, 0, 0, 0]
        low = [one.survey.id for one in told.low]
        low += [one.survey.id for one in told.decisions if one.survey]
        assert len(low) == len(set(low)) > 0, "none stands there twice"
        assert told.further_low == 7 - len(low)
        assert _edition(work, IT, decides=False, kind=DigestKind.DAILY).days == ()
        assert len(_edition(work, IT, decides=False).low) == 5


def test_praise_can_be_passed_on_to_who_serves_only_its_type(storage: Storage) -> None:
    with at_work(storage) as work:
        work.session.add(Person(id="U-NET", name="Net", email="net@acme.example"))
        _helps(work, "VPN", "U-NET", Rating.GOOD)
        work.session.execute(update(Request).values(type="network"))
        work.session.execute(update(Survey).values(comment="Quick, and kind as well"))

        assert [one.agent for one in _edition(work, IT).praises] == ["U-NET"]
        work.session.execute(update(Request).values(type="plain"))
        work.session.expire_all()
        assert [one.agent for one in _edition(work, IT).praises] == [None], "who serves it not is no agent of it"


def _edition(work: Work, desk: Desk, *, kind: DigestKind = DigestKind.WEEKLY, **how: Any) -> Edition:
    return editions.of(work, desk, "U-LENA", kind, WEEK, **how)


def _helps(work: Work, title: str, agent: str, rating: Rating, ago: timedelta = timedelta(hours=1)) -> None:
    """Somebody asks the desk for help, gets it at once, and says how it was."""
    at = NOW - ago
    requested: Mapping[str, Any] = a_request() | {"title": title, "created_at": at, "requester": f"U-{title}"}
    request = Request(**requested)
    work.session.add(request)
    work.session.flush()
    answered: Mapping[str, Any] = {"answered_at": at, "answered_within": 60, "resolved_within": 60, "solver": agent}
    ends: Mapping[str, Any] = {"ended_at": at, "ended_by": EventKind.RESOLVED, **answered}
    began: Mapping[str, Any] = {"desk": "it", "began_at": at, "began_by": EventKind.OPENED}
    work.session.add(Stay(request=request.number, n=0, **began, **ends))
    rated: Mapping[str, Any] = {"resolution": 1, "due_at": at, "settled_at": at, "rated_at": at, "rating": rating}
    work.session.add(Survey(request=request.number, desk="it", resolved_by=agent, **rated))
    work.session.flush()
