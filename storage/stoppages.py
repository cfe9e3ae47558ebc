"""The tables of work that has stopped: who is called, until somebody is on it, and what is said to who can't work."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.columns import partial_index


class Stoppage(SQLModel, table=True):
    """Somebody can't work: a request that is urgent like this, from then until they can go on."""

    __table_args__ = (
        partial_index("ix_stoppage_call_at", "call_at", where="call_at IS NOT NULL"),
        partial_index("ix_stoppage_word_at", "word_at", where="word_at IS NOT NULL"),
    )

    request: int = Field(foreign_key="request.id", primary_key=True)
    begun_at: datetime
    round: int = Field(default=0, description="everybody on duty is called once in each")
    call_at: datetime | None = Field(default=None, description="when the next one is called; None: somebody is on it")
    word_at: datetime | None = Field(default=None, description="when who can't work hears the next honest word")
    told: int = Field(default=0, description="how many such words there were")
    has_word: bool = Field(default=False, description="the newest of them stands")
    ended_at: datetime | None = Field(default=None, description="since when it is over")


class Call(SQLModel, table=True):
    """Somebody was called: a message in their DM that asks them to take it."""

    __table_args__ = (partial_index("ix_call_person", "person", where="gone_at IS NULL"),)

    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(foreign_key="stoppage.request", index=True)
    round: int
    person: str
    at: datetime
    declined_at: datetime | None = Field(default=None, description="when they said that they can't now")
    gone_at: datetime | None = Field(default=None, description="since when it asks for nothing")
