"""The catalogues: every key that the code asks for is there, complete, in every language."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from bot.plans import Audience
from bot.preference_form import IN_CHANNEL, IN_DM
from bot.replies import Assignment, PlainReplies
from bot.views.decisions import Why
from bot.views.desklists import DeskList
from bot.views.favours import Act
from bot.views.forecast import SPANS, Also
from bot.views.nudges import Snooze
from bot.views.reports import FILES
from bot.views.steps import Outcome, Seat
from bot.words import FOLDER, LANGUAGES, read_catalogue
from storage.kinds import PingKind, PingsIn, Rating, Rhythm, Urgency

ROOT = Path(__file__).parents[2]
SPEAKING = ("bot", "handlers")
_KEY = re.compile(r"[a-z_]+\.[a-z_]+")
_SENTENCE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")

AGENTS_BUTTONS = (
    *("claim", "go_on", "resolve", "wait", "hand_back", "reply", "assign", "hand_over", "promise", "bring_in"),
    *("urgency", "move", "link", "dismiss"),
)
FORMS = (
    *("request_form", "resolve_form", "comment_form", "move_form", "link_form", "find_form", "assign_form"),
    *("urgency_form", "dismiss_form", "reply_form", "bring_in_form", "promise_form", "settings_form", "confide_form"),
    *("desk_form", "new_desk_form", "types_form", "type_form", "new_type_form", "remove_form"),
    *("anonymous_form", "anonymous_answer", "case_admit_form", "step_form"),
    *("case_hand_over_form", "case_exclude_form"),
)

# What is said of a request: in its thread, or of which first; and to a desk whose agent is off work.
IN_LISTS = (
    *("unanswered", "unclaimed", "unsolved", "unsolved_unclaimed", "silent", "idle", "promise", "promise_unclaimed"),
    *("awaited", "awaited_last"),
)
MISSED = ("missed_claimed", "missed_unclaimed", "unsolved_late", "unsolved_late_unclaimed")
ABSENT = ("unanswered", "unsolved", "silent", "promise")
PINGS = (*IN_LISTS, *MISSED, *(f"listed.{one}" for one in IN_LISTS), *(f"absent.{one}" for one in ABSENT))

# What comes, goes and stands, and the promises.
NUMBERS = ("new", "resolved", "reopened", "open", "overdue", "first_answers", "resolutions")

# The columns of who helps whom.
CUSTOMERS = ("desk", "department", "requests", "answered", "satisfied")

# What is done only if all agree.
STEPS = ("invite", "meet", "agreement", "add_reader")

# What the two of a favour are told of it, and what only it asks.
FAVOUR_NEWS = (
    *("accepted", "proposed", "agreed", "kept", "suggested", "not_passed_on", "declined", "withdrawn", "left"),
    *("done_for_asker", "done_for_helper", "rated", "thanked", "asked_again"),
    *("unanswered", "unheard", "your_turn", "promise_near", "promise_passed", "forgotten"),
)
FAVOUR_FORMS = (
    *("favour_form", "favour_accept_form", "favour_date_form", "favour_suggest_form"),
    *("favour_decline_form", "favour_thanks_form"),
)

# What its parties are told of a case in one line, and what its trail shows.
TOLD_OF_CASES = (
    *("claimed", "handed_over", "handed_back", "taken_over", "agent_left", "reopened", "withdrawn", "resolved"),
)
TRAIL = (
    *("asked", "confided", "read", "claimed", "handed_over", "handed_back", "taken_over", "agent_left", "answered"),
    *("resolved", "reopened", "closed", "withdrawn", "excluded", "joined", "left", "admitted", "abandoned"),
)

# Keys that the code puts together; a new f-string key fails the test until its values are named here.
ASSEMBLED: Mapping[str, frozenset[str]] = {
    "urgency.{}": frozenset(f"urgency.{urgency}" for urgency in Urgency),
    "rating.{}": frozenset(f"rating.{rating}" for rating in Rating),
    "button.{}": frozenset(f"button.{one}" for one in AGENTS_BUTTONS),
    "assign_form.{}": frozenset({"assign_form.done", "assign_form.next"}),
    "undo.{}": frozenset({"undo.resolved", "undo.assigned", "undo.answered"}),
    "assignment.{}": frozenset(f"assignment.{one}" for one in Assignment),
    "plain_replies.{}": frozenset(f"plain_replies.{one}" for one in PlainReplies),
    "card.{}{}": frozenset(
        f"card.{promised}{late}" for promised in ("first_answer", "resolution") for late in ("", "_late")
    ),
    "language.{}": frozenset(f"language.{one}" for one in LANGUAGES),
    "reminded_in.{}": frozenset(f"reminded_in.{one}" for one in PingsIn),
    "pings_in.{}": frozenset(f"pings_in.{one}" for one in PingsIn),
    "customers.{}": frozenset(f"customers.{one}" for one in CUSTOMERS),
    "outlook.{}": frozenset({"outlook.first_answer", "outlook.resolution"}),
    "desk_list.{}": frozenset(f"desk_list.{one}" for one in DeskList),
    "desk_list_empty.{}": frozenset(f"desk_list_empty.{one}" for one in DeskList),
    "ping.{}": frozenset(f"ping.{one}" for one in PINGS),
    "snooze.{}": frozenset(f"snooze.{one}" for one in Snooze),
    "why.{}": frozenset(f"why.{one}" for one in (*Audience, "several")),
    "before.{}": frozenset(f"before.{one}" for one in ("day", "week", "month", "year", "days")),
    "numbers.{}": frozenset(f"numbers.{one}" for one in NUMBERS),
    "decision.{}": frozenset(f"decision.{one}" for one in Why),
    "report.{}": frozenset(f"report.{one}" for one in FILES),
    "forecast.{}": frozenset(f"forecast.{one}" for one in (*PingKind, *Also, *SPANS)),
    "settings.digest.{}": frozenset(f"settings.digest.{one}" for one in Rhythm),
    "settings_form.digest.{}": frozenset(f"settings_form.digest.{one}" for one in Rhythm),
    "settings_form.digest_in.{}": frozenset(f"settings_form.digest_in.{one}" for one in (IN_DM, IN_CHANNEL)),
    "case.told.{}": frozenset(f"case.told.{one}" for one in TOLD_OF_CASES),
    "case_trail.{}": frozenset(f"case_trail.{one}" for one in TRAIL),
    "step.{}": frozenset(f"step.{one}" for one in STEPS),
    "step_ask.{}": frozenset(f"step_ask.{one}" for one in STEPS),
    "step_done.{}": frozenset(f"step_done.{one}" for one in STEPS),
    "step_kind.{}": frozenset(f"step_kind.{one}" for one in STEPS),
    "step_form.{}": frozenset(f"step_form.{one}" for one in STEPS),
    "step_is.{}": frozenset(f"step_is.{one}" for one in Outcome),
    "mediation.{}": frozenset(f"mediation.{one}" for one in Seat),
    "favour_button.{}": frozenset(f"favour_button.{one}" for one in Act),
    "favour_news.{}": frozenset(f"favour_news.{one}" for one in FAVOUR_NEWS),
    "{}.day": frozenset({"favour_accept_form.day", "favour_date_form.day"}),
    "{}.word": frozenset({"favour_decline_form.word", "favour_thanks_form.word"}),
    "{}.title": frozenset(
        f"{form}.title"
        for form in (*FORMS, *FAVOUR_FORMS, "followed", "alert", "forecast_form", "way_back", "case_opened")
    ),
    "{}.submit": frozenset(f"{form}.submit" for form in (*FORMS, *FAVOUR_FORMS)),
}

# Files whose every sentence would reach a person in Slack.
TALKING = (
    *(ROOT / "bot" / "views").glob("*.py"),
    *(
        ROOT / "bot" / name
        for name in (
            *("notices.py", "conversation.py", "answering.py", "requests.py", "surveys.py", "pings.py", "reception.py"),
            *("asking.py", "offers.py", "revising.py"),
        )
    ),
    *(ROOT / "handlers" / name for name in ("buttons.py", "commands.py", "forms.py", "messages.py", "mistakes.py")),
)

in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def catalogue(language: str) -> Catalog:
    return read_catalogue(language)


def messages(language: str) -> dict[str, Message]:
    return {_key(message): message for message in catalogue(language) if message.id}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def sources() -> tuple[ast.Module, ...]:
    paths = chain.from_iterable((ROOT / package).rglob("*.py") for package in SPEAKING)
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in paths)


def nodes() -> Iterator[ast.AST]:
    return chain.from_iterable(ast.walk(source) for source in sources())


def written_keys() -> set[str]:
    """Every text in the code that looks like a key of one of the catalogues' families."""
    families = {key.split(".")[0] for key in messages("en")}
    found = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in found if _KEY.fullmatch(text) and text.split(".")[0] in families}


