"""files.*: uploads in three steps, and what is known of a file."""

from __future__ import annotations

import mimetypes
from typing import Any

from sandbox.errors import Refusal
from sandbox.messages import JSON, File
from sandbox.posting import Draft, delete_file, post
from sandbox.records import Kind
from sandbox.rendering import file_json
from sandbox.webapi.calls import Call, Method


def get_upload_url(call: Call) -> JSON:
    """files.getUploadURLExternal: where to post the bytes of a named file."""
    name = call.required("filename")
    if not str(call.args.get("length", "")).isdigit():
        raise Refusal("invalid_arguments")
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = File(call.world.ids.new("F"), name, mimetype, call.app.bot_user_id, call.world.seconds())
    ticket = call.world.ids.new("upload-")
    call.world.uploads.add(ticket, file)
    return {"upload_url": f"{call.world.base_url}/upload/{ticket}", "file_id": file.id}


def complete_upload(call: Call) -> JSON:
    """files.completeUploadExternal: the files are whole; with a channel, they are posted there."""
    wanted = call.json("files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted:
        raise Refusal("invalid_arguments")
    files = [_uploaded(call, one) for one in wanted]
    place = call.text("channel_id") or call.text("channels")
    if place:
        _post(call, place, files)
    return {"files": [file_json(call.world, file) for file in files]}


def _uploaded(call: Call, wanted: Any) -> File:
    file = call.world.files.get(wanted.get("id", "")) if isinstance(wanted, dict) else None
    if file is None or file.user != call.app.bot_user_id:
        raise Refusal("file_not_found")
    file.title = wanted.get("title") or file.name
    return file


def _post(call: Call, place: str, files: list[File]) -> None:
    channel = call.visible(call.world.channels.get(place))
    call.need_member(channel)
    if channel.archived:
        raise Refusal("is_archived")
    text = call.text("initial_comment") or ""
    draft = Draft(text=text, thread_ts=call.text("thread_ts"), files=tuple(files))
    post(call.world, channel, draft, call.app)


def info(call: Call) -> JSON:
    """files.info: one file that stands where the bot is, or that is the bot's own."""
    file = call.world.files.get(call.required("file"))
    if file is None or not may_read(call, file):
        raise Refusal("file_not_found")
    known = file_json(call.world, file) | {"shares": _shares(call, file)}
    return {"file": known, "comments": [], "response_metadata": {"next_cursor": ""}}


def _shares(call: Call, file: File) -> JSON:
    """The messages that a file stands in, by kind of channel; only files.info tells of them reliably.

    What an upload answers has mostly none yet: https://github.com/slackapi/python-slack-sdk/issues/1329.
    """
    shares: JSON = {}
    for place, messages in file.shares.items():
        kind = "public" if call.world.channels[place].kind is Kind.CHANNEL else "private"
        shown = [{"ts": one.ts} | ({"thread_ts": one.thread_ts} if one.thread_ts else {}) for one in messages]
        shares.setdefault(kind, {})[place] = shown
    return shares


def delete(call: Call) -> JSON:
    """files.delete: the bot's own files alone. https://docs.slack.dev/reference/methods/files.delete"""
    file = call.world.files.get(call.required("file"))
    if file is None or not may_read(call, file):
        raise Refusal("file_not_found")
    if file.user != call.app.bot_user_id:
        raise Refusal("cant_delete_file")
    delete_file(call.world, file)
    return {}


def may_read(call: Call, file: File) -> bool:
    """Whether the bot uploaded the file, got it through a form of its own, or is where it was posted."""
    places = (call.world.channels.get(place) for place in file.channels)
    own = file.user == call.app.bot_user_id or call.app.app_id in file.given_to
    return own or any(place is not None and call.is_in(place) for place in places)


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete_upload, "files:write"),
    "files.delete": Method(delete, "files:write"),
    "files.info": Method(info, "files:read"),
}
