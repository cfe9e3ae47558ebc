"""Every action and callback id that our views carry and our listeners hear."""

# Buttons
CLAIM = "claim"
HAND_BACK = "hand_back"
ASSIGN = "assign"
WAIT = "wait"
GO_ON = "go_on"
MORE = "more"
REPLY = "reply"
CANNED = "canned"
UNDO = "undo"
SEND_HELD = "send_held"
KEEP_HELD = "keep_held"
FOLLOW_UP = "follow_up"
BRING_IN = "bring_in"
LET_GO = "let_go"
RESOLVE = "resolve"
REOPEN = "reopen"
WITHDRAW = "withdraw"
RATE = "rate"  # followed by ":" and the rating: action ids are unique within their row
COMMENT = "comment"
ASK = "ask"
ME_TOO = "me_too"

# What a form tells of as soon as it changes
REQUEST_CHANGES = "request_changes"
TURN = "turn"  # followed by ":" and whither
MOVE = "move"

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

# Forms
REQUEST_FORM = "request_form"
ASSIGN_FORM = "assign_form"
MORE_FORM = "more_form"
REPLY_FORM = "reply_form"
CANNED_FORM = "canned_form"
URGENCY_FORM = "urgency_form"
BRING_IN_FORM = "bring_in_form"
RESOLVE_FORM = "resolve_form"
COMMENT_FORM = "comment_form"
MOVE_FORM = "move_form"
ALERT = "alert"
DESK_FORM = "desk_form"
TYPES_FORM = "types_form"
TYPE_FORM = "type_form"
REMOVE_FORM = "remove_form"
