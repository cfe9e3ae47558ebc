"""Files that people share in Slack."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SharedFile:
    """A file in Slack: its id, its name, and a link to it; empty where only a copy can be opened by others."""

    id: str
    name: str
    url: str
