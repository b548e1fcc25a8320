"""What an operator does with everything that is kept stands in the audit, as leaders' acts do."""

from datetime import datetime

from bot.flows import audits
from bot.flows.tools import Tools

# Who it was the command line does not know.
OPERATOR = "operator"
# Who does at night what an operator could do by hand.
BOT = "bot"
# An operator acts on all that is kept, whatever the site.
EVERY_SITE = "*"
EVERYTHING = "database"


async def note(tools: Tools, act: str, now: datetime, actor: str = OPERATOR) -> None:
    """Keep that something was begun; how much was found would tell of people."""
    await tools.database.run(lambda tx: audits.note(tx, EVERY_SITE, actor, act, EVERYTHING, now))
