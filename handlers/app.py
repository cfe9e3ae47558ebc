"""Builds the Bolt app and registers every listener."""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from bot import calling, claiming, ending, replying, waiting
from bot.confidence import consenting, excluding, leaving, mediating, moves, steps
from bot.helpdesk import Helpdesk
from bot.views import ids
from handlers import (
    absences,
    advising,
    agents,
    anonymous,
    buttons,
    cases,
    commands,
    confiding,
    decisions,
    deskforms,
    favours,
    forecast,
    forms,
    home,
    kudos,
    linking,
    members,
    messages,
    mistakes,
    moving,
    nudges,
    offers,
    preferences,
    promising,
    reactions,
    replies,
    reporting,
    shortcuts,
)
from handlers import steps as step_forms
from handlers.payloads import form, pressed, shortcut
from handlers.switchboard import Listener, connect

COMMAND = "/helpdesk"
_LISTENERS = 20

EVENTS: Mapping[str, Listener] = {
    "app_home_opened": home.opened,
    "app_mention": messages.mentioned,
    "dnd_updated_user": members.quieted,
    "message": messages.message,
    "member_joined_channel": members.joined,
    "member_left_channel": members.left,
    "reaction_added": reactions.added,
    "reaction_removed": reactions.removed,
    "team_join": members.changed,
    "user_change": members.changed,
}
_BUTTONS: Mapping[str, Listener] = {
    ids.ASK: partial(buttons.form, draw=forms.request_form),
    ids.CASE_ADMIT: partial(buttons.form, draw=partial(cases.form, draw=leaving.admit_form)),
    ids.CONFIDE: partial(buttons.form, draw=confiding.form),
    ids.CONFIDE_CHANGES: confiding.changed,
    ids.CASE_CLAIM: partial(cases.move, make=moves.claim),
    ids.CASE_TAKE_OVER: partial(cases.move, make=moves.take_over),
    ids.CASE_OPEN: cases.opened,
    ids.CASE_HAND_OVER: partial(buttons.form, draw=partial(cases.form, draw=moves.hand_over_form)),
    ids.CASE_HAND_BACK: partial(cases.move, make=moves.hand_back),
    ids.CASE_RESOLVE: partial(buttons.form, draw=partial(cases.form, draw=moves.resolve_form)),
    ids.CASE_REOPEN: partial(cases.move, make=moves.reopen),
    ids.CASE_WITHDRAW: partial(cases.move, make=moves.withdraw),
    ids.MEDIATION_JOIN: partial(cases.move, make=mediating.join),
    ids.MEDIATION_LEAVE: partial(cases.move, make=mediating.leave),
    ids.STEP_PROPOSE: partial(buttons.form, draw=step_forms.form),
    ids.STEP_KIND: step_forms.kind_chosen,
    ids.STEP_AGREE: partial(step_forms.answered, answer=consenting.agree),
    ids.STEP_DECLINE: partial(step_forms.answered, answer=consenting.decline),
    ids.STEP_TAKE_BACK: partial(step_forms.answered, answer=steps.take_back),
    ids.CASE_EXCLUDE: partial(buttons.form, draw=partial(cases.form, draw=excluding.form)),
    ids.CLAIM: partial(buttons.move, make=claiming.claim),
    ids.HAND_BACK: partial(buttons.move, make=claiming.hand_back),
    ids.WAIT: partial(buttons.move, make=waiting.wait),
    ids.GO_ON: partial(buttons.move, make=waiting.go_on),
    ids.ASSIGN: partial(buttons.form, draw=agents.assign_form),
    ids.ASSIGN_ME: partial(buttons.form, draw=agents.assign_form),
    ids.URGENCY: partial(buttons.form, draw=agents.urgency_form),
    ids.DISMISS: partial(buttons.form, draw=agents.dismiss_form),
    ids.PROMISE: partial(buttons.form, draw=promising.form),
    ids.UNDO: agents.undo,
    ids.REPLY: partial(buttons.form, draw=replies.form),
    ids.SEND_HELD: partial(replies.held, do=replying.send_held),
    ids.KEEP_HELD: partial(replies.held, do=replying.keep),
    ids.REOPEN: partial(buttons.move, make=ending.reopen),
    ids.WITHDRAW: partial(buttons.move, make=ending.withdraw),
    ids.SOLVED: partial(buttons.move, make=ending.solve),
    ids.KEEP_OPEN: partial(buttons.move, make=waiting.keep_open),
    ids.PUT_OFF: partial(buttons.move, make=waiting.put_off),
    ids.RESOLVE: partial(buttons.form, draw=forms.resolve_form),
    ids.COMMENT: partial(buttons.form, draw=forms.comment_form),
    ids.SHARE_KUDOS: kudos.shared,
    ids.KEEP_KUDOS: kudos.kept,
    ids.ME_TOO: forms.me_too,
    ids.CANNED_CHOSEN: replies.chosen,
    ids.REQUEST_CHANGES: forms.request_changed,
    ids.MOVE: partial(buttons.form, draw=moving.form),
    ids.LIST_DESK: home.desk_chosen,
    ids.FIND: partial(buttons.form, draw=home.find_form),
    ids.LINK: partial(buttons.form, draw=linking.form),
    ids.FOLLOW_UP: partial(buttons.form, draw=linking.follow_up_form),
    ids.BRING_IN: partial(buttons.form, draw=advising.form),
    ids.LET_GO: advising.let_go,
    ids.SNOOZE: nudges.snoozed,
    ids.MY_SETTINGS: partial(buttons.form, draw=preferences.form),
    ids.AWAY_UNTIL: absences.gone,
    ids.AM_BACK: absences.back,
    ids.TAKE_OVER: absences.taken_over,
    ids.EDIT_DESK: partial(buttons.form, draw=deskforms.desk_form),
    ids.EDIT_TYPES: partial(buttons.form, draw=deskforms.types_form),
    ids.REMOVE_DESK: partial(buttons.form, draw=deskforms.remove_form),
    ids.NEW_DESK: partial(buttons.form, draw=deskforms.new_desk_form),
    ids.REPORT_DESK: reporting.desk_chosen,
    ids.REPORT_OPEN: reporting.opened,
    ids.OFFER_DESK: offers.chosen,
    ids.OFFER_ACCEPT: offers.accepted,
    ids.OFFER_FORM: offers.form_wanted,
    ids.OFFER_DECLINE: offers.declined,
    ids.CALL_DECLINE: partial(buttons.act, do=calling.decline),
    ids.WORKS_AGAIN: partial(buttons.move, make=waiting.works_again),
    ids.RATE: buttons.rate,
    ids.TURN: home.turned,
    ids.TURN_LIST: home.list_turned,
    ids.LIST: home.list_chosen,
    ids.REPORT_FILE: reporting.file_wanted,
    ids.ANONYMOUS_ASK: anonymous.asked,
    ids.ANONYMOUS_CHANGES: anonymous.changed,
    ids.ANONYMOUS_KEEP: anonymous.kept,
    ids.ANONYMOUS_READ: anonymous.read,
    ids.DECIDE: decisions.pressed,
    ids.PRAISE: kudos.passed_on,
    ids.FAVOUR: favours.pressed,
    ids.FAVOUR_ASK: partial(buttons.form, draw=favours.ask_form),
    ids.FAVOUR_RATE: favours.rated,
}
"""By their action ids up to a colon, and so are the entries of menus."""
_FORMS: Mapping[str, Listener] = {
    ids.REQUEST_FORM: forms.request_sent,
    ids.CASE_ADMIT_FORM: cases.admit_sent,
    ids.CASE_HAND_OVER_FORM: cases.hand_over_sent,
    ids.STEP_FORM: step_forms.sent,
    ids.CASE_RESOLVE_FORM: cases.resolve_sent,
    ids.CASE_EXCLUDE_FORM: cases.exclude_sent,
    ids.CONFIDE_FORM: confiding.sent,
    ids.RESOLVE_FORM: forms.resolve_sent,
    ids.REPLY_FORM: replies.sent,
    ids.ASSIGN_FORM: agents.assign_sent,
    ids.URGENCY_FORM: agents.urgency_sent,
    ids.DISMISS_FORM: agents.dismiss_sent,
    ids.COMMENT_FORM: forms.comment_sent,
    ids.MOVE_FORM: moving.sent,
    ids.FIND_FORM: home.find_sent,
    ids.SETTINGS_FORM: preferences.sent,
    ids.LINK_FORM: linking.sent,
    ids.BRING_IN_FORM: advising.sent,
    ids.PROMISE_FORM: promising.sent,
    ids.DECIDE_ASSIGN_FORM: decisions.assign_sent,
    ids.DECIDE_EXTEND_FORM: decisions.extend_sent,
    ids.DESK_FORM: deskforms.desk_sent,
    ids.TYPES_FORM: deskforms.type_wanted,
    ids.TYPE_FORM: deskforms.type_sent,
    ids.REMOVE_FORM: deskforms.removal_sent,
    ids.ANONYMOUS_FORM: anonymous.sent,
    ids.ANONYMOUS_ANSWER_FORM: anonymous.written,
    ids.FAVOUR_FORM: favours.asked,
    ids.FAVOUR_ACCEPT_FORM: favours.accepted,
    ids.FAVOUR_DATE_FORM: favours.proposed,
    ids.FAVOUR_SUGGEST_FORM: favours.suggested,
    ids.FAVOUR_DECLINE_FORM: favours.declined,
    ids.FAVOUR_THANKS_FORM: favours.thanked,
}
_SHORTCUTS: Mapping[str, Listener] = {
    ids.ASK_ABOUT: shortcuts.ask_about,
    ids.ASK_ANYWHERE: shortcuts.ask_anywhere,
    ids.CONFIDE_THIS: partial(shortcuts.form, draw=confiding.form),
    ids.CLAIM_THIS: partial(shortcuts.move, make=claiming.claim),
    ids.RESOLVE_THIS: partial(shortcuts.form, draw=forms.resolve_form),
    ids.NOTE_THIS: partial(shortcuts.said, decide=replying.keep),
    ids.SEND_THIS: partial(shortcuts.said, decide=replying.send_held),
    ids.CANNED_HERE: partial(shortcuts.form, draw=replies.form),
    ids.URGENCY_OF_THIS: partial(shortcuts.form, draw=agents.urgency_form),
}


