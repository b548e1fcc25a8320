"""A coordinator looks at a quarter for the programme office, and lets it go."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.flows import rollups as flow
from bot.flows.rollups import Wanted
from bot.flows.tools import Tools
from bot.messages import rollups as messages
from bot.messages.names import Tap
from bot.rules import spans
from bot.rules.roles import Act
from handlers.answering import Handler, Reply
from handlers.hearing import Heard

# The quarter somebody means who names none: the last one, which was over some weeks ago.
SINCE = timedelta(days=91)


async def preview(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks what would go to the programme office."""
    quarter = heard.words.strip() or spans.quarter_of((now - SINCE).date())
    found = await flow.previews(tools, heard.slack_id, quarter, now)
    return Reply(messages.answer(found), aside=True)


async def let_go(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator lets a quarter go as they have seen it."""
    site_id, quarter, digest = heard.about.split("/")
    found = await flow.let_go(tools, heard.slack_id, Wanted(site_id, quarter, digest), now)
    return Reply(view=messages.let_go(found), on_top=True)


COMMANDS: Mapping[Act, Handler] = {Act.ROLLUP: preview}
TAPS: Mapping[str, Handler] = {Tap.ROLLUP: let_go}
