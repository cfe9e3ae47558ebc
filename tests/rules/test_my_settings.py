"""The form "My settings": within Slack's limits, and sent as it stands it changes nothing."""

from datetime import time

import pytest

from bot import preference_form
from bot.blocks import View
from bot.form_errors import InvalidForm
from bot.views import preferences
from bot.words import LANGUAGES, words_for
from handlers.payloads import Sent
from sandbox.blocks import view_problems
from sandbox.forms import kept_values
from storage.kinds import PingsIn, Rhythm
from storage.tables import Preference

PEOPLE = [
    Preference(person="U1"),
    Preference(person="U1", language="de", quiet_from=time(22), quiet_until=time(6, 30), works_weekends=True),
    Preference(person="U1", quiet_from=time(), quiet_until=time(), pings_in=PingsIn.DM, wants_fewer=True),
    Preference(person="U1", language="en", pings_in=PingsIn.THREAD, digests=Rhythm.NONE),
    Preference(person="U1", digests=Rhythm.DAILY, digest_at=time(7, 30)),
    Preference(person="U1", digests=Rhythm.WEEKLY, digest_in_channel=True),
    Preference(person="U1", digests=Rhythm.WEEKLY, digest_at=time(), digest_in_channel=True),
]
AS_IT_COMES: dict[str, list[str]] = {
    "language": ["as_usual"],
    "quiet_from": ["19:00"],
    "quiet_until": ["08:00"],
    "times": [],
    "pings_in": ["as_usual"],
    "fewer": [],
}


def sent(view: View) -> Sent:
    """The form sent as it stands."""
    state = {"values": kept_values(view["blocks"], {})}
    return Sent.read({"user": {"id": "U1"}, "view": {"id": "V1", "private_metadata": "", "state": state}})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chosen", PEOPLE)
def test_a_form_that_is_sent_as_it_stands_changes_nothing(chosen: Preference, language: str) -> None:
    form = preferences.form(chosen, words_for(language), is_lead=True)
    home = {"type": "home", "blocks": preferences.home_section(chosen, words_for(language), is_lead=True)}

    assert [*view_problems(form), *view_problems(home)] == []
    assert Preference(person="U1", **preference_form.read(sent(form).several)) == chosen


def test_who_is_not_asked_about_digests_has_not_declined_them() -> None:
    form = preferences.form(PEOPLE[3], words_for("en"), is_lead=False)

    assert "digests" not in preference_form.read(sent(form).several)
    assert "igest" not in str(preferences.home_section(PEOPLE[3], words_for("en"), is_lead=False))


@pytest.mark.parametrize(
    ("typed", "field", "key"),
    [
        ({"quiet_from": []}, "quiet_from", "mistake.one_time_only"),
        ({"quiet_until": []}, "quiet_until", "mistake.one_time_only"),
        ({"quiet_until": ["19:00"]}, "quiet_until", "mistake.no_quiet_hours"),
    ],
)
def test_quiet_hours_begin_at_one_time_and_end_at_another(typed: dict[str, list[str]], field: str, key: str) -> None:
    with pytest.raises(InvalidForm) as refused:
        preference_form.read(AS_IT_COMES | typed)
    assert {name: mistake.key for name, mistake in refused.value.fields.items()} == {field: key}


@pytest.mark.parametrize("times", [{}, {"quiet_from": [], "quiet_until": []}])
def test_the_usual_quiet_hours_stay_the_usual_ones(times: dict[str, list[str]]) -> None:
    chosen = preference_form.read(AS_IT_COMES | times)

    assert (chosen["quiet_from"], chosen["quiet_until"]) == (None, None)


def test_who_needs_no_quiet_hours_need_not_empty_the_fields() -> None:
    chosen = preference_form.read(AS_IT_COMES | {"times": ["any_hour"], "quiet_from": []})

    assert chosen["quiet_from"] == chosen["quiet_until"] == time()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_home_says_all_that_somebody_has_chosen(language: str) -> None:
    words = words_for(language)
    lines = [preferences.home_section(chosen, words, is_lead=True)[1]["text"]["text"] for chosen in PEOPLE]

    assert len(set(lines)) == len(lines)
    assert "22:00" in lines[1]
    assert "07:30" in lines[4]
