"""Which messages a change causes, and to whom.

Every message is queued in the transaction of its change, under a key made from what caused it: the same cause never
says the same thing twice.
"""

from collections.abc import Iterable, Iterator

from bot import links, marks, places
from bot.blocks import Blocks
from bot.files import SharedFile
from bot.mrkdwn import mention, quoted
from bot.outbox import Delete, Post, Respond, Share, Speaker, Update, Whisper
from bot.people import found
from bot.places import Address, InThread, ToDesk, ToPerson
from bot.plans import reopens_until
from bot.views import answers, cards, conversations, linking, surveys
from bot.views.kit import section
from bot.work import Work
from storage.due import Ping, Survey
from storage.queries import followers
from storage.tables import Event, Request


def opened(work: Work, request: Request, event: Event, response_url: str | None) -> None:
    """The card and its button line, the head of the conversation, and a word where the form was opened."""
    number = request.number
    root(work, request, places.card(number), key=f"event:{event.id}:card", lane=places.desk_lane(number))
    root(work, request, places.head(number), key=f"event:{event.id}:head", lane=places.conversation_lane(number))
    shared(work, request, event, [SharedFile(**file) for file in request.files])
    if response_url:
        _where_typed(work, request, event, response_url)


def shared(work: Work, request: Request, event: Event, files: Iterable[SharedFile]) -> None:
    """Copies under the card of the files that the desk could not open by their links."""
    for file in files:
        if not file.is_open:
            key = f"event:{event.id}:file:{file.id}"
            work.send(key, places.desk_lane(request.number), Share(file, InThread(places.card(request.number))))


def root(work: Work, request: Request, place: str, *, key: str, lane: str, under: str | None = None) -> None:
    """The first message of one of the request's threads: the card, with its button line, or the head.

    `under` is the lane of what comes under it, if that is another one.
    """
    if place == places.head(request.number):
        to = places.conversation(request) if request.is_public else ToPerson(request.requester)
        work.send(key, lane, _first(to, _head(work, request)))
        return
    work.send(key, lane, _first(ToDesk(request.desk), _card(work, request)))
    under_card = InThread(places.card(request.number))
    work.send(f"{key}:buttons", under or lane, _first(under_card, _button_line(work, request)))


def _first(to: Address, drawing: Update) -> Post:
    """What is drawn, where nothing stands yet."""
    return Post(to, drawing.text, drawing.blocks, place=drawing.place)


def _card(work: Work, request: Request) -> Update:
    desk = work.desk(request.desk)
    words, n = work.words_at(desk), len(followers(work.session, request.number))
    linked = list(linking.card_lines(links.for_desk(work, request), words))
    blocks = cards.card(request, desk, words, work.now, n, linked)
    return Update(places.card(request.number), cards.card_text(request, words), blocks)


def _button_line(work: Work, request: Request) -> Update:
    desk = work.desk(request.desk)
    words = work.words_at(desk)
    text, blocks = cards.thread_text(request, desk, words), cards.button_line(request, desk, words)
    return Update(places.button_line(request.number), text, blocks)


def _head(work: Work, request: Request) -> Update:
    words, zone = work.words_of(request.requester), work.person(request.requester).time_zone
    name = work.desk(request.desk).label(words.language)
    text = words("head.summary", number=request.number, title=request.title, desk=name)
    linked = list(linking.head_lines(links.for_requester(work, request), words))
    until = reopens_until(request, work.desk(request.desk))
    return Update(places.head(request.number), text, conversations.head(request, name, words, zone, linked, until))


def _where_typed(work: Work, request: Request, event: Event, response_url: str) -> None:
    words, zone = work.words_of(request.author), work.person(request.author).time_zone
    name = work.desk(request.desk).label(words.language)
    due, number = words.moment(request.first_answer_due, zone), request.number
    if request.author == request.requester:
        said = words("saved.where_typed", number=number, desk=name, due=due)
    else:
        said = words("saved.for_another", number=number, desk=name, due=due, requester=mention(request.requester))
    work.send(f"event:{event.id}:typed", f"event:{event.id}:typed", Respond(response_url, said))


def refresh(work: Work, request: Request, event: Event) -> None:
    """Bring the card, the button line and the head of the conversation up to date."""
    for what, lane, drawing in _drawings(work, request):
        update(work, event, what, lane, drawing)
    marks.keep_up(work, request, event)


