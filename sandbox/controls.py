"""Buttons, selects and forms under a person's fingers, and what the client makes of the app's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox import forms, interactions, modals
from sandbox.delivery import Delivery
from sandbox.errors import Refusal, SandboxError
from sandbox.forms import Element, Spot
from sandbox.interactions import Surface
from sandbox.messages import JSON, File
from sandbox.outgoing import Outcome, Reply
from sandbox.records import InstalledApp, ResponseUrl, User, View
from sandbox.rendering import file_json
from sandbox.responses import say
from sandbox.seen import Modal, SeenMessage
from sandbox.typed import rich_text
from sandbox.webapi.contents import checked_view
from sandbox.wire import Exchange, Traffic
from sandbox.world import World

TROUBLE = "We had some trouble connecting. Try again?"
MOST_TYPED = 3_000
MOST_FILES = 10
_BUTTONS = {"button", "feedback_buttons", "icon_button", "workflow_button"}


def explained(reply: Reply) -> str | None:
    """What the client shows when the app did not take an interaction; None when it did."""
    return None if reply.is_ok else TROUBLE


@dataclass(frozen=True)
class Controls:
    """One person's use of controls."""

    world: World
    delivery: Delivery
    account: User

    def use(self, name: str | Spot, choice: Any, on: SeenMessage | Modal | JSON | None) -> str | None:
        """Press or choose, and tell the app; the client's error, None when all went well."""
        with self.world.lock:
            surface = self._surface(on)
            element = self._element(surface, name, on)
            if (choice is None) != (element.type in _BUTTONS):
                raise SandboxError(f"{name!r} is a {element.type}")
        return self._set(surface, element, choice)

    def fill(self, name: str | Spot, value: Any, *, in_passing: bool = False) -> None:
        """Put a value into the form; controls that act at once are told to the app, unless it is in passing."""
        with self.world.lock:
            surface = self._surface(None)
            element = self._element(surface, name, None)
        self._set(surface, element, value, in_passing=in_passing)

    def _set(self, surface: Surface, element: Element, choice: Any, *, in_passing: bool = False) -> str | None:
        state: JSON = {}
        if element.type not in _BUTTONS:
            state = self._state(surface, element, choice)
        with self.world.lock:
            if element.keeps_value:
                surface.values.setdefault(element.block_id, {})[element.action_id] = state
            if in_passing or not element.acts_at_once:
                return None
            payload = interactions.block_actions(self.world, self.account, surface, element, state)
        return explained(self.delivery.ask(surface.app, Traffic.INTERACTION, "block_actions", payload))

    def _state(self, surface: Surface, element: Element, choice: Any) -> JSON:
        if element.type == "overflow":
            return {"selected_option": forms.option_named(element, choice)}
        if "external" in element.type and not _is_picked(choice):
            return forms.state_of(self._suggested(surface, element, choice), choice)
        if element.type == "rich_text_input" and isinstance(choice, str):
            return forms.state_of(element, rich_text(choice)[0])
        if element.type == "file_input" and choice is not None:
            return forms.state_of(element, self._attached(surface.app, element, choice))
        return forms.state_of(element, choice)

    def look_up(self, name: str | Spot, typed: str, on: SeenMessage | Modal | JSON | None) -> list[JSON]:
        """The options that the app offers for what is typed into an external select."""
        with self.world.lock:
            surface = self._surface(on)
            element = self._element(surface, name, on)
        return self._options(surface, element, typed)

    def _attached(self, app: InstalledApp, element: Element, files: Sequence[File]) -> list[JSON]:
        """Files for a file_input, ten at most unless it takes fewer; the app may read them from now on."""
        most = element.body.get("max_files", MOST_FILES)
        if len(files) > most:
            raise SandboxError(f"{element.label!r} takes no more than {most} files")
        for file in files:
            file.given_to.append(app.app_id)
        return [file_json(self.world, file) for file in files]

    def _suggested(self, surface: Surface, element: Element, choice: Any) -> Element:
        """The same select with the options that the app offers for what is typed."""
        wanted = choice if isinstance(choice, list) else [choice]
        found: list[JSON] = []
        for one in wanted:
            found += self._options(surface, element, str(one))
        return Element(element.block, element.body | {"options": found}, element.label)

    def _options(self, surface: Surface, element: Element, query: str) -> list[JSON]:
        with self.world.lock:
            payload = interactions.block_suggestion(self.world, self.account, surface, element, query)
        reply = self.delivery.ask(surface.app, Traffic.INTERACTION, "block_suggestion", payload)
        body = reply.body or {}
        groups = body.get("option_groups", [])
        return [*body.get("options", []), *(option for group in groups for option in group["options"])]

    def submit(self, *, strict: bool) -> None:
        """Send the form off and do what the app's answer says."""
        with self.world.lock:
            view = self._view()
            if "submit" not in view.body:
                raise SandboxError("this modal has no button to send it off")
            view.errors, view.trouble = (_missing(view) if strict else {}), None
            if view.errors:
                return
            payload = interactions.view_submission(self.world, self.account, view)
            app = self.world.apps[view.app_id]
        reply = self.delivery.ask(app, Traffic.INTERACTION, "view_submission", payload)
        with self.world.lock:
            self._submitted(app, view, reply)

    def _submitted(self, app: InstalledApp, view: View, reply: Reply) -> None:
        if not reply.is_ok:
            view.trouble = TROUBLE
            return
        try:
            self._obey(app, view, reply.body or {})
        except Refusal as refusal:
            view.trouble = f"{TROUBLE} ({refusal.error}: {refusal.details.get('response_metadata', '')})"
            self._note(app, "view_submission", reply, refusal)
        self.world.changed("modal", user=view.user)

    def _note(self, app: InstalledApp, name: str, reply: Reply, refusal: Refusal) -> None:
        """An answer that Slack would not understand stands in the log as refused."""
        details = {"answer": reply.body, **refusal.details}
        at = self.world.now()
        self.world.wire.add(Exchange(at, Traffic.INTERACTION, name, app.app_id, details, None, 0.0, refusal.error))

    def _obey(self, app: InstalledApp, view: View, body: JSON) -> None:
        action = body.get("response_action")
        if not body:
            modals.close(self.world, view)
        elif action == "clear":
            modals.clear(self.world, view.user)
        elif action == "errors":
            view.errors = _errors(view, body.get("errors"))
        elif action == "update":
            modals.update_modal(self.world, app, view, checked_view(body.get("view")), None)
        elif action == "push":
            modals.push_modal(self.world, app, view.user, checked_view(body.get("view")))
        else:
            raise Refusal("invalid_response_action")

    def close(self, *, all_of_them: bool) -> None:
        """Close without sending; apps that asked for it are told."""
        with self.world.lock:
            top = self._view()
            closed = modals.clear(self.world, self.account.id) if all_of_them else [top]
            if not all_of_them:
                modals.close(self.world, top)
        for view in closed:
            if view.body.get("notify_on_close"):
                self._tell_closed(view, cleared=all_of_them)

    def _tell_closed(self, view: View, *, cleared: bool) -> None:
        with self.world.lock:
            payload = interactions.view_closed(self.world, self.account, view, cleared=cleared)
            app = self.world.apps[view.app_id]
        self.delivery.ask(app, Traffic.INTERACTION, "view_closed", payload)

    def command_answered(self, payload: JSON, reply: Reply) -> str | None:
        """Show what a command was answered with; the client's error, None when all went well."""
        name = payload["command"]
        if not reply.is_ok:
            error = "operation_timeout" if reply.outcome is Outcome.TIMEOUT else "dispatch_failed"
            return f'{name} failed with the error "{error}"'
        if not reply.body or not (reply.body.get("text") or reply.body.get("blocks")):
            return None
        place = ResponseUrl(payload["api_app_id"], self.account.id, payload["channel_id"], self.world.now())
        try:
            with self.world.lock:
                say(self.world, place, reply.body)
        except Refusal as refusal:
            self._note(self.world.apps[place.app_id], name, reply, refusal)
            return f'{name} failed with the error "{refusal.error}"'
        return None

    def _view(self) -> View:
        view = modals.top(self.world, self.account.id)
        if view is None:
            raise SandboxError(f"no modal is open for {self.account.name}")
        return view

    def _surface(self, on: SeenMessage | Modal | JSON | None) -> Surface:
        """Where the control stands now, whatever it looked like when it was seen."""
        if on is None:
            return interactions.view_surface(self.world, self._view())
        if isinstance(on, SeenMessage):
            return self._message_surface(on)
        view = self.world.views.get((on.view if isinstance(on, Modal) else on)["id"])
        if view is None or view.user != self.account.id:
            raise SandboxError("this view is closed")
        return interactions.view_surface(self.world, view)

    def _message_surface(self, on: SeenMessage) -> Surface:
        channel = self.world.channels.get(on.channel)
        if channel is None or self.account.id not in channel.members:
            raise SandboxError(f"{self.account.name} is not where this message stands")
        found = channel.ephemerals.get(self.account.id, {}).get(on.ts) or channel.history.get(on.ts)
        if found is None:
            raise SandboxError("the message is gone")
        return interactions.message_surface(self.world, self.account, channel, found)

    def _element(self, surface: Surface, name: str | Spot, on: SeenMessage | Modal | JSON | None) -> Element:
        """The control of a name; a screen that lags behind still shows what has been replaced meanwhile."""
        found = forms.find(surface.blocks, name)
        if found is None and isinstance(on, SeenMessage):
            found = forms.find(on.blocks, name)
        if found is None:
            known = ", ".join(element.label or element.action_id for element in forms.elements(surface.blocks))
            raise SandboxError(f"there is no {name!r} here, only: {known or 'nothing to use'}")
        return found


def _is_picked(choice: Any) -> bool:
    """Whether a choice is nothing, or whole options that the app has offered already."""
    several = choice if isinstance(choice, list) else [choice]
    return choice is None or all(isinstance(one, dict) for one in several)


def _missing(view: View) -> dict[str, str]:
    """What the client itself refuses: required fields left empty, texts of a wrong length."""
    wrong: dict[str, str] = {}
    for element in forms.elements(view.body["blocks"]):
        if element.is_input and element.keeps_value:
            problem = _problem(element, view.values[element.block_id][element.action_id])
            wrong |= {element.block_id: problem} if problem else {}
    return wrong


def _problem(element: Element, state: JSON) -> str | None:
    if forms.is_empty(state):
        return None if element.block.get("optional") else "Please complete this required field."
    length = len(str(state.get("value") or ""))
    most = element.body.get("max_length", MOST_TYPED if element.type == "plain_text_input" else None)
    least = element.body.get("min_length")
    if most is not None and length > most:
        return f"Please use at most {most} characters."
    if least is not None and length < least:
        return f"Please use at least {least} characters."
    return None


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
        raise Refusal("invalid_error_block_ids")
    return {str(block): str(text) for block, text in errors.items()}
