"""What is wrong with what stands in a form; most of it is said at its field."""

from collections.abc import Mapping

from bot.errors import Mistake


class InvalidForm(Mistake):
    """One or more fields of a form need another look; `fields` maps a field's name to its mistake."""

    key = "mistake.invalid_form"

    def __init__(self, fields: Mapping[str, Mistake]) -> None:
        super().__init__()
        self.fields = fields


class UnknownDesk(Mistake):
    """The desk was taken out of the desks file since the form was opened."""

    key = "mistake.unknown_desk"


class UnknownType(Mistake):
    """The request type was taken out of the desks file since the form was opened."""

    key = "mistake.unknown_type"


class UnknownChoice(Mistake):
    """The choice was taken out of the desks file since the form was opened."""

    key = "mistake.unknown_choice"


class NotAnAgentOfIt(Mistake):
    """The person who was chosen doesn't act for the request's desk."""

    key = "mistake.not_an_agent_of_it"


class DayOutOfReach(Mistake):
    """Whoever is away comes back on a day after today, within a year."""

    key = "mistake.day_out_of_reach"


class PromiseOutOfReach(Mistake):
    """What is promised is promised for a day from today on, within a year."""

    key = "mistake.promise_out_of_reach"


class NobodyLeft(Mistake):
    """With all these excluded nobody would see it. Values: others (who else could be asked)."""

    key = "mistake.nobody_left"


class NobodyToAsk(Mistake):
    """With all these excluded nobody would see it, and nobody else answers for a desk."""

    key = "mistake.nobody_to_ask"


class OnTheOtherSide(Mistake):
    """Who is excluded is on the other side of a mediation. Values: person."""

    key = "mistake.on_the_other_side"


class AudienceChanged(Mistake):
    """Who would see it is not what the form has said."""

    key = "mistake.audience_changed"


class Missing(Mistake):
    """A field that can't be left empty."""

    key = "mistake.missing"


class TooLong(Mistake):
    """A text over its limit. Values: limit, length (characters)."""

    key = "mistake.too_long"


class NotANumber(Mistake):
    """A field that takes a number."""

    key = "mistake.not_a_number"


class NotADate(Mistake):
    """A field that takes a day."""

    key = "mistake.not_a_date"


class OneTimeOnly(Mistake):
    """Quiet hours begin and end; one time alone says nothing."""

    key = "mistake.one_time_only"


class NoQuietHours(Mistake):
    """Quiet hours that end when they begin; who wants none says so."""

    key = "mistake.no_quiet_hours"


class NotAnEmail(Mistake):
    """A field that takes an e-mail address."""

    key = "mistake.not_an_email"


class NotALink(Mistake):
    """A field that takes the address of a page."""

    key = "mistake.not_a_link"


class NotAPerson(Mistake):
    """A field that takes somebody who works here: no bot, and nobody who has left."""

    key = "mistake.not_a_person"


class NotYourself(Mistake):
    """A field that takes somebody else than those who are in it already."""

    key = "mistake.not_yourself"


class AlreadyKnows(Mistake):
    """The colleague who is to be brought into a request reads it anyway."""

    key = "mistake.already_knows"


class InDesksFile(Mistake):
    """What the reader of the desks file says about a value. Values: problem."""

    key = "mistake.in_desks_file"


class NoPromise(Mistake):
    """A field that takes the times for the first answer and the resolution."""

    key = "mistake.no_promise"


class NoHours(Mistake):
    """A line that is no day, or range of days, with its hours; or a day that stands twice. Values: line."""

    key = "mistake.no_hours"


class NoFields(Mistake):
    """A text that holds something else than the fields of a request type."""

    key = "mistake.no_fields"


class ChooseDesk(Mistake):
    """Nobody has said yet which desk is asked."""

    key = "mistake.choose_desk"


class ChooseOther(Mistake):
    """Nobody has said yet which other request is meant."""

    key = "mistake.choose_other"
