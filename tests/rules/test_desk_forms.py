"""Request types and routing rules in the desks file: what it says, and how it says what is wrong with them."""

from datetime import timedelta

import pytest

from bot.deskfile import DesksError, desks_of
from bot.fields import Choice, Condition, Field, Kind, Label, RequestType
from bot.routing import Rule
from bot.targets import Standard
from storage.kinds import Urgency

HOUR = timedelta(hours=1)
DESK = '[[desks]]\nkey = "it"\nname = "IT"\nchannel = "#it-help"\ntargets.normal.first_answer = "2h"\n'
TYPE = '[[desks.types]]\nkey = "access"\nname = { en = "Access", de = "Zugang" }\n'
SYSTEM = '[[desks.types.fields]]\nkey = "system"\nlabel = "To what?"\nkind = "select"\nchoices = ["SAP", "Jira"]\n'
FIELD = '[[desks.types.fields]]\nkey = "extra"\nlabel = "What else?"\n'
FORM = DESK + TYPE + SYSTEM


def only_type(more: str) -> RequestType:
    (desk,) = desks_of(DESK + TYPE + more)
    (found,) = desk.types
    return found


def last_field(more: str) -> Field:
    return only_type(SYSTEM + FIELD + more).fields[-1]


def only_rule(more: str) -> Rule:
    (rule,) = desks_of(f"{FORM}[[rules]]\n{more}").rules
    return rule


def problems(text: str) -> list[str]:
    with pytest.raises(DesksError) as caught:
        desks_of(text)
    return caught.value.problems


def test_a_type_needs_only_a_key_and_a_name_and_promises_what_its_desk_does() -> None:
    found = only_type("")

    assert (found.key, found.label.reads("en"), found.label.reads("de")) == ("access", "Access", "Zugang")
    assert (found.urgency, found.agents, found.fields) == (Urgency.NORMAL, (), ())
    assert found.standards[Urgency.NORMAL] == Standard(2 * HOUR, 40 * HOUR)


def test_a_type_may_be_confidential_and_a_mediation_always_is() -> None:
    told = [only_type(more) for more in ("", "confidential = true\n", "mediation = true\nconfidential = false\n")]

    assert [one.is_confidential for one in told] == [False, True, True]
    assert [one.is_mediation for one in told] == [False, False, True]
    needing = [
        desks_of(DESK + more).get("it").needs_keys for more in ("", "anonymous = true\n", f"{TYPE}mediation = true\n")
    ]
    assert needing == [False, True, True]


def test_a_type_may_have_its_own_urgency_agents_and_promises() -> None:
    found = only_type(
        'urgency = "low"\nagents = ["Bo@acme.example"]\ntargets.normal.resolution = "80h"\n'
        'targets.high.first_answer = "12h"\n'
    )

    assert (found.urgency, found.agents) == (Urgency.LOW, ("bo@acme.example",))
    assert found.standards[Urgency.NORMAL] == Standard(2 * HOUR, 80 * HOUR)
    assert found.standards[Urgency.HIGH] == Standard(12 * HOUR, 12 * HOUR), "to resolve takes no less than to answer"


@pytest.mark.parametrize(
    "kind", [kind for kind in Kind if kind not in (Kind.SELECT, Kind.MULTI_SELECT, Kind.CHECKBOXES)]
)
def test_a_field_may_be_of_any_kind(kind: Kind) -> None:
    found = last_field(f'kind = "{kind}"\nrequired = true\nhelp = {{ en = "Anything", de = "Alles" }}\n')

    assert found == Field("extra", Label("What else?"), kind, is_required=True, help=Label("Anything", {"de": "Alles"}))


def test_choices_are_texts_texts_in_languages_or_have_keys_of_their_own() -> None:
    found = last_field(
        'kind = "checkboxes"\n'
        'choices = ["Größe L", { en = "Other", de = "Andere" }, { key = "x", label = { de = "X" } }]\n'
    )

    assert found.choices == (
        Choice("grosse-l", Label("Größe L")),
        Choice("other", Label("Other", {"de": "Andere"})),
        Choice("x", Label("X")),
    )


