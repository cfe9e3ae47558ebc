"""Small Block Kit pieces for the sandbox's tests."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

Body = dict[str, Any]


def words(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def options(*names: str) -> list[Body]:
    return [{"text": words(name.title()), "value": name} for name in names]


def field(label: str, element: Body, **more: Any) -> Body:
    return {"type": "input", "block_id": label.lower(), "label": words(label), "element": element, **more}


def text_field(label: str, **more: Any) -> Body:
    return field(label, {"type": "plain_text_input", "action_id": "text", **more})


def modal(*blocks: Body, callback_id: str = "form", **more: Any) -> Body:
    body = {"type": "modal", "callback_id": callback_id, "title": words("Ask"), "submit": words("Send")}
    return body | {"blocks": list(blocks)} | more


def card(*elements: Body) -> list[Body]:
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Request 1*"}},
        {"type": "actions", "elements": list(elements)},
    ]


def button(label: str, action_id: str) -> Body:
    return {"type": "button", "text": words(label), "action_id": action_id, "value": "1"}


def opening(bolt: App, view: Body) -> None:
    """/helpdesk opens this view."""

    @bolt.command("/helpdesk")
    def _(ack: Ack, client: WebClient, command: Body) -> None:
        client.views_open(trigger_id=command["trigger_id"], view=view)
        ack()
