"""What a person can put right: each error knows the words that say so; everything else that is raised is a bug."""

from collections.abc import Mapping
from typing import ClassVar


class Mistake(Exception):  # noqa: N818 - it is the person who errs, and kindly told
    """Something a person can put right; `key` finds its words in the catalogues, `values` fill them."""

    key: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__(self.key)
        self.values = values


class UnknownRequest(Mistake):
    """There is no request of that number."""

    key = "mistake.unknown_request"


class UnknownDesk(Mistake):
    """The desk was taken out of the desks file since the form was opened."""

    key = "mistake.unknown_desk"


class NotAnAgent(Mistake):
    """Only agents of the request's desk may do this. Values: desk."""

    key = "mistake.not_an_agent"


class NotTheRequester(Mistake):
    """Only the person who asked may do this."""

    key = "mistake.not_the_requester"


class AlreadyClaimed(Mistake):
    """Somebody else was faster. Values: agent."""

    key = "mistake.already_claimed"


class AlreadyYours(Mistake):
    """The person who claims a request has it already."""

    key = "mistake.already_yours"


class NotClaimed(Mistake):
    """Nobody has the request, so it can't be handed back."""

    key = "mistake.not_claimed"


class AlreadyResolved(Mistake):
    """The request was resolved meanwhile."""

    key = "mistake.already_resolved"


class AlreadyWithdrawn(Mistake):
    """The requester withdrew the request meanwhile."""

    key = "mistake.already_withdrawn"


class NotResolved(Mistake):
    """Only a resolved request can be reopened."""

    key = "mistake.not_resolved"


class SurveyOver(Mistake):
    """The survey was answered, withdrawn, or has expired."""

    key = "mistake.survey_over"


class Missing(Mistake):
    """A field that can't be left empty."""

    key = "mistake.missing"


class TooLong(Mistake):
    """A text over its limit. Values: limit, length (characters)."""

    key = "mistake.too_long"


class InvalidForm(Mistake):
    """One or more fields of a form need another look; `fields` maps a field's name to its mistake."""

    key = "mistake.invalid_form"

    def __init__(self, fields: Mapping[str, Mistake]) -> None:
        super().__init__()
        self.fields = fields


class AlreadyReceived(Exception):  # noqa: N818 - no error: Slack repeated itself, and all is well
    """This delivery of Slack's was acted on before: acknowledge it and change nothing."""


class NotYet(Exception):  # noqa: N818 - no error: what this delivery builds on is being saved right now
    """This delivery of Slack's comes too early: have it repeated."""
