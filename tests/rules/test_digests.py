"""What a digest says: one sentence first, numbers with their change, and nothing silly of small ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import periods
from bot.numbers import Day, Kept, Load, Numbers, Period, Report, Satisfaction
from bot.themes import theme
from bot.views import charts, digests, numbers
from bot.views.digests import Edition, Theme
from bot.views.headlines import headline, went_well
from bot.views.packing import MOST_CHARACTERS, Message, Part, packed
from bot.words import LANGUAGES, words_for
from sandbox.blocks import message_problems
from storage.kinds import DigestKind, Rating

ENGLISH = words_for("en")
NINE = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
YESTERDAY = Period(NINE - 2 * DAY, NINE - DAY, NINE, "Europe/Berlin")
WEEK = periods.week("Europe/Berlin", date(2026, 3, 4))
HALF_HAPPY = Satisfaction({Rating.GOOD: 5, Rating.BAD: 5})
HAPPY = Satisfaction({Rating.GOOD: 9, Rating.BAD: 1})


def report(now: Mapping[str, Any], before: Mapping[str, Any], period: Period = YESTERDAY) -> Report:
    return Report("it", period, Numbers(**now), Numbers(**before))


@pytest.mark.parametrize(
    ("now", "before", "says"),
    [
        ({"overdue": 4}, {"overdue": 1}, "4 requests are overdue, 3 more than the day before."),
        ({"overdue": 1, "new": 40}, {}, "1 request is overdue; the day before there was none."),
        ({"overdue": 2}, {"overdue": 2}, "2 requests are overdue, as many as the day before."),
        ({"overdue": 1}, {"overdue": 3}, "1 request is overdue, 2 fewer than the day before."),
        (
            {"new": 31, "first_answers": Kept(47, 3)},
            {"new": 15},
            "31 new requests, about twice as many as the day before; 94 % were answered in time.",
        ),
        ({"new": 31}, {"new": 10}, "31 new requests, about 3 times as many as the day before."),
        (
            {"new": 6, "first_answers": Kept(6)},
            {"new": 12},
            "6 new requests, about half as many as the day before; all were answered in time.",
        ),
        ({"new": 6}, {"new": 60}, "6 new requests, after 60 the day before."),
        ({"new": 9, "resolved": 2}, {"new": 4}, "9 new requests, 2 resolved."),
        ({"new": 12, "resolved": 2}, {"new": 1}, "12 new requests, 2 resolved."),
        ({"new": 1, "first_answers": Kept(0, 1)}, {"new": 2}, "1 new request, 0 resolved."),
        ({"new": 3, "first_answers": Kept(3)}, {}, "Quiet: 3 new, answered in time."),
        ({"new": 3, "first_answers": Kept(2)}, {}, "Quiet: 3 new, nothing overdue."),
        ({"open": 2}, {"overdue": 1}, "Quiet: nothing new, 2 requests open, none overdue."),
        ({"resolved": 1}, {}, "Quiet: nothing new, nothing overdue."),
    ],
)
def test_the_headline_is_what_there_is_to_know_first(now: dict[str, Any], before: dict[str, Any], says: str) -> None:
    assert headline(report(now, before), ENGLISH) == says


@pytest.mark.parametrize(
    ("now", "before", "says"),
    [
        ({"first_answers": Kept(5), "resolutions": Kept(7)}, {}, "All 12 targets were kept."),
        ({"first_answers": Kept(2)}, {}, None),
        ({"first_answers": Kept(12, 1)}, {}, None),
        ({"satisfaction": HAPPY}, {"satisfaction": HALF_HAPPY}, "90 % were happy with the help, after 50 %."),
        ({"satisfaction": Satisfaction({Rating.GOOD: 4})}, {"satisfaction": HALF_HAPPY}, None),
        (
            {"answered_within": timedelta(hours=2), "first_answers": Kept(4, 1)},
            {"answered_within": timedelta(hours=4), "first_answers": Kept(4, 1)},
            "First answers came faster: median 2 h, after 4 h.",
        ),
        (
            {"answered_within": timedelta(hours=2), "first_answers": Kept(1, 1)},
            {"answered_within": timedelta(hours=4), "first_answers": Kept(4, 1)},
            None,
        ),
        ({}, {"overdue": 1}, "Nothing is overdue any more (the day before: 1)."),
        ({"overdue": 2}, {"overdue": 8}, "2 overdue; the day before it was 8."),
        ({"overdue": 2}, {"overdue": 4}, None),
        ({"open": 30}, {"open": 40}, "30 open; the day before it was 40."),
        ({"open": 395}, {"open": 400}, None),
    ],
)
def test_what_went_well_is_said_where_something_did(
    now: dict[str, Any], before: dict[str, Any], says: str | None
) -> None:
    assert went_well(report(now, before), ENGLISH, is_praised=False) == says
    assert went_well(report(now, before), ENGLISH, is_praised=True) == (says or ENGLISH("well.praised"))


def test_numbers_stand_with_their_change_and_agents_from_least_to_most() -> None:
    took = {"answered_within": timedelta(hours=3, minutes=20), "resolved_within": timedelta(hours=26, minutes=40)}
    told = report(
        {"new": 31, "overdue": 4, "first_answers": Kept(47, 3), "load": Load({"U1": 3, "U2": 11, "U3": 6}), **took},
        {"new": 19, "overdue": 6, "reopened": 1, "first_answers": Kept(9, 1), "answered_within": timedelta(minutes=9)},
        WEEK,
    )

    assert [_text(block) for block in numbers.sections(told, ENGLISH)] == [
        "*31* new (+12)   *0* resolved (±0)   *0* reopened (−1)\n*0* open (±0)   *4* overdue (−2)",
        "In brackets: the change from the week before. Times are working time.",
        "*First answers:* *94 %* in time, 47 of 50 (before: 90 %) · median *3 h 20 min* (before: 9 min)\n"
        "*Resolutions:* median *27 h*",
        "*Resolved per agent:* 3 to 11, median 6",
    ]
    names = numbers.load(told.now.load, ["U2", "U3", "U1"], words_for("de"))
    assert names == "*Gelöst je Person:* 3 bis 11, Median 6\n• <@U2>   11\n• <@U3>   6\n• <@U1>   3"
    assert numbers.load(Load({"U1": 3, "U2": 8}), None, ENGLISH) == "", "of two each would know the other's"
    assert numbers.load(Load({"U1": 3, "U2": 8}), ["U1", "U2"], ENGLISH).endswith(
        "median 5.5\n• <@U1>   3\n• <@U2>   8"
    )


def test_satisfaction_has_no_value_before_five_have_answered() -> None:
    four = {"satisfaction": Satisfaction({Rating.GOOD: 4})}
    assert numbers.satisfied(report({}, four), ENGLISH) == ""
    too_few = "*Satisfaction:* 4 answers, too few for a number (from 5 on)"
    assert numbers.satisfied(report(four, {"satisfaction": HAPPY}), ENGLISH) == too_few
    assert list(charts.satisfaction(Satisfaction({Rating.GOOD: 4}), ENGLISH)) == []
    ten = numbers.satisfied(report({"satisfaction": HAPPY}, {"satisfaction": HALF_HAPPY}), ENGLISH)
    assert ten == "*Satisfaction:* 😀 9   😐 0   🙁 1 · *90 %* happy (before: 50 %)"


@pytest.mark.parametrize(
    ("period", "called"),
    [
        (YESTERDAY, "the day before"),
        (replace(YESTERDAY, since=NINE - 3 * DAY), "the days before"),
        (WEEK, "the week before"),
        (periods.month("Europe/Berlin", date(2026, 3, 4)), "the month before"),
        (periods.year("UTC", date(2026, 3, 4)), "the year before"),
        (periods.days("UTC", date(2026, 3, 2), date(2026, 3, 31)), "the days before"),
    ],
)
def test_the_period_before_is_called_by_its_name(period: Period, called: str) -> None:
    assert numbers.earlier(report({}, {}, period), ENGLISH) == called


def test_nothing_is_one_line_and_says_what_was_left_out() -> None:
    nothing = Edition(DigestKind.DAILY, "IT", report({}, {}), skipped=2, skipped_since=NINE - 5 * DAY, in_channel=True)

    (message,) = digests.messages(nothing, ENGLISH, "Europe/Berlin")

    assert message.text == "*IT*: nothing new and nothing waiting. A quiet day."
    assert _text(message.blocks[0]) == message.text
    told = [_text(block) for block in message.blocks][1:]
    assert told[0].startswith("2 digests before this one were left out: from <!date^")
    assert told[1].endswith("A lead of the desk has it sent here.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_weekly_digest_has_charts_and_says_the_same_in_words(language: str) -> None:
    words = words_for(language)
    week = Edition(
        DigestKind.WEEKLY,
        "IT",
        report({"new": 31, "satisfaction": HAPPY}, {"new": 29}, WEEK),
        days=[Day(date(2026, 3, 2) + n * DAY, n, 2 * n) for n in range(7)],
        answer_times=(5, 0, 20, 10, 3),
        theme=Theme("VPN", 9, 31, 2),
    )

    first, second = digests.messages(week, words, "Europe/Berlin")

    assert _charts(first) + _charts(second) == ["bar", "bar", "pie"]
    for message in (first, second):
        assert message_problems(list(message.blocks)) == message_problems(list(message.plainer)) == []
        assert not _charts(replace(message, blocks=message.plainer))
        for told in message.text.splitlines()[1:]:
            assert told in [_text(block) for block in message.plainer]
    expected = {
        "en": ("New/resolved: Mon 0/0 · Tue 1/2 · ", "*A theme:* *VPN*, 9 of 31 new requests; 2 the week before"),
        "de": ("Neu/gelöst: Mo 0/0 · Di 1/2 · ", "*Ein Thema:* *VPN*, 9 von 31 neuen Anfragen; 2 in der Woche davor"),
    }
    assert expected[language][0] in first.text
    assert second.text.startswith({"en": "IT, continued\n", "de": "IT, Fortsetzung\n"}[language])
    assert expected[language][1] in [_text(block) for block in second.blocks]


@pytest.mark.parametrize("days", [1, 20, 21, 140, 400, 1100])
def test_a_chart_has_room_for_any_number_of_days(days: int) -> None:
    of = [Day(date(2026, 1, 1) + n * DAY, 1, 2) for n in range(days)]

    (part,) = charts.days(of, ENGLISH)

    assert message_problems(list(part.blocks)) == []
    series = part.blocks[0]["chart"]["series"]
    assert [sum(point["value"] for point in one["data"]) for one in series] == [days, 2 * days]
    assert list(charts.days([Day(date(2026, 1, 1), 0, 0)], ENGLISH)) == []


def test_messages_are_as_few_as_hold_what_belongs_together() -> None:
    def part(blocks: int, characters: int = 10) -> Part:
        return Part("said", [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * characters}}] * blocks)

    assert [len(one.blocks) for one in packed([part(30), part(20), part(1), Part("nothing", []), part(49)])] == [50, 50]
    assert len(packed([part(1, 2900)] * 4)) == 2
    assert all(len(str(one.blocks)) < MOST_CHARACTERS for one in packed([part(1, 2900)] * 4))
    assert [one.text for one in packed([part(40), part(40)], "more")] == ["said", "more\nsaid"]


def test_a_theme_is_a_word_that_many_share_and_few_did_before() -> None:
    vpn = ["VPN is down", "vpn again", "Die VPN-Verbindung", "Printer jams", "VPN langsam", "Laptop 2026"]

    assert theme(vpn, ["VPN down", "Laptop 2026"]) == Theme("VPN", 4, 6, 1)
    assert theme(vpn, ["VPN down"] * 3) is None, "it is no news"
    assert theme(vpn[2:], []) is None, "two are no theme"
    assert theme(vpn, [], unsaid=frozenset({"vpn"})) is None, "the desk is called so"
    assert theme([*vpn, *(f"word{n}x" for n in range(60))], []) is None
    assert theme(["Problem: nothing works"] * 5, []) is None
    assert theme(["2026"] * 5 + ["the of and"] * 5, []) is None
    assert theme(["Der Drucker streikt", "Drucker leer", "Neue Druckern"], []) == Theme("Drucker", 3, 3, 0)
    assert theme(["E-Mail kaputt", "E-Mail weg", "Email?"], []) == Theme("E-Mail", 3, 3, 0)


def _text(block: dict[str, Any]) -> str:
    """What stands in a block."""
    return str(block["elements"][0]["text"] if block["type"] == "context" else block.get("text", {}).get("text", ""))


def _charts(message: Message) -> list[str]:
    return [block["chart"]["type"] for block in message.blocks if block["type"] == "data_visualization"]
