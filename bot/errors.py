"""What a person can put right: each error knows the words that say so; everything else that is raised is a bug."""

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


class NotAnAgent(Mistake):
    """Only agents of the request's desk may do this. Values: desk."""

    key = "mistake.not_an_agent"


class NobodyElse(Mistake):
    """Whoever has the request is alone at its desk."""

    key = "mistake.nobody_else"


class NotTheRequester(Mistake):
    """Only the person who asked may do this."""

    key = "mistake.not_the_requester"


class NotACustomer(Mistake):
    """The desk serves the company's own people; guests and other companies' people are none. Values: desk."""

    key = "mistake.not_a_customer"


class NoDeskForYou(Mistake):
    """No desk serves guests and other companies' people, so there is nobody whom this person could ask."""

    key = "mistake.no_desk_for_you"


class OwnRequest(Mistake):
    """Who asked is told anyway, and can't follow."""

    key = "mistake.own_request"


class Overtaken(Mistake):
    """The request is no longer where the move began; `number` is its number, so that its present state can be shown.

    With it comes the way to a request that follows, where that is what the person needs now.
    """

    number: int | None = None
    is_followed_up: ClassVar[bool] = False


class NoRequestHere(Mistake):
    """The message that somebody points to stands in the thread of no request."""

    key = "mistake.no_request_here"


class AlreadyClaimed(Overtaken):
    """Somebody else was faster. Values: agent."""

    key = "mistake.already_claimed"


class AlreadyYours(Overtaken):
    """The person who claims a request has it already."""

    key = "mistake.already_yours"


class AlreadyMoved(Overtaken):
    """The request was moved to another desk meanwhile. Values: desk."""

    key = "mistake.already_moved"


class NoOtherDesk(Mistake):
    """No other desk serves the person who asked."""

    key = "mistake.no_other_desk"


class StillLanding(Mistake):
    """The request's first messages are still on their way to Slack."""

    key = "mistake.still_landing"


class NotClaimed(Overtaken):
    """Nobody has the request, so it can't be handed back."""

    key = "mistake.not_claimed"


class AlreadyResolved(Overtaken):
    """The request was resolved meanwhile."""

    key = "mistake.already_resolved"


class AlreadyLapsed(Overtaken):
    """The request was closed meanwhile because its requester did not answer."""

    key = "mistake.already_lapsed"


class AlreadyWithdrawn(Overtaken):
    """The requester withdrew the request meanwhile."""

    key = "mistake.already_withdrawn"


class AlreadyClosed(Overtaken):
    """The request is closed for good: solved some time ago, no request, or the same as another."""

    key = "mistake.already_closed"


class AlreadyWaiting(Overtaken):
    """The request waits for the requester already."""

    key = "mistake.already_waiting"


class NotWaiting(Overtaken):
    """The request doesn't wait for the requester, so it needn't go on."""

    key = "mistake.not_waiting"


class NotResolved(Overtaken):
    """Only a resolved request can be reopened."""

    key = "mistake.not_resolved"


class TooLateToReopen(Overtaken):
    """The request was solved, or lapsed, too long ago to be opened again."""

    key = "mistake.too_late_to_reopen"
    is_followed_up = True


class ReminderOver(Overtaken):
    """The request no longer closes unless its requester says something: they have, or it waits anew."""

    key = "mistake.reminder_over"


class ReminderGone(Mistake):
    """The reason to remind is gone, or the reminder was put off already."""

    key = "mistake.reminder_gone"


class NotYourReminder(Mistake):
    """Only who is reminded can put it off, or for a desk its people."""

    key = "mistake.not_your_reminder"


class TooLateToUndo(Overtaken):
    """What is to be undone happened more than half a minute ago."""

    key = "mistake.too_late_to_undo"


class ChangedSince(Overtaken):
    """What is to be undone was undone already, or something else has happened since."""

    key = "mistake.changed_since"


