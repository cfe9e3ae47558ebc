"""The desks file: what it says, and how it says what is wrong with it."""

from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.deskfile import DesksError, desks_of, read_desks
from bot.desks import Asking, Desk, Plan, Scale
from bot.fields import Label
from bot.hours import spans_of
from bot.replies import Assignment, CannedReply, PlainReplies
from bot.targets import Standard
from storage.kinds import Urgency

HOUR = timedelta(hours=1)
SHIPPED = Path(__file__).parents[2] / "desks.toml"
IT = '[[desks]]\nkey = "it"\nname = "IT"\nchannel = "#it-help"\n'
REPLY = '[[desks.replies]]\nword = "vpn"\nname = "VPN"\ntext = "Done."\n'
HR = '[[desks]]\nkey = "hr"\nname = "HR"\nchannel = "#hr-help"\n'


def only_desk(more: str) -> Desk:
    (desk,) = desks_of(IT + more)
    return desk


def problems(text: str) -> list[str]:
    with pytest.raises(DesksError) as caught:
        desks_of(text)
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


def test_the_shipped_file_says_what_the_defaults_are() -> None:
    written = read_desks(SHIPPED).get("it")
    default = only_desk('[desks.hours]\nmon-thu = "09:00-17:30"\n')

    assert (written.standards, written.silent_after, written.digest_at) == (
        default.standards,
        default.silent_after,
        default.digest_at,
    )
    assert (written.plan, written.asking) == (default.plan, default.asking)


def test_a_desk_needs_only_a_key_a_name_and_a_channel() -> None:
    desk = only_desk("")

    assert (desk.key, desk.name, desk.channel) == ("it", "IT", "it-help")
    assert (desk.aliases, desk.agents, desk.leads, desk.types, desk.request_channels) == ((), (), (), (), ())
    assert (desk.about, desk.is_confidential, desk.takes_guests) == (None, False, False)
    assert desk.hours.zone == ZoneInfo("UTC")
    assert desk.hours.week == (*[spans_of("09:00-17:00")] * 5, (), ())
    assert desk.silent_after == 4 * HOUR
    assert desk.digest_at == time(9)
    assert set(desk.standards) == set(Urgency)
    assert desk.standards[Urgency.LOW] == Standard(first_answer=8 * HOUR, resolution=80 * HOUR)


def test_a_desk_is_found_by_anything_people_call_it() -> None:
    desks = desks_of(IT + HR.replace('"HR"', '{ en = "HR", de = "Personal" }') + 'aliases = ["People", "Time off"]\n')

    for word in ("hr", "HR", "people", " time OFF ", "personal"):
        assert desks.named(word) is desks.get("hr")
    assert desks.named("printers") is None
    with pytest.raises(KeyError):
        desks.get("printers")


def test_a_desk_has_its_name_in_the_readers_language() -> None:
    (desk,) = desks_of(IT.replace('"IT"', '{ de = "EDV", en = "IT" }'))

    assert [desk.label(language) for language in ("de", "de-AT", "de_CH", "en", "fr")] == ["EDV"] * 3 + ["IT"] * 2


def test_without_english_the_first_language_is_for_all_others() -> None:
    about = only_desk('about = { de = "Rechner", pl = "Komputery" }\n').about

    assert about
    assert [about.reads(language) for language in ("de", "pl", "en")] == ["Rechner", "Komputery", "Rechner"]


def test_a_single_day_wins_over_a_range_wherever_it_stands() -> None:
    desk = only_desk('[desks.hours]\nwed = "closed"\nmon-fri = "08:00-12:00, 13:00-17:00"\nsat = "22:00-02:00"\n')
    full = spans_of("08:00-12:00, 13:00-17:00")

    assert desk.hours.week == (full, full, (), full, full, spans_of("22:00-02:00"), ())


def test_a_day_of_work_is_as_long_as_the_desks_usual_day() -> None:
    desk = only_desk(
        'silent_after = "1d"\n[desks.hours]\nmon-thu = "09:00-15:00"\nfri = "09:00-12:00"\n'
        '[desks.targets]\nblocked = { first_answer = "1d", resolution = "2d" }\n',
    )

    assert desk.silent_after == 6 * HOUR
    assert desk.standards[Urgency.BLOCKED] == Standard(first_answer=6 * HOUR, resolution=12 * HOUR)


