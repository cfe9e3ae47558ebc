"""What a window asks for, done by the person whose window it is."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.errors import SandboxError
from sandbox.forms import Spot
from sandbox.messages import JSON, File
from sandbox.page.viewer import Viewer
from sandbox.people import Person
from sandbox.records import Channel, InstalledApp
from sandbox.rendering import file_json, view_json
from sandbox.seen import Answer, SeenMessage, seen


@dataclass(frozen=True)
class Acting:
    """One person at one window. Acts run in a thread: they last until Slack would show their result."""

    person: Person
    viewer: Viewer

    def act(self, name: str, wish: JSON) -> JSON:
        """Do it. Raises SandboxError where the client would not let a person do this."""
        if name not in ACTS:
            raise SandboxError(f"nobody knows how to {name!r}")
        return ACTS[name](self, wish) or {}

    # -- what a wish is about --------------------------------------------------------------------------------

    def channel(self, wish: JSON) -> Channel:
        """The conversation that is meant."""
        with self.viewer.world.lock:
            return self.viewer.open_channel(str(wish.get("channel")))

    def message(self, wish: JSON) -> SeenMessage:
        """The message that is meant."""
        with self.viewer.world.lock:
            found = self.viewer.find(self.viewer.open_channel(str(wish.get("channel"))), str(wish.get("ts")))
            if found is None:
                raise SandboxError("the message is gone")
            return seen(self.viewer.world, found)

    def app(self, wish: JSON) -> InstalledApp:
        """The app that is meant."""
        app = self.viewer.world.apps.get(str(wish.get("app")))
        if app is None:
            raise SandboxError("there is no such app")
        return app

    def surface(self, wish: JSON) -> SeenMessage | JSON:
        """Where the control stands that is meant: a message or a view."""
        if "view" not in wish:
            return self.message(wish)
        with self.viewer.world.lock:
            view = self.viewer.world.views.get(str(wish["view"]))
            if view is None or view.user != self.person.id:
                raise SandboxError("this view is closed")
            return view_json(self.viewer.world, view)

    def person_named(self, wish: JSON) -> Person:
        """The other person that is meant."""
        other = self.viewer.world.users.get(str(wish.get("user")))
        if other is None:
            raise SandboxError("there is no such person")
        return Person(self.viewer.world, self.person.delivery, other)

    def modal(self) -> JSON:
        """What stands in front of the person now."""
        with self.viewer.world.lock:
            return {"modal": self.viewer.modal()}

    def value(self, value: object) -> object:
        """What is in a field: files come as {"file": id}, instants as {"seconds": n}, everything else as it is."""
        if isinstance(value, dict) and "seconds" in value:
            return datetime.fromtimestamp(int(value["seconds"]), UTC)
        if not (isinstance(value, list) and value and isinstance(value[0], dict) and "file" in value[0]):
            return value
        found = [self.viewer.world.files.get(str(one["file"])) for one in value]
        return [file for file in found if file is not None and file.user == self.person.id]


def _need(wish: JSON, name: str) -> Any:
    """What a wish can't do without."""
    if name not in wish:
        raise SandboxError(f"{name!r} is missing")
    return wish[name]


def _answer(answer: Answer) -> JSON:
    return {"trouble": answer.error}


def _spot(wish: JSON) -> Spot:
    return Spot(str(wish.get("block_id")), str(wish.get("action_id")), wish.get("value"))


def _uploads(wish: JSON) -> list[tuple[str, bytes]]:
    try:
        return [(str(_need(one, "name")), base64.b64decode(_need(one, "data"))) for one in wish.get("files", ())]
    except binascii.Error:
        raise SandboxError("this is no file") from None


def _says(who: Acting, wish: JSON) -> JSON:
    said = who.person.says(
        who.channel(wish),
        str(wish.get("text", "")),
        thread=wish.get("thread"),
        files=_uploads(wish),
        broadcast=bool(wish.get("broadcast")),
    )
    return {"ts": said.ts}


def _types(who: Acting, wish: JSON) -> JSON:
    return _answer(who.person.types(str(_need(wish, "text")), who.channel(wish)))