def test_a_field_is_shown_for_choices_named_by_key_or_label() -> None:
    found = last_field('kind = "text"\nshown_if = { field = "system", is = ["SAP", "jira"] }\n')

    assert found.shown_if == Condition("system", frozenset({"sap", "jira"}))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('kind = "colour"', 'kind: "colour" is no kind of field; there are text, long_text, select'),
        ('kind = "longtext"', 'kind: "longtext" is no kind of field'),
        ("", "kind: is missing."),
        ('kind = "text"\nrequired = "yes"', "required: write true or false, without quotes."),
        ('kind = "text"\nmandatory = true', "mandatory: is no key we know."),
        (f'kind = "text"\nhelp = "{"x" * 301}"', "help: is 301 characters long; 300 fit."),
        ('kind = "select"', 'choices: name what there is to choose from, such as ["Laptop", "Phone"].'),
        ('kind = "select"\nchoices = []', "choices: name what there is to choose from"),
        (
            'kind = "date"\nchoices = ["a"]',
            "choices: are for the kinds select, multi_select, checkboxes; this field is",
        ),
        (
            f'kind = "checkboxes"\nchoices = {[f"c{n}" for n in range(11)]}',
            "choices: there is room for 10, and these are 11.",
        ),
        (
            f'kind = "select"\nchoices = {[f"c{n}" for n in range(101)]}',
            "choices: there is room for 100, and these are",
        ),
        (f'kind = "select"\nchoices = ["a", "{"x" * 76}"]', "choices[1]: is 76 characters long; 75 fit."),
        ('kind = "select"\nchoices = ["A b", "a-B"]', 'choices[1]: an earlier choice has the key "a-b"; give one of'),
        ('kind = "select"\nchoices = ["日本"]', "choices[0]: has no letters for a key; write { key ="),
        ('kind = "select"\nchoices = [{ label = "A" }]', "choices[0].key: is missing."),
        ('kind = "select"\nchoices = [{ key = "a", label = { de = 1 } }]', "choices[0].label.de: should be a text"),
        ('kind = "select"\nchoices = [7]', "choices[0]: should be a text in quotes"),
        ('kind = "text"\nshown_if = { is = ["SAP"] }', "shown_if.field: is missing."),
        ('kind = "text"\nshown_if = { field = "system" }', "shown_if.is: name the choices with which it is shown"),
        (
            'kind = "text"\nshown_if = { field = "systm", is = ["SAP"] }',
            'shown_if.field: "systm" is no earlier field of this type. Did you mean "system"?',
        ),
        (
            'kind = "text"\nshown_if = { field = "extra", is = ["SAP"] }',
            'shown_if.field: "extra" is no earlier field of this type.',
        ),
        (
            'kind = "text"\nshown_if = { field = "system", is = ["SAP", "Jra"] }',
            'shown_if.is[1]: "Jra" is no choice here; there are sap, jira. Did you mean "jira"?',
        ),
        ('kind = "text"\nshown_if = { field = "system", is = ["SAP"], not = 1 }', "shown_if.not: is no key we know."),
    ],
)
def test_a_mistake_in_a_field_is_named_with_its_path(more: str, problem: str) -> None:
    (found,) = problems(f"{FORM}{FIELD}{more}\n")

    assert found.startswith(f"desks[0].types[0].fields[1].{problem}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (FORM + SYSTEM, '.fields[1].key: "system" is taken by desks[0].types[0].fields[0].'),
        (DESK + TYPE + TYPE, '.key: "access" is taken by desks[0].types[0].'),
        (DESK + TYPE.replace("access", "IT access"), '.key: "IT access" is no key'),
        (
            DESK + TYPE + 'urgency = "hgh"',
            '.urgency: "hgh" is no urgency; there are blocked, high, normal, low. Did you',
        ),
        (DESK + TYPE + 'targets.normal = "4h"', ".targets.normal: should be a table"),
        (DESK + TYPE + 'agents = ["bo"]', '.agents[0]: "bo" is neither'),
        (DESK + TYPE + "[desks.types.fields]", ".fields: begin each with [[desks.types.fields]], in two brackets."),
        (DESK + TYPE + (FIELD + 'kind = "text"\n') * 21, ".fields: there is room for 20, and these are 21."),
        (
            FORM + FIELD + 'kind = "text"\nshown_if = { field = "system", is = ["sap"] }\n'
            '[[desks.types.fields]]\nkey = "more"\nlabel = "More"\nkind = "text"\n'
            'shown_if = { field = "extra", is = ["x"] }',
            '.fields[2].shown_if.field: "extra" has no choices; only a field with choices can decide what is shown.',
        ),
    ],
)
def test_a_mistake_in_a_type_is_named_with_its_path(text: str, problem: str) -> None:
    found = problems(text)[0]

    assert found.startswith(("desks[0].types[0]" + problem, "desks[0].types[1]" + problem))


