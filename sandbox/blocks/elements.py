"""Block elements: buttons, menus, pickers, inputs, and which of them may stand where.

Fields and lengths: https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Iterator, Mapping

from sandbox.blocks.objects import (
    BOX_OPTION,
    BUTTON_STYLE,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    ID,
    IMAGE_SOURCE,
    LINK,
    MOST_BOXES,
    MOST_OPTIONS,
    ONE_SOURCE,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    SELECT_OPTION,
    WEB_LINK,
    chosen_among_options,
    no_more_chosen_than,
    plain,
)
from sandbox.blocks.rich_text import RICH_TEXT
from sandbox.blocks.rules import (
    Fields,
    Flag,
    Form,
    Items,
    Rule,
    Shape,
    Text,
    Typed,
    Whole,
    choice,
    exactly_one,
    problem,
)

Rules = dict[str, Rule]

_ACTION: Rules = {"action_id": ID}
_CONFIRMED: Rules = {**_ACTION, "confirm": CONFIRM}
_CHOSEN: Rules = {**_CONFIRMED, "focus_on_load": Flag()}
_PICKED: Rules = {**_CHOSEN, "placeholder": plain(150)}
_TYPED: Rules = {
    **_ACTION,
    "placeholder": plain(150),
    "focus_on_load": Flag(),
    "dispatch_action_config": DISPATCH,
}
_MANY: Rules = {**_PICKED, "max_selected_items": Whole(1)}
_IDS = Items(ID)
_TIME = Form(r"([01]\d|2[0-3]):[0-5]\d", "must be a time in the format HH:mm")
_DATE = Form(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "must be a date in the format YYYY-MM-DD")
_DECIMAL = Form(r"[+-]?\d+(\.\d+)?", "must be a number in a string")


def _button() -> Shape:
    return Shape(
        {"text": plain(75)},
        {
            **_CONFIRMED,
            "url": LINK,
            "value": Text(2000),
            "style": BUTTON_STYLE,
            "accessibility_label": Text(75),
            "agent_prompt": Text(4000),
            "agent_prompt_display": Text(75),
            "visible_to_user_ids": _IDS,
        },
    )


def _icon_button() -> Shape:
    return Shape(
        {"icon": choice("trash"), "text": plain(75)},
        {**_CONFIRMED, "value": Text(2000), "accessibility_label": Text(75), "visible_to_user_ids": _IDS},
    )


def _feedback_buttons() -> Shape:
    side = Shape({"text": plain(75), "value": Text(2000)}, {"accessibility_label": Text(75)})
    return Shape({"positive_button": side, "negative_button": side}, _ACTION)


def _workflow_button() -> Shape:
    inputs = Items(Shape({"name": ID, "value": Text(3000)}))
    trigger = Shape({"url": WEB_LINK}, {"customizable_input_parameters": inputs})
    return Shape(
        {"text": plain(75), "workflow": Shape({"trigger": trigger}), "action_id": ID},
        {"style": BUTTON_STYLE, "accessibility_label": Text(75)},
    )


def _static_menu(initial: Rules, base: Rules) -> Shape:
    offers: Rules = {"options": Items(SELECT_OPTION, MOST_OPTIONS), "option_groups": Items(OPTION_GROUP, MOST_OPTIONS)}
    return Shape(
        optional={**base, **offers, **initial},
        laws=(
            exactly_one("options", "option_groups"),
            chosen_among_options,
            no_more_chosen_than("max_selected_items", "initial_options"),
        ),
    )


def _boxes(initial: Rules) -> Shape:
    return Shape({"options": Items(BOX_OPTION, MOST_BOXES)}, {**_CHOSEN, **initial}, (chosen_among_options,))


def _menu(initial: str, **more: Rule) -> Shape:
    return Shape(optional={**_PICKED, initial: ID, **more})


def _multi_menu(initial: str, of: Rule = ID, **more: Rule) -> Shape:
    return Shape(
        optional={**_MANY, initial: Items(of), **more}, laws=(no_more_chosen_than("max_selected_items", initial),)
    )


_CONVERSATIONS: Rules = {"default_to_current_conversation": Flag(), "filter": CONVERSATION_FILTER}

SELECTS: Mapping[str, Rule] = {
    "static_select": _static_menu({"initial_option": SELECT_OPTION}, _PICKED),
    "external_select": Shape(optional={**_PICKED, "min_query_length": Whole(), "initial_option": SELECT_OPTION}),
    "users_select": _menu("initial_user"),
    "conversations_select": _menu("initial_conversation", response_url_enabled=Flag(), **_CONVERSATIONS),
    "channels_select": _menu("initial_channel", response_url_enabled=Flag()),
    "multi_static_select": _static_menu({"initial_options": Items(SELECT_OPTION)}, _MANY),
    "multi_external_select": _multi_menu("initial_options", SELECT_OPTION, min_query_length=Whole()),
    "multi_users_select": _multi_menu("initial_users"),
    "multi_conversations_select": _multi_menu("initial_conversations", **_CONVERSATIONS),
    "multi_channels_select": _multi_menu("initial_channels"),
}

PICKERS: Mapping[str, Rule] = {
    "datepicker": Shape(optional={**_PICKED, "initial_date": _DATE}),
    "timepicker": Shape(optional={**_PICKED, "initial_time": _TIME, "timezone": Text(255)}),
    "checkboxes": _boxes({"initial_options": Items(BOX_OPTION)}),
    "radio_buttons": _boxes({"initial_option": BOX_OPTION}),
}

# Ten digits: seconds since 1970, https://docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element
DATETIMEPICKER = Shape(optional={**_CHOSEN, "initial_date_time": Whole(1_000_000_000, 9_999_999_999)})

BUTTONS: Mapping[str, Rule] = {
    "button": _button(),
    "overflow": Shape({"options": Items(OVERFLOW_OPTION, 5, least=2)}, _CONFIRMED),
    "workflow_button": _workflow_button(),
}

IMAGE = Shape({"alt_text": Text(2000)}, IMAGE_SOURCE, (ONE_SOURCE,))


def _lengths_in_order(fields: Fields, at: str) -> Iterator[str]:
    least, most, initial = (fields.get(name) for name in ("min_length", "max_length", "initial_value"))
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield problem("must be greater than or equal to `min_length`", f"{at}/max_length")
    if isinstance(most, int) and isinstance(initial, str) and len(initial) > most:
        yield problem(f"must be less than {most + 1} characters", f"{at}/initial_value")


PLAIN_TEXT_INPUT = Shape(
    optional={
        **_TYPED,
        "initial_value": Text(3000, least=0),
        "multiline": Flag(),
        "min_length": Whole(0, 3000),
        "max_length": Whole(1, 3000),
    },
    laws=(_lengths_in_order,),
)

# slack-platform.md: these are for modals; elsewhere Slack's documentation is silent, and we refuse (?).
MODAL_INPUTS: Mapping[str, Rule] = {
    "rich_text_input": Shape(
        optional={
            **_TYPED,
            "initial_value": Typed({"rich_text": RICH_TEXT}),
            "min_lines": Whole(1),
            "max_lines": Whole(1),
        }
    ),
    "email_text_input": Shape(optional={**_TYPED, "initial_value": Text(3000)}),
    "url_text_input": Shape(optional={**_TYPED, "initial_value": Text(3000)}),
    "number_input": Shape(
        {"is_decimal_allowed": Flag()},
        {**_TYPED, "initial_value": _DECIMAL, "min_value": _DECIMAL, "max_value": _DECIMAL},
    ),
    "file_input": Shape(optional={**_ACTION, "filetypes": Items(Text(255)), "max_files": Whole(1, 10)}),
}

IN_SECTION: Mapping[str, Rule] = {**BUTTONS, **SELECTS, **PICKERS, "image": IMAGE}
IN_ACTIONS: Mapping[str, Rule] = {**BUTTONS, **SELECTS, **PICKERS, "datetimepicker": DATETIMEPICKER}
IN_CONTEXT_ACTIONS: Mapping[str, Rule] = {"feedback_buttons": _feedback_buttons(), "icon_button": _icon_button()}
IN_ANY_INPUT: Mapping[str, Rule] = {
    **SELECTS,
    **PICKERS,
    "datetimepicker": DATETIMEPICKER,
    "plain_text_input": PLAIN_TEXT_INPUT,
}
IN_MODAL_INPUT: Mapping[str, Rule] = {**IN_ANY_INPUT, **MODAL_INPUTS}
