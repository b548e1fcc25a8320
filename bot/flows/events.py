"""What Slack tells twice is answered once, whichever process hears it."""

from datetime import timedelta

from bot.flows.tools import Tools
from storage import events

# Slack delivers an event for the last time after some five minutes; a bot may lag behind.
KEPT = timedelta(hours=2)
# Whoever types waits two seconds at most, and what they ask for may need the database as well.
PATIENCE_SECONDS = 0.8


async def is_new(tools: Tools, event_id: str) -> bool:
    """Return whether nobody has answered this event; from here on somebody has.

    Without an id, or a database that answers, it counts as new: rather two answers than none.
    """
    if not event_id:
        return True
    now = tools.real_now()

    async def heard() -> bool:
        return await tools.database.run(
            lambda tx: events.hear(tx, event_id, now, forget_before=now - KEPT)
        )

    return await tools.tasks.soon(heard(), PATIENCE_SECONDS, otherwise=True)
