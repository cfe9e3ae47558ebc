"""What was asked in the open and is nobody else's business is made confidential, and its words are taken back."""

from collections.abc import Iterator

import pytest
from sqlmodel import SQLModel, select

from sandbox.seen import SeenMessage
from storage.confidence import Case
from storage.kinds import State
from tests.cases import in_dm, trail, under
from tests.people import Colleague, meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "socket")], indirect=True)
SECRETS = ("zebra", "giraffe", "ostrich", "lynx", "marmot", "weasel", "badger", "heron")
"""Each stands in one thing that was said, and nowhere else."""


def rows(world: World) -> Iterator[str]:
    """All that stands in the database, as a dump would have it."""
    with world.storage.reading() as session:
        connection = session.connection()
        for table in SQLModel.metadata.sorted_tables:
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"'):
                yield f"{table.name}: {row}"


def in_database(world: World) -> list[str]:
    return [row for row in rows(world) if any(word in row for word in SECRETS)]


def told_by_the_bot(reader: Colleague) -> list[str]:
    """All that the help desk says in what a person can read, threads, home and private words included."""
    person, found = reader.person, [reader.home()] if reader.person.home else []
    for channel in reader.world.company.workspace.world.channels.values():
        if person.id in channel.members:
            tops = person.messages(channel)
            said = [one for top in tops for one in (top, *person.thread(top))] + person.ephemerals(channel)
            found += [f"{one.plain} {one.files}" for one in said if _is_the_bots(reader, one)]
    return found


def _is_the_bots(reader: Colleague, message: SeenMessage) -> bool:
    return message.username is not None or message.user == reader.world.company.app.bot_user_id


def leaks(*readers: Colleague) -> list[str]:
    """What anybody of these reads of the secrets."""
    return [text for one in readers for text in told_by_the_bot(one) if any(word in text for word in SECRETS)]


def reference(world: World) -> str:
    """The reference of the only case."""
    with world.storage.reading() as session:
        return session.exec(select(Case.ref)).one()


@crosswise
def test_a_request_in_the_open_becomes_confidential_and_its_words_are_taken_back(world: World) -> None:
    ana, bo, cy, ben, hana, lena = meet(world, "ana", "bo", "cy", "ben", "hana", "lena")
    ana.posts("My lead calls me a zebra", files=[("giraffe.png", b"png")])
    bo.opens_home()
    lena.opens_home()
    bo.claims(1)
    bo.answers(1, "Is it the ostrich again?")
    bo.answers(1, "🔒 ask the lynx")
    cy.assigns(1, cy, done="marmot", then="weasel")
    cy.resolves(1, "The badger is gone")
    world.pass_time(minutes=31)
    assert leaks(cy, lena), "the walk finds what stands there"

    post = ana.person.messages(world.channel("ask-it"))[-1]
    head = next(one for one in ana.person.thread(post) if "confide" in str(one.blocks))
    ana.presses("confide", head)
    ana.fills(type="hr/conflict", excluded=[lena.id])
    assert "Hana" in ana.reads_form()
    assert "Lena" not in ana.reads_form()
    ana.sends()

    ref = reference(world)
    assert world.request(1).state is State.WITHDRAWN
    assert in_database(world) == []
    assert leaks(bo, cy, ben, lena) == []
    assert trail(world, ref) == ["confided by ana"]
    (card,) = in_dm(hana, ref)
    assert leaks(hana) == []
    hana.presses("case_claim", card)
    (root,) = in_dm(hana, ref)
    told = "\n".join([root.plain, *under(hana, root)])
    assert "My lead calls me a zebra" in told
    assert "Is it the ostrich again?" in told
    assert "lynx" not in told, "notes were the old desk's"
    assert in_dm(lena, ref) == []


@one_world
def test_whatever_has_become_of_a_request_nothing_of_it_stays_with_anybody_who_read_it(world: World) -> None:
    ana, bo, cy, ben, hana, lena, nick = meet(world, "ana", "bo", "cy", "ben", "hana", "lena", "nick")
    for one in (bo, lena, ben):
        one.opens_home()
    ana.asks("zebra in the office", details="giraffe", urgency="blocked")
    ben.types("/helpdesk it zebra in the office")
    ben.presses_in_form("me_too")
    bo.claims(1)
    bo.presses("bring_in", bo.line(1))
    bo.sends(person=nick.id, word="ostrich?")
    bo.answers(1, "Which lynx is it?", files=[("marmot.png", b"png")])
    ana.writes(1, "The weasel of all weasels, and it is very loud here in the office")
    bo.resolves(1, "badger caught")
    world.pass_time(minutes=31)
    ana.rates(1, "🙁")
    ana.comments(1, "heron was better than what came of this")
    world.pass_time(days=1)
    assert leaks(lena), "the digest quotes it"
    assert leaks(nick)
    assert leaks(ben)

    head = ana.head(1)
    assert bo.uses_shortcut("confide_this", on=bo.card(1)) == ""
    assert "excluded" not in bo.asked(), "who must not see it is for who asked to say"
    bo.sends(type="hr/health")

    assert in_database(world) == []
    assert leaks(bo, cy, ben, nick, lena) == []
    assert ana.reads(ana.person.sees(head)) == "#1 wurde zurückgezogen: Was hier steht, liest niemand."
    assert ana.person.thread(head), "what she wrote to the help desk and was told there stays in her own messages"
    ana.person.says(ana.dm, "hello?", thread=head)
    world.settle()
    assert in_database(world) == []
    (card,) = in_dm(hana, reference(world))
    assert trail(world, reference(world))[0] == "confided by bo"
    assert card


@one_world
def test_who_has_no_business_with_it_makes_nothing_confidential_and_nothing_twice(world: World) -> None:
    ana, bo, ben, hana, lena = meet(world, "ana", "bo", "ben", "hana", "lena")
    ana.posts("zebra")
    bo.claims(1)
    post = ana.person.messages(world.channel("ask-it"))[-1]
    head = next(one for one in ana.person.thread(post) if "confide" in str(one.blocks))

    assert "only" in ben.presses("confide", head).lower()
    ana.presses("confide", head)
    ana.fills(excluded=[hana.id, lena.id])
    assert "Hana" not in ana.reads_form()
    ana.sends()
    assert ana.person.modal
    assert ana.person.modal.errors, "with nobody left it is said, and nothing is lost"
    assert world.request(1).state is State.CLAIMED
    ana.sends(excluded=[])
    assert ana.person.modal is None

    assert "withdrawn" in bo.mail()[-1], "who had it learns why it is gone"

    ana.edits(post, "zebra and ostrich")
    assert in_database(world) == [], "what is edited later is not kept either"
    said = ben.posts("what was it with the lynx?", thread=post)
    assert in_database(world) == []
    assert ben.whispers()[-1].startswith("#1 was withdrawn")
    assert said
    assert bo.person.thread(post)
