"""The secret that leads back to what was asked without a name, and the key that alone is kept of it."""

import base64
import hmac
import re
import secrets

_BYTES = 20  # 160 bits: nobody guesses one
_GROUP = 4
_SECRET = re.compile(r"(?:[A-Z2-7]{4}-?){8}")
_MEANT = re.compile(r"\S{20,}")  # no word of a sentence: somebody has lost a letter on the way
_LABEL = b"helpdesk: what an anonymous asker's secret leads to, 1"


def new_secret() -> str:
    """A secret, drawn by lot: letters and digits that survive being written down (RFC 4648, base32)."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode()


def grouped(secret: str) -> str:
    """The secret as people copy it, in groups of four."""
    return "-".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))


def read(typed: str) -> str | None:
    """The secret that somebody typed, in groups or not; None for what is none."""
    bare = typed.strip("` \n\t").upper()
    return bare.replace("-", "") if _SECRET.fullmatch(bare) else None


def is_meant(typed: str) -> bool:
    """Whether this was to be a secret, rather than words."""
    return _MEANT.fullmatch(typed) is not None


def key_of(secret: str) -> str:
    """What a secret leads to in the database; nothing leads from there to the secret (HMAC-SHA256 under a label)."""
    return hmac.digest(_LABEL, secret.encode(), "sha256").hex()
