"""The desks file: what it says, and how it says what is wrong with it."""

from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desks import Desk, Desks, DesksError, read_desks
from bot.hours import spans_of
from bot.targets import Standard
from storage.tables import Urgency

HOUR = timedelta(hours=1)
SHIPPED = Path(__file__).parents[2] / "desks.toml"
IT = '[[desk]]\nkey = "it"\nname = "IT"\nchannel = "#it-help"\n'
HR = '[[desk]]\nkey = "hr"\nname = "HR"\nchannel = "#hr-help"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desks.toml"


def read(file: Path, text: str) -> Desks:
    file.write_text(text, encoding="utf-8")
    return read_desks(file)


def only_desk(file: Path, more: str) -> Desk:
    (desk,) = read(file, IT + more)
    return desk


def problems(file: Path, text: str) -> list[str]:
    with pytest.raises(DesksError) as caught:
        read(file, text)
    return caught.value.problems


def test_the_shipped_file_has_the_desks_of_the_demo() -> None:
    desks = read_desks(SHIPPED)
    it = desks.get("it")

    assert [desk.key for desk in desks] == ["it", "hr", "design"]
    assert [desk.channel for desk in desks] == ["it-help", "hr-help", "design-team"]
    assert {(desk.agents, desk.leads) for desk in desks} == {((), ())}, "nobody in a real company has these addresses"
    assert {desk.hours.zone.key for desk in desks} == {"Europe/Berlin"}
    assert not it.hours.is_working_day(date(2026, 12, 25))
    assert it.hours.week[3:5] == (spans_of("09:00-17:30"), spans_of("09:00-16:00"))


def test_the_shipped_file_says_what_the_defaults_are(file: Path) -> None:
    written = read_desks(SHIPPED).get("it")
    default = only_desk(file, '[desk.hours]\nmon-thu = "09:00-17:30"\n')

    assert (written.standards, written.silent_after, written.digest_at) == (
        default.standards,
        default.silent_after,
        default.digest_at,
    )


def test_a_desk_needs_only_a_key_a_name_and_a_channel(file: Path) -> None:
    desk = only_desk(file, "")

    assert (desk.key, desk.name, desk.channel) == ("it", "IT", "it-help")
    assert (desk.aliases, desk.agents, desk.leads) == ((), (), ())
    assert desk.hours.zone == ZoneInfo("UTC")
    assert desk.hours.week == (*[spans_of("09:00-17:00")] * 5, (), ())
    assert desk.silent_after == 4 * HOUR
    assert desk.digest_at == time(9)
    assert set(desk.standards) == set(Urgency)
    assert desk.standards[Urgency.LOW] == Standard(first_answer=8 * HOUR, resolution=80 * HOUR)


def test_a_desk_is_found_by_anything_people_call_it(file: Path) -> None:
    desks = read(file, IT + HR + 'aliases = ["People", "Time off"]\n[desk.names]\nde = "Personal"\n')

    for word in ("hr", "HR", "people", " time OFF ", "personal"):
        assert desks.named(word) is desks.get("hr")
    assert desks.named("printers") is None
    with pytest.raises(KeyError):
        desks.get("printers")


def test_a_desk_has_its_name_in_the_readers_language(file: Path) -> None:
    desk = only_desk(file, '[desk.names]\nde = "EDV"\n')

    assert [desk.label(language) for language in ("de", "de-AT", "de_CH", "en", "fr")] == ["EDV"] * 3 + ["IT"] * 2


def test_a_single_day_wins_over_a_range_wherever_it_stands(file: Path) -> None:
    desk = only_desk(file, '[desk.hours]\nwed = "closed"\nmon-fri = "08:00-12:00, 13:00-17:00"\nsat = "22:00-02:00"\n')
    full = spans_of("08:00-12:00, 13:00-17:00")

    assert desk.hours.week == (full, full, (), full, full, spans_of("22:00-02:00"), ())


