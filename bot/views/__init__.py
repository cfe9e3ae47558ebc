"""Block Kit as pure functions."""
