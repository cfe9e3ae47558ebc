"""My settings: what somebody has chosen, in a line of App Home, and the form to choose otherwise."""

from collections.abc import Iterator
from datetime import time

from bot.blocks import Block, View
from bot.manners import QUIET_FROM, QUIET_UNTIL
from bot.mrkdwn import Mrkdwn
from bot.preference_form import ANY_HOUR, AS_USUAL, TICKED, WEEKENDS
from bot.views import ids
from bot.views.forms import modal
from bot.views.kit import Button, Option, boxes, form_field, header, plain, section, select
from bot.words import LANGUAGES, Words
from storage.kinds import PingsIn, Rhythm
from storage.tables import Preference


def home_section(chosen: Preference, words: Words) -> list[Block]:
    """What somebody has chosen, and the way to change it."""
    button = Button(words.plain("button.my_settings"), ids.MY_SETTINGS, "-")
    line = section(Mrkdwn(" · ".join(_summary(chosen, words))))
    return [header(words.plain("settings.header")), line | {"accessory": button.block()}]


def _summary(chosen: Preference, words: Words) -> Iterator[Mrkdwn]:
    quiet_from, quiet_until = _quiet(chosen)
    if _is_never_quiet(chosen):
        yield words("settings.any_hour")
    else:
        yield words("settings.hours", since=_clock(quiet_from), until=_clock(quiet_until))
    yield words("settings.weekends" if chosen.works_weekends else "settings.no_weekends")
    if chosen.pings_in:
        yield words(f"reminded_in.{chosen.pings_in}")
    if chosen.wants_fewer:
        yield words("settings.fewer")
    if chosen.digests is Rhythm.NONE:
        yield words("settings.no_digest")
    if chosen.language:
        yield words(f"language.{chosen.language}")


def form(chosen: Preference, words: Words, *, is_lead: bool) -> View:
    """All that somebody may choose for themselves; only leads get digests."""
    blocks = [_language(chosen, words), *_times(chosen, words), _where(chosen, words), _fewer(chosen, words)]
    return modal(ids.SETTINGS_FORM, words, "settings_form", [*blocks, *([_digest(chosen, words)] if is_lead else [])])


def _language(chosen: Preference, words: Words) -> Block:
    as_usual = Option(words.plain("settings_form.as_in_slack"), AS_USUAL)
    options = [as_usual, *(Option(words.plain(f"language.{one}"), one) for one in LANGUAGES)]
    return select("language", words.plain("settings_form.language"), options, chosen.language or AS_USUAL)


def _times(chosen: Preference, words: Words) -> list[Block]:
    """When it is quiet; who has no quiet hours finds the usual ones there, to go back to."""
    since, until = (QUIET_FROM, QUIET_UNTIL) if _is_never_quiet(chosen) else _quiet(chosen)
    options = [
        Option(words.plain("settings_form.any_hour"), ANY_HOUR),
        Option(words.plain("settings_form.weekends"), WEEKENDS),
    ]
    ticked = [ANY_HOUR] * _is_never_quiet(chosen) + [WEEKENDS] * chosen.works_weekends
    return [
        _clock_field("quiet_from", words.plain("settings_form.quiet_from"), since),
        _clock_field("quiet_until", words.plain("settings_form.quiet_until"), until, words.plain("settings_form.hint")),
        boxes("times", words.plain("settings_form.times"), options, ticked),
    ]


def _where(chosen: Preference, words: Words) -> Block:
    as_usual = Option(words.plain("settings_form.as_usual"), AS_USUAL)
    options = [as_usual, *(Option(words.plain(f"pings_in.{one}"), one) for one in PingsIn)]
    field = select("pings_in", words.plain("settings_form.pings_in"), options, chosen.pings_in or AS_USUAL)
    return field | {"hint": plain(words.plain("settings_form.pings_in_hint"), 2000)}


def _fewer(chosen: Preference, words: Words) -> Block:
    option = Option(words.plain("settings_form.fewer_yes"), TICKED)
    return boxes("fewer", words.plain("settings_form.fewer"), [option], [TICKED] * chosen.wants_fewer)


def _digest(chosen: Preference, words: Words) -> Block:
    option = Option(words.plain("settings_form.digest_yes"), TICKED)
    ticked = [] if chosen.digests is Rhythm.NONE else [TICKED]
    return boxes("digest", words.plain("settings_form.digest"), [option], ticked)


def _clock_field(name: str, label: str, at: time, hint: str = "") -> Block:
    element: Block = {"type": "timepicker", "action_id": name, "initial_time": _clock(at)}
    return form_field(name, label, element, hint=hint, optional=True)


def _quiet(chosen: Preference) -> tuple[time, time]:
    """From and until when it is quiet."""
    if chosen.quiet_from is None or chosen.quiet_until is None:
        return QUIET_FROM, QUIET_UNTIL
    return chosen.quiet_from, chosen.quiet_until


def _is_never_quiet(chosen: Preference) -> bool:
    since, until = _quiet(chosen)
    return since == until


def _clock(at: time) -> str:
    """The time of day as Slack's time picker wants it."""
    return f"{at:%H:%M}"