class NotAReply(Mistake):
    """The message is none that a person has said for the desk in its thread, or another agent's note."""

    key = "mistake.not_a_reply"


class AlreadySent(Mistake):
    """The words have reached the requester already."""

    key = "mistake.already_sent"


class SurveyOver(Mistake):
    """The survey was answered, withdrawn, or has expired."""

    key = "mistake.survey_over"


class NotAnOperator(Mistake):
    """Only operators may edit the desks."""

    key = "mistake.not_an_operator"


class NoDesksFile(Mistake):
    """The desks in force don't come from a file that can be read now, so there is none to edit."""

    key = "mistake.no_desks_file"


class OtherHand(Mistake):
    """The desks file is written in a way in which our pen would damage it."""

    key = "mistake.other_hand"


class DesksChanged(Mistake):
    """Another operator changed the desks while the form was open. Values: person (a name)."""

    key = "mistake.desks_changed"


class DesksReplaced(Mistake):
    """A desks file was applied on the command line while the form was open."""

    key = "mistake.desks_replaced"


class OfferOver(Mistake):
    """What was offered has become a request, or was declined."""

    key = "mistake.offer_over"


class AlreadyAsked(Mistake):
    """A message is a request already. Values: number."""

    key = "mistake.already_asked"


class AskedBySomebody(Mistake):
    """A message is a request already that this person may not see."""

    key = "mistake.asked_by_somebody"


class SameRequest(Mistake):
    """A request has nothing to do with itself."""

    key = "mistake.same_request"


class UnknownOther(Mistake):
    """There is no request of that number, or of none of the person's desks. Values: number."""

    key = "mistake.unknown_other"


class AlreadyLinked(Mistake):
    """The two requests have to do with each other already. Values: number (the other's)."""

    key = "mistake.already_linked"


class NotLinked(Mistake):
    """The two requests are not linked. Values: number (the other's)."""

    key = "mistake.not_linked"


class OtherIsOver(Mistake):
    """Nothing can be merged into a request that doesn't go on. Values: number."""

    key = "mistake.other_is_over"


class MustStayApart(Mistake):
    """Who waits for one of two requests may learn nothing of the other, so they can't be merged."""

    key = "mistake.must_stay_apart"


class NotALead(Mistake):
    """Reports are for the leads of a desk."""

    key = "mistake.not_a_lead"


class UnreadablePeriod(Mistake):
    """What was typed is no period. Values: typed."""

    key = "mistake.unreadable_period"


class FuturePeriod(Mistake):
    """A period has not begun yet. Values: typed."""

    key = "mistake.future_period"


class BackwardsPeriod(Mistake):
    """A period ends before it begins. Values: typed."""

    key = "mistake.backwards_period"


class LongPeriod(Mistake):
    """A period is longer than three years. Values: typed."""

    key = "mistake.long_period"


class NoWholeMonth(Mistake):
    """Who helps whom is told of whole months alone."""

    key = "mistake.no_whole_month"


class NotYoursToDecide(Mistake):
    """What stands in a digest under "needs a decision" is decided by the leads of the request's desk."""

    key = "mistake.not_yours_to_decide"


class AlreadyNudged(Mistake):
    """A lead has asked for a look at the request a short time ago. Values: actor, ago."""

    key = "mistake.already_nudged"


class AlreadyPassedOn(Mistake):
    """The comment was passed on before. Values: actor, who did."""

    key = "mistake.already_passed_on"


class NobodyToPraise(Mistake):
    """Whose work it was works no longer for the desk, or presses the button themselves."""

    key = "mistake.nobody_to_praise"


class AlreadyReceived(Exception):  # noqa: N818 - no error: Slack repeated itself, and all is well
    """This delivery of Slack's was acted on before: acknowledge it and change nothing."""


class NotYet(Exception):  # noqa: N818 - no error: what this delivery builds on is being saved right now
    """This delivery of Slack's comes too early: have it repeated."""
