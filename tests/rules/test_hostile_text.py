"""No text that people write can break what we build of it, call anybody, or lead elsewhere; however long it is."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import periods
from bot.blocks import Block, View
from bot.deskfile.sheets import Page as SheetPage
from bot.deskfile.sheets import Sheet
from bot.drafts import COMMENT_LIMIT, DETAILS_LIMIT, TITLE_LIMIT
from bot.entries import Entries
from bot.expectations import Expectation
from bot.files import SharedFile
from bot.mrkdwn import Mrkdwn, as_typed, quiet, visible
from bot.numbers import Day, Load, Numbers, Report, Satisfaction
from bot.places import Spot
from bot.satisfaction import MOST_LOW, MOST_REMARKS
from bot.sources import Matter, cut, title_and_details
from bot.views import (
    answers,
    cards,
    conversations,
    deskforms,
    digests,
    following,
    forms,
    handover,
    home,
    lists,
    moving,
    offers,
    requestform,
    surveys,
)
from bot.views.decisions import Decision, Why
from bot.views.desklists import DeskList, Shown
from bot.views.digests import Edition, Low, Theme
from bot.views.expectations import Audience, audience_line, expectation_line
from bot.views.forms import Origin
from bot.views.history import Said
from bot.views.home import Overview, Service
from bot.views.kit import Option
from bot.views.kudos import Praise
from bot.views.lists import PAGE, Line, Page
from bot.views.requestform import Alike, Form, Memory
from bot.words import LANGUAGES, Words, words_for
from sandbox.blocks import blocks_size, message_problems, view_problems, view_size
from storage.kinds import DigestKind, EventKind, Rating, State, Way
from storage.tables import Event, Offer, Person
from tests.rules.test_views import NOW, a_desk, a_request, a_survey, filled

ALLOWED_IN_ALL = 12_000
HEAVIEST_VIEW = 250_000
NAME_LIMIT = 75
TYPED_LIMIT = 4000
ZONE = "Europe/Berlin"
SPOT = Spot("C0123456789", "1772442000.000100")
URL = "https://acme.example/archives/C1/p1"
EXPECTATION = Expectation(timedelta(hours=4), timedelta(hours=8))
# All that may stand in angle brackets: people, channels and dates by what Slack knows of them, and links that are ours.
OURS = re.compile(
    r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!date\^\d+\^[^|<>]*\|[^<>]*|https://(?:acme|files)\.example/[^|<>]*\|[^<>]*)>"
)
CALLS = ("<!channel>", "<!here|here>", "<@U9>", "<!subteam^S9|@all>", "<https://evil.example|bank>", "@channel")
MARKS = ("&", "&lt;!channel&gt;", "<", ">", "|", "*", "`", "~", "{n}", "%s", "word ", "hi\n", "\n", "\r\n", "\u2028")
UNSEEN = ("\u202e", "\u200b", "\u200d", "👩\u200d🚀")
patterns = st.lists(
    st.sampled_from(CALLS + MARKS + UNSEEN) | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4
).map("".join)
quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def line(pattern: str, limit: int) -> str:
    """So much of a pattern as one line."""
    return " ".join(filled(pattern, limit).split())


def mrkdwn_in(part: object) -> Iterator[str]:
    """Every text that Slack reads as mrkdwn."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for inner in part.values():
            yield from mrkdwn_in(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from mrkdwn_in(inner)


def assert_calls_nobody(*texts: str) -> None:
    for text in texts:
        assert "<" not in OURS.sub("", text), text


def assert_is_well(built: Sequence[Block] | View) -> None:
    if isinstance(built, dict):
        assert view_problems(built) == []
        assert view_size(built) <= HEAVIEST_VIEW
    else:
        assert message_problems(built) == []
        assert blocks_size(built) <= ALLOWED_IN_ALL
    assert_calls_nobody(*mrkdwn_in(built))


def about_a_request(pattern: str, words: Words) -> Iterator[Sequence[Block]]:
    """Each message about a request that is full of this text."""
    desk, name = a_desk(pattern), line(pattern, NAME_LIMIT)
    for state in State:
        request = a_request(state, pattern)
        yield cards.card(request, desk, words, NOW, followers=3)
        yield cards.button_line(request, desk, words)
        yield conversations.head(request, name, words, ZONE, until=NOW)
        yield following.ended(request, name, words)[1]
    request = a_request(State.RESOLVED, pattern)
    yield conversations.resolved(request, NOW, words, ZONE)[1]
    yield conversations.resolved_over(request, None, words)[1]
    yield conversations.lapsed(request, 7, NOW, words, ZONE)[1]
    yield conversations.closed(request, words, is_offered=False)[1]
    assert_calls_nobody(conversations.kept(request, "told.kept_open", words))
    yield surveys.question(request, a_survey(None), words, is_again=True)
    for comment in ("", filled(pattern, COMMENT_LIMIT)):
        yield surveys.thanks(request, a_survey(Rating.BAD, comment), words)
    yield conversations.dismissed(a_request(State.CLOSED, pattern), name, words)[1]
    told = {"agent": "U0123456789", "done": filled(pattern, 1000), "next": filled(pattern, 1000)}
    yield handover.card(Event(request=1, kind=EventKind.ASSIGNED, actor="U0123456780", at=NOW, data=told), words)[1]
    said = [Said(line(pattern, 80), filled(pattern, TYPED_LIMIT))] * 20
    yield moving.handover("U0123456789", name, filled(pattern, moving.WORD_LIMIT), said, words)


def an_offer(pattern: str, words: Words) -> list[Block]:
    offer = Offer(id=1, person="U0123456789", requester="U0123456780", way=Way.TICKET, desk="desk-1", at=NOW)
    desks = [Option(line(pattern, NAME_LIMIT), f"desk-{number}") for number in range(120)]
    return offers.question(offer, filled(pattern, 3 * TYPED_LIMIT), URL, desks, words)


def listed(pattern: str, words: Words) -> Iterator[Sequence[Block]]:
    """The lists and digests that hold such requests."""
    name = line(pattern, NAME_LIMIT)
    lines = [Line(a_request(text=pattern), name, NOW, URL)] * PAGE
    yield lists.mine(lines, 2 * PAGE, words, ZONE)
    yield lists.found(lines, line(pattern, TYPED_LIMIT), words, ZONE)
    yield lists.found([], line(pattern, TYPED_LIMIT), words, ZONE)
    yield answers.help_blocks(words, line(pattern, 40))
    for message in digests.messages(an_edition(pattern, name), words, ZONE):
        yield message.blocks
        yield message.plainer or message.blocks


def an_edition(pattern: str, name: str) -> Edition:
    """A digest with all that can stand in one."""
    request = a_request(text=pattern)
    survey = a_survey(Rating.BAD, filled(pattern, COMMENT_LIMIT))
    happy = a_survey(Rating.GOOD, filled(pattern, COMMENT_LIMIT))
    agents = {f"U012345{n:04}": n for n in range(50)}
    week = Numbers(5, 1, 5, 9, 9, satisfaction=Satisfaction({Rating.GOOD: 50, Rating.BAD: 50}), load=Load(agents))
    return Edition(
        kind=DigestKind.WEEKLY,
        desk=name,
        report=Report("it", periods.week(ZONE, NOW.date()), now=week, before=week),
        days=[Day(NOW.date() + timedelta(days=n), n, n) for n in range(7)],
        answer_times=(1, 2, 3, 4, 5),
        low=[Low(request, survey, URL)] * MOST_LOW,
        praises=[Praise(request, happy, "U012345678", name, URL)],
        remarks=[filled(pattern, COMMENT_LIMIT)] * MOST_REMARKS,
        by_agent=dict.fromkeys(agents, week.satisfaction),
        theme=Theme(line(pattern, 40), 9, 31, 2),
        names=list(agents),
        decisions=[Decision(a_request(text=pattern, number=n), Why.OLDEST, NOW, name, URL, survey) for n in range(10)],
    )


def a_home(pattern: str, words: Words) -> View:
    name, desks = line(pattern, NAME_LIMIT), [a_desk(pattern, f"desk-{number}") for number in range(5)]
    lines = [Line(a_request(text=pattern), name, NOW, URL)] * PAGE
    service = Service("it", name, line(pattern, 300), is_open=True, turns_at=NOW, expectation=EXPECTATION, channel="C1")
    page = Page(lines, 1, 3 * PAGE)
    served = Shown(DeskList.ACTIVE, page, dict.fromkeys(DeskList, 3 * PAGE), {"it": name, "hr": name})
    overview = Overview(page, lines[:5], lines[:5], [service] * 20, further=20, served=served)
    return home.page(overview, words, ZONE, deskforms.home_section(desks, words))  # type: ignore[arg-type]


def the_forms(pattern: str, words: Words) -> Iterator[View]:
    """Each form, with such texts wherever one can stand."""
    request, name = a_request(text=pattern), line(pattern, NAME_LIMIT)
    desks = [a_desk(pattern, f"desk-{number}") for number in range(100)]
    typed = {
        "title": [line(pattern, TITLE_LIMIT)],
        "details": [filled(pattern, 3000)],
        "gone/field": [filled(pattern, 3000)],
    }
    answered = {f"desk-1/everything/{key}": values for key, values in request.answers.items()}
    audience = Audience(3, [name] * 3, [name], is_confidential=True)
    files = tuple(SharedFile(f"F{n}", line(pattern, 255), f"https://files.example/{n}") for n in range(10))
    form = Form(
        desks=desks,
        desk=desks[1],
        type=desks[1].types[0],
        entries=Entries({**typed, **answered, "type:desk-1": ["everything"]}),
        memory=Memory(Origin("https://hooks.slack.example/" + "x" * 200, "C0123456789:1772442000.000100", files)),
        lines=[Mrkdwn(audience_line(audience, name, words)), expectation_line(EXPECTATION, name, words, ZONE)],
        alike=Alike(1, NOW, line(pattern, TITLE_LIMIT), URL),
        warning=words("form.desk_gone"),
    )
    found = [Line(request, name, NOW, URL)] * PAGE
    yield lists.search_form(line(pattern, 150), found, words, ZONE)
    yield lists.search_form(line(pattern, 150), [], words, ZONE)
    yield requestform.request_form(form, words)
    yield forms.resolve_form(request, words, SPOT, has_listeners=True)
    yield forms.dismiss_form(request, words)
    yield forms.urgency_form(request, words)
    colleagues = [Person(id=f"U{n}", name=line(pattern, 80)) for n in range(120)]
    yield handover.form(request, colleagues, {"U1"}, "U1", SPOT, words)
    yield surveys.comment_form(request, words, 1, may_be_nameless=True)
    yield moving.form(request, [Option(name, desk.key) for desk in desks], words)
    sheet = Sheet(1, "it", "access")
    page = SheetPage(
        sheet, {"name_en": name, "about_en": filled(pattern, 300), "fields": filled(pattern, 4000)}, [name] * 50
    )
    yield deskforms.desk_form(page, words)
    yield deskforms.type_form(page, words)
    yield deskforms.types_form(sheet, desks[1], words)
    yield deskforms.remove_form(sheet, name, words)
    yield answers.alert(words("mistake.not_a_customer", desk=name), words)


@quick
@given(patterns, st.sampled_from(LANGUAGES))
def test_no_text_breaks_a_message_or_calls_anybody(pattern: str, language: str) -> None:
    words = words_for(language)
    for blocks in (*about_a_request(pattern, words), *listed(pattern, words), an_offer(pattern, words)):
        assert_is_well(blocks)


@quick
@given(patterns, st.sampled_from(LANGUAGES))
def test_no_text_breaks_a_form_or_app_home(pattern: str, language: str) -> None:
    words = words_for(language)
    for view in (*the_forms(pattern, words), a_home(pattern, words)):
        assert_is_well(view)


@settings(max_examples=50, deadline=None)
@given(patterns, st.integers(1, 1000))
def test_what_is_posted_has_a_title_that_fits_and_loses_nothing_that_fits(pattern: str, times: int) -> None:
    text = visible(as_typed(pattern * times, lambda person: f"<!{person}>"))
    title, details = title_and_details(text)

    assert len(title) <= TITLE_LIMIT
    assert "\n" not in title
    assert bool(title) == bool(visible(text))
    assert len(cut(Matter(title, details, ())).details) <= DETAILS_LIMIT


@given(patterns)
def test_what_is_repeated_calls_no_channel_and_no_group(pattern: str) -> None:
    assert not re.search(r"<!(?!date)", quiet(pattern))
