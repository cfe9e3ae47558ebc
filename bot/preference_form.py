"""What stands in the form "My settings", and what it makes of somebody's preferences."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from bot.form_errors import InvalidForm, NoQuietHours, OneTimeOnly
from bot.manners import QUIET_FROM, QUIET_UNTIL
from bot.words import LANGUAGES
from storage.kinds import PingsIn, Rhythm

AS_USUAL = "as_usual"
"""The choice of who leaves it to us."""
ANY_HOUR = "any_hour"
WEEKENDS = "weekends"
TICKED = "yes"
IN_DM, IN_CHANNEL = "dm", "channel"
_USUAL_QUIET = (QUIET_FROM, QUIET_UNTIL)


def read(typed: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The preferences (by the columns of Preference) that a form as it was sent stands for; raises InvalidForm.

    Who is asked nothing about digests leaves that as it is.
    """
    quiet_from, quiet_until = _quiet(typed)
    return {
        "language": next((one for one in typed["language"] if one in LANGUAGES), None),
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "works_weekends": WEEKENDS in typed["times"],
        "pings_in": next((PingsIn(one) for one in typed["pings_in"] if one != AS_USUAL), None),
        "wants_fewer": TICKED in typed["fewer"],
        **(_digests(typed) if "digest_at" in typed else {}),
    }


def _digests(typed: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Which digests a lead wants, when and where; without a time they come when the desk says."""
    (rhythm,) = typed["digest"]
    return {
        "digests": Rhythm(rhythm),
        "digest_at": next(map(time.fromisoformat, typed["digest_at"]), None),
        "digest_in_channel": IN_CHANNEL in typed["digest_in"],
    }


def _quiet(typed: Mapping[str, Sequence[str]]) -> tuple[time | None, time | None]:
    """From and until when it is quiet: no time for the usual ones, the same twice for none."""
    if ANY_HOUR in typed["times"]:
        return time(), time()
    since, until = (next(map(time.fromisoformat, typed[name]), None) for name in ("quiet_from", "quiet_until"))
    if (since is None) != (until is None):
        raise InvalidForm({"quiet_from" if since is None else "quiet_until": OneTimeOnly()})
    if since is not None and since == until:
        raise InvalidForm({"quiet_until": NoQuietHours()})
    return (None, None) if (since, until) == _USUAL_QUIET else (since, until)
