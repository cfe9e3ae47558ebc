"""What a person can put right about what is confidential."""

from bot.errors import Mistake


class Unreadable(Mistake):
    """None of the operator's keys opens what is confidential."""

    key = "mistake.unreadable"


class NothingToConfide(Mistake):
    """No desk takes anything in confidence, or nothing is left of the request."""

    key = "mistake.nothing_to_confide"


class NotSetUp(Mistake):
    """The operator has set no keys, so nothing confidential can be kept."""

    key = "mistake.not_set_up"


class InConfidence(Mistake):
    """What is confidential becomes nothing that others could see."""

    key = "mistake.in_confidence"


class SeenAgain(Mistake):
    """Others see the case by now, so nobody need be let in."""

    key = "mistake.seen_again"


class StepOver(Mistake):
    """The step was settled, or taken back, or there is none."""

    key = "mistake.step_over"


class NothingToPropose(Mistake):
    """There is nothing that could be proposed as the case stands."""

    key = "mistake.nothing_to_propose"


class NotAskedUnnamed(Mistake):
    """No desk that this person may ask can be asked without a name."""

    key = "mistake.not_asked_unnamed"


class EnoughQuestions(Mistake):
    """For today this person has asked enough without their name, or the desk was asked enough so."""

    key = "mistake.enough_questions"


class EnoughSaid(Mistake):
    """For today enough was written behind one secret."""

    key = "mistake.enough_said"


class EnoughLooks(Mistake):
    """This person has tried too often where a secret leads."""

    key = "mistake.enough_looks"


class LeadsNowhere(Mistake):
    """What was typed is no secret that leads anywhere."""

    key = "mistake.leads_nowhere"


class NotInMessages(Mistake):
    """Slack would not take the message that was to keep a secret."""

    key = "mistake.not_in_messages"
