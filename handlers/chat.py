"""Help, Home, and what people type. The help card needs neither database nor pacing."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import events, people
from bot.flows.tools import Tools
from bot.messages import help as cards
from bot.messages import people as messages
from bot.messages.names import Tap
from bot.rules import distress as distress_words
from bot.rules.roles import Act
from handlers import talk
from handlers.answering import Handler, Reply, sentence
from handlers.hearing import Heard


async def commands(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody asks what they can do."""
    standing = await people.standing(tools, heard.slack_id, now)
    return Reply(messages.commands(standing.acts), on_top=True)


async def unknown_command(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody uses a subcommand that does not exist."""
    return sentence(await people.suggestion(tools, heard.slack_id, heard.words, now))


async def help_card(_heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody opens the help card."""
    card = cards.card(tools.library.help, list(tools.sites.values()), now)
    return Reply(card, on_top=True)


async def typed(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody types to the bot. What they typed goes no further than this function."""
    if card := distress(heard, tools, now):
        # Rather twice than later: it is shown from memory, whatever else works.
        return card
    if not await events.is_new(tools, heard.event_id):
        return Reply()
    return await talk.answer(heard, tools, now)


async def unknown(_heard: Heard, _tools: Tools, _now: datetime) -> Reply:
    """Somebody taps what no handler knows, for example a button of a former version."""
    return sentence("This button no longer works. `/resiliency help` lists what you can do.")


def distress(heard: Heard, tools: Tools, now: datetime) -> Reply | None:
    """Return the help card for somebody who writes words of distress; None for other words."""
    if not distress_words.wants_help(heard.words, tools.library.help.distress):
        return None
    return Reply(cards.distress(tools.library.help, list(tools.sites.values()), now))


COMMANDS: Mapping[Act, Handler] = {Act.HELP: commands}
TAPS: Mapping[str, Handler] = {Tap.HELP_CARD: help_card, Tap.COMMANDS: commands}
