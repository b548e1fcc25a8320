import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.rules.refusals import STOPPED, UNREACHABLE
from bot.sandbox import Actor, Sandbox
from bot.slack import (
    NotSentError,
    OutcomeUnknownError,
    RefusedError,
    Slack,
    StoppedError,
    UnreachableError,
)
from bot.slack import workspace as room
from tests.conftest import MONDAY

MINUTE = timedelta(minutes=1)
# A little before the calendar of the sandbox, which stands still.
SINCE = MONDAY - MINUTE
TABLE: dict[str, Any] = {
    "type": "data_table",
    "caption": "A table",
    "rows": [
        [{"type": "raw_text", "text": "Week"}, {"type": "raw_text", "text": "Who"}],
        [{"type": "raw_text", "text": "One"}, {"type": "raw_text", "text": "Most"}],
    ],
}
SECTION: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}

OPEN: dict[str, Any] = {
    "type": "button",
    "text": {"type": "plain_text", "text": "Open"},
    "action_id": "open",
    "value": "one",
}


@pytest.fixture
async def slack(sandbox: Sandbox) -> AsyncIterator[Slack]:
    """A workspace as the bot reaches it."""
    opened = Slack("xoxb-sandbox", sandbox.api_url)
    yield opened
    await opened.close()


@pytest.fixture
def nia(sandbox: Sandbox) -> Actor:
    """Somebody in it."""
    return sandbox.add_person("Nia Example")


async def test_a_block_that_slack_refuses_falls_back_to_text_once(
    sandbox: Sandbox, slack: Slack, nia: Actor
) -> None:
    sandbox.fault("chat.postMessage", "error", code="invalid_blocks")
    await slack.post(nia.slack_id, "Most, this week", [TABLE])

    assert [(seen.text, seen.blocks) for seen in nia.messages] == [("Most, this week", [])]


async def test_what_a_workspace_cannot_show_is_not_tried_there_again(
    sandbox: Sandbox, slack: Slack, nia: Actor
) -> None:
    sandbox.fault("chat.postMessage", "error", code="invalid_blocks")
    for _ in range(3):
        await slack.post(nia.slack_id, "Most, this week", [TABLE])

    assert [seen.blocks for seen in nia.messages] == [[], [], []]


async def test_what_every_workspace_shows_goes_on_being_shown(
    sandbox: Sandbox, slack: Slack, nia: Actor
) -> None:
    sandbox.fault("chat.postMessage", "error", code="invalid_blocks")
    for _ in range(2):
        await slack.post(nia.slack_id, "Hello", [SECTION])

    assert [len(seen.blocks) for seen in nia.messages] == [0, 1]


@pytest.mark.parametrize(
    ("codes", "kind"),
    [(STOPPED, StoppedError), (UNREACHABLE, UnreachableError), ({"is_inactive"}, RefusedError)],
)
async def test_each_refusal_is_of_the_class_that_says_what_it_means(
    sandbox: Sandbox, slack: Slack, nia: Actor, codes: set[str], kind: type[RefusedError]
) -> None:
    for code in codes:
        sandbox.fault("chat.postMessage", "error", code=code)
        with pytest.raises(RefusedError) as refused:
            await slack.post(nia.slack_id, "Hello", ())
        assert (type(refused.value), refused.value.code) == (kind, code)


async def test_a_limit_names_its_method_and_how_long_to_wait(
    sandbox: Sandbox, slack: Slack, nia: Actor
) -> None:
    sandbox.fault("chat.postMessage", "ratelimited", retry_after=7)
    with pytest.raises(NotSentError) as limited:
        await slack.post(nia.slack_id, "Hello", ())

    assert (limited.value.limited, limited.value.wait) == ("chat.postMessage", 7.0)


async def test_a_message_is_found_by_our_id_and_by_no_other(slack: Slack, nia: Actor) -> None:
    for reference in ("one", "other"):
        posted = await slack.deliver(nia.slack_id, "Hello", (), reference)

    assert await slack.find(posted.channel, "other", SINCE) == posted
    assert await slack.find(posted.channel, "third", SINCE) is None


