"""Settings, one question at a time; on nights, off today; what comes in the next two weeks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.flows import habits, lifecycle, previews
from bot.flows.tools import Tools
from bot.messages import habit_questions
from bot.messages import habits as messages
from bot.messages import people as pauses
from bot.messages import previews as shown
from bot.messages.names import Form, Tap
from bot.messages.parts import View, button
from bot.rules import asks
from bot.rules.habits import Question
from bot.rules.roles import Act
from handlers.answering import Handler, Reply, sentence
from handlers.hearing import Heard


async def settings(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to see what they have said of their time."""
    view = _settings(await habits.of(tools, heard.slack_id, now))
    return Reply(view=view, on_top=True, again=button("Open", Tap.SETTINGS))


async def question(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to answer one question about their time."""
    kept = await habits.of(tools, heard.slack_id, now)
    return Reply(
        view=habit_questions.question(
            Question(heard.about),
            kept.routine,
            hides_questions=kept.hides_questions,
            zone_chosen=kept.zone_chosen,
        )
    )


async def keep(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has answered a question about their time."""
    asked = Question(heard.value)
    kept = await habits.keep(tools, heard.slack_id, asked, heard.filled, now)
    if asked is Question.ZONE and not kept.zone_chosen:
        tools.tasks.start(lifecycle.look_at(tools, heard.slack_id, now))
    return Reply(view=_settings(kept), home_changed=True)


async def nights(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody is on nights this week."""
    until = await habits.nights_this_week(tools, heard.slack_id, now)
    return await _noted(heard, tools, messages.on_nights(until), now)


async def off_today(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody is off today."""
    await habits.off_today(tools, heard.slack_id, now)
    return await _noted(heard, tools, messages.off_today(), now)


async def keep_pace(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to hear as often as before."""
    await habits.keep_pace(tools, heard.slack_id, now)
    return await _noted(heard, tools, messages.as_often(), now)


async def too_much(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody says that it is too much."""
    again = heard.value == messages.AGAIN
    until = await habits.too_much(tools, heard.slack_id, now, again=again)
    kept = await habits.of(tools, heard.slack_id, now)
    words = pauses.paused(until, kept.routine.zone) if until else messages.less()
    return await _noted(heard, tools, words, now)


async def preview(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to see what comes, or what came to made-up people of a cohort."""
    asked = asks.preview(heard.words)
    if asked.cohort is not None:
        lines = await previews.of_a_cohort(tools, heard.slack_id, asked.cohort, asked.since, now)
        return Reply(view=shown.of_a_cohort(lines), on_top=True)
    ahead = await previews.mine(tools, heard.slack_id, asked.since, now)
    return Reply(view=shown.mine(ahead), on_top=True, again=button("Open", Tap.PREVIEW))


async def _noted(heard: Heard, tools: Tools, words: str, now: datetime) -> Reply:
    """Return what is noted: above the settings where they stand open, else by itself."""
    if not heard.view_id:
        return replace(sentence(words), home_changed=True)
    view = _settings(await habits.of(tools, heard.slack_id, now), words)
    return Reply(view=view, home_changed=True)


def _settings(kept: habits.Habits, noted: str = "") -> View:
    return messages.settings(
        kept.routine,
        hides_questions=kept.hides_questions,
        zone_chosen=kept.zone_chosen,
        pace=kept.pace,
        too_much=kept.too_much,
        noted=noted,
    )


COMMANDS: Mapping[Act, Handler] = {Act.SETTINGS: settings, Act.PREVIEW: preview}
TAPS: Mapping[str, Handler] = {
    Tap.SETTINGS: settings,
    Tap.PREVIEW: preview,
    Tap.QUESTION: question,
    Tap.NIGHTS: nights,
    Tap.OFF_TODAY: off_today,
    Tap.KEEP_PACE: keep_pace,
    Tap.TOO_MUCH: too_much,
}
FORMS: Mapping[str, Handler] = {Form.SETTINGS: keep}
