"""An error becomes what the person sees: kindly where they can put it right, plainly where it is our fault."""

import json
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from urllib.error import URLError

import structlog
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as WaitedTooLong

from bot import staleness
from bot.blocks import Block
from bot.errors import AlreadyReceived, Mistake, NotYet, Overtaken
from bot.form_errors import InvalidForm
from bot.helpdesk import Helpdesk
from bot.mrkdwn import Mrkdwn, as_typed
from bot.trouble import SlackTrouble
from bot.views import answers
from bot.views.kit import section
from bot.words import Words
from handlers.payloads import Payload, spot_of, spot_of_message

log = structlog.get_logger(__name__)
_OK = 200
_TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id"})
_AGAIN = 500  # an event answered so is sent again by Slack


def on_error(error: Exception, body: Payload, helpdesk: Helpdesk) -> BoltResponse:
    """What Bolt answers Slack after a listener raised; the person is told on the way."""
    if isinstance(error, AlreadyReceived):
        return BoltResponse(status=_OK)
    if isinstance(error, NotYet):
        return BoltResponse(status=_AGAIN)
    if not isinstance(error, Mistake):
        log.error("listener_failed", kind=_kind(body), exc_info=error)
    return _ANSWERS[_kind(body)](error, body, helpdesk)


def _kind(body: Payload) -> str:
    kind = body.get("type", "command")
    return kind if kind in _ANSWERS else "event_callback"


def _to_event(error: Exception, _body: Payload, _helpdesk: Helpdesk) -> BoltResponse:
    return BoltResponse(status=_OK if isinstance(error, Mistake) else _AGAIN)


def _to_command(error: Exception, body: Payload, helpdesk: Helpdesk) -> BoltResponse:
    text = _text(error, _words(error, helpdesk, body["user_id"]))
    return _json({"response_type": "ephemeral", "text": text})


def _to_press(error: Exception, body: Payload, helpdesk: Helpdesk) -> BoltResponse:
    """Where it was pressed: under the message, or, in a form or App Home, as a word above it."""
    words = _words(error, helpdesk, body["user"]["id"])
    text, slack = _text(error, words), helpdesk.directory.slack
    standing = _standing(error, body, helpdesk)
    try:
        if url := body.get("response_url"):
            slack.respond(url, text, [section(text), *standing] if standing else (), thread_ts=_thread_of(body))
        else:
            view = answers.alert(text, words, standing)
            slack.show(body["trigger_id"], view, above_another=_view(body) == "modal")
    except SlackTrouble as trouble:
        log.warning("press_unanswered", error=str(trouble))
    return BoltResponse(status=_OK)


def _standing(error: Exception, body: Payload, helpdesk: Helpdesk) -> Sequence[Block]:
    """How the request stands that somebody was too late for; what Slack still shows as it was is put right."""
    if not isinstance(error, Overtaken) or error.number is None:
        return ()
    person = body["user"]["id"]
    with helpdesk.looking() as work:
        present = staleness.look(work, error.number, person, is_followed_up=error.is_followed_up)
    if present.is_stale or (present.blocks and _view(body) == "home"):
        with helpdesk.work() as work:
            staleness.put_right(work, error.number, person, f"stale:{body['trigger_id']}")
    return present.blocks


def _view(body: Payload) -> str:
    """Where something was pressed that is no message: in a "modal" or at "home"."""
    return str(body.get("view", {}).get("type", ""))


def _thread_of(body: Payload) -> str | None:
    """The thread to answer in, for a button or message inside one."""
    spot = spot_of(body) if body["type"] == "block_actions" else spot_of_message(body)
    return spot.thread_ts or None


def _to_form(error: Exception, body: Payload, helpdesk: Helpdesk) -> BoltResponse:
    """Errors on the fields, or above the form how a request stands by now; what was typed stays."""
    words = _words(error, helpdesk, body["user"]["id"])
    if standing := _standing(error, body, helpdesk):
        return _json({"response_action": "push", "view": answers.alert(_text(error, words), words, standing)})
    if isinstance(error, InvalidForm):
        errors = {field: _plain(mistake, words, helpdesk) for field, mistake in error.fields.items()}
    else:
        errors = {_first_field(body): _plain(error, words, helpdesk)}
    return _json({"response_action": "errors", "errors": errors})


def _words(error: Exception, helpdesk: Helpdesk, person: str) -> Words:
    """The person's words; a database that has just failed us is not asked a second time, or Slack gives up first."""
    return helpdesk.remembered_words(person) if isinstance(error, SQLAlchemyError) else helpdesk.words_of(person)


def _first_field(body: Payload) -> str:
    return next(str(block["block_id"]) for block in body["view"]["blocks"] if block["type"] == "input")


_Answer = Callable[[Exception, Payload, Helpdesk], BoltResponse]
_ANSWERS: Mapping[str, _Answer] = {
    "command": _to_command,
    "block_actions": _to_press,
    "message_action": _to_press,
    "shortcut": _to_press,
    "view_submission": _to_form,
    "event_callback": _to_event,
}


def _text(error: Exception, words: Words) -> Mrkdwn:
    values = error.values if isinstance(error, Mistake) else {}
    return words(_key(error), **values)


def _plain(error: Exception, words: Words, helpdesk: Helpdesk) -> str:
    """The words where Slack shows no marks: people by their names."""
    values = error.values if isinstance(error, Mistake) else {}
    marked = {name: value for name, value in values.items() if isinstance(value, Mrkdwn)}
    if marked:
        with helpdesk.looking() as work:
            named = {name: as_typed(value, lambda one: work.person(one).name) for name, value in marked.items()}
        values = {**values, **named}
    return words.plain(_key(error), **values)


def _key(error: Exception) -> str:
    match error:
        case Mistake():
            return error.key
        case OperationalError() | WaitedTooLong():
            return "mistake.not_saved"
        case SlackApiError() if error.response.status_code != _OK or error.response["error"] in _TOO_LATE:
            return "mistake.too_slow"
        case URLError() | TimeoutError() | HTTPException():  # Slack did not answer when a form was to be opened
            return "mistake.too_slow"
        case _:
            return "mistake.bug"


def _json(content: Mapping[str, object]) -> BoltResponse:
    return BoltResponse(status=_OK, body=json.dumps(content), headers={"content-type": "application/json"})
