"""A workspace that lives long: what it hands out is forgotten, and long channels are read by the page."""

from datetime import UTC, datetime

from sandbox.fading import Fading
from sandbox.messages import History, Message
from sandbox.posting import Draft, post
from sandbox.wire import Exchange, Traffic, Wire
from tests.clock import Clock
from tests.sandbox.kit import modal, text_field
from tests.sandbox.stage import Stage, error_of


def test_what_is_handed_out_is_forgotten_after_an_hour() -> None:
    clock = Clock()
    things: Fading[str] = Fading(clock)
    things.add("old", "1")
    clock.advance(minutes=60)
    things.add("new", "2")
    assert (things.get("old"), len(things)) == ("1", 2)
    clock.advance(seconds=1)
    things.add("newer", "3")
    assert (things.get("old"), things.get("new"), len(things)) == (None, "2", 2)


def test_when_the_clock_stands_still_the_oldest_make_room() -> None:
    things: Fading[int] = Fading(Clock(), most=3)
    for number in range(5):
        things.add(str(number), number)
    assert [things.get(str(number)) for number in range(5)] == [None, None, 2, 3, 4]
    assert (things.pop("3"), things.pop("3"), len(things)) == (3, None, 2)


def test_triggers_and_response_urls_do_not_pile_up(on: Stage) -> None:
    with on.recording() as app:
        for _ in range(5):
            on.ana.types("/helpdesk", channel=on.general)
            on.clock.advance(hours=2)
        on.ana.types("/helpdesk", channel=on.general)
    assert len(on.workspace.world.triggers) == 1
    assert len(on.workspace.world.response_urls) == 1
    view = modal(text_field("What"))
    forgotten, fresh = app.received[0].form["trigger_id"], app.received[-1].form["trigger_id"]
    assert error_of(lambda: on.client.views_open(trigger_id=forgotten, view=view)) == "invalid_trigger_id"
    assert error_of(lambda: on.client.views_open(trigger_id=fresh, view=view)) == "ok"


def test_an_address_nobody_used_is_forgotten(on: Stage) -> None:
    on.client.files_getUploadURLExternal(filename="a.txt", length=1)
    on.clock.advance(hours=2)
    on.client.files_getUploadURLExternal(filename="b.txt", length=1)
    assert len(on.workspace.world.uploads) == 1


def test_the_wire_log_keeps_the_latest_and_lets_the_oldest_go() -> None:
    wire = Wire(limit=3)
    for number in range(5):
        wire.add(Exchange(datetime(2026, 3, 2, tzinfo=UTC), Traffic.API, str(number), None, {}, {}, 0.0))
    assert [exchange.name for exchange in wire] == ["2", "3", "4"]


def test_a_channel_of_five_thousand_messages_is_read_by_the_page(on: Stage) -> None:
    said = [post(on.workspace.world, on.general, Draft(str(number)), on.ana.account).ts for number in range(5_000)]
    pages = [page["messages"] for page in on.client.conversations_history(channel=on.general.id, limit=999)]
    assert [len(page) for page in pages] == [999] * 5 + [5]
    assert [message["ts"] for page in pages for message in page] == said[::-1]


class Counted(dict[str, Message]):
    """Messages that count how often they are looked at."""

    looks = 0

    def __getitem__(self, ts: str) -> Message:
        self.looks += 1
        return super().__getitem__(ts)


def test_a_page_costs_as_much_in_a_long_channel_as_in_a_short_one() -> None:
    history = History()
    for number in range(5_000):
        history.add(Message(f"{number:010d}.000100", "C1", "x"))
    messages = history._messages = Counted(history._messages)
    page, more = history.newest(50, latest="0000002500.000100")
    assert (page[0].ts, len(page), more) == ("0000002499.000100", 50, True)
    assert messages.looks == 50