def build_app(helpdesk: Helpdesk, client: WebClient, signing_secret: str | None) -> App:
    """The Bolt app. An acknowledgement means saved: Bolt answers Slack after the listener, not before."""
    app = App(
        name="helpdesk",  # else Bolt reads every file that leads here, to name the app after one
        client=client,
        token=client.token,
        signing_secret=signing_secret,
        request_verification_enabled=signing_secret is not None,
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(_LISTENERS, thread_name_prefix="listener"),
        logger=_quiet_logger(),
    )
    _register(app, helpdesk)
    return app


def _register(app: App, helpdesk: Helpdesk) -> None:
    later = app.listener_runner.listener_executor.submit
    forecasts = {
        ids.FORECAST: partial(forecast.wanted, later=later),
        ids.FORECAST_SPAN: partial(forecast.span_chosen, later=later),
    }
    app.error(partial(mistakes.on_error, helpdesk=helpdesk))
    app.command(COMMAND)(partial(commands.helpdesk_command, helpdesk=helpdesk))
    for event, listener in EVENTS.items():
        app.event(event)(partial(listener, helpdesk=helpdesk))
    connect(app.action, {**_BUTTONS, **forecasts}, pressed, helpdesk)
    connect(app.shortcut, _SHORTCUTS, shortcut, helpdesk)
    connect(app.view, _FORMS, form, helpdesk)


def _quiet_logger() -> logging.Logger:
    """Bolt logs every listener's failure itself; ours are logged in handlers.mistakes, with what they mean."""
    logger = logging.getLogger("slack_bolt.helpdesk")
    logger.setLevel(logging.ERROR)
    return logger
