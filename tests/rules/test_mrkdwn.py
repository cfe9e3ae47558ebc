"""Text from people is shown as it was typed, and calls nobody."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mrkdwn import Mrkdwn, ago, bold, escape, link, mention, quiet, quoted, unescape
from bot.words import Words

TEXT = st.text(alphabet=st.one_of(st.sampled_from("&<>*_`~!@#|\n ;amplgt"), st.characters(codec="utf-8")), max_size=80)
NINE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@given(TEXT)
def test_what_is_escaped_reads_as_it_was_typed_and_holds_no_markup_of_slacks(text: str) -> None:
    assert "<" not in escape(text)
    assert ">" not in escape(text)
    assert unescape(escape(text)) == text


@given(TEXT, st.integers(1, 90))
def test_a_cut_never_falls_into_an_entity(text: str, limit: int) -> None:
    cut = escape(text, limit)

    assert len(cut) <= limit
    whole = unescape(cut)
    assert whole == text or (whole.endswith("…") and text.startswith(whole[:-1]))


def test_what_is_mrkdwn_already_is_not_escaped_again() -> None:
    assert escape(mention("U1")) == "<@U1>"
    assert escape(escape("<&>")) == "&lt;&amp;&gt;"


@given(TEXT)
def test_what_was_escaped_twice_by_hand_is_unescaped_once(text: str) -> None:
    assert unescape(str(escape(str(escape(text)) + ""))) == str(escape(text))


@pytest.mark.parametrize(
    ("written", "repeated"),
    [
        ("<!channel> look", "@channel look"),
        ("<!here|here> and <!everyone|@everyone>", "@here and @everyone"),
        ("<!subteam^S123|@it-team>!", "@it-team!"),
        ("<!subteam^S123>", "@group"),
        ("<@U1> &lt;!channel&gt; <#C1|general> <https://acme.example|here>", None),
        ("<!date^1772438400^{time}|09:00>", None),
    ],
)
def test_what_people_write_can_call_nobody_when_it_is_repeated(written: str, repeated: str | None) -> None:
    assert quiet(written) == (written if repeated is None else repeated)


@given(st.text(alphabet="<!channelhere|>^@subtm S1", max_size=60))
def test_nothing_that_is_repeated_calls_a_channel(text: str) -> None:
    assert not re.search(r"<!(channel|here|everyone)(\|[^>]*)?>", quiet(text))


@given(TEXT, st.integers(100, 300))
def test_a_quote_stays_within_its_limit_and_marks_every_line(text: str, limit: int) -> None:
    quote = quoted(text, limit)

    assert len(quote) <= limit
    assert all(line.startswith(">") for line in quote.split("\n") if quote)


def test_a_quote_with_room_is_whole() -> None:
    assert quoted("a <b>\nc") == ">a &lt;b&gt;\n>c"
    assert quoted("") == ""


def test_stars_do_not_end_what_is_bold() -> None:
    assert bold("2*3*4 <b>") == "*2∗3∗4 &lt;b&gt;*"
    assert bold("") == ""


def test_a_link_shows_its_label_as_it_was_typed() -> None:
    assert link("https://acme.example/1", "#1 · a <b> & c") == "<https://acme.example/1|#1 · a &lt;b&gt; &amp; c>"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Europe/Berlin", "2026-03-02 09:00 CET"),
        ("America/New_York", "2026-03-02 03:00 EST"),
        ("Mars/Olympus", "2026-03-02 08:00 UTC"),
        ("", "2026-03-02 08:00 UTC"),
        ("../etc/passwd", "2026-03-02 08:00 UTC"),
    ],
)
def test_a_client_that_knows_no_dates_shows_the_persons_own_zone(zone: str, shown: str) -> None:
    assert Words("en").moment(NINE, zone) == f"<!date^1772438400^{{date_short_pretty}} at {{time}}|{shown}>"
    assert Words("de").moment(NINE, zone) == f"<!date^1772438400^{{date_short_pretty}} um {{time}}|{shown}>"
    assert ago(NINE, zone) == f"<!date^1772438400^{{ago}}|{shown}>"


def test_mrkdwn_is_text() -> None:
    assert isinstance(escape("x"), Mrkdwn)
    assert isinstance(escape("x"), str)
