"""Every action and callback id that our views carry and our listeners hear."""

# Buttons
CLAIM = "claim"
HAND_BACK = "hand_back"
ASSIGN = "assign"
ASSIGN_ME = "assign_me"  # in menus that were posted before "Hand over" began with who presses it
WAIT = "wait"
GO_ON = "go_on"
URGENCY = "urgency"
DISMISS = "dismiss"
PROMISE = "promise"
MORE = "more"  # a menu: each of its options carries an id of a button, ":" and the number
REPLY = "reply"
UNDO = "undo"
SEND_HELD = "send_held"
KEEP_HELD = "keep_held"
FOLLOW_UP = "follow_up"
BRING_IN = "bring_in"
LET_GO = "let_go"
RESOLVE = "resolve"
REOPEN = "reopen"
WITHDRAW = "withdraw"
RATE = "rate"  # followed by ":" and the rating, or the points: action ids are unique within their row
COMMENT = "comment"
ASK = "ask"
CASE_CLAIM = "case_claim"  # of these the value is the case's reference
CONFIDE = "confide"
CONFIDE_CHANGES = "confide_changes"
CONFIDE_THIS = "confide_this"
CASE_OPEN = "case_open"
CASE_TAKE_OVER = "case_take_over"
CASE_HAND_OVER = "case_hand_over"
CASE_HAND_BACK = "case_hand_back"
CASE_RESOLVE = "case_resolve"
CASE_REOPEN = "case_reopen"
CASE_WITHDRAW = "case_withdraw"
CASE_EXCLUDE = "case_exclude"
CASE_ADMIT = "case_admit"
STEP_PROPOSE = "step_propose"  # as these
MEDIATION_JOIN = "mediation_join"
MEDIATION_LEAVE = "mediation_leave"
STEP_AGREE = "step_agree"  # of these the step's number
STEP_DECLINE = "step_decline"
STEP_TAKE_BACK = "step_take_back"
ME_TOO = "me_too"

# Without a name
ANONYMOUS_ASK = "anonymous_ask"
ANONYMOUS_CHANGES = "anonymous_changes"
ANONYMOUS_KEEP = "anonymous_keep"  # of these two the value is the secret
ANONYMOUS_READ = "anonymous_read"

# What a form tells of as soon as it changes
REQUEST_CHANGES = "request_changes"
CANNED_CHOSEN = "canned_chosen"
TURN = "turn"  # followed by ":" and whither
TURN_LIST = "turn_list"  # as TURN
LIST = "list"  # followed by ":" and which
LIST_DESK = "list_desk"
FIND = "find"
MOVE = "move"
LINK = "link"
STEP_KIND = "step_kind"

# When somebody can't work
CALL_DECLINE = "call_decline"
WORKS_AGAIN = "works_again"

# Being away
AWAY_UNTIL = "away_until"
AM_BACK = "am_back"
TAKE_OVER = "take_over"  # of somebody who is: its value names them too

# An offer in a DM
OFFER_DESK = "offer_desk"
OFFER_ACCEPT = "offer_accept"
OFFER_FORM = "offer_form"
OFFER_DECLINE = "offer_decline"

# Shortcuts: on a message, and from anywhere
ASK_ABOUT = "ask_about"
ASK_ANYWHERE = "ask_anywhere"

# Shortcuts on a message in a desk thread
CLAIM_THIS = "claim_this"
RESOLVE_THIS = "resolve_this"
NOTE_THIS = "note_this"
SEND_THIS = "send_this"
CANNED_HERE = "canned_here"
URGENCY_OF_THIS = "urgency_of_this"

# What operators press in App Home
EDIT_DESK = "edit_desk"
EDIT_TYPES = "edit_types"
REMOVE_DESK = "remove_desk"
NEW_DESK = "new_desk"
FORECAST = "forecast"
FORECAST_SPAN = "forecast_span"

# What can be done about a reminder
NUDGE_MENU = "nudge_menu"  # its options carry SNOOZE and a span, or MY_SETTINGS, ":" and the reminder
SNOOZE = "snooze"
SOLVED = "solved"
KEEP_OPEN = "keep_open"
PUT_OFF = "put_off"
MY_SETTINGS = "my_settings"

# What a lead can do about a request in a digest
DECIDE = "decide"  # followed by ":", the act, ":" and the number: one message has the same buttons for several

# Happy comments
PRAISE = "praise"  # followed by ":" and the survey: one message has the same button for several
SHARE_KUDOS = "share_kudos"
KEEP_KUDOS = "keep_kudos"

# A favour
FAVOUR = "favour"  # followed by ":" and the act: a card has a row of them
FAVOUR_ASK = "favour_ask"
FAVOUR_RATE = "favour_rate"  # as RATE

# What a lead presses in App Home
REPORT_OPEN = "report_open"  # its value is the key of the desk

# A report that was asked for
REPORT_FILE = "report_file"  # followed by ":" and which
REPORT_DESK = "report_desk"

# Forms
REQUEST_FORM = "request_form"
CONFIDE_FORM = "confide_form"
ASSIGN_FORM = "assign_form"
DECIDE_ASSIGN_FORM = "decide_assign_form"  # the same from a digest
DISMISS_FORM = "dismiss_form"
REPLY_FORM = "reply_form"
URGENCY_FORM = "urgency_form"
BRING_IN_FORM = "bring_in_form"
PROMISE_FORM = "promise_form"
DECIDE_EXTEND_FORM = "decide_extend_form"  # the same from a digest
RESOLVE_FORM = "resolve_form"
COMMENT_FORM = "comment_form"
MOVE_FORM = "move_form"
LINK_FORM = "link_form"
FIND_FORM = "find_form"
SETTINGS_FORM = "settings_form"
FAVOUR_FORM = "favour_form"
FAVOUR_ACCEPT_FORM = "favour_accept_form"
FAVOUR_DATE_FORM = "favour_date_form"
FAVOUR_SUGGEST_FORM = "favour_suggest_form"
FAVOUR_DECLINE_FORM = "favour_decline_form"
FAVOUR_THANKS_FORM = "favour_thanks_form"
STEP_FORM = "step_form"
ANONYMOUS_FORM = "anonymous_form"
ANONYMOUS_ANSWER_FORM = "anonymous_answer_form"
CASE_ADMIT_FORM = "case_admit_form"
CASE_HAND_OVER_FORM = "case_hand_over_form"
CASE_RESOLVE_FORM = "case_resolve_form"
CASE_EXCLUDE_FORM = "case_exclude_form"
CASE_OPENED = "case_opened"  # no form: nothing can be sent
ALERT = "alert"
DESK_FORM = "desk_form"
TYPES_FORM = "types_form"
TYPE_FORM = "type_form"
REMOVE_FORM = "remove_form"
FORECAST_FORM = "forecast_form"
