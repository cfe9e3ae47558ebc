"""The desks in force: those of the desks file, until a text of it was applied or edited; then the newest of these.

Every piece of work asks for the version in force, so that a change takes effect everywhere at once, without a restart.
"""

from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlmodel import Session, col, select

from bot.deskfile import DesksError, desks_of
from bot.desks import Desks
from storage.engine import Storage
from storage.queries import insert_once
from storage.tables import DesksFile

log = structlog.get_logger(__name__)
_NEWEST = select(DesksFile.version, DesksFile.at).order_by(col(DesksFile.version).desc()).limit(1)
"""Built once, and asked past the session, in half the time: every piece of work asks."""


@dataclass
class Deskbook:
    """Knows the desks in force; remembers the version that it read last, by its instant too.

    A version that was undone leaves its number to another.
    """

    storage: Storage
    written: Desks
    _read: tuple[tuple[int, datetime | None], Desks] | None = field(default=None)

    def current(self, session: Session) -> Desks:
        """The desks in force as a transaction sees them."""
        version, at = session.connection().execute(_NEWEST).first() or (0, None)
        read = self._read
        if read is None or read[0] != (version, at):
            desks = self._applied(session, version) if version else self.written
            self._read = read = ((version or 0, at), desks)
        return read[1]

    def _applied(self, session: Session, version: int) -> Desks:
        """The desks of a text that was applied; those known so far if a newer helpdesk than this one applied it."""
        try:
            return desks_of(session.get_one(DesksFile, version).text)
        except DesksError as error:
            log.error("the desks in force can't be read; see `helpdesk desks export`", problems=error.problems)
            return self._read[1] if self._read else self.written

    def now_in_force(self) -> Desks:
        """The desks in force, outside any transaction."""
        with self.storage.reading() as session:
            return self.current(session)


def newest(session: Session) -> DesksFile | None:
    """The text that is in force, as it was applied; none while the desks file itself is."""
    return session.exec(select(DesksFile).order_by(col(DesksFile.version).desc()).limit(1)).first()


def apply(session: Session, now: datetime, text: str, by: str | None) -> bool:
    """Put a desks file in force; False if it is already. Raises DesksError and changes nothing where it can't be."""
    desks_of(text)
    while (last := newest(session)) is None or last.text != text:
        version = (last.version or 0) + 1 if last else 1
        if insert_once(session, DesksFile, version=version, text=text, by=by, at=now):
            return True
    return False
