"""Posts, DMs and mentions, what people write in the threads of their requests, and what they edit and delete."""

from slack_bolt import BoltContext

from bot import asking, conversation, correcting, revising
from bot.confidence import hinting, talking
from bot.descriptions import files_of
from bot.helpdesk import Helpdesk
from bot.sources import BURST
from bot.utterances import Utterance
from bot.work import Work
from handlers.payloads import Payload, heard, told, utterance

_DIRECT = "im"


def message(event: Payload, body: Payload, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Hear a message, or what became of one."""
    match event.get("subtype"):
        case "message_changed" if event["message"].get("subtype") == "tombstone":  # deleted, but with replies under it
            _deleted(event, event["message"]["ts"], body, helpdesk)
        case "message_changed":
            _edited(event, body, context, helpdesk)
        case "message_deleted":
            _deleted(event, event["deleted_ts"], body, helpdesk)
        case _:
            _said(event, body, context, helpdesk)


def mentioned(event: Payload, body: Payload, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Somebody calls the bot by its name."""
    said = heard(event, event["channel"], context.bot_user_id)
    if said is None:
        return
    root = _root(said, context, helpdesk)
    for person in {said.author, root.author if root else said.author}:
        helpdesk.directory.meet(person)
    with helpdesk.work(f"event:{body['event_id']}") as work:
        asking.hear_mention(work, said, root)


def _root(said: Utterance, context: BoltContext, helpdesk: Helpdesk) -> Utterance | None:
    """What stands at the root of a mention's thread; what a bot says there counts as said by who points to it."""
    if said.is_top_level or said.thread_ts is None:
        return None
    found = helpdesk.directory.slack.message(said.channel, said.thread_ts)
    return told(found, context.bot_user_id, by=said.author) if found else None


def _said(event: Payload, body: Payload, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Words in a thread belong to its request; a post in a request channel, or a DM, asks for help."""
    said, asks = utterance(event, event["channel"]), heard(event, event["channel"], context.bot_user_id)
    if said is None or asks is None or not (said.thread_ts or _may_ask(asks, helpdesk)):
        return
    helpdesk.directory.meet(said.author)
    with helpdesk.work(f"event:{body['event_id']}") as work:
        if said.thread_ts and (conversation.hear(work, said) or talking.hear(work, said)):
            return
        if event.get("channel_type") == _DIRECT:
            _in_dm(work, asks)
        elif asks.is_top_level:
            asking.hear_post(work, asks)


def _in_dm(work: Work, asks: Utterance) -> None:
    """What is written to the bot asks for something, unless it may belong to a case: then it is for its thread."""
    if not hinting.hint(work, asks):
        asking.hear_dm(work, asks)


def _may_ask(asks: Utterance, helpdesk: Helpdesk) -> bool:
    """Whether a message outside threads is more than chatter that happens to be in the bot's hearing."""
    if asks.is_direct:
        return True
    with helpdesk.looking() as work:
        return asking.is_asked_in(work, asks.channel)


def _edited(event: Payload, body: Payload, context: BoltContext, helpdesk: Helpdesk) -> None:
    """A message reads differently now; one that asked for nothing before may have just become a request."""
    now, said = heard(event["message"], event["channel"], context.bot_user_id), _reply(event, event["message"])
    if now is None or _reads_the_same(event["message"], event.get("previous_message", {})):
        return
    is_young = helpdesk.now() - now.at < BURST
    asks = is_young and now.is_top_level and _may_ask(now, helpdesk)
    if asks or (is_young and said):
        helpdesk.directory.meet(now.author)
    with helpdesk.work(f"event:{body['event_id']}") as work:
        stamp = event["event_ts"]
        if said and any(one(work, said, stamp, is_young=is_young) for one in (correcting.edit, talking.edit)):
            return
        if not revising.edit(work, now, stamp) and asks:
            asking.hear_post(work, now)


def _reads_the_same(now: Payload, before: Payload) -> bool:
    """Whether Slack has unfurled a link, and nobody has edited anything."""
    return now.get("text") == before.get("text") and files_of(now) == files_of(before)


def _deleted(event: Payload, ts: str, body: Payload, helpdesk: Helpdesk) -> None:
    """A message is gone, be it words in a thread or what asked."""
    before = event.get("previous_message", {})
    if before.get("bot_id"):
        return
    with helpdesk.work(f"event:{body['event_id']}") as work:
        gone = _reply(event, before) or Utterance(event["channel"], ts, "", "")
        correcting.delete(work, gone)
        talking.delete(work, gone)
        revising.delete(work, event["channel"], ts, event["event_ts"])


def _reply(event: Payload, message: Payload) -> Utterance | None:
    """What a person said in a thread; None for what stands outside, or at the head of one."""
    said = utterance(message, event["channel"])
    return said if said and said.thread_ts not in (None, said.ts) else None