def redraw(work: Work, request: Request, cause: str) -> None:
    """Bring what stands in Slack up to date though nothing has changed: somebody saw it as it was before."""
    for what, lane, drawing in _drawings(work, request):
        work.send(f"{cause}:{what}", lane, drawing)


def _drawings(work: Work, request: Request) -> Iterator[tuple[str, str, Update]]:
    """What shows how a request stands, each by its name and in its lane."""
    yield "card", places.desk_lane(request.number), _card(work, request)
    yield "buttons", places.desk_lane(request.number), _button_line(work, request)
    yield "head", places.conversation_lane(request.number), _head(work, request)


def refresh_card(work: Work, request: Request, event: Event, what: str = "card") -> None:
    """Bring the card up to date: what is owed next, and its light. `what` tells it apart from other requests' cards."""
    update(work, event, what, places.desk_lane(request.number), _card(work, request))


def refresh_head(work: Work, request: Request, event: Event) -> None:
    """Bring the head of the conversation up to date."""
    update(work, event, "head", places.conversation_lane(request.number), _head(work, request))


def relayed_to_desk(work: Work, request: Request, event: Event, text: str, place: str | None = None) -> None:
    """Words from the conversation under the card, in their speaker's name; `place` becomes the place of this copy."""
    message = Post(InThread(places.card(request.number)), text, place=place, speaker=speaker(work, event.actor))
    post(work, event, "relay", places.desk_lane(request.number), message)


def relayed_to_requester(work: Work, request: Request, event: Event, text: str, place: str | None = None) -> None:
    """An agent's words in the conversation, in the agent's name; `place` becomes the place of this copy."""
    message = Post(places.conversation(request), text, place=place, speaker=speaker(work, event.actor))
    post(work, event, "relay", places.conversation_lane(request.number), message)


def speaker(work: Work, person_id: str | None) -> Speaker:
    """The name and picture under which somebody's words appear."""
    person = work.person(person_id or "")
    return Speaker(person.name, person.image)


def whispered(
    work: Work, person: str, channel: str, thread_ts: str | None, ts: str, text: str, blocks: Blocks = ()
) -> None:
    """A word to one person where they just wrote (the message with this ts)."""
    key = f"whisper:{channel}:{ts}"
    work.send(key, key, Whisper(channel, person, text, blocks, thread_ts=thread_ts))


def hinted(work: Work, person: str, ts: str) -> None:
    """What to do with a DM that belongs to no request (the message with this ts)."""
    words = work.words_of(person)
    text = words("dm.no_thread")
    blocks = [section(text), *answers.ask_button(words)]
    ten_minutes = int(float(ts)) // 600  # one hint answers all that is written in a row
    work.send(f"hint:{person}:{ten_minutes}", f"hint:{person}", Post(ToPerson(person), text, blocks))


def lit(work: Work, request: Request, ping: Ping) -> None:
    """A target is near, or missed: the light on the card says so."""
    card = _card(work, request)
    work.send(f"ping:{ping.id}:card:{ping.due_at.isoformat()}", places.desk_lane(request.number), card)


def survey_asked(work: Work, request: Request, survey: Survey, event: Event) -> None:
    """The question, for the requester alone; asked again it stands anew at the end, and no longer where it was."""
    words, place = work.words_of(request.requester), places.survey(request.number, survey.resolution)
    lane, is_again = places.conversation_lane(request.number), survey.reminded_at is not None
    if is_again:
        work.send(f"event:{event.id}:survey:before", lane, Delete(place))
    message = Post(
        ToPerson(request.requester) if request.is_public else places.conversation(request),
        surveys.question_text(request, words),
        surveys.question(request, survey, words, is_again=is_again),
        place=place,
        broadcast=not request.is_public,
    )
    post(work, event, "survey", lane, message)


def survey_closed(work: Work, request: Request, survey: Survey, words_key: str) -> None:
    """The buttons go away: withdrawn or expired, as `words_key` says."""
    words = work.words_of(request.requester)
    message = Update(places.survey(request.number, survey.resolution), words(words_key), surveys.over(words_key, words))
    work.send(f"survey:{survey.id}:closed", places.conversation_lane(request.number), message)


