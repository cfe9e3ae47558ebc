"""What a message or a view may hold: texts, blocks, metadata, sizes."""

from __future__ import annotations

import json
from typing import Any

from sandbox.blocks import blocks_size, message_problems, view_problems, view_size
from sandbox.errors import Refusal
from sandbox.messages import JSON
from sandbox.posting import Draft
from sandbox.webapi.calls import Call

POST_CHARACTERS = 40_000
UPDATE_CHARACTERS = 4_000
# Undocumented; real Slack refuses somewhere between 12,000 and 13,000 characters over all blocks.
BLOCKS_CHARACTERS = 12_000
# Slack names no number; a strict one finds payloads that are no longer small.
METADATA_BYTES = 8_000
VIEW_BYTES = 250_000


def message_draft(call: Call) -> Draft:
    """The checked contents of chat.postMessage, chat.postEphemeral and chat.update, without their places."""
    blocks = blocks_of(call)
    text = call.args.get("text")
    if not isinstance(text, (str, type(None))):
        raise Refusal("invalid_arguments")
    if not (text or "").strip() and not blocks:
        raise Refusal("no_text")
    return Draft(text=text or "", blocks=blocks or None, metadata=metadata_of(call))


def blocks_of(call: Call) -> list[JSON] | None:
    """The blocks of a message. Refuses invalid_blocks_format, invalid_blocks and msg_blocks_too_long."""
    if call.json("attachments", "invalid_attachments"):
        raise Refusal("invalid_attachments")
    blocks = call.json("blocks", "invalid_blocks_format")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    problems = message_problems(blocks)
    if problems:
        raise Refusal("invalid_blocks", errors=problems, response_metadata=error_lines(problems))
    if blocks_size(blocks) > BLOCKS_CHARACTERS:
        raise Refusal("msg_blocks_too_long")
    return blocks


def error_lines(problems: list[str]) -> JSON:
    """The problems as response_metadata shows them."""
    return {"messages": [f"[ERROR] {problem}" for problem in problems]}


def metadata_of(call: Call) -> JSON | None:
    """A message's metadata: an event type and flat values."""
    metadata = call.json("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Refusal("invalid_metadata_format")
    payload = metadata.get("event_payload")
    if not isinstance(payload, dict) or not all(_is_flat(value) for value in payload.values()):
        raise Refusal("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": payload}


def _is_flat(value: Any) -> bool:
    return isinstance(value, (str, int, float, bool, type(None)))


def view_of(call: Call) -> JSON:
    """The view of views.*. Refuses view_too_large, and invalid_arguments with what is wrong in it."""
    view = call.json("view", "invalid_arguments")
    if view is None:
        raise Refusal("invalid_arguments", response_metadata=error_lines(["missing required field: view"]))
    return checked_view(view)


def checked_view(view: Any) -> JSON:
    """A view that Slack would accept."""
    problems = view_problems(view)
    if problems:
        raise Refusal("invalid_arguments", response_metadata=error_lines(problems))
    if view_size(view) > VIEW_BYTES:
        raise Refusal("view_too_large")
    return dict(view)
