"""Turns: when somebody may get one more message of ours, one an hour and only so many a day."""

from datetime import date, datetime, timedelta

from bot.manners import Manners
from bot.work import Work
from storage.due import Addressee
from storage.queries import insert_once

AN_HOUR = timedelta(hours=1)
"""All that an addressee would get within an hour is one message."""


def lock(work: Work, key: str) -> Addressee:
    """How much an addressee has heard of us lately; ours until the commit. Their requests are locked before."""
    insert_once(work.session, Addressee, key=key, count=0)
    return work.session.get_one(Addressee, key, with_for_update={"key_share": True}, populate_existing=True)


def is_recent(work: Work, addressee: Addressee) -> bool:
    """Whether they got a message within the hour."""
    return addressee.sent_at is not None and work.now - addressee.sent_at < AN_HOUR


def free_at(work: Work, addressee: Addressee, manners: Manners, *, is_pressing: bool = False) -> datetime:
    """When a message of its own may come to who may be disturbed now; what presses need not wait for the hour."""
    if addressee.sent_at and is_recent(work, addressee) and not is_pressing:
        return manners.free_at(addressee.sent_at + AN_HOUR)
    if addressee.day == manners.day(work.now) and addressee.count >= manners.a_day:
        return manners.next_day(work.now)
    return work.now


def spoken(work: Work, addressee: Addressee, day: date) -> None:
    """They get a message now, on this day of theirs."""
    addressee.count = addressee.count + 1 if addressee.day == day else 1
    addressee.day, addressee.sent_at = day, work.now