def rated(work: Work, request: Request, survey: Survey, event: Event) -> None:
    """Thanks to the requester, in place of the question; the desk sees the rating."""
    thanked(work, request, survey, event)
    face = surveys.verdict(survey)
    tell_desk(work, request, event, "thread.rated", face=face, requester=mention(request.requester))


def commented(work: Work, request: Request, survey: Survey, event: Event) -> None:
    """The comment stands under the thanks, and in the desk thread."""
    thanked(work, request, survey, event)
    requester, comment = mention(request.requester), quoted(survey.comment)
    tell_desk(work, request, event, "thread.commented", requester=requester, comment=comment)


def remarked(work: Work, request: Request, survey: Survey) -> None:
    """The thanks say what becomes of a comment without a name; nobody else reads anything."""
    lane = places.conversation_lane(request.number)
    work.send(f"survey:{survey.id}:remarked", lane, _thanks(work, request, survey))


def thanked(work: Work, request: Request, survey: Survey, event: Event) -> None:
    """The survey shows thanks and what can still be done."""
    update(work, event, "survey", places.conversation_lane(request.number), _thanks(work, request, survey))


def _thanks(work: Work, request: Request, survey: Survey) -> Update:
    words, place = work.words_of(request.requester), places.survey(request.number, survey.resolution)
    return Update(place, surveys.thanks_text(request, survey, words), surveys.thanks(request, survey, words))


def held(work: Work, desk_key: str | None, error: str) -> None:
    """Tell the operators, once a day and trouble, that messages wait for a channel."""
    key = f"held:{desk_key}:{error}"
    if desk_key is None:
        _tell_operators(work, key, "operator.held_elsewhere", error=error)
    else:
        _tell_operators(work, key, "operator.held", desk=work.desk(desk_key).name, error=error)


def lost(work: Work, number: int | None, error: str) -> None:
    """Tell the operators, once a day and trouble, that a message of a request will never arrive."""
    if number is None:
        _tell_operators(work, f"lost:{error}", "operator.lost", error=error)
    else:
        _tell_operators(work, f"lost:{number}:{error}", "operator.lost_request", number=number, error=error)


def _tell_operators(work: Work, key: str, words_key: str, **values: object) -> None:
    day = work.now.date().isoformat()
    for operator in sorted(found(work.session, work.settings.helpdesk_operators)):
        text = work.words_of(operator)(words_key, **values)
        work.send(f"{key}:{day}:{operator}", f"operator:{operator}", Post(ToPerson(operator), text))


def tell_desk(
    work: Work, request: Request, event: Event, key: str, *, broadcast: bool = False, **values: object
) -> None:
    """A line under the card, in the desk's language."""
    text = work.words_at(work.desk(request.desk))(key, **values)
    say_to_desk(work, request, event, text, broadcast=broadcast)


def say_to_desk(
    work: Work,
    request: Request,
    event: Event,
    text: str,
    blocks: Blocks = (),
    *,
    place: str | None = None,
    broadcast: bool = False,
) -> None:
    """A message under the card; `place` becomes its place."""
    message = Post(InThread(places.card(request.number)), text, blocks, place=place, broadcast=broadcast)
    post(work, event, "desk", places.desk_lane(request.number), message)


def tell_requester(
    work: Work, request: Request, event: Event, key: str, *, place: str | None = None, **values: object
) -> None:
    """A line in the conversation, in the requester's language; `place` becomes its place."""
    say_to_requester(work, request, event, work.words_of(request.requester)(key, **values), place=place)


def say_to_requester(
    work: Work, request: Request, event: Event, text: str, blocks: Blocks = (), *, place: str | None = None
) -> None:
    """A message in the conversation; `place` becomes its place."""
    message = Post(places.conversation(request), text, blocks, place=place)
    post(work, event, "told", places.conversation_lane(request.number), message)


def post(work: Work, event: Event, what: str, lane: str, message: Post) -> None:
    """Post what an event causes; `what` tells its messages apart."""
    work.send(f"event:{event.id}:{what}", lane, message)


def update(work: Work, event: Event, what: str, lane: str, message: Update) -> None:
    """Change a message as an event asks for; `what` tells its changes apart."""
    work.send(f"event:{event.id}:{what}:update", lane, message)
