"""What became of everybody's message, by what Slack accepted and not by what the bot believes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# A request that is under way when a window closes may still arrive: as long as a call may take.
ON_ITS_WAY = timedelta(seconds=10)
# Whoever had so long left after the trouble was over should have heard.
TIME_ENOUGH = timedelta(minutes=5)
# Of those, so many at least.
MOST = 0.99


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that was planned: not before `due_at`, not after `send_by`."""

    id: str
    due_at: datetime
    send_by: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What the bot's own ledger says of a message: that it was sent, or why not, or neither."""

    sent: bool
    reason: str | None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be done."""
        return self.sent or self.reason is not None


# When Slack accepted a message, each time that it did, by our opaque id of it.
Accepted = Mapping[str, Sequence[datetime]]
# What the ledger says, by the same id.
Ledger = Mapping[str, Told]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run ended, in numbers of messages."""

    # Slack has it.
    accepted: int
    # Slack has it not, and nothing says why.
    lost: int
    # Slack has it more than once.
    doubled: int
    # Slack got it when it was not wanted.
    outside_window: int
    # The ledger does not say how it ended.
    without_reason: int
    # Of the messages that had time enough after the trouble, the part that Slack has.
    accepted_of_open: float

    @property
    def good(self) -> bool:
        """Whether nobody noticed that there was trouble."""
        wrong = self.lost + self.doubled + self.outside_window + self.without_reason
        return not wrong and self.accepted_of_open >= MOST


def judge(
    planned: Sequence[Planned], accepted: Accepted, ledger: Ledger, over_at: datetime
) -> Verdict:
    """Return what became of what was planned, when the trouble was over at `over_at`."""
    open_ = [one for one in planned if one.send_by >= over_at + TIME_ENOUGH]
    arrived = sum(one.id in accepted for one in open_)
    return Verdict(
        accepted=sum(one.id in accepted for one in planned),
        lost=sum(one.id not in accepted and ledger[one.id].reason is None for one in planned),
        doubled=sum(len(accepted.get(one.id, ())) > 1 for one in planned),
        outside_window=sum(_strays(one, accepted.get(one.id, ())) for one in planned),
        without_reason=sum(not ledger[one.id].settled for one in planned),
        accepted_of_open=arrived / len(open_) if open_ else 1.0,
    )


def _strays(planned: Planned, moments: Sequence[datetime]) -> bool:
    latest = planned.send_by + ON_ITS_WAY
    return any(not planned.due_at <= moment <= latest for moment in moments)
