"""Where trainers stand, and what a coordinator records and confirms of them."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import certifications
from bot.flows.tools import Tools
from bot.messages import certifications as messages
from bot.messages.names import Form, Tap
from bot.rules.roles import Act
from handlers.answering import Handler, Reply, sentence
from handlers.hearing import Heard


async def overview(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer asks where they stand, or a coordinator where all of them do."""
    return Reply(messages.overview(await certifications.overview(tools, heard.slack_id, now)))


async def ask_what_was_watched(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator wants to record what somebody watched."""
    trainer, today = await certifications.trainer(tools, heard.slack_id, heard.about, now)
    units = {unit.key: unit.title for unit in tools.library.curriculum.units}
    return Reply(view=messages.evidence_form(trainer, units, heard.slack_id, today), on_top=True)


async def record(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator has described what somebody watched."""
    whose = await certifications.record(tools, heard.slack_id, heard.value, heard.filled, now)
    return Reply(view=messages.recorded(whose))


async def ask_what_was_wrong(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator wants to take back something that was recorded."""
    trainer, _ = await certifications.trainer(tools, heard.slack_id, heard.about, now)
    if not trainer.watched:
        return sentence("Nothing is recorded of them by now.")
    return Reply(view=messages.take_back_form(trainer), on_top=True)


async def take_back(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator takes back something that was recorded."""
    whose = await certifications.take_back(tools, heard.slack_id, heard.value, heard.filled, now)
    return Reply(view=messages.taken_back(whose))


async def ask_which_step(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator wants to confirm a step."""
    trainer, _ = await certifications.trainer(tools, heard.slack_id, heard.about, now)
    return Reply(view=messages.confirm_form(trainer, tools.library.ladder), on_top=True)


async def confirm(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator confirms a step."""
    whose, level, until = await certifications.confirm(
        tools, heard.slack_id, heard.value, heard.filled, now
    )
    return Reply(view=messages.confirmed(whose, level, until))


COMMANDS: Mapping[Act, Handler] = {Act.CERTIFICATION: overview}
TAPS: Mapping[str, Handler] = {
    Tap.EVIDENCE: ask_what_was_watched,
    Tap.TAKE_BACK_EVIDENCE: ask_what_was_wrong,
    Tap.CERTIFY: ask_which_step,
}
FORMS: Mapping[str, Handler] = {
    Form.EVIDENCE: record,
    Form.TAKE_BACK: take_back,
    Form.CERTIFY: confirm,
}
