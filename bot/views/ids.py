"""Every action and callback id that our views carry and our listeners hear."""

# Buttons
CLAIM = "claim"
HAND_BACK = "hand_back"
RESOLVE = "resolve"
REOPEN = "reopen"
WITHDRAW = "withdraw"
RATE = "rate"  # followed by ":" and the rating: action ids are unique within their row
COMMENT = "comment"
ASK = "ask"

# Forms
REQUEST_FORM = "request_form"
RESOLVE_FORM = "resolve_form"
COMMENT_FORM = "comment_form"
