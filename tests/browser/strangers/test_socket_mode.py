"""The Socket Mode client for Node, as the npm registry has it, without Bolt around it."""

import pytest

from bot.sandbox import Actor, Sandbox, Timing
from tests.browser.strangers.stranger import Stranger


async def test_the_client_asks_for_an_address_and_is_greeted(
    sandbox: Sandbox, socket_client: Stranger
) -> None:
    assert socket_client.heard()[:2] == ["socket: authenticated", "socket: connected"]
    assert [one.method for one in sandbox.calls] == ["apps.connections.open"]


async def test_what_the_ack_of_a_command_says_is_whispered(
    nia: Actor, socket_client: Stranger
) -> None:
    assert await nia.command("/ask anything") == "acked by hand"

    await socket_client.says("envelope: slash_commands /ask, may be answered")
    assert [seen.text for seen in nia.whispers] == ["acked by hand"]


async def test_an_event_that_is_acked_comes_once(
    sandbox: Sandbox, nia: Actor, socket_client: Stranger
) -> None:
    await nia.type("hello")
    await sandbox.quiet()

    envelopes = [words for words in socket_client.heard() if words.startswith("envelope")]
    assert envelopes == ["envelope: events_api message"]


@pytest.mark.parametrize("sandbox", [Timing(ack=1, retries=(0,))], indirect=True)
async def test_an_event_that_is_not_acked_comes_again_and_says_why(
    nia: Actor, socket_client: Stranger
) -> None:
    await nia.type("later")

    await socket_client.says("envelope: events_api message, again for timeout")


@pytest.mark.parametrize("sandbox", [Timing(ack=20, ping=1)], indirect=True)
async def test_each_side_answers_the_pings_of_the_other(
    sandbox: Sandbox, socket_client: Stranger
) -> None:
    await socket_client.says("WebSocket received ping from Slack server", times=2)
    await socket_client.says("WebSocket received pong from Slack server", times=2)

    assert sandbox.connected
    assert "socket: reconnecting" not in socket_client.heard()


async def test_a_client_that_is_told_to_refresh_returns(
    sandbox: Sandbox, nia: Actor, socket_client: Stranger
) -> None:
    sandbox.disconnect("warning")

    await socket_client.says("socket: connected", times=2)
    assert await nia.command("/ask again") == "acked by hand"
