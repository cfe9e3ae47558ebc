"""The desks file edited in forms: what is typed arrives, all else stays to the last byte."""

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import ndiff
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.deskfile import desks_of, sheets, writing
from bot.deskfile.asks import YES, Staff
from bot.deskfile.sheets import Page, Sheet
from bot.deskfile.writing import Spot
from bot.desks import Desks
from bot.errors import Mistake, OtherHand
from bot.form_errors import InDesksFile, InvalidForm, NoFields, NoHours, NoPromise, NotAPerson
from bot.views import deskforms
from bot.words import LANGUAGES, words_for
from sandbox.blocks import view_problems

SHIPPED = (Path(__file__).parents[2] / "desks.toml").read_text(encoding="utf-8")
IT, DESIGN, ACCESS, HARDWARE = Spot(0), Spot(2), Spot(0, 0), Spot(0, 1)
STAFF = Staff({"U00000BO": "bo@example.com", "U00000CY": "cy@example.com", "U0000NEW": None})

# As people also write such a file: tables with headers, dotted keys, lists over lines, comments everywhere.
BY_HAND = """\
# ours
[[desks]]
key = "it" # for good
channel = "C0123456789"
agents = [ # who
  "bo@example.com", # Bo
  "gone@example.com",
  "cy@example.com",
] # that's all
hours.mon = "09:00-12:00" # short
hours.tue-wed = "09:00-17:00"
[desks.name] # two languages
en = "IT"
fr = "Informatique" # for Paris
[desks.waiting] # patience
close_after = "never" # we don't
[desks.targets.normal]
first_answer = "2h" # quick
resolution = "3d"
# the end of IT

# cables and more
[[desks.types]]
key = "cables"
name = "Cables"
targets.low.resolution = "20d" # slow

[[desks]] # people
key = "hr"
name = "HR"
channel = "#hr"
[desks.hours] # all week
mon-fri = "09:00-17:00"
# but
fri = "closed"
[[rules]]
words = ["x"]
desk = "hr"
"""


def sheet(text: str, spot: Spot, **typed: str) -> str:
    return sheets.filled(text, spot, STAFF, {**sheets.shown(text, spot, STAFF), **typed})


def refused(text: str, spot: Spot, **typed: str) -> Mapping[str, Mistake]:
    with pytest.raises(InvalidForm) as caught:
        sheet(text, spot, **typed)
    return caught.value.fields


