"""The request form: what is checked, what is kept, and what is only there while it is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import View
from bot.desks import Desk, Desks
from bot.drafts import Draft, check_draft
from bot.entries import Entries
from bot.fields import Choice, Condition, Field, Kind, Label, RequestType
from bot.files import SharedFile
from bot.form_errors import InvalidForm
from bot.views.forms import Origin
from bot.views.requestform import Form, Memory, request_form
from bot.words import words_for
from storage.kinds import Urgency

PLAIN = Desks(()).find("it")
SYSTEMS = tuple(Choice(key, Label(key.title())) for key in ("sap", "mail"))
FIELDS = (
    Field("system", Label("To what?"), Kind.SELECT, is_required=True, choices=SYSTEMS),
    Field(
        "roles",
        Label("Which roles?"),
        Kind.CHECKBOXES,
        choices=SYSTEMS,
        shown_if=Condition("system", frozenset({"sap"})),
    ),
    Field("why", Label("Why?"), Kind.TEXT, is_required=True, shown_if=Condition("system", frozenset({"mail"}))),
    Field("seats", Label("For how many?"), Kind.NUMBER),
    Field("until", Label("Until when?"), Kind.DATE),
    Field("mail", Label("E-mail"), Kind.EMAIL),
    Field("page", Label("Page"), Kind.URL),
    Field("boss", Label("Boss"), Kind.PERSON),
    Field("pictures", Label("Pictures"), Kind.FILES),
)
ACCESS = RequestType("access", Label("Access"), Urgency.HIGH, PLAIN.standards, fields=FIELDS)
IT = replace(PLAIN, types=(ACCESS,))
HR = Desks(()).find("hr")
DESKS = Desks((IT, HR))
WORDS = words_for("en")


def wrong(draft: Draft) -> dict[str, str]:
    """The fields that need another look, and why."""
    try:
        check_draft(draft, DESKS)
    except InvalidForm as form:
        return {field: mistake.key.removeprefix("mistake.") for field, mistake in form.fields.items()}
    return {}


def a_draft(**changes: object) -> Draft:
    return replace(Draft("it", "Laptop", "", Urgency.NORMAL), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "mistakes"),
    [
        ({}, {}),
        ({"title": "\u200b \u2060"}, {"title": "missing"}),
        ({"title": "x" * 151}, {"title": "too_long"}),
        ({"details": "x" * 3001, "desk": "gone"}, {"details": "too_long", "desk": "unknown_desk"}),
        ({"type": "gone"}, {"type:it": "unknown_type"}),
        ({"desk": "hr", "type": "access"}, {"type:hr": "unknown_type"}),
        ({"type": "access"}, {"it/access/system": "missing"}),
    ],
)
def test_a_draft_is_checked_field_by_field(changes: Mapping[str, object], mistakes: Mapping[str, str]) -> None:
    assert wrong(a_draft(**changes)) == mistakes


@pytest.mark.parametrize(
    ("field", "value", "mistake"),
    [
        ("system", "gone", "unknown_choice"),
        ("roles", "gone", "unknown_choice"),
        ("roles", "mail", None),
        ("why", "is asked for the mailbox only", None),
        ("seats", "3", None),
        ("seats", "-3.5", None),
        ("seats", "three", "not_a_number"),
        ("seats", "٣,5", "not_a_number"),
        ("seats", "1" * 41, "too_long"),
        ("until", "2026-02-28", None),
        ("until", "2026-02-30", "not_a_date"),
        ("until", "20260228", "not_a_date"),
        ("mail", "ana@acme.example", None),
        ("mail", "ana@", "not_an_email"),
        ("mail", "<!channel>@a.b", "not_an_email"),
        ("page", "https://acme.example/a?b=c&d", None),
        ("page", "HTTP://localhost", None),
        ("page", "javascript:alert(1)", "not_a_link"),
        ("page", "https://acme.example/|<!channel>", "not_a_link"),
        ("page", "https://", "not_a_link"),
        ("boss", "U0123456789", None),
        ("boss", "<!channel>", "not_a_person"),
    ],
)
def test_every_kind_of_answer_is_checked(field: str, value: str, mistake: str | None) -> None:
    answers = {"system": ["sap"], field: [value]}

    assert wrong(a_draft(type="access", answers=answers)) == ({f"it/access/{field}": mistake} if mistake else {})


def test_what_is_required_is_so_only_while_it_is_asked() -> None:
    assert wrong(a_draft(type="access", answers={"system": ["mail"]})) == {"it/access/why": "missing"}
    assert wrong(a_draft(type="access", answers={"system": ["mail"], "why": ["\u200b"]})) == {
        "it/access/why": "missing"
    }
    assert wrong(a_draft(type="access", answers={"system": ["sap"]})) == {}


def test_a_draft_holds_what_is_asked_and_leaves_the_rest() -> None:
    screenshot = SharedFile("F1", "shot.png", "https://acme.example/F1")
    entries = Entries(
        {
            "desk": ["it"],
            "type:it": ["access"],
            "type:hr": ["training"],
            "title": ["  my\u200b \n laptop "],
            "details": ["beeps "],
            "urgency:high": ["blocked"],
            "it/access/system": ["mail"],
            "it/access/roles": ["sap"],
            "it/access/why": ["to read it"],
            "hr/training/course": ["Rust"],
        },
        {"it/access/pictures": [screenshot], "hr/training/papers": [SharedFile("F2", "b", "")]},
    )

    draft = entries.draft(DESKS, [SharedFile("F0", "a", "")])

    assert (draft.title, draft.details, draft.urgency, draft.type) == ("my laptop", "beeps", Urgency.BLOCKED, "access")
    assert draft.answers == {"system": ["mail"], "why": ["to read it"], "pictures": ["F1"]}
    assert [file.id for file in draft.files] == ["F0", "F1"]


def test_something_else_is_no_type() -> None:
    assert Entries({"desk": ["it"], "type:it": ["*"], "title": ["x"]}).draft(DESKS).type is None


# -- the form as it is shown ----------------------------------------------------------------------


def shown(entries: Entries, desk: Desk | None = IT, memory: Memory | None = None) -> View:
    kind = entries.type(desk)
    return request_form(Form(DESKS.all, desk, kind, entries, memory or Memory()), WORDS)


def fields(view: View) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, ["desk", "type:it", "title", "details", "urgency:normal", "requester"]),
        ({"type:it": ["*"]}, ["desk", "type:it", "title", "details", "urgency:normal", "requester"]),
        ({"it/access/system": ["mail"]}, ["desk", "type:it", "title", "details", "urgency:normal", "requester"]),
    ],
)
def test_without_a_type_only_the_general_is_asked(values: Mapping[str, Sequence[str]], asked: Sequence[str]) -> None:
    assert fields(shown(Entries(values))) == asked


def test_a_type_asks_its_questions_suggests_its_urgency_and_shows_only_what_an_answer_calls_for() -> None:
    view = shown(Entries({"type:it": ["access"], "it/access/system": ["mail"]}))

    assert "it/access/why" in fields(view)
    assert "it/access/roles" not in fields(view)
    assert "urgency:high" in fields(view)
    deciding = [block["block_id"] for block in view["blocks"] if block.get("dispatch_action")]
    assert deciding == ["desk", "type:it", "it/access/system", "urgency:high"]


def test_an_urgency_chosen_by_hand_stays_in_the_field_where_it_was_chosen() -> None:
    view = shown(Entries({"type:it": ["access"], "urgency:normal": ["low"]}), memory=Memory(by_hand=True))

    assert "urgency:normal" in fields(view)
    assert "urgency:high" not in fields(view)


def test_what_is_not_shown_is_carried_and_comes_back() -> None:
    typed = Entries({"type:it": ["access"], "it/access/system": ["mail"], "it/access/why": ["because"], "title": ["x"]})

    at_hr = shown(typed, desk=HR)
    memory = Memory.load(at_hr["private_metadata"])
    assert memory.carried == {"type:it": ["access"], "it/access/system": ["mail"], "it/access/why": ["because"]}

    back = shown(Entries({"title": ["x"]}).beside(memory.carried))
    why = next(block for block in back["blocks"] if block.get("block_id") == "it/access/why")
    assert why["element"]["initial_value"] == "because"
    assert Memory.load(back["private_metadata"]).carried == {}


def test_the_memory_of_a_form_travels_in_it() -> None:
    origin = Origin("https://hooks.slack.example/1", "C1:1.2", (SharedFile("F1", "a", "https://acme.example"),))
    memory = Memory(origin, {"a": ["b"]}, guessed="it", by_hand=True, alike=7)

    assert Memory.load(memory.dump()) == memory
    assert Memory.load("") == Memory()


@settings(max_examples=30)
@given(
    st.dictionaries(st.text(max_size=9), st.text('x"\\ä👩\n', max_size=40).map(lambda text: [text * 40]), max_size=6)
)
def test_what_does_not_fit_into_the_memory_is_forgotten_the_last_first(carried: dict[str, list[str]]) -> None:
    files = tuple(SharedFile(f"F{n}", "n" * 200, "https://acme.example/" + "x" * 200) for n in range(10))
    origin = Origin("https://hooks.slack.example/1", "C1:1.2", files)

    dumped = Memory(origin, carried).dump()

    kept = Memory.load(dumped)
    assert len(dumped) <= 3000
    assert list(kept.carried) == list(carried)[: len(kept.carried)]
    assert kept.origin.source == "C1:1.2"