def _edits(who: Acting, wish: JSON) -> None:
    who.person.edits(who.message(wish), str(_need(wish, "text")))


def _deletes(who: Acting, wish: JSON) -> None:
    who.person.deletes(who.message(wish))


def _reacts(who: Acting, wish: JSON) -> None:
    message, emoji = who.message(wish), str(_need(wish, "emoji"))
    if who.person.id in message.reactions.get(emoji, ()):
        who.person.unreacts(message, emoji)
    else:
        who.person.reacts(message, emoji)


def _presses(who: Acting, wish: JSON) -> JSON:
    return _answer(who.person.presses(_spot(wish), on=who.surface(wish)))


def _chooses(who: Acting, wish: JSON) -> JSON:
    return _answer(who.person.chooses(_spot(wish), who.value(_need(wish, "choice")), on=who.surface(wish)))


def _looks_up(who: Acting, wish: JSON) -> JSON:
    return {"options": who.person.looks_up(_spot(wish), str(_need(wish, "typed")), on=who.surface(wish))}


def _uploads_file(who: Acting, wish: JSON) -> JSON:
    files: list[File] = [who.person.uploads(name, content) for name, content in _uploads(wish)]
    return {"files": [file_json(who.viewer.world, file) for file in files]}


def _fills(who: Acting, wish: JSON) -> None:
    _top_view(who, wish)
    for field in _need(wish, "fields"):
        who.person.fills({_spot(field): who.value(_need(field, "choice"))}, in_passing=True)


def _submits(who: Acting, wish: JSON) -> JSON:
    _fills(who, wish)
    who.person.submits(strict=True)
    return who.modal()


def _closes_modal(who: Acting, wish: JSON) -> JSON:
    _top_view(who, wish)
    who.person.closes_modal(all_of_them=bool(wish.get("all")))
    return who.modal()


def _top_view(who: Acting, wish: JSON) -> None:
    """A window that lags behind must not fill in or close what has come meanwhile."""
    modal = who.person.modal
    if modal is None or modal.view["id"] != wish.get("view"):
        raise SandboxError("this form is closed")


def _uses_shortcut(who: Acting, wish: JSON) -> JSON:
    on = who.message(wish) if "ts" in wish else None
    return _answer(who.person.uses_shortcut(str(_need(wish, "callback_id")), on=on))


def _opens_home(who: Acting, wish: JSON) -> None:
    who.person.opens_home(who.app(wish), tab=str(wish.get("tab", "home")))


def _opens_app(who: Acting, wish: JSON) -> JSON:
    return {"channel": who.person.dm(who.app(wish)).id}


def _opens_direct(who: Acting, wish: JSON) -> JSON:
    return {"channel": who.person.group_dm(who.person_named(wish)).id}


def _joins(who: Acting, wish: JSON) -> None:
    who.person.joins(who.channel(wish))


def _leaves(who: Acting, wish: JSON) -> None:
    who.person.leaves(who.channel(wish))


def _sets_status(who: Acting, wish: JSON) -> None:
    """An empty emoji is no status."""
    if emoji := str(_need(wish, "emoji")):
        who.person.sets_status(emoji)
    else:
        who.person.clears_status()


def _reads(who: Acting, wish: JSON) -> None:
    channel = who.channel(wish)
    with who.viewer.world.lock:
        who.viewer.marks.read(who.person.id, channel.id)
        who.viewer.world.changed("read", channel.id, user=who.person.id)


ACTS: dict[str, Callable[[Acting, JSON], JSON | None]] = {
    "says": _says,
    "types": _types,
    "edits": _edits,
    "deletes": _deletes,
    "reacts": _reacts,
    "presses": _presses,
    "chooses": _chooses,
    "looks_up": _looks_up,
    "uploads": _uploads_file,
    "fills": _fills,
    "submits": _submits,
    "closes_modal": _closes_modal,
    "uses_shortcut": _uses_shortcut,
    "opens_home": _opens_home,
    "opens_app": _opens_app,
    "opens_direct": _opens_direct,
    "joins": _joins,
    "leaves": _leaves,
    "sets_status": _sets_status,
    "reads": _reads,
}