def lines_changed(before: str, after: str) -> list[str]:
    """What was taken out and put in, without the comments behind it, which are never lost with a value that stays."""
    lines = [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
    return [re.sub(r"\s+# .*", "", line) for line in lines]


@pytest.mark.parametrize(
    "text", [SHIPPED, BY_HAND, SHIPPED.replace("\n", "\r\n")], ids=["shipped", "by hand", "windows"]
)
def test_a_form_that_is_sent_as_it_was_opened_changes_no_byte(text: str) -> None:
    desks = writing.desks_at(text)
    for place, desk in enumerate(desks):
        for spot in (Spot(place), *(Spot(place, one) for one in range(len(desk.get("types", []))))):
            assert sheet(text, spot) == text


@pytest.mark.parametrize(
    ("spot", "typed", "changed"),
    [
        (IT, {"name_en": 'IT & "phones"'}, ['- name = "IT"', '+ name = "IT & \\"phones\\""']),
        (IT, {"name_de": "EDV"}, ['- name = "IT"', '+ name = { en = "IT", de = "EDV" }']),
        (IT, {"agents": "U00000BO,U0000NEW"}, ['+ agents = ["bo@example.com", "U0000NEW"]']),
        (IT, {"request_channels": ""}, ['- request_channels = ["#ask-it"]']),
        (IT, {"confidential": YES}, ["- confidential = false", "+ confidential = true"]),
        (IT, {"assignment": "least_loaded"}, ['- assignment = "none"', '+ assignment = "least_loaded"']),
        (DESIGN, {"plain_replies": "noted", "first_reply_claims": "", "asking_back_waits": YES}, None),
        (IT, {"hours": "mon-fri 09:00-17:30\nsat: 10:00-12:00"}, ['- fri = "09:00-16:00"', '+ sat = "10:00-12:00"']),
        (HARDWARE, {"targets_low": "2d"}, ['+ targets.low = { first_answer = "2d" }']),
        (HARDWARE, {"targets_normal": ""}, ['- targets.normal = { resolution = "10d" }']),
        (HARDWARE, {"urgency": "low", "name_en": "Things"}, None),
        (HARDWARE, {"confidential": YES}, ["+ confidential = true"]),
        (HARDWARE, {"mediation": YES}, ["+ mediation = true"]),
        (IT, {"anonymous": YES}, ["- anonymous = false", "+ anonymous = true"]),
        (DESIGN, {"guests": YES, "about_en": "", "hours": "mon 9:00-10:00", "targets_high": "-, 2d"}, None),
    ],
)
def test_what_is_typed_is_written_where_a_person_would_write_it(
    spot: Spot, typed: dict[str, str], changed: list[str] | None
) -> None:
    after = sheet(SHIPPED, spot, **typed)

    seen = {name: value.replace(":", "") for name, value in sheets.shown(after, spot, STAFF).items()}
    assert {name: seen[name] for name in typed} == {name: value.replace(":", "") for name, value in typed.items()}
    assert changed is None or lines_changed(SHIPPED, after) == changed


def test_comments_stay_in_a_file_that_was_written_by_hand() -> None:
    after = sheet(
        BY_HAND,
        IT,
        name_de="EDV",
        agents="U00000CY,U0000NEW",
        hours="tue-wed 09:00-17:00\nfri 10:00-11:00",
        targets_normal="2h, 4d",
    )

    assert after == (
        BY_HAND.replace('  "bo@example.com", # Bo\n', "")
        .replace('"cy@example.com",\n', '"cy@example.com",\n  "U0000NEW",\n')
        .replace('hours.mon = "09:00-12:00" # short\n', "")
        .replace('"09:00-17:00"\n[desks.name]', '"09:00-17:00"\nhours.fri = "10:00-11:00"\n[desks.name]')
        .replace("# for Paris\n", '# for Paris\nde = "EDV"\n')
        .replace('"3d"', '"4d"')
    )


def test_a_file_whose_way_of_writing_defeats_us_is_refused_and_never_damaged() -> None:
    inline = 'desks = [{ key = "it", name = "IT", channel = "#it" }]\n'
    hidden = '[[desks]]\nkey = "it"\nchannel = "#it"\nname = """\n[[desks]]\nIT"""\n'
    for text in (inline, hidden):
        desks_of(text)
        with pytest.raises(OtherHand):
            sheet(text, IT, channel="#help")


WORDS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    [
        "30m, 4h",
        "1d",
        "mon-fri 9:00-12:00\nsat closed",
        "IT",
        "#hr-help",
        "DE-BY",
        "Europe/Paris",
        "a, b,, a",
        '"""',
        "'",
        "[[desks]]",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["unix", "windows"]), st.sampled_from([Spot(0), Spot(1), Spot(0, 0)]), st.data())
def test_whatever_is_typed_is_refused_on_its_field_or_arrives_and_nothing_else_changes(
    ends: str, spot: Spot, data: st.DataObject
) -> None:
    text = BY_HAND if ends == "unix" else BY_HAND.replace("\n", "\r\n")
    before = sheets.shown(text, spot, STAFF)
    name = data.draw(st.sampled_from(sorted(set(before) - {"key", "urgency"})))
    typed = data.draw(WORDS)

    try:
        after = sheet(text, spot, **{name: typed})
    except InvalidForm as mistake:
        told = set(mistake.fields)
    else:
        told = {name}
        shown = sheets.shown(after, spot, STAFF)
        assert shown | {name: ""} == before | {name: ""}
        assert sheet(after, spot, **{name: typed}) == after
        assert (after == text) == (shown[name] == before[name])
    assert told == {name}


# -- desks, types and fields come and go ---------------------------------------------------------------------------


def test_a_new_desk_stands_below_the_others_and_above_the_rules() -> None:
    after = sheets.with_desk(SHIPPED, STAFF, {"key": "ops", "name_en": "Operations", "channel": "#ops-help"})

    assert after.replace('\n\n\n[[desks]]\nkey = "ops"\nname = "Operations"\nchannel = "#ops-help"', "") == SHIPPED
    assert [desk.key for desk in desks_of(after)] == ["it", "hr", "design", "ops"]
    assert after.index('"ops"') < after.index("# What goes where")
    assert sheets.without(after, Spot(3), "sure") == SHIPPED


