"""The keys that seal what is confidential; apart from what seals with them, which takes a while to import."""

import base64
import binascii
import secrets

_BYTES = 32


class NoKeys(Exception):  # noqa: N818 - there are none
    """Something confidential was to be saved, and the operator has set no keys."""


def new_key() -> str:
    """A key as HELPDESK_KEYS wants it: 32 random bytes in URL-safe base64 (https://github.com/fernet/spec)."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_BYTES)).decode()


def is_key(text: str) -> bool:
    """Whether this can be a key."""
    try:
        return len(base64.urlsafe_b64decode(text.encode())) == _BYTES
    except (binascii.Error, ValueError):
        return False