def test_a_day_of_work_is_as_long_as_the_desks_usual_day(file: Path) -> None:
    desk = only_desk(
        file,
        'silent_after = "1d"\n[desk.hours]\nmon-thu = "09:00-15:00"\nfri = "09:00-12:00"\n'
        '[desk.targets]\nblocked = { first_answer = "1d", resolution = "2d" }\n',
    )

    assert desk.silent_after == 6 * HOUR
    assert desk.standards[Urgency.BLOCKED] == Standard(first_answer=6 * HOUR, resolution=12 * HOUR)


def test_a_resolution_left_out_leaves_time_for_the_answer(file: Path) -> None:
    desk = only_desk(file, '[desk.targets]\nblocked = { first_answer = "6h" }\n')

    assert desk.standards[Urgency.BLOCKED] == Standard(first_answer=6 * HOUR, resolution=6 * HOUR)


def test_a_desk_that_is_open_for_minutes_still_has_standards(file: Path) -> None:
    desk = only_desk(file, '[desk.hours]\nmon = "09:00-09:20"\n')

    assert desk.standards[Urgency.LOW].first_answer == HOUR / 3


@pytest.mark.parametrize("written", ['"DE-BE"', '"de-BE"', '{ country = "DE", region = "BE" }'])
def test_holidays_may_be_those_of_a_region(file: Path, written: str) -> None:
    desk = only_desk(file, f"holidays = {written}\n")

    assert not desk.hours.is_working_day(date(2027, 3, 8))


def test_people_are_emails_or_slack_ids_each_once(file: Path) -> None:
    desk = only_desk(file, 'agents = ["Bo@Acme.example", "U0123456789", "bo@acme.example"]\n')

    assert desk.agents == ("bo@acme.example", "U0123456789")


def test_a_channel_may_be_an_id_and_a_time_may_be_tomls_own(file: Path) -> None:
    (desk,) = read(file, '[[desk]]\nkey = "it"\nname = "IT"\nchannel = "C0123456789"\ndigest_at = 08:30:00\n')

    assert desk.channel == "C0123456789"
    assert desk.digest_at == time(8, 30)


def test_a_file_saved_by_a_windows_editor_is_read(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + IT.replace("\n", "\r\n").encode())

    assert len(read_desks(file)) == 1