async def test_a_message_without_its_hidden_id_is_found_by_its_button(
    slack: Slack, nia: Actor
) -> None:
    blocks = [SECTION, {"type": "actions", "elements": [OPEN]}]
    posted = await slack.post(nia.slack_id, "Hello", blocks)

    assert await slack.find(posted.channel, "one", SINCE) == posted
    assert await slack.find(posted.channel, "other", SINCE) is None


async def test_a_message_is_found_however_much_was_said_since(slack: Slack, nia: Actor) -> None:
    first = await slack.deliver(nia.slack_id, "Hello", (), "first")
    for number in range(5):
        await slack.deliver(nia.slack_id, "Hello", (), f"later {number}")

    assert await slack.find(first.channel, "first", SINCE, page=2) == first


async def test_where_too_much_was_said_nobody_claims_to_have_looked(
    slack: Slack, nia: Actor
) -> None:
    for number in range(room.PAGES + 1):
        posted = await slack.deliver(nia.slack_id, "Hello", (), f"{number}")

    with pytest.raises(RefusedError, match="too_much_history"):
        await slack.find(posted.channel, "third", SINCE, page=1)


async def test_what_was_said_before_is_not_looked_through(slack: Slack, nia: Actor) -> None:
    posted = await slack.deliver(nia.slack_id, "Hello", (), "one")

    assert await slack.find(posted.channel, "one", SINCE + 2 * MINUTE) is None


async def test_what_somebody_types_is_not_taken_for_ours(slack: Slack, nia: Actor) -> None:
    posted = await slack.deliver(nia.slack_id, "Hello", (), "one")
    await nia.type("delivery_id one")

    found = await slack.find(posted.channel, "one", SINCE)
    assert found == posted


async def test_a_post_that_comes_too_late_is_not_sent(slack: Slack, nia: Actor) -> None:
    with pytest.raises(NotSentError):
        await slack.deliver(nia.slack_id, "Hello", (), "one", within=-1.0)

    assert nia.messages == []


async def test_a_post_whose_connection_comes_too_late_is_not_sent(
    sandbox: Sandbox, nia: Actor
) -> None:
    # The time at which it may begin, and the time once a connection is there.
    moments = iter([0.0, 0.0, 60.0])
    slack = Slack("xoxb-sandbox", sandbox.api_url, lambda: next(moments))
    with pytest.raises(NotSentError):
        await slack.deliver(nia.slack_id, "Hello", (), "one", within=35.0)
    await slack.close()

    assert nia.messages == []


async def test_a_post_is_not_sent_by_a_process_that_stood_still_just_before_its_first_byte(
    sandbox: Sandbox, nia: Actor
) -> None:
    moment = [0.0]

    def elapsed() -> float:
        # It stands still as soon as it lets anything else have its turn.
        asyncio.get_running_loop().call_soon(moment.__setitem__, 0, moment[0] + 60.0)
        return moment[0]

    slack = Slack("xoxb-sandbox", sandbox.api_url, elapsed)
    # From here on there is a connection to wait for no more.
    await slack.post(nia.slack_id, "Hello", ())
    with pytest.raises(NotSentError):
        await slack.deliver(nia.slack_id, "Hello again", (), "one", within=35.0)
    await slack.close()

    assert len(nia.messages) == 1


async def test_a_deadline_is_of_one_post_alone(slack: Slack, nia: Actor) -> None:
    with pytest.raises(NotSentError):
        await slack.deliver(nia.slack_id, "Hello", (), "one", within=-1.0)
    await slack.post(nia.slack_id, "Hello", ())

    assert len(nia.messages) == 1


async def test_a_dropped_connection_leaves_it_unknown(
    sandbox: Sandbox, slack: Slack, nia: Actor
) -> None:
    sandbox.fault("chat.postMessage", "drop")

    with pytest.raises(OutcomeUnknownError):
        await slack.post(nia.slack_id, "Hello", ())
