"""What Slack refuses in a modal or a home view.

Fields and lengths: https://docs.slack.dev/reference/views. A view as Slack sends it (with id, state, hash, …) is not
a view that it takes: only the fields of the documentation may come back.
"""

from collections.abc import Iterator

from sandbox.blocks.layout import Surface, blocks_on
from sandbox.blocks.objects import plain
from sandbox.blocks.rules import Fields, Flag, Rule, Shape, Text, Typed, listed, problem
from sandbox.blocks.whole import problems_together

MOST_BLOCKS = 100

_CARRIED: dict[str, Rule] = {
    "private_metadata": Text(3000, least=0),
    "callback_id": Text(255, least=0),
    "external_id": Text(255, least=0),
}


def _submit_for_inputs(fields: Fields, at: str) -> Iterator[str]:
    if "submit" in fields:
        return
    for index, block in enumerate(listed(fields["blocks"])):
        if block.get("type") == "input":
            yield problem("must define `submit` to use an `input` block in modals", f"{at}/blocks/{index}/input")


_MODAL = Shape(
    {"title": plain(24), "blocks": blocks_on(Surface.MODAL, MOST_BLOCKS, least=1)},
    {
        **_CARRIED,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
    },
    (_submit_for_inputs,),
)

# A home view may be emptied (?): views.publish with no blocks is how apps clear it.
_HOME = Shape({"blocks": blocks_on(Surface.HOME, MOST_BLOCKS, least=0)}, _CARRIED)

_VIEW = Typed({"modal": _MODAL, "home": _HOME})


def view_problems(view: object) -> list[str]:
    """What Slack refuses in a modal or home view, in its words; empty when it accepts the view.

    The view's own `type` says which of the two it is. Its weight is the caller's to refuse: see view_size.
    """
    blocks = view.get("blocks") if isinstance(view, dict) else None
    return [*_VIEW.problems(view, "/view"), *problems_together(blocks, "/view/blocks")]
