"""A colleague who is no agent is brought into one request: they read it, advise its desk, and are let go."""

import pytest

from bot import conversation, correcting
from bot.utterances import Utterance
from sandbox.seen import SeenMessage
from tests.people import Colleague, meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "socket")], indirect=True)
RECEIPT = ("receipt.pdf", b"%PDF")


def bring_in(agent: Colleague, number: int, colleague: Colleague, word: str = "") -> None:
    agent.chooses("Bring in", number) if not agent.world.request(number).agent else agent.presses(
        "bring_in", agent.line(number)
    )
    agent.sends(person=colleague.id, word=word or None)
    assert agent.person.modal is None, agent.person.modal.errors


def own_thread(colleague: Colleague) -> SeenMessage:
    """The head of what a colleague was last brought into."""
    return [one for one in colleague.person.messages(colleague.dm) if one.plain.startswith("👋")][-1]


def read_by(colleague: Colleague) -> list[str]:
    """What was passed on to a colleague who was brought in: "Ana Alvarez: words"."""
    said = [one for one in colleague.person.thread(own_thread(colleague)) if one.user != colleague.id]
    return [f"{one.username or 'Helpdesk'}: {colleague.reads(one)}" for one in said]


def advises(colleague: Colleague, text: str) -> SeenMessage:
    """Answer in the thread that one was brought into."""
    said = colleague.person.says(colleague.dm, text, thread=own_thread(colleague))
    colleague.world.settle()
    return said


@crosswise
def test_a_colleague_reads_one_request_advises_its_desk_and_is_thanked_when_it_is_done(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ana.asks("the invoice tool shows <b>nothing</b>", details="since Monday")
    bo.claims(1)
    ana.writes(1, "it did on Friday")
    bo.answers(1, "🔒 she says that every week")
    assert "invoice" not in ben.types("/helpdesk 1")

    bring_in(bo, 1, ben, "You wrote that tool, what is it?")
    head = ben.reads(own_thread(ben))
    assert head.startswith("👋 @bo asks for your advice on *#1 · the invoice tool shows <b>nothing</b>*\n")
    assert ">You wrote that tool, what is it?" in head
    assert "it did on Friday" in head
    assert "every week" not in head
    assert bo.desk_thread(1)[-1].startswith("👋 @bo has brought in @ben")
    assert "invoice tool" in ben.types("/helpdesk 1")

    said = advises(ben, "clear the cache")
    assert bo.desk_thread(1)[-1] == "clear the cache"
    assert "cache" not in "\n".join(ana.conversation(1))
    bo.answers(1, "Please clear the cache.")
    bo.answers(1, "🔒 odd, this")
    bo.answers(1, "🔒 and if not, @ben?")
    ana.writes(1, "still nothing", files=[RECEIPT])
    assert read_by(ben) == [
        "Bo Brandt: Please clear the cache.",
        "Bo Brandt: 🔒 and if not, @ben?",
        "Ana Alvarez: still nothing",
        "Helpdesk: 📎 *Ana Alvarez*",
    ]
    ben.edits(said, "clear both caches")
    assert "clear both caches" in bo.desk_thread(1)

    bo.resolves(1, "Cleared.")
    assert read_by(ben)[-1] == "Helpdesk: ✅ *#1* doesn't need you any more. Thank you!"
    advises(ben, "glad to hear")
    assert "glad to hear" not in bo.desk_thread(1)
    assert ben.reads(ben.person.ephemerals(ben.dm)[-1]) == "*#1* doesn't need you any more, so this reached nobody."
    assert "invoice" not in ben.types("/helpdesk 1")
    bo.undoes(1)
    assert "invoice tool" in ben.types("/helpdesk 1")


@one_world
def test_whoever_mentions_a_colleague_is_asked_whether_to_bring_them_in_and_lets_them_go(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ana.asks("laptop won't start")
    bo.answers(1, "🔒 @ben and @cy, any idea?")
    offers = [one for one in bo.person.ephemerals(world.channel("it-help")) if "Bring in" in one.buttons]
    assert [bo.reads(one) for one in offers] == ["@ben does not read this. Bring them in?"]

    bo.presses("Bring in", offers[0])
    bo.sends()
    assert read_by(ben) == []
    bo.presses("Bring in", offers[0])
    bo.sends()
    assert bo.form.errors == {"person": "That colleague reads this request already."}
    bo.sends(person=ana.id)
    assert bo.form.errors == {"person": "That colleague reads this request already."}
    bo.person.closes_modal()

    bo.presses("let_go", on_line(bo, "👋"))
    assert bo.desk_thread(1)[-1] == "@bo has let @ben go; they no longer read along."
    ana.writes(1, "hello?")
    assert read_by(ben) == ["Helpdesk: ✅ *#1* doesn't need you any more. Thank you!"]

    bring_in(bo, 1, ben, "once more")
    assert read_by(ben)[-1] == "Helpdesk: 👋 @bo needs you once more for *#1*.\n>once more"
    ana.writes(1, "somebody?")
    assert read_by(ben)[-1] == "Ana Alvarez: somebody?"
    regretted = Utterance(ben.dm.id, "1772440000.000100", ben.id, "my password", thread_ts=own_thread(ben).ts)
    for reaches_us in (correcting.delete, conversation.hear):
        with world.program.helpdesk.work() as work:
            reaches_us(work, regretted)
    world.settle()
    assert "my password" not in bo.desk_thread(1)
    bo.chooses("move", 1)
    bo.sends(desk="design")
    assert read_by(ben)[-1] == "Helpdesk: ✅ *#1* doesn't need you any more. Thank you!"


def on_line(agent: Colleague, begins: str) -> SeenMessage:
    """The newest line of a desk thread that begins so."""
    return [one for one in agent.person.thread(agent.card(1)) if one.plain.startswith(begins)][-1]