def assembled_keys() -> set[str]:
    """The pattern of every f-string that is used as a key: "urgency.{}"."""
    return {_pattern(call.args[0]) for call in calls() if isinstance(call.args[0], ast.JoinedStr)}


def calls() -> Iterator[ast.Call]:
    """Every call of a Words: words(…), words.plain(…), words.count(…), work.words_of(…)(…)."""
    for node in nodes():
        if isinstance(node, ast.Call) and node.args and _asks_words(node.func):
            yield node


def given(call: ast.Call) -> set[str | None]:
    """The values that a call brings; words.count(…) brings its number."""
    counted = {"n"} if isinstance(call.func, ast.Attribute) and call.func.attr == "count" else set()
    return counted | {keyword.arg for keyword in call.keywords}


def _asks_words(called: ast.expr) -> bool:
    match called:
        case ast.Name(id="words") | ast.Attribute(attr="plain" | "count", value=ast.Name(id="words")):
            return True
        case ast.Call(func=ast.Attribute(attr="words_of" | "words_at")):
            return True
    return False


def _pattern(key: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in key.values)


def sentences(source: ast.Module) -> list[str]:
    """Texts of two words and more, except those for programmers: docstrings, assertions, bugs."""
    for_programmers = set(
        chain.from_iterable(ast.walk(node) for node in ast.walk(source) if isinstance(node, ast.Assert | ast.Raise))
    ) | {node.value for node in ast.walk(source) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(source) if isinstance(node, ast.Constant) and node not in for_programmers]
    return [node.value for node in texts if isinstance(node.value, str) and _SENTENCE.search(node.value)]


