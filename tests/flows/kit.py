"""What the tests of sending share: one check-in, and time that goes by without waiting."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.flows import deliveries as flow
from bot.flows.tools import Tools, new_id
from bot.rules.leases import LEASE_SECONDS, SETTLED_SECONDS, Watch
from storage import claims
from storage.claims import Holder
from storage.deliveries import Message
from storage.tables import Delivery, columns
from tests.hospital import Hospital

CHECKIN_AT = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
STEP = "active/week-1/check-in"
# A little more than anybody waits.
LEASE, SETTLED = LEASE_SECONDS + 1, SETTLED_SECONDS + 1
DEAD = Holder("dead", "its claim")


@dataclass
class Stopwatch:
    """Seconds that go by when somebody says so."""

    at: float = 0.0

    def __call__(self) -> float:
        """Return how many have gone by."""
        return self.at


@dataclass
class Worker:
    """A second process beside the bot: it sends, and its time goes by at once."""

    hospital: Hospital
    seconds: Stopwatch = field(default_factory=Stopwatch)
    # So much its clock is ahead of Slack's.
    ahead: timedelta = timedelta()

    def __post_init__(self) -> None:
        self.tools: Tools = replace(
            self.hospital.bot.tools, owner=new_id(), elapsed=self.seconds, watch=Watch()
        )

    async def tick(self, after: float = 0.0) -> None:
        """Send what is due, and see to what others left, when so many seconds have gone by."""
        self.seconds.at += after
        await flow.send_due(self.tools, lambda: self.hospital.sandbox.calendar.now() + self.ahead)

    async def watch_for(self, *seconds: float) -> None:
        """Tick now, and again after each of these."""
        await self.tick()
        for after in seconds:
            await self.tick(after)


async def until_due(hospital: Hospital, moment: datetime = CHECKIN_AT) -> int:
    """Have everything done up to a moment but for what falls due then; return Nia's messages."""
    await hospital.cohort_of([hospital.nia])
    await just_due(hospital, moment)
    return len(hospital.nia.messages)


async def just_due(hospital: Hospital, moment: datetime = CHECKIN_AT) -> None:
    """Let it be a moment, with nothing done yet of what falls due then: the bot ticks no more."""
    await hospital.until(moment - timedelta(seconds=1))
    await hospital.bot._metronome.stop()
    hospital.sandbox.calendar.move_to(moment)


async def claimed_by_the_dead(hospital: Hospital) -> Message:
    """Return the message that is due, claimed by a process that then died."""
    now = hospital.sandbox.calendar.now()
    (message,) = await hospital.bot.tools.database.run(
        lambda tx: claims.claim(tx, by=DEAD, now=now, claimed_at=now, limit=8)
    )
    return message


async def row(hospital: Hospital, step: str = STEP) -> dict[str, Any]:
    """Return all that is noted of one message."""
    statement = select(Delivery.__table__).where(columns(Delivery).step == step)
    found = await hospital.bot.tools.database.read(lambda tx: tx.one(statement))
    assert found is not None
    return dict(found._asdict())
