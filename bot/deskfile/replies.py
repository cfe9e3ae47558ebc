"""How a desk answers, as the desks file writes it: its assignment, its plain replies, and those that stand ready."""

import re

from bot.deskfile import values
from bot.deskfile.table import Table
from bot.deskfile.values import SHORT, need_label
from bot.replies import PLACEHOLDERS, Assignment, CannedReply, PlainReplies, placeholders

_MOST_REPLIES = 100  # Slack's limit for a menu
_TEXT_LIMIT = 2500  # a field to type in takes 3,000 characters, and names and links make a text longer
_WORD = re.compile(r"[\w-]{1,32}")


def read_assignment(desk: Table) -> Assignment:
    """Who gets what is new."""
    return desk.read("assignment", _assignment, Assignment.NONE)


def _assignment(value: object) -> Assignment:
    return Assignment(values.one_of("way to assign requests", list(Assignment))(value))


def read_plain_replies(desk: Table) -> PlainReplies:
    """What becomes of words in a desk thread that are not marked."""
    return desk.read("plain_replies", _plain_replies, PlainReplies.SENT)


def _plain_replies(value: object) -> PlainReplies:
    return PlainReplies(values.one_of("way with plain replies", list(PlainReplies))(value))


def read_canned(desk: Table) -> tuple[CannedReply, ...]:
    """The replies that stand ready."""
    tables = desk.tables("replies", _MOST_REPLIES)
    found = tuple(_reply(table) for table in tables)
    _note_same(tables, found)
    return found


def _reply(table: Table) -> CannedReply:
    found = CannedReply(
        word=table.need("word", _word, ""),
        name=need_label(table, "name", SHORT),
        text=need_label(table, "text", _TEXT_LIMIT, _text),
    )
    table.note_unknown()
    return found


def _word(value: object) -> str:
    """What is written behind "?", in small letters."""
    found = values.text(value).removeprefix("?").casefold()
    if not _WORD.fullmatch(found):
        raise ValueError(f'"{found}" is no word; use up to 32 letters, digits, "-" and "_", such as "vpn".')
    return found


def _text(value: object) -> str:
    """Paragraphs, with nothing in braces but what we can fill in."""
    found = values.paragraphs(value)
    for name in placeholders(found):
        if name not in PLACEHOLDERS:
            there = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
            raise ValueError(f'"{{{name}}}" is nothing that we can fill in; there are {there}.')
    return found


def _note_same(tables: list[Table], replies: tuple[CannedReply, ...]) -> None:
    seen: dict[str, str] = {}
    for table, reply in zip(tables, replies, strict=True):
        if reply.word and seen.setdefault(reply.word, table.where) != table.where:
            table.note("word", f'"{reply.word}" is taken by {seen[reply.word]}.')
