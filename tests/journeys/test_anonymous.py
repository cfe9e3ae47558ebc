"""Somebody asks HR without their name, finds the answer by their secret, and nobody learns who it was."""

import re
from collections.abc import Sequence

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from sandbox.faults import rate_limit
from sandbox.seen import SeenMessage
from storage.confidence import Case
from tests.cases import in_dm, trail, under
from tests.people import Colleague, meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
_SECRET = re.compile(r"(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}")


def shown_secret(person: Colleague) -> str:
    """The secret in front of somebody, as they would copy it."""
    found = _SECRET.search(person.reads_form())
    assert found, person.reads_form()
    return found[0]


def reference(world: World) -> str:
    """The reference of the only case that there is."""
    with world.storage.reading() as session:
        return session.exec(select(Case.ref)).one()


def rows(world: World) -> set[str]:
    """Every row of every table, as it stands in the database."""
    with world.storage.reading() as session:
        tables = [one.name for one in SQLModel.metadata.sorted_tables]
        return {f"{one} {tuple(row)}" for one in tables for row in session.execute(text(f'SELECT * FROM "{one}"'))}


def seen_by(person: Colleague) -> str:
    """All that somebody has before them: their DM with its threads, the form in front, App Home."""
    messages: Sequence[SeenMessage] = person.person.messages(person.dm)
    threads = [person.person.thread(one) for one in messages]
    modal = person.person.modal.view if person.person.modal else None
    return f"{messages} {threads} {modal} {person.person.home}"


@crosswise
def test_who_asks_without_a_name_is_answered_and_nowhere_stands_who_it_was(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    ana, hana, lena, olga = meet(world, "ana", "hana", "lena", "olga")
    for one in (hana, lena, olga):
        one.opens_home()
    before = rows(world)

    ana.types("/helpdesk anonym Mein Chef brüllt <!channel> herum")
    assert ana.form.title == "Ohne Namen fragen"
    assert "Hana" in ana.reads_form()
    assert "Lena" in ana.reads_form()
    assert "In einem kleinen Team" in ana.reads_form()
    ana.fills(excluded=[lena.id])
    assert "Lena" not in ana.reads_form()
    ana.sends()
    assert ana.form.title == "Dein Weg zurück"
    secret = shown_secret(ana)
    assert f"/helpdesk anonym {secret}" in ana.reads_form()
    ref = reference(world)
    assert in_dm(hana, ref) == []  # at the full hour
    assert ref not in hana.opens_home()

    world.pass_time(hours=1)
    (card,) = in_dm(hana, ref)
    assert "brüllt" not in hana.reads(card)
    assert in_dm(lena, ref) == []
    hana.presses("case_claim", card)
    (root,) = in_dm(hana, ref)
    assert "Mein Chef brüllt <!channel> herum" in hana.reads(root).replace("&lt;", "<").replace("&gt;", ">")
    assert "@ana" not in hana.reads(root)
    assert "Niemand weiß, wer das geschrieben hat" in hana.reads(root)
    hana.person.says(hana.dm, "Thank you. Is it loud every day?", thread=root)
    world.settle()

    ana.types(f"/helpdesk anonym {secret.lower()}")
    answer = ana.reads_form()
    assert "Thank you. Is it loud every day?" in answer
    assert "@hana kümmert sich darum." in answer
    assert "Wer es geöffnet hat: @hana" in answer
    ana.sends(more="Jeden Tag, <@U1> & alle hören es.")
    assert "Gespeichert." in ana.reads_form()
    assert len(under(hana, root)) == 1
    world.pass_time(hours=1)
    last = hana.person.thread(root)[-1]
    assert last.text == "Jeden Tag, &lt;@U1&gt; &amp; alle hören es."
    assert last.username == "Jemand ohne Namen"

    hana.presses("case_resolve", root)
    hana.sends(closing_word="He won't any more.")
    ana.types(f"/helpdesk anonymous {secret}")
    assert "Gelöst." in ana.reads_form()
    assert "He won't any more." in ana.reads_form()
    ana.sends(more="Er brüllt wieder.")
    assert trail(world, ref)[-1] == "reopened by nobody"
    world.pass_time(hours=1)
    assert "Er brüllt wieder." in under(hana, root)
    hana.presses("case_open", root)

    new = "\n".join(rows(world) - before)
    everywhere = [new, seen_by(hana), seen_by(lena), seen_by(olga), "".join(capsys.readouterr())]
    for trace in (ana.id, ana.dm.id, ana.person.real_name, ana.person.email):
        assert [place for place in everywhere if trace in place] == []
    for word in (secret, secret.replace("-", ""), "brüllt", "any more"):
        assert word not in new
    assert ref not in seen_by(lena) + seen_by(olga)


@one_world
def test_the_way_back_can_be_kept_as_a_message_and_others_find_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    ben, hana = meet(world, "ben", "hana")

    assert "ask it without your name" in ben.opens_home()
    ben.presses_at_home("anonymous_ask")
    ben.sends(text="  ")
    assert ben.form.errors
    ben.sends(text="Is my colleague paid more?")
    secret, ref = shown_secret(ben), reference(world)
    queued = len(rows(world))
    for method in ("chat.postMessage", "conversations.open"):
        world.company.workspace.faults.add(method=method, fail=rate_limit(1))
        ben.presses_in_form("anonymous_keep")
        assert "Slack won't send the message right now." in ben.reads_form()
        ben.person.closes_modal()
    assert ben.dm.id not in "".join(capsys.readouterr())
    ben.presses_in_form("anonymous_keep")
    assert "stands in your messages with me now" in ben.reads_form()
    assert len(rows(world)) == queued
    (letter,) = (one for one in ben.person.messages(ben.dm) if secret in one.plain)
    ben.person.closes_modal()
    ben.presses("anonymous_read", letter)
    assert "Is my colleague paid more?" in ben.reads_form()
    assert "With HR. A first answer by" in ben.reads_form()
    ben.person.closes_modal()

    for typed in (secret[:-1], "AAAA-" * 7 + "AAAA"):
        assert "Zu diesem Geheimnis gibt es hier nichts." in hana.types(f"/helpdesk anonymous {typed}")
    assert f"I don't know the word “{ref}”" in ben.types(f"/helpdesk {ref}")
    assert ref not in ben.types("/helpdesk mine")


@one_world
def test_what_was_typed_in_confidence_goes_along_to_the_form_without_a_name(world: World) -> None:
    ben, hana = meet(world, "ben", "hana")

    ben.types("/helpdesk")
    ben.fills(desk="hr", type="conflict", title="A quarrel", details="In the kitchen", excluded=[hana.id])
    ben.presses_in_form("anonymous_ask")
    assert ben.form.title == "Ask without a name"
    assert ben.field("text") == "A quarrel\n\nIn the kitchen"
    assert "Hana" not in ben.reads_form()
    ben.sends()
    world.pass_time(hours=1)
    assert world.requests() == 0
    assert in_dm(hana, reference(world)) == []
