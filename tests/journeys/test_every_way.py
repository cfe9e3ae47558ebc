"""Whatever people do to ask for help becomes a request, once: each way in, over both transports and databases."""

from sqlmodel import col, select

from storage.kinds import Way
from storage.tables import Request
from tests.people import Colleague, meet
from tests.world import World, crosswise


def asked(world: World) -> list[tuple[str, Way]]:
    """Title and way of each request, the oldest first."""
    with world.storage.reading() as session:
        return [(one.title, one.way) for one in session.exec(select(Request).order_by(col(Request.id)))]


def accepts_offer(person: Colleague, desk: str) -> None:
    """Choose a desk in the newest offer, and take it."""
    offer = person.person.messages(person.dm)[-1]
    person.person.chooses("offer_desk", desk, on=offer)
    person.presses("offer_accept", offer)


@crosswise
def test_every_way_in_leads_to_one_request(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.person.invites(world.company.app.bot_user, world.channel("general"))

    ana.asks("a form")
    ana.posts("a post")
    ana.tells("a message to the bot", files=[("broken.txt", b"crack")])
    accepts_offer(ana, "it")
    ana.posts("@helpdesk IT: a mention", place="general")
    bo.tickets(ana.posts("a ticket", place="general"))
    ana.uses_shortcut("ask_about", on=ana.posts("a shortcut on a message", place="general"))
    ana.sends(desk="it")
    ana.uses_shortcut("ask_anywhere")
    ana.sends(title="a shortcut anywhere", desk="it")
    ana.opens_home()
    ana.presses_at_home("Um Hilfe bitten")
    ana.sends(title="a button at home", desk="it")

    assert asked(world) == [
        ("a form", Way.FORM),
        ("a post", Way.POST),
        ("a message to the bot", Way.DM),
        ("IT: a mention", Way.MENTION),
        ("a ticket", Way.TICKET),
        ("a shortcut on a message", Way.FORM),
        ("a shortcut anywhere", Way.FORM),
        ("a button at home", Way.FORM),
    ]
    for number, (title, _way) in enumerate(asked(world), start=1):
        assert f"*#{number} · {title}*" in bo.reads(bo.card(number))
    (copy,) = [file for message in bo.person.thread(bo.card(3)) for file in message.files]
    assert copy["name"] == "broken.txt"
    assert world.unsent() == []
