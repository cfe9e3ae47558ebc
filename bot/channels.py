"""The channels that the desks file names beside the desks' own, by the ids that Slack knows them by."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from bot.desks import Desk, Desks
from bot.routing import Rule
from storage.queries import insert_once
from storage.tables import Channel, DeskChannel


def named(desks: Desks) -> Iterator[tuple[str, str | None]]:
    """Every channel that is to be known, by name or id, with the desk whose request channel it is: those first."""
    yield from ((name, desk.key) for desk in desks for name in desk.request_channels)
    yield from ((name, None) for rule in desks.rules for name in rule.channels)


def settle(session: Session, found: Iterable[Channel]) -> None:
    """Remember these channels, and no others."""
    rows = sorted(found, key=lambda channel: channel.id)  # in one order, for two processes at once
    session.execute(delete(Channel).where(col(Channel.id).not_in([row.id for row in rows])))
    for row in rows:
        values = {"name": row.name, "desk": row.desk, "is_private": row.is_private}
        if not insert_once(session, Channel, id=row.id, **values):
            session.execute(update(Channel).where(col(Channel.id) == row.id).values(**values))


def desk_asked_in(session: Session, desks: Desks, channel: str) -> Desk | None:
    """The desk whose request channel this is, if it is one."""
    found = session.get(Channel, channel)
    return desks.get(found.desk) if found and found.desk and desks.has(found.desk) else None


def desk_behind(session: Session, desks: Desks, channel: str) -> Desk | None:
    """The desk that works in this channel, or whose request channel it is."""
    working = session.exec(select(DeskChannel.desk).where(DeskChannel.channel == channel)).all()
    own = next((desks.get(key) for key in working if desks.has(key)), None)
    return own or desk_asked_in(session, desks, channel)


def is_private(session: Session, channel: str) -> bool:
    """Whether only those read a channel who were invited; one that nobody knows of is taken for such."""
    found = session.get(Channel, channel)
    return found is None or found.is_private


def rules_by_id(session: Session, desks: Desks) -> tuple[Rule, ...]:
    """The rules for routing, their channels by id; one that Slack does not know stays as the file names it."""
    named = {name for rule in desks.rules for name in rule.channels}
    if not named:
        return desks.rules
    ids = dict(session.exec(select(Channel.name, Channel.id).where(col(Channel.name).in_(named))).all())
    return tuple(replace(rule, channels=tuple(ids.get(name, name) for name in rule.channels)) for rule in desks.rules)
