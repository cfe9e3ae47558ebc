"""Tells the story on a terminal: who does what, and what stands on whose screen."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.console import Console
from rich.text import Text

from handlers.demo.stage import ZONE
from sandbox.messages import JSON
from sandbox.people import Person
from sandbox.reading import Line, Look, Weight, author_read_by, blocks_read_by, form_read_by, message_read_by
from sandbox.seen import Modal, SeenMessage, labels

_WIDTH = 92
_BAR = "▌ "
_COLOURS = {"ana": "magenta", "ben": "green", "bo": "cyan", "cy": "yellow", "lena": "blue"}
_LOOKS: Mapping[Look, str] = {
    Look.PLAIN: "",
    Look.BOLD: "bold",
    Look.ITALIC: "italic",
    Look.STRUCK: "strike",
    Look.CODE: "bold",
    Look.LINK: "underline",
    Look.NAME: "bold",
}
_WEIGHTS: Mapping[Weight, str] = {Weight.HEADING: "bold", Weight.BODY: "", Weight.SMALL: "dim"}


class Teller:
    """Prints; colours and looks only where the console has them."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._width = min(_WIDTH, console.width)

    def scene(self, title: str) -> None:
        """Begin a part of the story."""
        self._console.print()
        self._console.print(Text(f"━━ {title} ".ljust(self._width, "━"), style="bold"))

    def time(self, now: datetime) -> None:
        """Say what time it is now."""
        self._say(Text(f"\n🕑 {now.astimezone(ZONE):%A %H:%M}, Berlin", style="bold dim"))

    def aside(self, text: str) -> None:
        """Say something to the audience."""
        self._say(Text(f"\n{text}", style="italic dim"))

    def act(self, person: Person, what: str) -> None:
        """Say what somebody does."""
        self._say(Text.assemble("\n", _name(person), f" {what}"))

    def form(self, person: Person, modal: Modal) -> None:
        """Show a form as it is filled in."""
        lines, fields = [Text(modal.title, style="bold")], form_read_by(modal)
        width = max(len(field.label) for field in fields) + 2
        lines += [Text.assemble((field.label.ljust(width), "dim"), field.value or "–") for field in fields]
        self._screen(person, "form", lines)

    def message(self, person: Person, place: str, message: SeenMessage) -> None:
        """Show a message as somebody sees it."""
        lines = [Text(author_read_by(message, person), style="bold")]
        lines += [_styled(line) for line in message_read_by(message, person)]
        self._screen(person, place, lines + _row(message.buttons))

    def home(self, person: Person, blocks: Sequence[JSON]) -> None:
        """Show blocks of somebody's App Home, the buttons where they stand."""
        lines: list[Text] = []
        for block in blocks:
            lines += [_styled(line) for line in blocks_read_by([block], person)] + _row(labels([block]))
        self._screen(person, "App Home", lines)

    def _screen(self, person: Person, where: str, lines: list[Text]) -> None:
        colour = _colour(person)
        self._say(Text.assemble("\n", _name(person), (f" · {where}", "dim")), indent=2)
        for line in lines:
            for part in line.wrap(self._console, self._width - len(_BAR) - 2):
                self._console.print(Text.assemble("  ", (_BAR, colour), part), soft_wrap=True)

    def _say(self, text: Text, indent: int = 0) -> None:
        for part in text.wrap(self._console, self._width - indent):
            self._console.print(Text.assemble(" " * indent if part else "", part), soft_wrap=True)


def _row(buttons: Sequence[str]) -> list[Text]:
    return [Text("  ".join(f"[{label}]" for label in buttons), style="bold")] if buttons else []


def _styled(line: Line) -> Text:
    text = Text.assemble("│ " if line.is_quote else "", *((piece.text, _LOOKS[piece.look]) for piece in line.pieces))
    text.stylize(_WEIGHTS[line.weight])
    return text


def first_name(person: Person) -> str:
    """What the story calls somebody."""
    return person.real_name.partition(" ")[0]


def _name(person: Person) -> tuple[str, str]:
    return first_name(person), f"bold {_colour(person)}"


def _colour(person: Person) -> str:
    return _COLOURS.get(person.name, "white")
