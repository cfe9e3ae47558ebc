"""What the two sides of a request are told of each move."""

from bot import notices, places
from bot.mrkdwn import mention, quoted
from bot.outbox import Delete, Post, Update
from bot.places import InThread
from bot.views import cards, conversations, handover
from bot.work import Work
from storage.tables import Event, Request


def claimed(work: Work, request: Request, event: Event) -> None:
    """The card changes; the desk thread and the requester are told who is on it."""
    agent = mention(request.agent or "")
    notices.refresh(work, request, event)
    notices.tell_desk(work, request, event, "thread.claimed", agent=agent)
    notices.tell_requester(work, request, event, "told.claimed", agent=agent)


def handed_back(work: Work, request: Request, event: Event, agent: str) -> None:
    """The card is free again; both sides are told: by the clock it is where the agent has left the company."""
    notices.refresh(work, request, event)
    words = work.words_of(request.requester)
    desk_name = work.desk(request.desk).label(words.language)
    if event.actor:
        notices.tell_desk(work, request, event, "thread.handed_back", agent=mention(event.actor))
        notices.tell_requester(work, request, event, "told.handed_back", agent=mention(agent), desk=desk_name)
    else:
        notices.tell_desk(work, request, event, "thread.agent_left", broadcast=True, agent=mention(agent))
        notices.tell_requester(work, request, event, "told.agent_left", agent=mention(agent), desk=desk_name)


def resolved(work: Work, request: Request, event: Event) -> None:
    """The card changes; the requester gets the closing word and the way back."""
    notices.refresh(work, request, event)
    actor = mention(event.actor or "")
    if request.closing_word:
        notices.tell_desk(work, request, event, "thread.resolved_word", agent=actor, word=quoted(request.closing_word))
    else:
        notices.tell_desk(work, request, event, "thread.resolved", agent=actor)
    words = work.words_of(request.requester)
    news = Post(
        places.conversation(request),
        conversations.resolved_text(request, words),
        conversations.resolved(request, words),
        place=places.resolved(request.number, request.resolutions),
        broadcast=not request.is_public,  # the end of a request must not hide in a thread, nor fill a channel
    )
    notices.post(work, event, "resolved", places.conversation_lane(request.number), news)


def reopened(work: Work, request: Request, event: Event) -> None:
    """The card changes, its agent is called back, the message with the Reopen button loses it."""
    notices.refresh(work, request, event)
    words = work.words_of(request.requester)
    notices.update(
        work,
        event,
        "resolved",
        places.conversation_lane(request.number),
        Update(
            places.resolved(request.number, request.resolutions),
            conversations.resolved_text(request, words),
            conversations.resolved_over(request, words),
        ),
    )
    requester = mention(request.requester)
    if request.agent:
        agent = mention(request.agent)
        notices.tell_desk(
            work, request, event, "thread.reopened_agent", broadcast=True, requester=requester, agent=agent
        )
        notices.tell_requester(work, request, event, "told.reopened_agent", agent=agent)
    else:
        notices.tell_desk(work, request, event, "thread.reopened", broadcast=True, requester=requester)
        name = work.desk(request.desk).label(words.language)
        notices.tell_requester(work, request, event, "told.reopened", desk=name)


def withdrawn(work: Work, request: Request, event: Event) -> None:
    """The card says so, and the desk is told; the requester reads it in the head."""
    notices.refresh(work, request, event)
    notices.tell_desk(work, request, event, "thread.withdrawn", requester=mention(request.requester))


def post_deleted(work: Work, request: Request, event: Event) -> None:
    """The desk is told that the words it has answered are gone."""
    notices.tell_desk(work, request, event, "thread.post_deleted", requester=mention(request.requester))


def assigned(work: Work, request: Request, event: Event) -> None:
    """The card changes; the agent is called, with what was done so far and what comes next; the requester is told."""
    notices.refresh(work, request, event)
    words, agent = work.words_at(work.desk(request.desk)), mention(request.agent or "")
    text, blocks = handover.card(event, words)
    card = Post(InThread(places.card(request.number)), text, blocks)
    notices.post(work, event, "desk", places.desk_lane(request.number), card)
    place = places.told(request.number, event.id)
    notices.tell_requester(work, request, event, "told.claimed", place=place, agent=agent)


def unassigned(work: Work, request: Request, event: Event, of: Event) -> None:
    """An assignment (the event `of`) was undone: it is with whom it was before, and the requester was told nothing."""
    notices.refresh(work, request, event)
    if request.agent:
        notices.tell_desk(work, request, event, "thread.unassigned", agent=mention(request.agent))
    else:
        notices.tell_desk(work, request, event, "thread.unassigned_free", actor=mention(event.actor or ""))
    _take_away(work, request, event, places.told(request.number, of.id))


def unresolved(work: Work, request: Request, event: Event) -> None:
    """A resolution was undone: the requester no longer reads of it."""
    notices.refresh(work, request, event)
    notices.tell_desk(work, request, event, "thread.unresolved", actor=mention(event.actor or ""))
    _take_away(work, request, event, places.resolved(request.number, request.resolutions))


def unanswered(work: Work, request: Request, event: Event) -> None:
    """An answer was undone: the card owes one again, perhaps, and the desk is told."""
    notices.refresh(work, request, event)
    notices.tell_desk(work, request, event, "thread.unanswered", actor=mention(event.actor or ""))


def _take_away(work: Work, request: Request, event: Event, place: str) -> None:
    work.send(f"event:{event.id}:{place}:gone", places.conversation_lane(request.number), Delete(place))


def dismissed(work: Work, request: Request, event: Event) -> None:
    """Both sides read that there is nothing to be done, the requester with a word of why and the way to ask anew."""
    notices.refresh(work, request, event)
    actor, words = mention(event.actor or ""), work.words_of(request.requester)
    notices.tell_desk(work, request, event, "thread.dismissed", actor=actor)
    name = work.desk(request.desk).label(words.language)
    text, blocks = conversations.dismissed(request, name, words)
    message = Post(places.conversation(request), text, blocks)
    notices.post(work, event, "told", places.conversation_lane(request.number), message)


def waits(work: Work, request: Request, event: Event) -> None:
    """Both sides read that it is the requester's turn."""
    notices.refresh(work, request, event)
    notices.tell_desk(work, request, event, "thread.waits", agent=mention(event.actor or ""))
    agent, place = mention(request.agent or ""), places.told(request.number, event.id)
    notices.tell_requester(work, request, event, "told.waits", place=place, agent=agent)


def unasked(work: Work, request: Request, event: Event, of: Event) -> None:
    """What made the request wait (the event `of`) was taken back: its requester is called no longer."""
    _take_away(work, request, event, places.told(request.number, of.id))


def goes_on(work: Work, request: Request, event: Event) -> None:
    """The card and head say so; the desk is told."""
    notices.refresh(work, request, event)
    notices.tell_desk(work, request, event, "thread.goes_on", agent=mention(request.agent or ""))


def urged(work: Work, request: Request, event: Event) -> None:
    """The card shows the new urgency and due times; the desk is told."""
    notices.refresh(work, request, event)
    urgency = cards.urgency(request.urgency, work.words_at(work.desk(request.desk)))
    notices.tell_desk(work, request, event, "thread.urged", actor=mention(event.actor or ""), urgency=urgency)