def test_every_problem_is_reported_at_once(file: Path) -> None:
    found = problems(
        file,
        IT
        + """
agents = ["bo", "cy@acme.example", 7]
time_zone = "Europe/Berln"
silent_after = "soon"
colour = "blue"
[desk.targets]
urgent = { first_answer = "1h" }
high = { first_anser = "1h", resolution = "10m" }
[desk.hours]
mon-fri = "9 to 5"
monday = "09:00-17:00"
[[desk]]
name = ""
channel = "#HR help"
""",
    )

    assert found == [
        'desk "it", time_zone: "Europe/Berln" is no time zone; write one such as "Europe/Berlin".'
        ' Did you mean "Europe/Berlin"?',
        'desk "it", hours, mon-fri: "9 to 5" is no span of hours; write it like "09:00-17:00".',
        'desk "it", hours, monday: is no key we know. Did you mean "mon"?',
        'desk "it", agents: "bo" is neither an e-mail address nor a Slack user id such as "U0123456789".',
        'desk "it", agents: should be a text in quotes, such as "IT".',
        'desk "it", targets, high, first_anser: is no key we know. Did you mean "first_answer"?',
        'desk "it", targets, high, resolution: The time to resolve can\'t be shorter than the time for a first answer.',
        'desk "it", targets, urgent: is no key we know.',
        'desk "it", silent_after: "soon" is no working time; write it like "30m", "4h" or "2d".',
        'desk "it", colour: is no key we know.',
        "desk number 2, key: is missing.",
        'desk number 2, name: should be a text in quotes, such as "IT".',
        'desk number 2, channel: "HR help" is no channel; write its name, such as "#it-help", or its id, such as'
        ' "C0123456789".',
    ]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('key = "x"', "is no valid TOML: Cannot overwrite a value (at line 5, column 10)"),
        ('agents = "bo@acme.example"', 'agents: should be a list, such as ["one", "two"].'),
        ("silent_after = 4", 'silent_after: should be working time in quotes, such as "4h".'),
        ("digest_at = 9", "digest_at: should be a text in quotes"),
        ('digest_at = "25:00"', 'digest_at: "25:00" is no time of day; write it like "09:00".'),
        ('time_zone = "Europe"', 'time_zone: "Europe" is no time zone'),
        ('time_zone = "/etc/localtime"', "is no time zone"),
        ('holidays = "XX"', 'holidays: "XX" is no country whose holidays we know'),
        ('holidays = "DE-ZZ"', 'holidays: "ZZ" is no region of DE whose holidays we know'),
        ('holidays = { country = "DE", state = "BE" }', 'holidays: should be written like "DE-BE"'),
        ("holidays = true", 'holidays: should be written like "DE-BE"'),
        ("targets = 3", "targets: should be a table"),
        ('[desk.targets]\nhigh = "1h"', "targets, high: should be a table"),
        ("[desk.hours]\nmon = 9", 'hours, mon: should be hours in quotes, such as "09:00-17:00".'),
        ('[desk.hours]\nmon-fry = "09:00-17:00"', 'hours, mon-fry: is no range of days; write it like "mon-fri".'),
        ('[desk.hours]\nfri-mon = "09:00-17:00"', "hours, fri-mon: is no range of days"),
        (
            '[desk.hours]\nmon-wed = "09:00-17:00"\nwed-fri = "closed"',
            "hours, wed-fri: overlaps another range of days.",
        ),
        ('[desk.hours]\nmon-fri = "closed"', "hours: A week needs at least one working hour."),
        ('[desk.hours]\nmon = "22:00-06:00"\ntue = "05:00-09:00"', "hours: Working hours overlap"),
        ('[desk.names]\ngerman = "EDV"', 'names, german: is no language code; write one such as "de".'),
        ("[defaults]", "defaults: is no key we know."),
    ],
)
def test_a_mistake_is_named_with_its_desk_and_key(file: Path, more: str, problem: str) -> None:
    found = problems(file, f"{IT}{more}\n")

    assert problem in found[0]
    assert "TOML" in found[0] or more == "[defaults]" or found[0].startswith('desk "it", ')


@pytest.mark.parametrize("key", ["IT", "i t", "-it", "it" * 20])
def test_a_key_that_does_not_fit_is_refused(file: Path, key: str) -> None:
    assert "is no key; use up to 32 small letters" in problems(file, IT.replace('"it"', f'"{key}"'))[0]


def test_two_desks_dont_share_a_key(file: Path) -> None:
    assert problems(file, IT + IT.replace("#it-help", "#other")) == ['desk "it", key: an earlier desk has the same.']


def test_two_desks_dont_share_a_word_or_a_channel(file: Path) -> None:
    found = problems(
        file, IT + 'aliases = ["Staff", "hr"]\n' + HR.replace("#hr-help", "it-help") + 'aliases = ["staff"]'
    )

    assert found == [
        'desk "hr": "hr" already means desk "it".',
        'desk "hr": "staff" already means desk "it".',
        'desk "hr", channel: "it-help" already belongs to desk "it".',
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The file has no desk; begin one with [[desk]]."),
        ('[desk]\nkey = "it"', "desk: begin each desk with [[desk]], in two brackets."),
        ('[[desks]]\nkey = "it"', 'desks: is no key we know. Did you mean "desk"?'),
    ],
)
def test_a_file_without_desks_is_refused(file: Path, text: str, problem: str) -> None:
    assert problems(file, text) == [problem]


def test_a_file_that_cant_be_read_is_said_to_be_so(file: Path) -> None:
    with pytest.raises(DesksError, match="can't be read: No such file"):
        read_desks(file)
    file.write_bytes(b'name = "\xff"')
    with pytest.raises(DesksError, match="not saved as UTF-8"):
        read_desks(file)
