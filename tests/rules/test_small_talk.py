"""What asks for nothing, and what does although it begins with hello."""

import time

import pytest

from bot.smalltalk import is_announcement, is_answer, is_small_talk

SMALL_TALK = """
hi|Hi all!|hello everyone :wave:|hey team|Good morning!|good morning all ☀️|thanks!|Thank you so much 🙏
thanks a lot :pray::skin-tone-3:|thx|cheers|ok, thanks|great, thank you <@U0BO>!|works now, thanks!|never mind
have a nice weekend everyone|+1|:+1:|👍🏽|lol|hi <!here>|see you tomorrow :)|happy new year!!!|it's fixed, thanks
you're welcome|Perfect :D|no problem|welcome back, all|hallo|Hallo zusammen!|Guten Morgen|guten morgen zusammen 🌞|moin
Moin, moin!|danke!|Danke schön|vielen lieben Dank|DANKE EUCH ALLEN|Dankeschön für die schnelle Hilfe
danke, geht wieder|hat sich erledigt|kein Problem|schönes Wochenende!|Grüß Gott|Servus, ihr Lieben
Frohe Weihnachten und guten Rutsch|liebe Grüße|alles klar, danke dir|bis morgen|Tschüss!|Mahlzeit :fork_and_knife:
:tada:|🎉🎉|:tada: :tada:|?|...|   |&gt; |_|<@U0BO>
"""

REQUESTS = """
hi, my laptop is dead|Hello everyone, the printer on floor 3 is out of paper|good morning, VPN is down again
thanks, but it still beeps|hi, wifi?|help|hello? can somebody help|thank you for looking into my laptop|no sound
nothing works|it works now but the screen is black|Hallo, mein Laptop ist kaputt
Guten Morgen, wer kann mir das Passwort zurücksetzen?|danke, aber es piept noch|Moin, Drucker druckt nicht
bitte um Zugang zu SAP|brauche einen Monitor|Hilfe!|https://wiki.acme.example/x|<https://wiki.acme.example/x>
`error 0x80070005`|500|thanks in advance for a new keyboard|congratulations, the server is down|こんにちは|all laptops
team drive
"""


def texts(table: str) -> list[str]:
    """The table's texts; a blank one is a text too."""
    return [text for line in table.strip("\n").split("\n") for text in line.split("|")]


@pytest.mark.parametrize(
    "text", [*texts(SMALL_TALK), "", "\u200b", "\u2060\u200b\ufeff", "\ufe0f\u200d", "hi\u200b!", "hi\nall"]
)
def test_greetings_thanks_and_emoji_ask_for_nothing(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize("text", texts(REQUESTS))
def test_a_question_that_begins_with_hello_is_a_question(text: str) -> None:
    assert not is_small_talk(text)


@pytest.mark.parametrize(
    "text", ["📣 Wi-Fi is down tonight", ":mega: Update", "  *📣* New", ":loudspeaker: x", "&gt; 📣 x", "📢"]
)
def test_what_begins_with_a_megaphone_is_an_announcement(text: str) -> None:
    assert is_announcement(text)


@pytest.mark.parametrize("text", ["my 📣 is broken", "megaphone broken", ":megaphone: x", "", "x :mega:"])
def test_other_posts_are_none(text: str) -> None:
    assert not is_announcement(text)


@pytest.mark.parametrize("text", ["thanks a lot " * 20_000 + "x", "hi " * 14 + "x", ":" * 100_000, "<@" * 50_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    is_small_talk(text)
    is_announcement(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "text", ["ja!", "Nein, danke", "ok", "done, thanks!", "Erledigt", "+1", ":+1:", "👍", "the blue one"]
)
def test_a_short_word_answers_a_question(text: str) -> None:
    assert is_answer(text)


@pytest.mark.parametrize("text", ["Danke!", "thank you so much :pray:", "Hallo zusammen", "have a nice weekend", "🙏"])
def test_thanks_and_greetings_answer_nothing(text: str) -> None:
    assert not is_answer(text)