def test_a_resolution_left_out_leaves_time_for_the_answer() -> None:
    desk = only_desk('[desks.targets]\nblocked = { first_answer = "6h" }\n')

    assert desk.standards[Urgency.BLOCKED] == Standard(first_answer=6 * HOUR, resolution=6 * HOUR)


def test_a_desk_that_is_open_for_minutes_still_has_standards() -> None:
    desk = only_desk('[desks.hours]\nmon = "09:00-09:20"\n')

    assert desk.standards[Urgency.LOW].first_answer == HOUR / 3


def test_a_desk_says_when_what_waits_is_reminded_of_and_closes_how_it_asks_for_ratings_and_whether_it_names() -> None:
    plain = only_desk("")
    other = only_desk(
        'unclaimed_after = ["30m", "1h"]\nreopen_within = "2d"\n'
        '[desks.waiting]\nremind_after = ["4h", "2d", "3d"]\nclose_after = "10d"\n'
        '[desks.survey]\nscale = "points"\nshare = 25\ncounts_for_agents = true\n'
        "[desks.reports]\nnames = true\n"
    )

    assert plain.plan == Plan(awaited=(8 * HOUR, 40 * HOUR), grace=16 * HOUR, reopen_within=32 * HOUR)
    assert plain.asking == Asking(Scale.FACES, share=1.0, counts_for_agents=False)
    assert other.plan == Plan(
        awaited=(4 * HOUR, 16 * HOUR, 24 * HOUR),
        grace=56 * HOUR,
        reopen_within=16 * HOUR,
        unclaimed=(HOUR / 2, HOUR),
    )
    assert other.asking == Asking(Scale.POINTS, share=0.25, counts_for_agents=True)
    assert (plain.reports.names, other.reports.names) == (False, True)


def test_what_waits_closes_two_days_after_the_last_reminder_unless_the_desk_never_closes_it() -> None:
    assert only_desk('waiting.remind_after = ["10d"]\n').plan.grace == 16 * HOUR
    assert only_desk('waiting.close_after = "never"\n').plan.grace is None


@pytest.mark.parametrize("written", ['"DE-BE"', '"de-BE"', '{ country = "DE", region = "BE" }'])
def test_holidays_may_be_those_of_a_region(written: str) -> None:
    desk = only_desk(f"holidays = {written}\n")

    assert not desk.hours.is_working_day(date(2027, 3, 8))


def test_people_are_emails_or_slack_ids_each_once() -> None:
    desk = only_desk('agents = ["Bo@Acme.example", "U0123456789", "bo@acme.example"]\n')

    assert desk.agents == ("bo@acme.example", "U0123456789")


def test_a_channel_may_be_an_id_and_a_time_may_be_tomls_own() -> None:
    (desk,) = desks_of('[[desks]]\nkey = "it"\nname = "IT"\nchannel = "C0123456789"\ndigest_at = 08:30:00\n')

    assert desk.channel == "C0123456789"
    assert desk.digest_at == time(8, 30)


def test_a_desk_may_be_confidential_take_guests_and_be_asked_in_channels_of_its_own() -> None:
    desk = only_desk('confidential = true\nguests = true\nrequest_channels = ["#ask-it", "C0123456789"]\n')

    assert (desk.is_confidential, desk.takes_guests) == (True, True)
    assert desk.request_channels == ("ask-it", "C0123456789")


def test_a_desk_says_who_gets_what_is_new_and_what_replies_are_and_do() -> None:
    plain = only_desk("")
    other = only_desk(
        'assignment = "round_robin"\nplain_replies = "noted"\nfirst_reply_claims = false\nasking_back_waits = true\n'
    )

    assert (plain.assignment, plain.plain_replies) == (Assignment.NONE, PlainReplies.SENT)
    assert (plain.first_reply_claims, plain.asking_back_waits, plain.canned) == (True, False, ())
    assert (other.assignment, other.plain_replies) == (Assignment.ROUND_ROBIN, PlainReplies.NOTED)
    assert (other.first_reply_claims, other.asking_back_waits) == (False, True)