def test_a_desk_goes_with_the_comment_above_it_and_leaves_the_others_alone() -> None:
    after = sheets.without(SHIPPED, DESIGN, "sure")

    assert [desk.key for desk in desks_of(after)] == ["it", "hr"]
    assert "# A team whose colleagues" not in after
    assert "# What goes where" in after
    assert SHIPPED.startswith(after[: after.index("# What goes where")].rstrip())


def test_the_first_desk_goes_without_leaving_lines_behind() -> None:
    hr = BY_HAND[BY_HAND.index("[[desks]] # people") :]

    assert sheets.without(BY_HAND, Spot(0), "sure") == hr


def test_a_desk_that_a_rule_leads_to_can_not_go_and_the_rule_is_named() -> None:
    with pytest.raises(InvalidForm) as caught:
        sheets.without(SHIPPED, IT, "sure")

    assert 'rules[0].desk: "it" is no desk' in str(caught.value.fields["sure"].values["problem"])


def test_a_type_comes_and_goes() -> None:
    typed = {
        "key": "phone",
        "name_en": "Phone",
        "name_de": "Telefon",
        "fields": '[[fields]]\nkey = "no"\nlabel = "Which?"\nkind = "text"',
    }
    for text in (SHIPPED, BY_HAND, SHIPPED.replace("\n", "\r\n")):
        after = sheets.with_type(text, 1, STAFF, typed)
        new = desks_of(after).all[1].types[-1]
        assert (new.key, new.label.reads("de"), [field.key for field in new.fields]) == ("phone", "Telefon", ["no"])
        place = len(desks_of(after).all[1].types) - 1
        assert sheets.without(after, Spot(1, place), "sure") == text
        assert after.count("\r") in (0, after.count("\n"))


def test_the_fields_of_a_type_are_shown_and_written_as_they_stand_in_the_file() -> None:
    written = sheets.shown(SHIPPED, ACCESS, STAFF)["fields"]
    assert written.startswith("# A field has a key, a label and a kind")
    assert '[[fields]]\nkey = "system"\n' in written
    assert '    { en = "Shared folder"' in written

    after = sheet(SHIPPED, ACCESS, fields=written.replace('key = "until"', 'key = "when"  # once'))
    assert lines_changed(SHIPPED, after) == ['- key = "until"', '+ key = "when"']
    assert sheet(after, ACCESS, fields=written) == SHIPPED

    without = sheet(SHIPPED, ACCESS, fields="")
    assert desks_of(without).get("it").types[0].fields == ()
    assert "\n\n\n\n" not in without


def test_fields_in_one_line_are_shown_and_written_like_the_others() -> None:
    text = BY_HAND.replace("# slow", '\nfields = [{ key = "a", label = "A", kind = "select", choices = ["x"] }]')
    written = sheets.shown(text, ACCESS, STAFF)["fields"]

    assert written.startswith('[[fields]]\nkey = "a"')
    assert sheet(text, ACCESS) == text
    after = sheet(text, ACCESS, fields=written.replace('"A"', '"B"'))
    assert [field.label.text for field in desks_of(after).get("it").types[0].fields] == ["B"]


# -- what is wrong shows on the field that it is about -------------------------------------------------------------


