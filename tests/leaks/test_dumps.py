"""Who gets hold of the database, or of a backup of it, reads no word that was said in confidence."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from sqlite3 import connect

from sqlmodel import SQLModel, col, select

from bot import conversation, outbox, places, requests
from bot.confidence import confiding
from bot.drafts import Draft
from storage.confidence import Case, Said, Trace
from storage.engine import Storage
from storage.kinds import Urgency
from storage.tables import Outgoing
from tests.databases import Databases
from tests.leaks.company import Company
from tests.leaks.plans import BO, CY, PIA
from tests.leaks.test_noninterference import ALL_AT_ONCE
from tests.world import KEY

IN_CONFIDENCE = replace(ALL_AT_ONCE, acts=[act for act in ALL_AT_ONCE.acts if act.of >= 0])
CONFIDED = ("wombat", "platypus", "echidna")
"""Words of a request that is made confidential: its title, its details, and what was said in it."""
SECRETS = (*(one.words for one in ALL_AT_ONCE.cases), *CONFIDED)


def everything_goes_on(storage: Storage) -> Company:
    """Cases of each kind, a mediation, a question without a name, and a request that is made confidential."""
    company = Company(storage, IN_CONFIDENCE)
    company.lives(secretly=True)
    title, details, said = CONFIDED
    number = company.does(PIA, requests.open_request, PIA, Draft("it", title, details, Urgency.NORMAL)).number
    company.mail.delivers(company.helpdesk)
    company.says(conversation.hear, places.card(number), BO, said)
    company.mail.delivers(company.helpdesk)
    assert any(title in row for row in rows(storage)), "the walk finds what stands there"
    assert company.does(PIA, confiding.confide, number, PIA, "hr/health", [CY])
    company.mail.delivers(company.helpdesk)
    return company


def rows(storage: Storage) -> Iterator[str]:
    """All rows, as a dump has them."""
    if storage.is_sqlite:
        with closing(connect(storage.url.database or "")) as connection:
            yield from connection.iterdump()
        return
    with storage.engine.connect() as connection:
        cursor = connection.connection.cursor()
        for table in SQLModel.metadata.sorted_tables:
            with cursor.copy(f'COPY "{table.name}" TO STDOUT') as copy:
                yield from (f"{table.name} {bytes(line).decode()}" for line in copy)


def files(storage: Storage) -> Iterator[bytes]:
    """What stands in SQLite's files, be it still in use or not: the database, its log, a backup."""
    if not storage.is_sqlite:
        return
    file = Path(storage.url.database or "")
    with closing(connect(file)) as connection:
        connection.execute("VACUUM INTO ?", [f"{file}-backup"])
    found = sorted(file.parent.glob(f"{file.name}*"))
    assert [one.suffix for one in found] == [".db", ".db-backup", ".db-shm", ".db-wal"]
    yield from (one.read_bytes() for one in found)
    found[1].unlink()


def test_no_word_and_nobody_who_is_excluded_stands_in_a_dump_and_with_the_keys_all_is_there(
    databases: Databases,
) -> None:
    with databases.fresh() as url:
        storage = Storage(url, keys=[KEY])
        company = everything_goes_on(storage)
        dump = list(rows(storage))
        assert [row for row in dump if any(word in row for word in SECRETS)] == []
        secret = [one.ref for n, one in company.opened.items() if n]
        assert [row for row in dump if CY in row and any(ref in row for ref in secret)] == []
        later = [person for _, person, _ in company.lost]
        assert later, "somebody was excluded later"
        assert [row for row in dump if "excluded" in row and any(person in row for person in later)] == []
        in_files = b"".join(files(storage))
        assert [one.words for one in ALL_AT_ONCE.cases if one.words.encode() in in_files] == []
        company.helpdesk.tidy()
        in_files = b"".join(files(storage))
        assert [word for word in SECRETS if word.encode() in in_files] == []
        storage.close()

        assert set(read_back(url, keys=[KEY])) == set(SECRETS)
        assert not read_back(url, keys=[])


def read_back(url: str, keys: list[str]) -> list[str]:
    """Which of the words are read in a database by who has these keys."""
    storage = Storage(url, keys=keys)
    with storage.reading() as session:
        kept = [session.exec(select(what)).all() for what in (Case.matter, Case.closing_word, Said.text, Trace.data)]
        leaving = session.exec(select(Outgoing).where(col(Outgoing.lane).like("case:%"))).all()
        found = str([kept, [outbox.read(row) for row in leaving if row.sealed]])
    storage.close()
    return [word for word in SECRETS if word in found]
