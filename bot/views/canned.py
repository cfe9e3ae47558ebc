"""The choice among the replies that stand ready, in the form in which an agent writes one."""

from collections.abc import Sequence

from bot.blocks import Block, View
from bot.drafts import REPLY_LIMIT
from bot.replies import CannedReply
from bot.views import ids
from bot.views.kit import Option, clip, select
from bot.words import Words


def with_choice(form: View, replies: Sequence[CannedReply], words: Words) -> View:
    """A form for a reply, with the ready ones to choose from above its field."""
    options = [Option(one.name.reads(words.language), one.word) for one in replies]
    choice = select(
        "canned",
        words.plain("canned.choice"),
        options,
        None,
        placeholder=words.plain("form.choose"),
        optional=True,
        changes=ids.CANNED_CHOSEN,
    )
    *before, field = form["blocks"]
    return {**form, "blocks": [*before, choice, field]}


def with_text(form: View, reply: CannedReply, text: str) -> View:
    """The form once a reply was chosen: its text can still be changed."""
    *before, choice, field = form["blocks"]
    options = choice["element"]["options"]
    chosen = {"initial_option": next(one for one in options if one["value"] == reply.word)}
    return {**form, "blocks": [*before, _with(choice, chosen), _with(field, _typed(reply, text))]}


def _typed(reply: CannedReply, text: str) -> Block:
    """The element goes by the reply's word: under its old name Slack would keep what stood there before."""
    return {"action_id": f"text:{reply.word}", "initial_value": clip(text, REPLY_LIMIT)}


def _with(field: Block, more: Block) -> Block:
    return {**field, "element": field["element"] | more}
