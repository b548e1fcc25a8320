"""Remembers how fast Slack may be called, for all processes together, and whether at all."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Float, bindparam, delete, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from storage.tables import Pace, Stop, columns
from storage.transactions import Transaction

_pace = columns(Pace)
_stop = columns(Stop)


class _Seconds(FunctionElement[float]):
    """Seconds by the database's clock, whichever database it is."""

    type = Float()
    inherit_cache = True


@compiles(_Seconds)
def _on_postgresql(_element: _Seconds, _compiler: Any, **_options: Any) -> str:
    # The moment itself: that of the transaction's beginning may lie before another's end.
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS double precision)"


@compiles(_Seconds, "sqlite")
def _on_sqlite(_element: _Seconds, _compiler: Any, **_options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


# The one clock that all processes share.
SECONDS = select(_Seconds().label("seconds"))

# How fast one method may be called, as it was noted last.
PACE = select(_pace.tokens, _pace.rate, _pace.at, _pace.paused_for).where(
    _pace.method == bindparam("of_method")
)

# The same, for whoever decides by it: others who would wait until that is done.
HOLD = PACE.with_for_update()

_new = postgresql.insert(Pace)

# What is not there cannot be held.
BEGIN = _new.on_conflict_do_nothing()

# The next process takes it from there.
KEEP = _new.on_conflict_do_update(
    index_elements=["method"],
    set_={name: _new.excluded[name] for name in ("tokens", "rate", "at", "paused_for")},
)

# Why nothing is sent, and since when: the first reason.
STOPPED = select(_stop.reason, _stop.stopped_at).order_by(_stop.stopped_at).limit(1)

# The same reason is told once.
STOP = postgresql.insert(Stop).on_conflict_do_nothing()

RESUME = delete(Stop)


@dataclass(frozen=True, slots=True)
class Noted:
    """How fast a method may be called, as it was noted at a moment of the database's clock."""

    tokens: float
    rate: float
    at: float
    paused_for: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing is sent: for which reason of Slack's, and since when."""

    reason: str
    since: datetime


def seconds(tx: Transaction) -> float:
    """Return the seconds of the database's clock."""
    row = tx.one(SECONDS)
    assert row is not None  # noqa: S101 -- a clock always says something
    return float(row.seconds)


def noted(tx: Transaction, method: str) -> Noted | None:
    """Return how fast a method may be called; None before its first call."""
    row = tx.one(PACE, of_method=method)
    return Noted(*row) if row else None


def note(tx: Transaction, method: str, pace: Noted) -> None:
    """Note how fast a method may be called."""
    tx.run(KEEP, method=method, **asdict(pace))


def held(tx: Transaction, method: str) -> Noted | None:
    """Return how fast a method may be called; None before it is noted for the first time.

    Nobody else can hold it before this transaction has ended.
    """
    row = tx.one(HOLD, of_method=method)
    return Noted(*row) if row else None


def begin(tx: Transaction, method: str, pace: Noted) -> None:
    """Note how fast a method may be called, unless that was noted before; then it can be held."""
    tx.run(BEGIN, method=method, **asdict(pace))


def stopped(tx: Transaction) -> Stopped | None:
    """Return why nothing is sent; None while something is."""
    row = tx.one(STOPPED)
    return Stopped(*row) if row else None


def stop(tx: Transaction, reason: str, now: datetime) -> bool:
    """Send nothing from here on; False when that was so for this reason already."""
    return bool(tx.run(STOP, reason=reason, stopped_at=now))


def resume(tx: Transaction) -> None:
    """Send again."""
    tx.run(RESUME)