def test_replies_stand_ready_in_paragraphs_and_languages() -> None:
    desk = only_desk(
        '[[desks.replies]]\nword = "?VPN"\nname = "Sign in again"\n'
        'text = { en = """\nHi {first_name},\n\n#{number}   is done. """, de = "Hallo!" }\n'
    )

    text = Label("Hi {first_name},\n\n#{number}   is done.", {"de": "Hallo!"})
    assert desk.canned == (CannedReply("vpn", Label("Sign in again"), text),)


@pytest.mark.parametrize(
    ("values", "filled"),
    [
        ({"first_name": "Ana", "link": "https://x"}, "Hi Ana, see https://x {"),
        ({"first_name": "{link}", "link": "it"}, "Hi {link}, see it {"),
        ({"first_name": "", "link": ""}, "Hi, see {"),
    ],
)
def test_what_is_unknown_leaves_no_gap_in_a_reply_that_stands_ready(values: dict[str, str], filled: str) -> None:
    (reply,) = only_desk(REPLY.replace('"Done."', '"Hi {first_name}, see {link} {"')).canned

    assert reply.filled("en", values) == filled


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "desks.toml"
    file.write_bytes(b"\xef\xbb\xbf" + IT.replace("\n", "\r\n").encode())

    assert len(read_desks(file)) == 1


