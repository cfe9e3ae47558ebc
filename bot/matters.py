"""A case's matter: what it is about and who must not learn of it, as it is sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.drafts import Draft
from bot.fields import Answers
from bot.files import SharedFile
from storage.kinds import Urgency


@dataclass(frozen=True)
class Matter:
    """What was asked, of which type, and whom the requester excluded: neither sees anything of it, ever.

    `other` is the other one in a mediation; `request` the number of the request that this was before.
    """

    title: str
    details: str = ""
    type: str | None = None
    urgency: Urgency = Urgency.NORMAL
    answers: Answers = field(default_factory=dict)
    files: Sequence[SharedFile] = ()
    excluded: Sequence[str] = ()
    other: str | None = None
    request: int | None = None

    @classmethod
    def of(cls, draft: Draft, **more: Any) -> "Matter":
        """The matter of what was filled in."""
        return cls(
            title=draft.title,
            details=draft.details,
            type=draft.type,
            urgency=draft.urgency,
            answers=draft.answers,
            files=tuple(draft.files),
            **more,
        )

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> "Matter":
        """The matter that `content` of one has made."""
        files = tuple(SharedFile(**file) for file in content["files"])
        return cls(**{**content, "urgency": Urgency(content["urgency"]), "files": files})

    @property
    def content(self) -> dict[str, Any]:
        """The matter as JSON."""
        return asdict(self)
