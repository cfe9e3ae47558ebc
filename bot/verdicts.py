"""Verdicts: what became of a message that was carried to Slack, and what a refusal means for it."""

from dataclasses import dataclass

from bot.outbox import Delete, Export, Outgo, Post, Publish, React, Share, Sweep, Update
from bot.trouble import Refused
from storage.tables import Posted

THREAD_GONE = "thread_gone"  # what the error of a message begins with whose thread somebody deleted
ACCOUNT_GONE = ("user_disabled", "is_inactive")  # what it ends with where the reader has left: nobody misses it

# What passes, or somebody in the company can put right; until then the message waits, however long.
_APP_TROUBLE = frozenset(
    {
        "access_denied",
        "account_inactive",
        "app_missing_action_url",
        "ekm_access_denied",
        "external_channel_migrating",
        "enterprise_is_restricted",
        "invalid_auth",
        "message_limit_exceeded",
        "messages_tab_disabled",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "team_added_to_org",
        "team_not_found",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
_CHANNEL_TROUBLE = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "not_in_channel",
        "posting_to_general_channel_denied",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
    }
)


@dataclass(frozen=True)
class Arrived:
    """It is in Slack; `posted` says where, for a message that makes a place."""

    posted: Posted | None = None


@dataclass(frozen=True)
class Later:
    """Nothing was done: not yet its turn, for so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Held:
    """Slack won't have it until somebody puts something right: a channel, the token, a scope."""

    error: str


@dataclass(frozen=True)
class Hopeless:
    """It can never arrive."""

    error: str


@dataclass(frozen=True)
class Unclear:
    """Nobody knows whether it arrived."""

    error: str


Verdict = Arrived | Later | Held | Hopeless | Unclear


def refusal(message: Outgo, refused: Refused) -> Verdict:
    """Weigh a definite no: what somebody can put right is held, unless it's only for the moment, or for a DM.

    A thread that is gone has one name, whether Slack says so itself or we saw it.
    """
    if isinstance(message, Share) and refused.error == "thread_not_found":
        return Hopeless(THREAD_GONE)
    in_a_dm = (refused.channel or "D").startswith("D")
    waits = lasts(message) and not isinstance(message, Share | React)  # neither must hold up the words behind it
    if waits and (refused.error in _APP_TROUBLE or (refused.error in _CHANNEL_TROUBLE and not in_a_dm)):
        return Held(str(refused))
    return Hopeless(str(refused))


def lasts(message: Outgo) -> bool:
    """Say whether the message will still matter later: what is whispered or answered is for the moment."""
    return isinstance(message, Post | Update | Delete | Sweep | React | Publish | Share | Export)
