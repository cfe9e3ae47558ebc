"""When to look whether a case asks for something: the one due time that it has."""

from datetime import datetime

from bot.desks import Desk
from bot.matters import Matter
from bot.work import Work
from storage.confidence import Case


def unclaimed(work: Work, desk: Desk, matter: Matter) -> dict[str, datetime]:
    """What holds while nobody has a case: by when a first answer is promised, and half of that until a reminder."""
    promised, hours = desk.standard(matter.type, matter.urgency).first_answer, desk.hours
    return {"answer_due": hours.add(work.now, promised), "remind_at": hours.add(work.now, promised / 2)}


def silent(work: Work, case: Case) -> dict[str, datetime]:
    """What holds once somebody has it: they are reminded when they say nothing for as long as the desk allows."""
    desk = work.desk(case.desk)
    return {"remind_at": desk.hours.add(work.now, desk.silent_after)}


def resolved(work: Work, case: Case) -> dict[str, datetime]:
    """What holds once it is resolved: it may be opened again for a while, then it is closed."""
    desk = work.desk(case.desk)
    return {"remind_at": desk.hours.add(work.now, desk.plan.reopen_within)}


NOTHING: dict[str, None] = {"remind_at": None}
"""What holds once it is over."""