def test_every_problem_is_reported_at_once_under_the_path_of_its_key() -> None:
    found = problems(
        IT
        + """
agents = ["bo", "cy@acme.example", 7]
time_zone = "Europe/Berln"
silent_after = "soon"
colour = "blue"
[desks.targets]
urgent = { first_answer = "1h" }
high = { first_anser = "1h", resolution = "10m" }
[desks.hours]
mon-fri = "9 to 5"
monday = "09:00-17:00"
[[desks]]
name = ""
channel = "#HR help"
[[desks.types]]
key = "leave"
name = "Leave"
targets.normal = { first_answer = 4 }
[[rules]]
words = ["vacation"]
desk = "hrr"
"""
    )

    assert found == [
        'desks[0].time_zone: "Europe/Berln" is no time zone; write one such as "Europe/Berlin".'
        ' Did you mean "Europe/Berlin"?',
        'desks[0].hours.mon-fri: "9 to 5" is no span of hours; write it like "09:00-17:00".',
        'desks[0].hours.monday: is no key we know. Did you mean "mon"?',
        'desks[0].targets.high.first_anser: is no key we know. Did you mean "first_answer"?',
        "desks[0].targets.high.resolution: The time to resolve can't be shorter than the time for a first answer.",
        "desks[0].targets.urgent: is no key we know.",
        'desks[0].agents[0]: "bo" is neither an e-mail address nor a Slack user id such as "U0123456789".',
        'desks[0].agents[2]: should be a text in quotes, such as "IT".',
        "desks[0].silent_after: write a duration such as '4h', '1h 30m' or '2d', not 'soon'.",
        "desks[0].colour: is no key we know.",
        'desks[1].name: should be a text in quotes, such as "IT".',
        "desks[1].key: is missing.",
        'desks[1].channel: "HR help" is no channel; write its name, such as "#it-help", or its id, such as'
        ' "C0123456789".',
        "desks[1].types[0].targets.normal.first_answer: write a duration such as '4h', in quotes.",
        'rules[0].desk: "hrr" is no desk; there are it.',
    ]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('agents = "bo@acme.example"', 'agents: should be a list, such as ["one", "two"].'),
        ("silent_after = 4", "silent_after: write a duration such as '4h', in quotes."),
        ("digest_at = 9", "digest_at: should be a text in quotes"),
        ('digest_at = "25:00"', 'digest_at: "25:00" is no time of day; write it like "09:00".'),
        ('time_zone = "Europe"', 'time_zone: "Europe" is no time zone'),
        ('time_zone = "/etc/localtime"', 'time_zone: "/etc/localtime" is no time zone'),
        ('holidays = "XX"', 'holidays: "XX" is no country whose holidays we know'),
        ('holidays = "MON-FRI"', 'holidays: "MON" is no country whose holidays we know'),
        ('holidays = "DE-ZZ"', 'holidays: "ZZ" is no region of DE whose holidays we know'),
        ('holidays = { country = "DE", state = "BE" }', 'holidays: should be written like "DE-BE"'),
        ("holidays = true", 'holidays: should be written like "DE-BE"'),
        ("targets = 3", "targets: should be a table"),
        ('[desks.targets]\nhigh = "1h"', "targets.high: should be a table"),
        ("[desks.hours]\nmon = 9", 'hours.mon: should be hours in quotes, such as "09:00-17:00".'),
        ('[desks.hours]\nmon-fry = "09:00-17:00"', 'hours.mon-fry: is no range of days; write it like "mon-fri".'),
        ('[desks.hours]\nfri-mon = "09:00-17:00"', "hours.fri-mon: is no range of days"),
        (
            '[desks.hours]\nmon-wed = "09:00-17:00"\nwed-fri = "closed"',
            "hours.wed-fri: overlaps another range of days.",
        ),
        ('[desks.hours]\nmon-fri = "closed"', "hours: A week needs at least one working hour."),
        ('[desks.hours]\nmon = "22:00-06:00"\ntue = "05:00-09:00"', "hours: Working hours overlap"),
        ('about = { german = "Rechner" }', 'about.german: is no language code; write one such as "de".'),
        ("about = {}", "about: should be a text in quotes"),
        ('about = { en = "Computers", de = "" }', "about.de: should be a text in quotes"),
        (f'about = "{"x" * 301}"', "about: is 301 characters long; 300 fit."),
        ('confidential = "yes"', "confidential: write true or false, without quotes."),
        ("guest = true", 'guest: is no key we know. Did you mean "guests"?'),
        ('language = "fr"', "language: is no language that the bot speaks; it speaks en, de."),
        ('request_channels = ["#ask it"]', 'request_channels[0]: "ask it" is no channel'),
        ('assignment = "all"', 'assignment: "all" is no way to assign requests; there are none, round_robin, least_'),
        (
            'plain_replies = "send"',
            'plain_replies: "send" is no way with plain replies; there are sent, noted. Did you',
        ),
        ('first_reply_claims = "no"', "first_reply_claims: write true or false, without quotes."),
        ('waiting = "7d"', "waiting: should be a table"),
        ('waiting.remind_after = "1d"', 'waiting.remind_after: should be a list, such as ["one", "two"].'),
        ("waiting.remind_after = []", "waiting.remind_after: write one to five working times, each longer than"),
        ('waiting.remind_after = ["2d", "1d"]', "waiting.remind_after: write one to five working times, each longer"),
        ('waiting.remind_after = ["1d", "8h"]', "waiting.remind_after: write one to five working times, each longer"),
        ('waiting.remind_after = ["1h","2h","3h","4h","5h","6h"]', "waiting.remind_after: write one to five working"),
        ('waiting.remind_after = ["1d", "soon"]', "waiting.remind_after[1]: write a duration such as '4h', '1h 30m'"),
        ('waiting.close_after = "5d"', "waiting.close_after: should be longer than the last time in remind_after"),
        ("waiting.close_after = false", "waiting.close_after: write a duration such as '4h', in quotes."),
        ('waiting.close_afer = "9d"', 'waiting.close_afer: is no key we know. Did you mean "close_after"?'),
        ('reopen_within = "0h"', "reopen_within: write a duration such as '4h', '1h 30m' or '2d', not '0h'."),
        ('unclaimed_after = "2h"', "unclaimed_after: should be a list"),
        ('unclaimed_after = ["2h"]', "unclaimed_after: write two working times, for the desk and, longer, for its"),
        ('unclaimed_after = ["4h", "2h"]', "unclaimed_after: write two working times, for the desk and, longer, for"),
        ('survey.scale = "stars"', 'survey.scale: "stars" is no scale; there are faces, points.'),
        ("survey.share = 101", "survey.share: write a whole number from 0 to 100, without quotes"),
        ("survey.share = true", "survey.share: write a whole number from 0 to 100, without quotes"),
        ('survey.share = "half"', "survey.share: write a whole number from 0 to 100, without quotes"),
        ("survey.counts_for_agents = 1", "survey.counts_for_agents: write true or false, without quotes."),
        ("reports.names = 1", "reports.names: write true or false, without quotes."),
        ("survey.shar = 5", 'survey.shar: is no key we know. Did you mean "share"?'),
        ("[desks.replies]", "replies: begin each with [[desks.replies]], in two brackets."),
        ("[[desks.replies]]", "replies[0].word: is missing."),
        (REPLY.replace("vpn", "the vpn"), 'replies[0].word: "the vpn" is no word; use up to 32 letters, digits, "-"'),
        (REPLY + REPLY.replace("vpn", "VPN"), 'replies[1].word: "vpn" is taken by desks[0].replies[0].'),
        (REPLY.replace("Done", "x" * 2501), "replies[0].text: is 2502 characters long; 2500 fit."),
        (
            REPLY.replace('"Done."', '{ de = "Hallo {name}" }'),
            'replies[0].text.de: "{name}" is nothing that we can fill in; there are {first_name}, {number}, {link}.',
        ),
        (f'{REPLY}title = "x"', "replies[0].title: is no key we know."),
        (
            'request_channels = ["it-help"]',
            'request_channels: "it-help" is where the cards of desks[0] are; requests need a channel of their own.',
        ),
    ],
)
def test_a_mistake_is_named_with_the_path_of_its_key(more: str, problem: str) -> None:
    assert problems(f"{IT}{more}\n")[0].startswith(f"desks[0].{problem}")