def test_a_rule_has_conditions_and_says_what_follows() -> None:
    found = only_rule(
        'words = ["VPN"]\ntypes = ["it/access", "access"]\nchannels = ["#general"]\ndepartments = ["Sales"]\n'
        'answers = { system = ["SAP"] }\ndesk = "it"\nagents = ["Bo@acme.example"]\nurgency = "high"\n'
    )

    assert found == Rule(
        words=("VPN",),
        types=("it/access", "access"),
        channels=("general",),
        departments=("Sales",),
        answers={"system": ("sap",)},
        desk="it",
        agents=("bo@acme.example",),
        urgency=Urgency.HIGH,
    )


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('desk = "it"', ": say when it applies, with one of words, types, channels, departments, answers."),
        ('words = ["vpn"]', ": say what follows, with one of desk, agents, urgency."),
        ('words = []\ndesk = "it"', ".words: is empty; name at least one, or leave the key out."),
        ('answers = {}\ndesk = "it"', ".answers: is empty; name at least one, or leave the key out."),
        ('words = ["vpn"]\nagents = []', ".agents: is empty; name at least one, or leave the key out."),
        ('words = ["vpn"]\ndesk = "its"', '.desk: "its" is no desk; there are it. Did you mean "it"?'),
        (
            'types = ["acess"]\ndesk = "it"',
            '.types[0]: "acess" is no request type; there are access, it/access. Did you',
        ),
        ('types = ["hr/access"]\ndesk = "it"', '.types[0]: "hr/access" is no request type'),
        ('channels = ["the hall"]\ndesk = "it"', '.channels[0]: "the hall" is no channel'),
        (
            'answers = { systm = ["SAP"] }\ndesk = "it"',
            '.answers.systm: "systm" is no field of any form; there are system.',
        ),
        (
            'answers = { system = ["SAPP"] }\ndesk = "it"',
            '.answers.system[0]: "SAPP" is no choice here; there are sap, ',
        ),
        ('answers = { system = [] }\ndesk = "it"', ".answers.system: is empty; name at least one answer."),
        ('words = ["vpn"]\nurgency = "now"', '.urgency: "now" is no urgency'),
        ('words = ["vpn"]\nagents = ["bo"]', '.agents[0]: "bo" is neither'),
        ('word = ["vpn"]\nwords = ["vpn"]\ndesk = "it"', '.word: is no key we know. Did you mean "words"?'),
    ],
)
def test_a_mistake_in_a_rule_is_named_with_its_path(more: str, problem: str) -> None:
    (found,) = problems(f"{FORM}[[rules]]\n{more}\n")

    assert found.startswith(f"rules[0]{problem}")
