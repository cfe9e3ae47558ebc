"""How often one person may do something without their name: counted in this process's memory, and nowhere else."""

import hmac
import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta


class Ration:
    """So often within a span each may do it; people stand under names that only this process could give them."""

    def __init__(self, most: int, span: timedelta) -> None:
        self._most, self._span = most, span
        self._key = secrets.token_bytes(32)
        self._taken: dict[bytes, list[datetime]] = {}
        self._lock = threading.Lock()

    def take(self, person: str, now: datetime) -> bool:
        """Count once more; False, and nothing counted, for whoever has had theirs."""
        name = hmac.digest(self._key, person.encode(), "sha256")
        with self._lock:
            self._forget(now - self._span)
            taken = self._taken.setdefault(name, [])
            if len(taken) >= self._most:
                return False
            taken.append(now)
            return True

    def _forget(self, before: datetime) -> None:
        recent = {name: [at for at in taken if at > before] for name, taken in self._taken.items()}
        self._taken = {name: taken for name, taken in recent.items() if taken}


def _of_questions() -> Ration:
    return Ration(3, timedelta(days=1))


def _of_looks() -> Ration:
    return Ration(30, timedelta(hours=1))


@dataclass(frozen=True)
class Rations:
    """What each person may ask, and how often they may try where a secret leads."""

    questions: Ration = field(default_factory=_of_questions)
    looks: Ration = field(default_factory=_of_looks)
