"""My settings: opened from App Home or a reminder, and saved."""

from slack_bolt import Ack

from bot import digests, homes, overviews, preference_form, preferences
from bot.blocks import View
from bot.helpdesk import Helpdesk
from bot.work import Work
from handlers.payloads import Payload, Press, Sent


def form(work: Work, press: Press) -> View:
    """What somebody has chosen so far."""
    return overviews.my_settings(work, press.person)


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Save what somebody chooses; their digests come as they like, and their home speaks their language."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        preferences.choose(work.session, sent.person, preference_form.read(sent.several))
        digests.replan(work, sent.person)
        homes.refresh(work.session, work.now, [sent.person], cause=sent.key)
    ack()