def test_no_key_is_assembled_in_a_way_that_this_test_does_not_know() -> None:
    assert assembled_keys() == set(ASSEMBLED)


@in_every_language
def test_the_catalogue_has_every_key_that_the_code_uses_and_no_other(language: str) -> None:
    used = written_keys() | set[str]().union(*ASSEMBLED.values())
    assert set(messages(language)) == used


@in_every_language
def test_no_key_is_there_twice(language: str) -> None:
    written = re.findall(r'^msgid "(.+)"$', (FOLDER / f"{language}.po").read_text(encoding="utf-8"), re.MULTILINE)
    assert [key for key, n in Counter(written).items() if n > 1] == []


@in_every_language
def test_no_words_are_empty_or_doubtful(language: str) -> None:
    lacking = [key for key, message in messages(language).items() if message.fuzzy or not all(texts(message))]
    assert not lacking


@in_every_language
def test_every_plural_is_there(language: str) -> None:
    forms = {key: len(texts(message)) for key, message in messages(language).items() if message.pluralizable}
    assert "list.mine" in forms
    assert set(forms) == {key for key, message in messages("en").items() if message.pluralizable}
    assert set(forms.values()) == {catalogue(language).num_plurals}


@in_every_language
def test_all_languages_fill_in_the_same_values(language: str) -> None:
    english, other = messages("en"), messages(language)
    differing = {
        key: (texts(message), texts(other[key]))
        for key, message in english.items()
        if {frozenset(placeholders(text)) for text in texts(message)}
        != {frozenset(placeholders(text)) for text in texts(other[key])}
    }
    assert not differing


def test_whoever_asks_for_words_brings_every_value_that_they_need() -> None:
    wanted = {key: placeholders(texts(message)[0]) for key, message in messages("en").items()}
    short = [
        call.args[0].value
        for call in calls()
        if isinstance(call.args[0], ast.Constant) and not given(call) >= wanted[str(call.args[0].value)]
    ]
    assert not short


@pytest.mark.parametrize("path", TALKING, ids=lambda path: path.name)
def test_no_sentence_for_people_stands_outside_the_catalogues(path: Path) -> None:
    assert not sentences(ast.parse(path.read_text(encoding="utf-8")))
