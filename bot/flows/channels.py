"""Whether a cohort's notices may go to a channel: asked of Slack before anything is made."""

from bot.flows import members
from bot.flows.tools import Tools
from bot.messages.trainings import channel_hello
from bot.rules.channels import Seen, problem
from bot.rules.forms import FieldsError
from bot.slack import NotSentError, OutcomeUnknownError, RefusedError


async def require(tools: Tools, channel_id: str | None, *, public_is_fine: bool) -> None:
    """Return when notices may go to a channel; none is always fine.

    Raises:
        FieldsError: They may not; it has a sentence for the field.
        NotSentError: Slack asks to wait for longer than somebody would.
        OutcomeUnknownError: Slack does not answer.
        StoppedError: The bot may not look at channels.
    """
    if channel_id is None:
        return
    found = await _looked_at(tools, channel_id)
    problems = problem(found, public_is_fine=public_is_fine)
    if problems:
        raise FieldsError(problems)


async def _looked_at(tools: Tools, channel_id: str) -> Seen | None:
    """Return a channel as Slack describes it; None for one that the bot cannot see."""
    found = await members.patiently(tools.slack.channel, channel_id)
    return Seen(found.name, found.is_private, found.is_archived, found.is_ours) if found else None


async def greet(tools: Tools, channel_id: str | None, cohort: str) -> str | None:
    """Greet a cohort's channel; return it when the bot cannot write there."""
    if channel_id is None:
        return None
    hello = channel_hello(cohort)
    try:
        await tools.slack.post(channel_id, hello.text, hello.blocks)
    except (NotSentError, OutcomeUnknownError, RefusedError):
        return channel_id
    return None
