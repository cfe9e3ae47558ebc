"""Composition objects: texts, options, confirmations, filters, files.

Lengths and fields: https://docs.slack.dev/reference/block-kit/composition-objects
"""

from collections.abc import Iterator, Mapping

from sandbox.blocks.rules import (
    Fields,
    Flag,
    Form,
    Items,
    Law,
    Rule,
    Shape,
    Text,
    Typed,
    at_least_one,
    choice,
    exactly_one,
    listed,
    problem,
)

ID = Text(255)
LINK = Form(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", "must be a valid URL")
WEB_LINK = Form(r"https?://\S+", "must be a valid URL")
BUTTON_STYLE = choice("primary", "danger")
MOST_OPTIONS = 100
MOST_BOXES = 10


def plain(most: int) -> Typed:
    """A plain_text object of up to so many characters; mrkdwn is refused."""
    return Typed({"plain_text": _plain(most)})


def either(most: int) -> Typed:
    """A plain_text or mrkdwn object of up to so many characters."""
    return Typed({"plain_text": _plain(most), "mrkdwn": _mrkdwn(most)})


def _plain(most: int) -> Shape:
    return Shape({"text": Text(most, solid=True)}, {"emoji": Flag()})


def _mrkdwn(most: int) -> Shape:
    return Shape({"text": Text(most, solid=True)}, {"verbatim": Flag()})


SELECT_OPTION = Shape({"text": plain(75), "value": Text(150)}, {"description": plain(75)})
BOX_OPTION = Shape({"text": either(75), "value": Text(150)}, {"description": either(75)})
OVERFLOW_OPTION = Shape({"text": plain(75), "value": Text(150)}, {"description": plain(75), "url": LINK})

OPTION_GROUP = Shape({"label": plain(75), "options": Items(SELECT_OPTION, MOST_OPTIONS)})

# The documentation says plain_text for `text` too, but slack_sdk sends mrkdwn by default and Slack takes it.
CONFIRM = Shape(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30)},
    {"style": BUTTON_STYLE},
)

DISPATCH = Shape({"trigger_actions_on": Items(choice("on_enter_pressed", "on_character_entered"), 2)})

CONVERSATION_FILTER = Shape(
    optional={
        "include": Items(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    laws=(at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)

SLACK_FILE = Shape(optional={"id": ID, "url": WEB_LINK}, laws=(exactly_one("id", "url"),))

IMAGE_SOURCE: Mapping[str, Rule] = {"image_url": WEB_LINK, "slack_file": SLACK_FILE}
ONE_SOURCE = exactly_one("image_url", "slack_file")


def chosen_among_options(fields: Fields, at: str) -> Iterator[str]:
    """The law that initial_option and initial_options repeat options that are offered, letter for letter."""
    offered = listed(fields.get("options"))
    for group in listed(fields.get("option_groups")):
        offered = [*offered, *listed(group.get("options"))]
    if "initial_option" in fields and fields["initial_option"] not in offered:
        yield problem("must match one of the options", f"{at}/initial_option")
    for index, option in enumerate(listed(fields.get("initial_options"))):
        if option not in offered:
            yield problem("must match one of the options", f"{at}/initial_options/{index}")


def no_more_chosen_than(limit: str, *chosen: str) -> Law:
    """The law that no more is selected at first than the field named limit lets a person select."""

    def law(fields: Fields, at: str) -> Iterator[str]:
        most = fields.get(limit)
        for name in chosen:
            picked = fields.get(name)
            if isinstance(most, int) and isinstance(picked, list) and len(picked) > most:
                yield problem(f"no more than {most} items allowed", f"{at}/{name}")

    return law