def test_a_wrong_reminder_is_named_once_and_not_blamed_on_the_time_to_close() -> None:
    assert problems(IT + 'waiting = { remind_after = ["x", "9d"], close_after = "6h" }\n') == [
        "desks[0].waiting.remind_after[0]: write a duration such as '4h', '1h 30m' or '2d', not 'x'."
    ]


@pytest.mark.parametrize("key", ["IT", "i t", "-it", "it" * 20])
def test_a_key_that_does_not_fit_is_refused(key: str) -> None:
    assert "is no key; use up to 32 small letters" in problems(IT.replace('"it"', f'"{key}"'))[0]


def test_two_desks_dont_share_a_key() -> None:
    assert problems(IT + IT.replace("#it-help", "#other")) == ['desks[1].key: "it" is taken by desks[0].']


def test_two_desks_dont_share_a_word_or_a_channel() -> None:
    found = problems(
        IT
        + 'aliases = ["Staff", "hr"]\nrequest_channels = ["#ask"]\n'
        + HR.replace("#hr-help", "it-help")
        + 'aliases = ["staff"]\nrequest_channels = ["#ask"]\n'
    )

    assert found == [
        'desks[1]: "hr" already means desks[0].',
        'desks[1]: "staff" already means desks[0].',
        'desks[1].channel: "it-help" is taken by desks[0].',
        'desks[1].request_channels: "ask" is where desks[0] is asked; requests need a channel of their own.',
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The file has no desk; begin one with [[desks]]."),
        ('[desks]\nkey = "it"', "desks: begin each with [[desks]], in two brackets."),
        ('[[desk]]\nkey = "it"', 'desk: is no key we know. Did you mean "desks"?'),
        (f"{IT}[defaults]", "defaults: is no key we know."),
        (f'{IT}key = "x"\n', "The file is no valid TOML: Cannot overwrite a value (at line 5, column 10)."),
        (IT * 101, "desks: there is room for 100, and these are 101."),
    ],
)
def test_a_file_that_is_none_is_refused(text: str, problem: str) -> None:
    assert problems(text)[0] == problem


def test_a_file_that_cant_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    file = tmp_path / "desks.toml"
    with pytest.raises(DesksError, match="can't be read: No such file"):
        read_desks(file)
    file.write_bytes(b'name = "\xff"')
    with pytest.raises(DesksError, match="not saved as UTF-8"):
        read_desks(file)
