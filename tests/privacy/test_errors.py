"""An error tells what kind of thing went wrong, and nothing of whom or what it was about."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot import app
from bot.app import NotReadyError
from bot.flows import checkins, people
from bot.flows.tools import Tools
from handlers import hearing
from tests.hospital import Hospital
from tests.privacy.troubles import CHECKIN_AT, QUOTED, TROUBLES, TYPED

CHOICE = "all-of-it"

Call = Callable[[Hospital], Awaitable[object]]


def _answered(hospital: Hospital) -> Awaitable[object]:
    metadata = hospital.nia.messages[-1].metadata
    assert metadata is not None
    asked = metadata["event_payload"]["delivery_id"]
    return checkins.answer(_tools(hospital), hospital.nia.slack_id, asked, CHOICE, CHECKIN_AT)


def _paused(hospital: Hospital) -> Awaitable[object]:
    return people.pause(_tools(hospital), hospital.nia.slack_id, None, CHECKIN_AT)


def _posted(hospital: Hospital) -> Awaitable[object]:
    return _tools(hospital).slack.post(hospital.nia.slack_id, TYPED, ())


def _tools(hospital: Hospital) -> Tools:
    return hospital.bot.tools


# What is called, under a trouble that makes it fail with words that somebody else chose.
FAILING: Mapping[str, tuple[str, Call]] = {
    "a table that refuses": ("answers cannot be written", _answered),
    "a person who cannot be changed": ("nothing can be written", _paused),
    "a table that is away": ("nobody can be read", _paused),
    "a seal that is broken": ("broken seals", _answered),
    "a Slack that quotes": ("an answer that quotes", _posted),
    "a Slack in trouble": ("http 500", _posted),
    "a connection that drops": ("accepted, then dropped", _posted),
    "a channel that is away": ("channel_not_found", _posted),
}


@pytest.mark.parametrize("failing", FAILING)
async def test_an_error_quotes_nobody_in_its_whole_chain(
    hospital: Hospital, settings: dict[str, str], failing: str
) -> None:
    trouble, call = FAILING[failing]
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT)
    TROUBLES[trouble](hospital, Path(settings["DATABASE_URL"].removeprefix("sqlite:///")))
    (failed,) = await asyncio.gather(call(hospital), return_exceptions=True)

    assert isinstance(failed, Exception)
    said = "\n".join(f"{error} {error!r}" for error in _chain(failed))
    assert [word for word in (QUOTED, TYPED, CHOICE, hospital.nia.slack_id) if word in said] == []


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error with everything it was raised from or meanwhile, hidden or not."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def test_what_was_heard_and_what_was_set_are_not_printed(settings: dict[str, str]) -> None:
    body = {"user_id": "U0NIA", "text": TYPED}
    heard = replace(hearing.command(body), about=CHOICE, filled={"choice": CHOICE})
    shown = f"{heard!r} {app.configured(settings)!r}"

    secrets = ("U0NIA", TYPED, CHOICE, settings["BOT_SECRET_KEYS"], "xoxb-", "xapp-")
    assert [secret for secret in secrets if secret in shown] == []


async def test_keys_of_another_house_are_refused_without_a_word_of_either(
    hospital: Hospital, settings: dict[str, str]
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.bot.stop()
    other = settings | {"BOT_SECRET_KEYS": app.new_key()}
    config = app.configured(other | {"SLACK_API_URL": hospital.sandbox.api_url})
    findings = await app.examined(config, send_to=None)
    with pytest.raises(NotReadyError) as caught:
        async with app.opened(config, hospital.sandbox.calendar.now):
            pass

    said = [*(finding.words for finding in findings), *map(repr, _chain(caught.value))]
    secrets = [keys["BOT_SECRET_KEYS"].partition(":")[2] for keys in (settings, other)]
    planted = [*secrets, hospital.nia.slack_id]
    assert "these keys do not open this database" in str(said)
    assert [word for word in planted if word in str(said)] == []
