"""By when somebody would like to have what they ask, as they write it in English or German."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from bot.deadlines import Dated, read

WEDNESDAY = date(2026, 11, 18)
LOCALE = "en-GB"


def day_of(said: str, today: date = WEDNESDAY, locale: str = LOCALE) -> str:
    """The day that is read behind a text, in which nothing of it stays."""
    dated = read(f"banner for the spring post, {said}", today, locale)
    assert dated.what == ("banner for the spring post" if dated.day else f"banner for the spring post, {said}")
    return dated.day.isoformat() if dated.day else ""


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (("today", "by today", "heute", "bis heute", "by EOD", "bis Ende des Tages", "by end of the day"), "11-18"),
        (("by tomorrow", "bis morgen", "tomorrow", "by tomorrow, please!", "bis morgen bitte"), "11-19"),
        (("bis übermorgen", "by the day after tomorrow"), "11-20"),
        (("by Friday", "BY FRI.", "by this friday", "bis Fr", "bis zum Freitag", "diesen Freitag", "Friday"), "11-20"),
        (("by Wednesday", "by Wed", "bis Mittwoch", "by 18 November"), "11-18"),
        (("by coming Wednesday", "bis kommenden Mittwoch", "by next Wednesday", "bis Mittwoch nächste Woche"), "11-25"),
        (("by next Tuesday", "bis nächsten Dienstag", "by Tuesday", "bis spätestens Dienstag", "by Tues"), "11-24"),
        (("by end of the week", "by the end of this week", "bis Ende der Woche", "bis zum Wochenende", "EOW"), "11-20"),
        (("by the end of next week", "bis Ende nächster Woche", "bis Ende der kommenden Woche"), "11-27"),
        (("by end of the month", "bis Ende des Monats", "bis Monatsende", "by the end of November"), "11-30"),
        (("bis Ende nächsten Monats", "by end of next month", "bis Jahresende", "until the end of the year"), "12-31"),
        (("until 3 Dec", "by Dec 3rd", "by December 3", "by the 3rd of December", "by 2026-12-03"), "12-03"),
        (("bis 3.12.", "bis zum 3. Dezember", "bis 3.12", "bis 03.12.26", "bis 3. 12. 2026", "due Dec 3"), "12-03"),
        (("by Thursday, 3 Dec", "bis Donnerstag, den 3.12.", "bis Do 3.12.", "by the 3rd", "bis zum 3."), "12-03"),
        (("no later than 3/12", "by 3/12/2026", "by Dec. 3, 2026", "spätestens bis 3.12.", "by 12/3/26 am"), "12-03"),
    ],
)
def test_a_day_is_said_in_either_language(said: tuple[str, ...], day: str) -> None:
    understood = [one for one in said if not one.endswith(" am")]
    assert {one: day_of(one) for one in understood} == dict.fromkeys(understood, f"2026-{day}")
    assert all(day_of(one) == "" for one in said if one not in understood)


def test_days_without_a_year_are_the_next_ones_and_months_stand_where_the_writers_country_has_them() -> None:
    assert (day_of("by 12/3", locale="en-US"), day_of("by 12/3", locale="de-DE")) == ("2026-12-03", "2027-03-12")
    assert (day_of("by 13/1", locale="en-US"), day_of("bis 1.2.")) == ("2027-01-13", "2027-02-01")
    assert (day_of("by 12/25"), day_of("by 25/12", locale="en-US"), day_of("by 13/13")) == ("2026-12-25",) * 2 + ("",)
    assert day_of("by 29 Feb", date(2027, 5, 1)) == "2028-02-29"
    assert (day_of("by the 31st", date(2026, 6, 2)), day_of("by the 30th", date(2026, 1, 31))) == ("2026-07-31", "")


def test_at_a_weekend_the_end_of_the_week_is_the_next_friday() -> None:
    saturday = date(2026, 11, 21)
    assert day_of("by end of week", saturday) == day_of("by the end of next week", saturday) == "2026-11-27"
    assert (day_of("by next Monday", saturday), day_of("by Saturday", saturday)) == ("2026-11-23", "2026-11-21")


@pytest.mark.parametrize(
    "text",
    [
        "tell me by whom this was written",
        "who is at lunch today",
        "the song Monday, so",
        "banner by Friday noon",
        "banner by 1 Nov 2026",
        "banner by Thursday, 4 Dec",
        "banner by 30 February",
        "banner by 2999-01-01",
        "banner by Octember 3",
        "banner by next week",
        "sizes 1/2, 3/4",
        "by Friday I need the banner",
        "stand by",
        "bis bald",
        "by " * 30,
    ],
)
def test_what_is_no_deadline_stays_in_the_text(text: str) -> None:
    assert read(text, WEDNESDAY, LOCALE) == Dated(text.strip())


def test_only_the_last_words_are_the_deadline_whatever_stands_before_them() -> None:
    friday = date(2026, 11, 20)
    told = {
        "explain by whom it was made by Friday": "explain by whom it was made",
        "can you look at it (by Friday)?": "can you look at it",
        "move Friday's meeting. By Friday please": "move Friday's meeting.",
        "Straße & Öl – bis Freitag, danke!": "Straße & Öl",
        "by Friday": "",
        "Freitag": "",
    }
    assert {text: read(text, WEDNESDAY, LOCALE) for text in told} == {
        text: Dated(what, friday) for text, what in told.items()
    }


DAYS = st.dates(date(2020, 1, 1), date(2060, 1, 1))
WAYS = [
    *(("by", shape, "en_GB") for shape in ("d MMM", "d MMMM", "EEEE d MMMM", "d MMMM yyyy", "d/M/yyyy", "yyyy-MM-dd")),
    *(("until", shape, "en_US") for shape in ("MMM d", "EEE, MMM d", "MMMM d, yyyy", "M/d/yy")),
    *(("bis", shape, "de_DE") for shape in ("d.M.", "d. MMMM", "EEEE, 'den' d. MMMM yyyy", "dd.MM.yy", "EEE d.M.yyyy")),
]


@given(DAYS, st.integers(0, 360), st.sampled_from(WAYS))
def test_what_is_written_is_read_back(today: date, ahead: int, way: tuple[str, str, str]) -> None:
    lead, shape, locale = way
    wanted = today + timedelta(days=ahead)
    said = format_date(wanted, shape, locale)
    assert read(f"a banner, {lead} {said}", today, locale.replace("_", "-")) == Dated("a banner", wanted)


SCRAPS = (
    "by",
    "bis",
    ",",
    "Friday",
    "nächsten",
    "next",
    "3.",
    "12/",
    "31",
    "Dez",
    "2027",
    "end of",
    "month",
    "(",
    "heute",
)


@given(st.text(max_size=30) | st.lists(st.sampled_from(SCRAPS)).map(" ".join), DAYS)
def test_whatever_is_typed_is_kept_and_no_day_is_past(text: str, today: date) -> None:
    dated = read(text, today, "en-US")
    assert text.strip().startswith(dated.what) or text.startswith(dated.what)
    assert dated.day is None or dated.day >= today
