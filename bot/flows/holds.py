"""Somebody is left alone for a while: after a hard shift, or because now is no time for it.

What is kept is until when, never why, and no total is made of it.
"""

from datetime import datetime, timedelta

from bot.flows import habits
from bot.flows.tools import Tools
from storage.transactions import Transaction

# After a hard shift: grounding and help, and nothing else.
HARD_SHIFT = timedelta(hours=72)
# "Not now": until the next shift or the next day, whichever shift this is.
NOT_NOW = timedelta(hours=12)
AN_HOUR = timedelta(hours=1)

# What holds somebody must come at once; that it is noted is worth a moment, and no more.
PATIENCE_SECONDS = 1.0


async def hold(
    tools: Tools, slack_id: str, length: timedelta, now: datetime
) -> tuple[datetime, str] | None:
    """Send this person nothing of the companion for so long, or as long as was said before.

    Returns the end that was asked for and their zone; None for somebody the bot does not know,
    whom it does not write to anyway.
    """
    until = now + length

    def keep(tx: Transaction) -> tuple[datetime, str] | None:
        _, known = tools.speaker(tx, slack_id)
        if known is None:
            return None
        habits.hold(tx, known.id, until)
        return until, known.zone

    return await tools.database.run(keep)


async def hold_soon(tools: Tools, slack_id: str, length: timedelta, now: datetime) -> bool:
    """Do as `hold` does; return whether that was kept at once, and not perhaps a little later."""

    async def held() -> bool:
        await hold(tools, slack_id, length, now)
        return True

    return await tools.tasks.soon(held(), PATIENCE_SECONDS, otherwise=False)
