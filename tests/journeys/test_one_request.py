"""One request, from /helpdesk to the thank-you."""

from tests.world import World


def test_a_request_lives_its_whole_life(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    ana.types("/helpdesk laptop won't start", world.channel("general"))
    ana.submits()
    world.settle()
    card = world.last_in("bo", world.channel("it-help"))
    assert "#1 · laptop won't start" in card.plain

    bo.presses("Claim", on=card)
    world.settle()
    assert f"<@{bo.id}>" in world.last_in("bo", world.channel("it-help")).plain
