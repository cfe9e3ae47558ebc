"""Comments without a name: their readers never know of fewer than three people who may have written them."""

from datetime import date, timedelta

from sqlalchemy import insert

from bot import satisfaction
from bot.work import Work
from storage.due import Remark, Survey
from storage.engine import Storage
from storage.kinds import Rating
from storage.tables import Request
from tests.storage.test_desk_lists import IT, NOW, a_request, at_work

DAY = timedelta(days=1)


def test_remarks_are_read_in_rounds_that_end_whether_there_are_any_or_not(storage: Storage) -> None:
    with at_work(storage) as work:
        rates(work, day=0, people="ABC")
        assert reads(work, morning=1) == []

        remarks(work, "zuerst", "alpha")
        rates(work, day=1, people="D")
        assert reads(work, morning=2) == [], "it would be D's"
        rates(work, day=2, people="DE")
        rates(work, day=2, people="F", comment="It's me, F.")
        assert reads(work, morning=3) == [], "D's or E's"
        rates(work, day=3, people="G")

        assert reads(work, morning=4) == ["alpha", "zuerst"]
        remarks(work, "later")
        assert reads(work, morning=4) == ["alpha", "zuerst"], "the other leads read the same"
        rates(work, day=4, people="HIJ")
        assert reads(work, morning=5) == ["later"]


def rates(work: Work, *, day: int, people: str, comment: str = "") -> None:
    """Each has a request at the desk and rates it, on the day that begins so many mornings from now."""
    at = NOW + day * DAY + timedelta(hours=1)
    for person in people:
        request = Request(**a_request() | {"requester": person})
        work.session.add(request)
        work.session.flush()
        rated = Survey(request=request.number, desk=request.desk, resolution=1, due_at=at, settled_at=at)
        rated.comment = comment
        rated.rating, rated.rated_at = Rating.GOOD, at
        work.session.add(rated)
    work.session.flush()


def remarks(work: Work, *texts: str) -> None:
    work.session.execute(insert(Remark), [{"desk": "it", "text": text, "day": date(2026, 3, 2)} for text in texts])


def reads(work: Work, *, morning: int) -> list[str]:
    """What stands in a lead's digest."""
    return satisfaction.remarks(work, IT, NOW + (morning - 1) * DAY, NOW + morning * DAY)
