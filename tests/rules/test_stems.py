"""Words by their stems: what counts, what is the same, and what hostile text can do to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stems import MOST_WORDS, in_order, phrase_in, stems, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("printer", "Printers"),
        ("starting", "started"),
        ("Drucker", "Druckern"),
        ("Zugang", "Zugänge"),
        ("Gerät", "Geräte"),
        ("funktioniert", "funktionieren"),
        ("installierte", "installiert"),
        ("Gerät", "Geraet"),
        ("Straße", "STRASSE"),
        ("e-mail", "E-Mails"),
        ("VPN", "VPN-Zugang"),
        ("laptop", "laptop's"),
        ("café", "cafe\u0301"),
        ("vpn", "v\u200bp\u00adn"),
        ("vpn", "\u202evpn\u202c"),
        ("vpn", "ＶＰＮ"),
    ],
)
def test_two_writings_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stems(one) & stems(other)


@pytest.mark.parametrize(("one", "other"), [("laptop", "laboratory"), ("Vertrag", "Auftrag"), ("print", "sprint")])
def test_two_words_do_not(one: str, other: str) -> None:
    assert not stems(one) & stems(other)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Could you please help me with the VPN?", ["vpn"]),
        ("Kannst du mir bitte beim VPN helfen? Danke!", ["vpn"]),
        ("<@U123|ana> in <#C12|it-help> <!channel> <!date^1^{ago}|monday>: vpn", ["vpn"]),
        ("<https://wiki.acme.example/vpn|handbook> https://acme.example/page", ["handbook"]),
        (":tada: :+1::skin-tone-2: vpn :sob:", ["vpn"]),
        ("*VPN* _vpn_ ~vpn~ `vpn` &lt;vpn&gt;", ["vpn"]),
        ("a b c 1 2 &amp; – … 🎫", []),
        ("", []),
    ],
)
def test_only_words_that_say_something_count_and_each_once(text: str, counted: list[str]) -> None:
    assert [sorted(word & set(counted)) for word in words(text)] == [[word] for word in counted]


@pytest.mark.parametrize(
    ("phrase", "text", "is_said"),
    [
        ("vpn", "My VPN-access is gone", True),
        ("second monitor", "I'd like a SECOND monitor, please", True),
        ("zweiter Monitor", "Bekomme ich einen zweiten Monitor?", True),
        ("second monitor", "a second big monitor", False),
        ("second monitor", "monitor, second floor", False),
        ("on call", "Who is on call tonight?", True),
        ("access SAP", "I need access to the SAP", True),
        ("access to SAP", "access SAP", False),
        ("on call", "please call me", False),
        ("Passwort vergessen", "passwort", False),
        ("sap", "sapphire", False),
        ("", "anything", False),
        ("!?", "anything", False),
    ],
)
def test_a_phrase_is_found_in_its_order_with_at_most_idle_words_between(phrase: str, text: str, is_said: bool) -> None:
    assert phrase_in(phrase, in_order(text)) is is_said


def test_a_long_text_counts_by_its_first_words() -> None:
    text = " ".join(f"word{n}" for n in range(1000))

    assert len(words(text)) == MOST_WORDS


@pytest.mark.parametrize(
    "piece", ["x", "<", "<@", "<https:", ":a", "a-", "&", "\u202e", "\u0301", "\ufdfa", "\U000e0001"]
)
def test_megabytes_of_anything_are_soon_read(piece: str) -> None:
    assert len(stems(piece * 1_000_000)) <= 2 * MOST_WORDS


@given(st.text())
def test_any_text_has_stems_that_a_database_can_keep(text: str) -> None:
    for stem in stems(text):
        assert 0 < len(stem) <= 50
        assert stem.isalnum()
