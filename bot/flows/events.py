"""What Slack tells twice is answered once, whichever process hears it."""

import logging
from datetime import timedelta

from bot.flows.tools import DatabaseUnavailableError, Tools
from storage import events

log = logging.getLogger(__name__)

# Slack delivers an event for the last time after some five minutes; a bot may lag behind.
KEPT = timedelta(hours=2)


async def is_new(tools: Tools, event_id: str) -> bool:
    """Return whether nobody has answered this event; from here on somebody has.

    Without an id, or without a database, it counts as new: rather two answers than none.
    """
    if not event_id:
        return True
    now = tools.real_now()
    try:
        return await tools.database.run(
            lambda tx: events.hear(tx, event_id, now, forget_before=now - KEPT)
        )
    except DatabaseUnavailableError as error:
        log.warning("an event may be answered twice: %s", error)
        return True
