"""The help, and the button that opens the form."""

from collections.abc import Sequence

from bot.blocks import Block, View
from bot.mrkdwn import Mrkdwn
from bot.views import ids
from bot.views.forms import modal
from bot.views.kit import Button, actions, section
from bot.words import Words

_CARRIED = 150  # characters of what was typed that the button takes into the form, as its title holds


def help_text(words: Words, typed: str = "") -> Mrkdwn:
    """What the command understands; first, that what was typed is no word of it."""
    text = words("help.text")
    return Mrkdwn(f"{words('help.unknown', typed=typed)}\n\n{text}") if typed else text


def help_blocks(words: Words, typed: str = "") -> list[Block]:
    """The help, with a button that takes what was typed into the form."""
    return [section(help_text(words, typed)), *ask_button(words, typed)]


def ask_button(words: Words, typed: str = "") -> list[Block]:
    """The button that opens the form, alone in its row."""
    return actions([asking(words, typed)])


def asking(words: Words, typed: str = "") -> Button:
    """The button that opens the form, with what was typed."""
    return Button(words.plain("button.ask"), ids.ASK, typed[:_CARRIED], style="primary")


def alert(text: Mrkdwn, words: Words, further: Sequence[Block] = ()) -> View:
    """A word to who pressed something where no message can answer."""
    return modal(ids.ALERT, words, "alert", [section(text), *further], is_sent=False)
