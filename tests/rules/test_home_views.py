"""App Home and the lists: within Slack's limits whatever they hold, and friendly where they are empty."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import Block, View
from bot.drafts import TITLE_LIMIT
from bot.expectations import Expectation
from bot.hours import WorkingHours, spans_of
from bot.numbers import Backlog, Flow
from bot.targets import Promised, Target
from bot.views import answers, home, lists, moving
from bot.views.desklists import DeskList, Shown
from bot.views.history import Said
from bot.views.home import Overview, Service
from bot.views.kit import Option
from bot.views.lists import PAGE, Line, Page
from bot.views.outlooks import MOST_DESKS, Away, Led, Outlook, Soon
from bot.words import LANGUAGES, words_for
from sandbox.blocks import blocks_size, message_problems, view_problems
from storage.kinds import Side, State, Urgency
from storage.tables import Request

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW_ZONE = ZoneInfo("UTC")
ALLOWED_IN_ALL = 12_000
ZONE = "Europe/Berlin"
languages = pytest.mark.parametrize("language", LANGUAGES)
texts = st.text(min_size=1, max_size=TITLE_LIMIT)
EXPECTATION = Expectation(timedelta(hours=4), timedelta(hours=8))


def a_request(title: str = "x", state: State = State.OPEN, side: Side | None = None) -> Request:
    return Request(
        id=123456,
        desk="it",
        title=title,
        urgency=Urgency.NORMAL,
        state=state,
        requester="U0123456789",
        author="U0123456789",
        agent="U0123456780",
        created_at=NOW,
        first_answer_due=NOW,
        resolution_due=NOW,
        last_said_by=side,
    )


def a_service(name: str = "IT", *, is_open: bool = True, turns_at: datetime | None = NOW) -> Service:
    return Service("it", name, name, is_open, turns_at, EXPECTATION, "C1")


def overview(
    lines: Sequence[Line] = (),
    services: Sequence[Service] = (),
    number: int = 0,
    total: int = 0,
    served: Shown | None = None,
    outlook: Outlook | None = None,
) -> Overview:
    page = Page(lines, number, total)
    return Overview(page, lines[:5], lines[:5], services, further=7, served=served, outlook=outlook)


def outlook_on(name: str, desks: int = MOST_DESKS, away: int = 30) -> Outlook:
    absent = [Away(f"U{n:010}", NOW if n % 2 else None) for n in range(away)]
    led = Led("it", name, Backlog(1000, 10), Flow(9, 9), Flow(20, 10), Flow(15, 15), absent)
    target = Target(Promised.RESOLUTION, None, NOW)
    return Outlook(
        [led] * desks, [Soon(a_request(name), name, target, NOW, "https://acme.slack.com/p1")] * 5, further=3
    )


def lists_of(
    lines: Sequence[Line] = (), chosen: DeskList = DeskList.ACTIVE, total: int = 0, number: int = 0, desks: int = 1
) -> Shown:
    names = {f"{n}": "IT" * 50 for n in range(desks)}
    return Shown(chosen, Page(lines, number, total), dict.fromkeys(DeskList, total), names)


def read(view: View) -> str:
    return str(view["blocks"])


def buttons(view: View) -> list[str]:
    rows = (block["elements"] for block in view["blocks"] if block["type"] == "actions")
    return [button["value"] for row in rows for button in row if button["action_id"].startswith("turn")]


@languages
@settings(max_examples=30)
@given(text=texts, url=st.sampled_from([None, "https://acme.slack.com/archives/C1/p1"]))
def test_a_full_home_is_within_the_limits_whatever_people_write(language: str, text: str, url: str | None) -> None:
    words = words_for(language)
    lines = [
        Line(a_request(text, side=Side.DESK), text, NOW, url, is_own, is_told)
        for is_own in (True, False)
        for is_told in (True, False)
    ]
    served = lists_of([replace(line, is_own=False) for line in lines * 3][:PAGE], total=9000, number=1, desks=120)
    full = overview((lines * 3)[:PAGE], [a_service(text)] * 20, number=1, total=40, served=served)

    assert view_problems(home.page(full, words, ZONE, below=[{"type": "divider"}] * 200)) == []
    assert view_problems(home.page(replace(full, outlook=outlook_on(text)), words, ZONE)) == []
    assert message_problems(lists.mine(lines, 40, words, ZONE)) == []
    assert message_problems(lists.found((lines * 3)[:PAGE], text * 30, words, ZONE)) == []
    assert view_problems(lists.search_form(text, (lines * 3)[:PAGE], words, ZONE)) == []
    assert view_problems(answers.alert(words("mistake.already_moved", desk=text), words)) == []


@languages
@settings(max_examples=30)
@given(text=texts, spoken=st.integers(0, 20))
def test_what_the_new_desk_is_told_is_within_the_limits_whatever_was_said(
    language: str, text: str, spoken: int
) -> None:
    words = words_for(language)
    said = [Said(text, text * 30)] * spoken

    told = moving.handover("U1", text, text * 6, said, words)

    assert message_problems(told) == []
    assert blocks_size(told) < ALLOWED_IN_ALL
    assert view_problems(moving.form(a_request(text), [Option("HR", "hr")], words)) == []


@languages
def test_empty_homes_are_within_the_limits_too(language: str) -> None:
    words = words_for(language)

    for services in ([], [a_service()]):
        assert view_problems(home.page(overview(services=services), words, ZONE)) == []
    assert view_problems(home.loading(words)) == []
    assert view_problems(lists.search_form("", None, words, ZONE)) == []
    for chosen in DeskList:
        assert view_problems(home.page(overview(served=lists_of(chosen=chosen)), words, ZONE)) == []
    assert message_problems(lists.mine([], 0, words, ZONE)) == []
    assert message_problems(lists.found([], "x", words, ZONE)) == []


@pytest.mark.parametrize(
    ("number", "total", "leads_to"),
    [(0, 0, []), (0, 10, []), (0, 11, ["1"]), (1, 11, ["0"]), (1, 30, ["0", "2"]), (2, 30, ["1"])],
)
def test_a_page_leads_to_those_beside_it(number: int, total: int, leads_to: list[str]) -> None:
    lines = [Line(a_request(), "IT", NOW)] * min(PAGE, total - number * PAGE)

    assert buttons(home.page(overview(lines, number=number, total=total), words_for("en"), ZONE)) == leads_to


@pytest.mark.parametrize(
    ("service", "says"),
    [
        (a_service(), "🟢 Open until"),
        (a_service(is_open=False), "🌙 Opens again"),
        (a_service(turns_at=None), "🟢 Open'"),
        (a_service(is_open=False, turns_at=None), "🌙 Closed"),
    ],
)
def test_a_desk_says_whether_it_is_open_and_until_when(service: Service, says: str) -> None:
    shown = home.page(overview(services=[service]), words_for("en"), ZONE)

    assert says.rstrip("'") in read(shown)
    assert ("until" in read(shown)) == ("until" in says)


@pytest.mark.parametrize(
    ("state", "offers"),
    [
        (State.OPEN, ["Claim", "Resolve", "Reply"]),
        (State.CLAIMED, ["Resolve", "Reply"]),
        (State.WAITING, ["Go on", "Resolve", "Reply"]),
        (State.RESOLVED, []),
    ],
)
def test_a_row_offers_what_agents_do_most_where_it_stands(state: State, offers: list[str]) -> None:
    line = Line(a_request("<!channel> *loud*", state), "IT", NOW, is_own=False)

    view = home.page(overview(served=lists_of([line], total=1)), words_for("en"), ZONE)
    labels = [label(button) for button in elements(view)]

    assert [one for one in labels if one in ("Claim", "Go on", "Resolve", "Reply")] == offers
    assert "*#123456 · &lt;!channel&gt; ∗loud∗*" in read(view)


def test_only_who_serves_several_desks_chooses_one_of_them() -> None:
    one, several = (
        home.page(overview(served=lists_of([], DeskList.MINE, 1234, desks=n)), words_for("en"), ZONE) for n in (1, 2)
    )

    assert "static_select" not in read(one)
    assert "All my desks" in read(several)
    assert [label(button) for button in elements(one) if button.get("style")] == ["Mine (1000+)"]


def test_a_lead_of_five_desks_has_room_for_all_else_that_a_home_shows() -> None:
    lines = [Line(a_request("x", side=Side.DESK), "IT", NOW)] * PAGE
    served = lists_of([replace(line, is_own=False) for line in lines], total=9000, number=1, desks=5)
    below: list[Block] = [{"type": "divider"}] * 12

    full = overview(lines, [a_service()] * 20, number=1, total=40, served=served, outlook=outlook_on("IT", desks=5))

    assert home.page(full, words_for("en"), ZONE, below=below)["blocks"][-12:] == below


def test_a_leads_desk_says_in_words_how_the_week_compares_and_who_is_away() -> None:
    text = read(home.page(overview(outlook=outlook_on("<IT> *1*", desks=1, away=11)), words_for("en"), ZONE))

    assert "*&lt;IT&gt; ∗1∗*" in text
    assert "This week so far: *20* new (↑ 5 more) · *10* resolved (↓ 5 fewer)" in text
    assert "Off work: <@U0000000000>, <@U0000000001> (until <!date^" in text
    assert "1 more" in text
    assert "🔴 *10* overdue" in text
    assert "3* more desks of yours" in text


def elements(view: View) -> list[Block]:
    return [one for block in view["blocks"] if block["type"] == "actions" for one in block["elements"]]


def label(button: Block) -> str:
    return str(button["text"]["text"])


def test_who_follows_a_request_does_not_read_what_it_says() -> None:
    line = Line(a_request("secret", side=Side.DESK), "IT", NOW, is_own=False, is_told=False)

    text = lists.row(line, words_for("en"), ZONE)["text"]["text"]

    assert "secret" not in text
    assert "#123456" in text
    assert not line.awaits_answer


def test_a_desk_closes_at_the_end_of_its_span() -> None:
    hours = WorkingHours(zone=NOW_ZONE, week=(spans_of("09:00-12:00, 13:00-17:00"),) * 7)

    assert hours.closes_after(NOW) == NOW.replace(hour=12)
    assert hours.closes_after(NOW.replace(hour=12, minute=30)) == NOW.replace(hour=17)
