"""Posts and DMs: what people write in the threads of their requests."""

from bot import conversation, notices
from bot.helpdesk import Helpdesk
from handlers.payloads import Payload, utterance


def message(event: Payload, body: Payload, helpdesk: Helpdesk) -> None:
    """Hear what somebody wrote in a thread; a DM that belongs to no thread gets a hint."""
    said = utterance(event)
    if said is None or (said.thread_ts is None and event.get("channel_type") != "im"):
        return
    with helpdesk.work(f"event:{body['event_id']}") as work:
        if said.thread_ts is None:
            notices.hinted(work, said.author, said.ts)
        else:
            conversation.hear(work, said)
