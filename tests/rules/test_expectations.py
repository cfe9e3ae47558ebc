"""What the form says before it is sent: who will see the request, and how long it usually takes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.expectations import Expectation
from bot.views.expectations import Audience, audience_line, expectation_line, seen_only_by
from bot.words import words_for

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAY = timedelta(hours=8, minutes=30)
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("usual", "promised", "opens_at", "english", "german"),
    [
        (
            25 * MINUTE,
            4 * HOUR,
            None,
            "*IT* usually answers within 25 minutes; promised: 4 working hours",
            "*IT* antwortet meist in 25 Minuten; zugesagt: in 4 Arbeitsstunden",
        ),
        (
            61 * MINUTE,
            DAY,
            MONDAY,
            "*IT* usually answers within 2 working hours; promised: 1 working day; opens again {monday}",
            "*IT* antwortet meist in 2 Arbeitsstunden; zugesagt: in 1 Arbeitstag; wieder da: {montag}",
        ),
        (
            2 * DAY - HOUR,
            HOUR + 30 * MINUTE,
            None,
            "*IT* usually answers within 2 working days; promised: 1 working hour 30 minutes",
            "*IT* antwortet meist in 2 Arbeitstagen; zugesagt: in 1 Arbeitsstunde 30 Minuten",
        ),
        (
            timedelta(seconds=2),
            30 * MINUTE,
            None,
            "*IT* usually answers within 1 minute; promised: 30 minutes",
            "*IT* antwortet meist in 1 Minute; zugesagt: in 30 Minuten",
        ),
        (
            None,
            4 * HOUR,
            None,
            "*IT* promises a first answer within 4 working hours",
            "*IT* verspricht eine erste Antwort in 4 Arbeitsstunden",
        ),
    ],
)
def test_how_long_it_takes(
    usual: timedelta | None, promised: timedelta, opens_at: datetime | None, english: str, german: str
) -> None:
    expectation = Expectation(promised, DAY, usual, opens_at)

    for language, said in (("en", english), ("de", german)):
        words = words_for(language)
        moment = words.moment(MONDAY, "Europe/Berlin")
        line = expectation_line(expectation, "IT", words, "Europe/Berlin")
        assert line == "⏱️ " + said.format(monday=moment, montag=moment)


@pytest.mark.parametrize(
    ("audience", "english", "german"),
    [
        (Audience(1, ["Bo"]), "👀 Only Bo of *IT* will see this.", "👀 Das sieht nur Bo von *IT*."),
        (Audience(2, ["Bo", "Cy"]), "👀 Bo and Cy of *IT* will see this.", "👀 Das sehen Bo und Cy von *IT*."),
        (
            Audience(3, ["Bo", "Cy", "Lena"]),
            "👀 Bo, Cy and Lena of *IT* will see this.",
            "👀 Das sehen Bo, Cy und Lena von *IT*.",
        ),
        (
            Audience(12, goes_to=["<Cy>"]),
            "👀 &lt;Cy&gt; will take care of it. The 12 people in the channel of *IT* will see this.",
            "👀 Es geht an &lt;Cy&gt;. Das sehen die 12 Leute im Kanal von *IT*.",
        ),
        (
            Audience(1, ["Hana"], is_confidential=True),
            "👀 Not public. Only Hana of *IT* will see this.",
            "👀 Nicht öffentlich. Das sieht nur Hana von *IT*.",
        ),
        (Audience(0), None, None),
    ],
)
def test_who_will_see_it(audience: Audience, english: str | None, german: str | None) -> None:
    assert audience_line(audience, "IT", words_for("en")) == english
    assert audience_line(audience, "IT", words_for("de")) == german


def test_who_sees_what_is_confidential_is_named_to_the_last_up_to_thirty() -> None:
    words = words_for("en")

    assert seen_only_by(["Hana"], words) == "🔒 *Confidential.* Only Hana will see it, nobody else."
    thirty = str(seen_only_by([f"<{n}>" for n in range(30)], words))
    assert thirty.endswith("&lt;28&gt; and &lt;29&gt; will see it, nobody else.")
    many = str(seen_only_by([f"P{n}" for n in range(33)], words_for("de")))
    assert many.endswith("P29 und 3 weitere sehen es, sonst niemand.")
