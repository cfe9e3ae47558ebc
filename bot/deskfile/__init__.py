"""The desks file: what an operator writes about the desks, read so that every problem is reported at once."""

import tomllib
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from bot.deskfile import values
from bot.deskfile.duty import read_rota
from bot.deskfile.forms import read_types
from bot.deskfile.plans import read_asking, read_plan, read_reports
from bot.deskfile.promises import read_hours, read_standards
from bot.deskfile.replies import read_assignment, read_canned, read_plain_replies
from bot.deskfile.rules import read_rules
from bot.deskfile.table import Table
from bot.deskfile.values import SHORT, label, need_label
from bot.desks import DIGEST_AT, SILENT_AFTER, Desk, Desks, standard_promise
from bot.targets import duration
from bot.words import LANGUAGES
from storage.kinds import Urgency

_MOST_DESKS = 100  # Slack's limit for a menu
_ABOUT = 300


class DesksError(Exception):
    """The desks file can't be used; `problems` says all that is wrong with it, each under the path of its key."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


def read_desks(path: Path) -> Desks:
    """Read the desks file; raises DesksError with every problem in it."""
    return desks_of(text_of(path))


def text_of(path: Path) -> str:
    """The text of a desks file to the last byte, line ends and all; raises DesksError."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise DesksError([f"The file can't be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise DesksError(["The file is not saved as UTF-8."]) from error


def desks_of(text: str) -> Desks:
    """Read the text of a desks file; raises DesksError with every problem in it."""
    problems: list[str] = []
    file = Table("", _toml(text), problems)
    tables = file.tables("desks", _MOST_DESKS)
    desks = [_desk(table) for table in tables]
    rules = read_rules(file, desks)
    file.note_unknown()
    file.note_repeated("key", tables)
    if not tables and not problems:
        problems.append("The file has no desk; begin one with [[desks]].")
    problems += _clashes(desks)
    if problems:
        raise DesksError(problems)
    return Desks(tuple(desks), rules)


def _toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))  # as some editors on Windows begin a file
    except ValueError as error:  # tomllib's own, and Python's for a number of thousands of digits
        raise DesksError([f"The file is no valid TOML: {error}."]) from error


def _desk(table: Table) -> Desk:
    hours = read_hours(table)
    day = hours.usual_day
    name = need_label(table, "name", SHORT)
    promises = {urgency: standard_promise(urgency, hours) for urgency in Urgency}
    standards = read_standards(table.table("targets"), day, promises)
    desk = Desk(
        key=table.need("key", values.key, ""),
        name=name.text,
        names=name.others,
        about=label(table, "about", _ABOUT),
        aliases=table.each("aliases", values.text),
        channel=table.need("channel", values.channel, ""),
        request_channels=table.each("request_channels", values.channel),
        agents=table.each("agents", values.person),
        leads=table.each("leads", values.person),
        hours=hours,
        standards=standards,
        silent_after=table.read("silent_after", values.working_time(day), duration(SILENT_AFTER, day)),
        plan=read_plan(table, hours),
        asking=read_asking(table),
        reports=read_reports(table),
        digest_at=table.read("digest_at", values.moment, DIGEST_AT),
        language=table.read("language", values.language, LANGUAGES[0]),
        is_confidential=table.read("confidential", values.yes_or_no, False),
        takes_guests=table.read("guests", values.yes_or_no, False),
        takes_anonymous=table.read("anonymous", values.yes_or_no, False),
        assignment=read_assignment(table),
        plain_replies=read_plain_replies(table),
        first_reply_claims=table.read("first_reply_claims", values.yes_or_no, True),
        asking_back_waits=table.read("asking_back_waits", values.yes_or_no, False),
        canned=read_canned(table),
        types=read_types(table, day, standards),
        rota=read_rota(table),
    )
    table.note_unknown()
    return desk


def _clashes(desks: Sequence[Desk]) -> Iterator[str]:
    """Say what two desks both claim; that they share a key is said already."""
    for (before, earlier), (place, desk) in combinations(enumerate(desks), 2):
        if desk.key and desk.key == earlier.key:
            continue
        for word in sorted(desk.words & earlier.words - {""}):
            yield f'desks[{place}]: "{word}" already means desks[{before}].'
        if desk.channel and desk.channel == earlier.channel:
            yield f'desks[{place}].channel: "{desk.channel}" is taken by desks[{before}].'
    yield from _request_channel_clashes(desks)


def _request_channel_clashes(desks: Sequence[Desk]) -> Iterator[str]:
    """A post in a request channel is for one desk, and what a desk's agents write in their channel is no request."""
    homes = {desk.channel: f"where the cards of desks[{place}] are" for place, desk in enumerate(desks)}
    taken: dict[str, str] = {}
    for place, desk in enumerate(desks):
        for channel in desk.request_channels:
            if why := homes.get(channel) or taken.get(channel):
                yield f'desks[{place}].request_channels: "{channel}" is {why}; requests need a channel of their own.'
            taken[channel] = f"where desks[{place}] is asked"
