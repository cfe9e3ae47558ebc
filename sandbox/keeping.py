"""Keeps a workspace in a file, so that a demo can be closed and opened again."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sandbox.world import World

# What lasts. Triggers, open forms and response_urls do not: nobody has them any more when the workspace opens again.
_LASTING = (
    "ids",
    "team_id",
    "users",
    "users_by_name",
    "users_by_email",
    "profile_fields",
    "channels",
    "channels_by_name",
    "direct",
    "apps",
    "tokens",
    "commands",
    "files",
    "homes",
    "usergroups",
    "client_values",
)


@dataclass(frozen=True)
class Kept:
    """A workspace as it was left: the instant of its clock and the port that its links name."""

    now: datetime
    port: int
    last_stamp: int
    state: dict[str, Any]

    def restore(self, world: World) -> None:
        """Put everything into a new world, before anybody looks."""
        for name, value in self.state.items():
            setattr(world, name, value)
        world.stamps.go_on_after(self.last_stamp)
        world.views.update({view.id: view for view in world.homes.values()})


def keep(world: World, file: Path) -> None:
    """Write everything that lasts; a file that is there is replaced as a whole or not at all."""
    with world.lock:
        state = {name: getattr(world, name) for name in _LASTING}
        port = urlsplit(world.base_url).port or 0
        written = pickle.dumps(Kept(world.now(), port, world.stamps.last, state))
    draft = file.with_suffix(".new")
    draft.write_bytes(written)
    draft.replace(file)


def kept(file: Path) -> Kept:
    """Read what `keep` wrote, and only that: a pickle from elsewhere could do anything. Raises OSError, ValueError."""
    found = pickle.loads(file.read_bytes())  # noqa: S301 - our own file, in a folder that the person named
    if not isinstance(found, Kept):
        raise ValueError(f"{file} holds no workspace")
    return found
