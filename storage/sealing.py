"""What is confidential is sealed before it reaches the database, and opened with the operator's keys alone."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect, Engine, Text, TypeDecorator

from storage.keys import NoKeys

_UNTOLD = 0  # a token bears in plain when it was made: whoever asks without a name must not be told by that


@dataclass(frozen=True)
class Keyring:
    """The keys of a database, newest first: all of them open, the newest seals (Fernet: AES-128-CBC, HMAC-SHA256)."""

    keys: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be sealed."""
        return not self.keys

    @cached_property
    def _box(self) -> MultiFernet:
        if self.is_empty:
            raise NoKeys
        return MultiFernet([Fernet(key) for key in self.keys])

    def seal(self, value: object) -> str:
        """What JSON can hold, as a text that says nothing but about how long it is. Raises NoKeys."""
        text = json.dumps(value, ensure_ascii=False)
        return self._box.encrypt_at_time(text.encode(), _UNTOLD).decode()

    def open(self, sealed: str) -> Any:
        """What was sealed; None where none of the keys opens it."""
        if self.is_empty:
            return None
        try:
            return json.loads(self._box.decrypt(sealed.encode()))
        except InvalidToken:
            return None

    def is_newest(self, sealed: str) -> bool:
        """Whether the newest key has sealed this."""
        return not self.is_empty and Keyring(self.keys[:1]).reseal(sealed) is not None

    def reseal(self, sealed: str) -> str | None:
        """The same under the newest key; None where none of the keys opens it."""
        if self.is_empty:
            return None
        try:
            return self._box.rotate(sealed.encode()).decode()
        except InvalidToken:
            return None


_KEYRINGS: WeakKeyDictionary[Dialect, Keyring] = WeakKeyDictionary()
_NONE = Keyring()


def hand_keys(engine: Engine, keyring: Keyring) -> None:
    """Have a database's sealed columns use these keys: a column knows no more of its engine than the dialect."""
    _KEYRINGS[engine.dialect] = keyring


class Sealed(TypeDecorator[Any]):
    """A column of JSON that is sealed in the database; what its keys don't open reads as None."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Seal. Raises NoKeys where there are none."""
        return None if value is None else keyring_of(dialect).seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Open."""
        return None if value is None else keyring_of(dialect).open(value)


def keyring_of(dialect: Dialect) -> Keyring:
    """The keys that a database's sealed columns use."""
    return _KEYRINGS.get(dialect, _NONE)
