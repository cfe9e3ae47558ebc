"""My settings: what somebody has chosen, in a line of App Home, and the form to choose otherwise."""

from collections.abc import Iterator
from datetime import time

from bot.blocks import Block, View
from bot.manners import QUIET_FROM, QUIET_UNTIL, quiet_hours
from bot.mrkdwn import Mrkdwn
from bot.preference_form import ANY_HOUR, AS_USUAL, IN_CHANNEL, IN_DM, TICKED, WEEKENDS
from bot.views import ids
from bot.views.forms import modal
from bot.views.kit import Button, Option, boxes, form_field, header, plain, section, select
from bot.words import LANGUAGES, Words
from storage.kinds import PingsIn, Rhythm
from storage.tables import Preference


def home_section(chosen: Preference, words: Words, *, is_lead: bool) -> list[Block]:
    """What somebody has chosen, and the way to change it."""
    button = Button(words.plain("button.my_settings"), ids.MY_SETTINGS, "-")
    lines = [_summary(chosen, words), *([_digests(chosen, words)] if is_lead else [])]
    text = Mrkdwn("\n".join(" · ".join(line) for line in lines))
    return [header(words.plain("settings.header")), section(text) | {"accessory": button.block()}]


def _summary(chosen: Preference, words: Words) -> Iterator[Mrkdwn]:
    quiet_from, quiet_until = quiet_hours(chosen)
    if _is_never_quiet(chosen):
        yield words("settings.any_hour")
    else:
        yield words("settings.hours", since=_clock(quiet_from), until=_clock(quiet_until))
    yield words("settings.weekends" if chosen.works_weekends else "settings.no_weekends")
    if chosen.pings_in:
        yield words(f"reminded_in.{chosen.pings_in}")
    if chosen.wants_fewer:
        yield words("settings.fewer")
    if chosen.language:
        yield words(f"language.{chosen.language}")


def _digests(chosen: Preference, words: Words) -> Iterator[Mrkdwn]:
    yield words(f"settings.digest.{chosen.digests}")
    if chosen.digests is Rhythm.NONE:
        return
    if chosen.digest_at:
        yield words("settings.digest_at", at=_clock(chosen.digest_at))
    if chosen.digest_in_channel:
        yield words("settings.digest_in_channel")


def form(chosen: Preference, words: Words, *, is_lead: bool) -> View:
    """All that somebody may choose for themselves; only leads get digests."""
    blocks = [_language(chosen, words), *_times(chosen, words), _where(chosen, words), _fewer(chosen, words)]
    digest = _digest(chosen, words) if is_lead else []
    return modal(ids.SETTINGS_FORM, words, "settings_form", [*blocks, *digest])


def _language(chosen: Preference, words: Words) -> Block:
    as_usual = Option(words.plain("settings_form.as_in_slack"), AS_USUAL)
    options = [as_usual, *(Option(words.plain(f"language.{one}"), one) for one in LANGUAGES)]
    return select("language", words.plain("settings_form.language"), options, chosen.language or AS_USUAL)


def _times(chosen: Preference, words: Words) -> list[Block]:
    """When it is quiet; who has no quiet hours finds the usual ones there, to go back to."""
    since, until = (QUIET_FROM, QUIET_UNTIL) if _is_never_quiet(chosen) else quiet_hours(chosen)
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


def _digest(chosen: Preference, words: Words) -> list[Block]:
    """Which digests come, when, and where."""
    rhythms = [Option(words.plain(f"settings_form.digest.{one}"), one) for one in Rhythm]
    spots = [Option(words.plain(f"settings_form.digest_in.{one}"), one) for one in (IN_DM, IN_CHANNEL)]
    spot = IN_CHANNEL if chosen.digest_in_channel else IN_DM
    where = select("digest_in", words.plain("settings_form.digest_in"), spots, spot)
    return [
        select("digest", words.plain("settings_form.digest"), rhythms, chosen.digests),
        _clock_field(
            "digest_at",
            words.plain("settings_form.digest_at"),
            chosen.digest_at,
            words.plain("settings_form.digest_at_hint"),
        ),
        where | {"hint": plain(words.plain("settings_form.digest_in_hint"), 2000)},
    ]


def _clock_field(name: str, label: str, at: time | None, hint: str = "") -> Block:
    element: Block = {"type": "timepicker", "action_id": name} | ({"initial_time": _clock(at)} if at else {})
    return form_field(name, label, element, hint=hint, optional=True)


def _is_never_quiet(chosen: Preference) -> bool:
    since, until = quiet_hours(chosen)
    return since == until


def _clock(at: time) -> str:
    """The time of day as Slack's time picker wants it."""
    return f"{at:%H:%M}"
