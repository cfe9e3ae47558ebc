"""The tables of what the company's products have for staff: what was taken, and codes that prove employment."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Perk(SQLModel, table=True):
    """Somebody has taken an offer for staff, once of the times that they may in a period.

    That (desk, offer, person, period, n) is unique keeps the quota whoever presses at the same instant.
    """

    desk: str = Field(primary_key=True)
    offer: str = Field(primary_key=True)
    person: str = Field(primary_key=True, index=True)
    period: str = Field(primary_key=True, description='"2026" or "2026-03"; empty: once and for all')
    n: int = Field(primary_key=True)
    at: datetime
    proof: str | None = Field(default=None, unique=True, description="the code's fingerprint; the code is shown once")
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


class Stock(SQLModel, table=True):
    """How often an offer of which there are only so many was taken by anybody."""

    desk: str = Field(primary_key=True)
    offer: str = Field(primary_key=True)
    taken: int = 0
