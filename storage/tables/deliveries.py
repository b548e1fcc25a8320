"""The columns of messages, from plan to end, and of how fast they may be sent."""

from datetime import date, datetime

from sqlmodel import CheckConstraint, Field, Index, SQLModel, UniqueConstraint, UTCDateTime, text

# The three places a delivery can be in while something is left to do; each has its index.
_WAITING = "claimed_at IS NULL AND dropped IS NULL"
_UNSETTLED = "claimed_at IS NOT NULL AND sent_at IS NULL AND failure IS NULL"
_OPEN = "closes AND message_ts IS NOT NULL AND closed_at IS NULL"
# What everybody on a list gets, whatever they chose: it alone may be counted as messages.
EVERYBODYS = "kind IN ('invitation', 'appointment', 'notice', 'digest')"


def _partial(name: str, *columns: str, where: str) -> Index:
    """Return an index of some rows: an idle tick costs the same however long the history is."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Delivery(SQLModel, table=True):
    """One message, from plan to end. Each column records one fact.

    It knows that a person answered and on which local day, never what: see `Response`.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "step", "occurrence"),
        UniqueConstraint("channel_id", "step", "occurrence"),
        CheckConstraint("(person_id IS NULL) <> (channel_id IS NULL)", name="one_addressee"),
        _partial("ix_delivery_waiting", "rank", "due_at", where=_WAITING),
        _partial("ix_delivery_unsettled", "claimed_at", where=_UNSETTLED),
        _partial("ix_delivery_open", "expires_at", where=_OPEN),
        Index("ix_delivery_cohort_id_local_date", "cohort_id", "local_date"),
        _partial("ix_delivery_everybodys", "site_id", "local_date", where=EVERYBODYS),
    )

    id: str = Field(primary_key=True)
    site_id: str
    cohort_id: str | None = Field(default=None, foreign_key="cohort.id")
    person_id: str | None = Field(default=None, foreign_key="person.id")
    channel_id: str | None = None
    kind: str
    # What goes first of what is due: the lower.
    rank: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    step: str
    occurrence: str
    content_id: str | None = None
    content_version: int | None = None
    local_date: date
    due_at: datetime = Field(sa_type=UTCDateTime)
    send_by: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    closes: bool = False
    claimed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    claimed_by: str | None = None
    # A new one with each claim: its owner may have been stopped for longer than it lasts.
    claim: str | None = None
    # By the calendar, as Slack's own moments are; how often it ended with nobody knowing how.
    tried_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    unknowns: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    unknown_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    failure: str | None = None
    dropped: str | None = None
    message_channel: str | None = None
    message_ts: str | None = None
    answered_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Pace(SQLModel, table=True):
    """How fast a method of Slack's may be called by all processes together.

    Its moments are seconds of the database's own clock, the only one that they share.
    """

    method: str = Field(primary_key=True)
    tokens: float
    rate: float
    at: float
    paused_for: float


class Stop(SQLModel, table=True):
    """Nothing is sent, for Slack's reason, until a bot starts whose token works."""

    reason: str = Field(primary_key=True)
    stopped_at: datetime = Field(sa_type=UTCDateTime)


class HeardEvent(SQLModel, table=True):
    """An event of Slack's that was answered: it may be delivered again, to another process."""

    __tablename__ = "heard_event"
    __table_args__ = (Index("ix_heard_event_heard_at", "heard_at"),)

    event_id: str = Field(primary_key=True)
    heard_at: datetime = Field(sa_type=UTCDateTime)
