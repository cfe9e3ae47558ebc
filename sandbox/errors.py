"""The two ways in which the sandbox says no."""

from typing import Any


class SandboxError(Exception):
    """Somebody tried what Slack's own client would not let them do."""


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault of the sandbox
    """The Web API's no: an error code, and the fields that travel with it."""

    def __init__(self, error: str, **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.details = details
