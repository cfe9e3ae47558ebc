"""What the two sides of a request are told of each move."""

from datetime import datetime

from bot import notices, places
from bot.blocks import Blocks
from bot.mrkdwn import Mrkdwn, mention, quoted
from bot.outbox import Delete, Post, Update
from bot.places import ToPerson
from bot.plans import reopens_until
from bot.views import cards, conversations, handover
from bot.work import Work
from storage.kinds import Outcome
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
    _tell_end(work, request, event, _resolved(work, request))


def solved(work: Work, request: Request, event: Event) -> None:
    """The desk learns that it need do nothing more; the requester keeps the way back."""
    notices.refresh(work, request, event)
    notices.tell_desk(work, request, event, "thread.solved", requester=mention(request.requester))
    _tell_end(work, request, event, _resolved(work, request))


def lapsed(work: Work, request: Request, event: Event, days: int) -> None:
    """Both sides read that no answer came for so many working days, and until when it can be opened again."""
    notices.refresh(work, request, event)
    until, desk_words = _reopens_until(work, request), work.words_at(work.desk(request.desk))
    values = {"requester": mention(request.requester), "until": desk_words.moment(until)}
    notices.say_to_desk(work, request, event, desk_words.count("thread.lapsed", days, **values))
    words, zone = work.words_of(request.requester), work.person(request.requester).time_zone
    _tell_end(work, request, event, conversations.lapsed(request, days, until, words, zone))


def closed(work: Work, request: Request, event: Event, *, is_offered: bool) -> None:
    """Quietly: what could open the request again leads to a new one now, unless something newer does."""
    notices.refresh_head(work, request, event)
    _tell_end_anew(
        work, request, event, conversations.closed(request, work.words_of(request.requester), is_offered=is_offered)
    )


def _resolved(work: Work, request: Request) -> tuple[Mrkdwn, Blocks]:
    words, zone = work.words_of(request.requester), work.person(request.requester).time_zone
    return conversations.resolved(request, _reopens_until(work, request), words, zone)


def _reopens_until(work: Work, request: Request) -> datetime:
    until = reopens_until(request, work.desk(request.desk))
    assert until, "what was just resolved can be opened again"
    return until


def _tell_end(work: Work, request: Request, event: Event, news: tuple[Mrkdwn, Blocks]) -> None:
    message = Post(
        places.conversation(request),
        *news,
        place=places.resolved(request.number, request.resolutions),
        broadcast=not request.is_public,  # the end of a request must not hide in a thread, nor fill a channel
    )
    notices.post(work, event, "resolved", places.conversation_lane(request.number), message)


def _tell_end_anew(work: Work, request: Request, event: Event, news: tuple[Mrkdwn, Blocks]) -> None:
    message = Update(places.resolved(request.number, request.resolutions), *news)
    notices.update(work, event, "resolved", places.conversation_lane(request.number), message)


def reopened(work: Work, request: Request, event: Event, outcome: Outcome | None) -> None:
    """The card changes, its agent is called back, the message that told of the end (the outcome) loses its button."""
    notices.refresh(work, request, event)
    words = work.words_of(request.requester)
    _tell_end_anew(work, request, event, conversations.resolved_over(request, outcome, words))
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
    notices.say_to_desk(work, request, event, *handover.card(event, words, request.promised_for))
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
    notices.say_to_requester(work, request, event, *conversations.dismissed(request, name, words))


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


def kept_open(work: Work, request: Request, event: Event) -> None:
    """The desk learns that an answer is still to come; the requester, that they have time again."""
    notices.tell_desk(work, request, event, "thread.kept_open", requester=mention(request.requester))
    _confirm(work, request, event, "told.kept_open")


def put_off(work: Work, request: Request, event: Event) -> None:
    """The desk learns that the requester can't answer yet; they, when they are asked again."""
    notices.tell_desk(work, request, event, "thread.put_off", requester=mention(request.requester))
    assert request.remind_again_at, "it was put off to an instant"
    words, zone = work.words_of(request.requester), work.person(request.requester).time_zone
    _confirm(work, request, event, "told.put_off", at=words.moment(request.remind_again_at, zone))


def _confirm(work: Work, request: Request, event: Event, key: str, **values: object) -> None:
    """A word to the requester on what they have chosen, where they were reminded: never where others read."""
    text = conversations.kept(request, key, work.words_of(request.requester), **values)
    to = ToPerson(request.requester) if request.is_public else places.conversation(request)
    notices.post(work, event, "told", places.conversation_lane(request.number), Post(to, text))


def works_again(work: Work, request: Request, event: Event) -> None:
    """The desk learns that nobody sits there and waits; who said so, that it goes on."""
    notices.refresh(work, request, event)
    urgency = cards.urgency(request.urgency, work.words_at(work.desk(request.desk)))
    requester = mention(request.requester)
    notices.tell_desk(work, request, event, "thread.works_again", requester=requester, urgency=urgency)
    notices.tell_requester(work, request, event, "told.works_again")


def urged(work: Work, request: Request, event: Event) -> None:
    """The card shows the new urgency and due times; the desk is told."""
    notices.refresh(work, request, event)
    urgency = cards.urgency(request.urgency, work.words_at(work.desk(request.desk)))
    notices.tell_desk(work, request, event, "thread.urged", actor=mention(event.actor or ""), urgency=urgency)