@pytest.mark.parametrize(
    ("spot", "typed", "field", "said"),
    [
        (IT, {"name_en": "", "name_de": ""}, "name_en", "is missing."),
        (IT, {"name_de": "x" * 76}, "name_de", "is 76 characters long; 75 fit."),
        (IT, {"channel": "it help"}, "channel", "is no channel"),
        (IT, {"channel": "#hr-help"}, "channel", 'HR.channel: "hr-help" is taken by IT.'),
        (IT, {"aliases": "a, payroll"}, "aliases", 'HR: "payroll" already means IT.'),
        (IT, {"time_zone": "Europe/Berlinn"}, "time_zone", 'Did you mean "Europe/Berlin"?'),
        (IT, {"holidays": "XX"}, "holidays", "no country"),
        (IT, {"hours": "mon-fri 9-17"}, "hours", 'mon-fri: "9-17" is no span of hours'),
        (IT, {"targets_high": "4h, 1h"}, "targets_high", "resolution: The time to resolve can't be shorter"),
        (IT, {"targets_low": "soon"}, "targets_low", "write a duration such as"),
        (ACCESS, {"name_en": ""}, "name_en", None),
        (
            ACCESS,
            {"fields": '[[fields]]\nkey = "a"\nlabel = "A"\nkind = "slect"'},
            "fields",
            '[0].kind: "slect" is no kind',
        ),
        (ACCESS, {"fields": "fields = ["}, "fields", "Invalid value"),
    ],
)
def test_what_the_reader_finds_wrong_is_said_on_its_field(
    spot: Spot, typed: dict[str, str], field: str, said: str | None
) -> None:
    if said is None:
        assert "name_de" in typed or sheet(SHIPPED, spot, **typed)
        return
    mistakes = refused(SHIPPED, spot, **typed)
    assert list(mistakes) == [field]
    assert said in str(mistakes[field].values["problem"])


@pytest.mark.parametrize(
    ("spot", "typed", "mistake"),
    [
        (IT, {"hours": "mon"}, NoHours),
        (IT, {"hours": "mon 9:00-10:00\nMon 11:00-12:00"}, NoHours),
        (IT, {"targets_high": "1h, 2h, 3h"}, NoPromise),
        (IT, {"agents": "U0STRANGER"}, NotAPerson),
        (ACCESS, {"fields": "[[rules]]"}, NoFields),
        (ACCESS, {"fields": "[[fields]]\n[[desks]]\n"}, NoFields),
        (ACCESS, {"fields": "fields = 7"}, InDesksFile),
    ],
)
def test_what_is_no_value_at_all_is_said_in_our_own_words(
    spot: Spot, typed: dict[str, str], mistake: type[Mistake]
) -> None:
    ((field, found),) = refused(SHIPPED, spot, **typed).items()
    assert (field, type(found)) == (next(iter(typed)), mistake)


def test_what_is_no_value_and_what_is_a_wrong_one_are_said_together() -> None:
    typed = {"hours": "mon", "targets_low": "soon", "agents": "U0STRANGER", "aliases": "hr"}

    assert set(refused(SHIPPED, IT, **typed)) == set(typed)


def test_people_whom_slack_does_not_know_stay_whatever_is_chosen() -> None:
    after = sheet(BY_HAND, IT, agents="U0000NEW")

    assert desks_of(after).get("it").agents == ("gone@example.com", "U0000NEW")


# -- the forms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["x", "&", "<", "*", "\u2028"])
def test_forms_and_home_stay_within_the_limits_of_slack(language: str, text: str) -> None:
    words = words_for(language)
    desk = desks_of(SHIPPED).get("it")
    values = dict.fromkeys([*sheets.shown(SHIPPED, IT, STAFF), *sheets.shown(SHIPPED, ACCESS, STAFF)], text * 3000)
    values |= {"agents": "U00000BO,U00000CY", "leads": "", "urgency": "low", "confidential": YES, "hours": text * 3001}
    values |= {"assignment": "none", "plain_replies": "noted"}
    page = Page(Sheet(7, "it" * 16, "access" * 5), values, [f"{text * 300}@example.com"] * 50)
    many = replace(desk, types=desk.types * 25)

    forms = [
        deskforms.desk_form(page, words),
        deskforms.new_desk_form(page.sheet, words),
        *(deskforms.types_form(page.sheet, one, words) for one in (desk, many, replace(desk, types=()))),
        deskforms.type_form(page, words),
        deskforms.type_form(Page(Sheet(7, "it"), {}), words),
        deskforms.remove_form(page.sheet, f"x{text * 74}", words),
    ]
    for number in (1, 5, 6, 100):
        desks = Desks(tuple(replace(desk, key=f"d{n}", name=f"x{text * 74}") for n in range(number)))
        forms.append({"type": "home", "blocks": deskforms.home_section(desks, words)})
        assert len(forms[-1]["blocks"]) <= 12
    for form in forms:
        assert not view_problems(form)
