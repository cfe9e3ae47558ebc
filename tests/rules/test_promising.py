"""A promised date: when its day ends, when it is reminded of, and what is shown of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desks import Desks
from bot.hours import WorkingHours, spans_of
from bot.plans import Audience, audience, wanted
from bot.views import promising
from bot.words import LANGUAGES, words_for
from sandbox.blocks import view_problems
from storage.kinds import PingKind, State, Urgency
from storage.tables import Request

BERLIN = ZoneInfo("Europe/Berlin")
EASTER_MONDAY = date(2026, 4, 6)
WEEK = (*[spans_of("09:00-12:00, 13:00-17:30")] * 4, spans_of("22:00-06:00"), (), ())
DESK = replace(Desks(()).find("it"), hours=WorkingHours(BERLIN, WEEK, lambda day: day == EASTER_MONDAY))
BO = "U0000BO"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def promised(said: datetime, until: datetime, state: State = State.CLAIMED, agent: str | None = BO) -> Request:
    return Request(
        id=42,
        desk="it",
        title="New <laptop>",
        urgency=Urgency.LOW,
        state=state,
        requester="U000ANA",
        author="U000ANA",
        agent=agent,
        created_at=said,
        first_answer_due=said,
        resolution_due=said,
        promised_for=until,
        promised_by=BO,
        promised_at=said,
    )


def reminded_at(request: Request) -> list[datetime]:
    return [due.at for due in wanted(request, DESK) if due.kind is PingKind.PROMISE_NEAR]


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        ("2026-03-05", "2026-03-05T17:30"),
        ("2026-03-06", "2026-03-06T23:59"),  # the night shift ends on Saturday: Friday ends with the day
        ("2026-03-07", "2026-03-07T23:59"),
        ("2026-03-29", "2026-03-29T23:59"),  # a Sunday of 23 hours
        ("2026-04-06", "2026-04-06T23:59"),
    ],
)
def test_a_promised_day_ends_when_work_does_or_with_the_day_itself(day: str, ends: str) -> None:
    assert DESK.hours.end_of(date.fromisoformat(day)) == at(ends)


@pytest.mark.parametrize(
    ("said", "day", "reminds"),
    [
        ("2026-03-02T10:00", "2026-03-05", "2026-03-04T09:00"),
        ("2026-03-02T10:00", "2026-03-08", "2026-03-06T22:00"),
        ("2026-03-30T10:00", "2026-04-07", "2026-04-03T22:00"),  # Easter Monday is none of the desk's days
        ("2026-03-04T10:00", "2026-03-05", "2026-03-05T09:00"),  # the morning before had gone when it was promised
        ("2026-03-05T08:00", "2026-03-05", "2026-03-05T09:00"),
        ("2026-03-05T10:00", "2026-03-05", None),
        ("2026-03-07T10:00", "2026-03-08", None),
    ],
)
def test_who_has_promised_is_reminded_on_the_working_morning_before_or_else_on_that_of_the_day(
    said: str, day: str, reminds: str | None
) -> None:
    request = promised(at(said), DESK.hours.end_of(date.fromisoformat(day)))

    assert reminded_at(request) == ([at(reminds)] if reminds else [])


@pytest.mark.parametrize("state", [State.WAITING, State.RESOLVED, State.CLOSED, State.WITHDRAWN])
def test_a_promise_is_reminded_of_only_while_the_desk_owes_the_next_step(state: State) -> None:
    assert reminded_at(promised(at("2026-03-02T10:00"), at("2026-03-05T17:30"), state)) == []


def test_a_promise_is_kept_by_who_has_the_request_or_else_by_who_made_it() -> None:
    times = at("2026-03-02T10:00"), at("2026-03-05T17:30")

    assert audience(promised(*times, agent="U0000CY"), PingKind.PROMISE_NEAR) is Audience.AGENT
    assert audience(promised(*times, State.OPEN, agent=None), PingKind.PROMISE_NEAR) is Audience.PROMISER
    assert audience(promised(*times, State.OPEN, agent=None), PingKind.SILENT) is Audience.DESK


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", [None, date(2026, 3, 5)])
def test_the_form_is_one_that_slack_takes_and_only_what_is_promised_can_be_taken_back(
    language: str, day: date | None
) -> None:
    view = promising.form(promised(at("2026-03-02T10:00"), at("2026-03-05T17:30")), day, words_for(language))

    assert view_problems(view) == []
    assert (promising.TAKEN_BACK in str(view)) is (day is not None)


def test_what_is_told_of_a_promise_shows_the_word_as_it_was_typed() -> None:
    words = words_for("en")
    monday, friday = at("2026-03-02T17:30"), at("2026-03-06T17:30")

    told = promising.told(BO, friday, monday, "<!channel> & co\n*soon*", words, "Europe/Berlin")

    assert told.startswith("📅 <@U0000BO> has promised it for <!date^")
    assert "|2026-03-06 17:30 CET> now, no longer for <!date^" in told
    assert told.endswith("\n>&lt;!channel&gt; &amp; co\n>*soon*")
    assert "no longer" not in promising.told(BO, friday, friday, "", words, "UTC"), "the same day, with a word"
