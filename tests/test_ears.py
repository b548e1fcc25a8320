"""The bot's ears, and the client they replace, against a Slack that makes trouble."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import app
from bot.app.ears import NO_CONNECTION, OFF, Door, Ears
from bot.app.sockets import Patience
from bot.sandbox import Actor, Calendar, Sandbox, Timing
from bot.sandbox.socket_mode import REASONS
from bot.slack import Slack
from tests.conftest import MONDAY

Listen = Callable[..., Awaitable[Ears]]

# A tenth of a second where Slack and the bot wait for ten seconds.
HURRIED = Patience(greeting=1.0, silence=0.2, linger=0.3, pauses=(0.0, 0.05, 0.1))
# More than any of these tests takes.
LONG = 20.0


@pytest.fixture
def timing() -> Timing:
    return Timing(farewell=0.1)


@pytest.fixture
async def sandbox(timing: Timing) -> AsyncIterator[Sandbox]:
    async with Sandbox(app.manifest(), Calendar(MONDAY), timing=timing) as opened:
        yield opened


@pytest.fixture
def nia(sandbox: Sandbox) -> Actor:
    return sandbox.add_person("Nia Example")


@pytest.fixture
async def slack(sandbox: Sandbox) -> AsyncIterator[Slack]:
    opened = Slack("xoxb-sandbox", sandbox.api_url)
    yield opened
    await opened.close()


class Answering:
    """Lets a test know when the listener was asked, and decide when it answers."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.now = asyncio.Event()
        self.now.set()


@pytest.fixture
def answering() -> Answering:
    return Answering()


@pytest.fixture
def listener(slack: Slack, answering: Answering) -> AsyncApp:
    bolt = AsyncApp(client=slack.client, process_before_response=True)

    @bolt.command("/resiliency")
    async def command(ack: AsyncAck) -> None:
        answering.asked.set()
        await answering.now.wait()
        await ack("Heard.")

    return bolt


@pytest.fixture
def door(slack: Slack, listener: AsyncApp) -> Door:
    return Door(listener, slack, "xapp-sandbox", HURRIED)


@pytest.fixture
async def listen(door: Door) -> AsyncIterator[Listen]:
    """Starts the bot's ears."""
    opened: list[Ears] = []

    async def start(deaf_after: float = LONG, linger: float = HURRIED.linger) -> Ears:
        ears = Ears(replace(door, patience=replace(HURRIED, linger=linger)), deaf_after)
        opened.append(ears)
        await ears.start()
        return ears

    yield start
    for ears in opened:
        await ears.stop()


async def until(true: Callable[[], object]) -> None:
    """Return once `true` says so."""
    async with asyncio.timeout(LONG):
        while not true():  # noqa: ASYNC110 -- whatever is waited for, somebody else does it
            await asyncio.sleep(0.01)


def tickets(sandbox: Sandbox) -> int:
    """Return how often Slack was asked for a ticket."""
    return [call.method for call in sandbox.calls].count("apps.connections.open")


async def asks(who: Actor) -> list[str]:
    """Return what went wrong when somebody asked the bot, nothing if it answered."""
    before = len(who.errors)
    await who.command("/resiliency help")
    return who.errors[before:]


async def test_slacks_own_client_tries_a_refused_ticket_for_ever(
    sandbox: Sandbox, slack: Slack, listener: AsyncApp
) -> None:
    handler = AsyncSocketModeHandler(listener, "xapp-sandbox", ping_interval=0.05)
    await handler.connect_async()
    await sandbox.wait_connected()
    sandbox.fault("link", "error", code="invalid_ticket")
    sandbox.disconnect("warning")
    await until(lambda: not sandbox.faults.ahead)
    asked = tickets(sandbox)

    # Twenty times as long as it waits between two tries.
    with pytest.raises(TimeoutError):
        await sandbox.wait_connected(1)
    assert tickets(sandbox) == asked
    await handler.close_async()


async def test_the_ears_get_a_fresh_ticket_when_one_is_refused(
    sandbox: Sandbox, nia: Actor, listen: Listen
) -> None:
    ears = await listen()
    await until(lambda: ears.open == 2)
    sandbox.fault("link", "error", code="invalid_ticket", times=2)
    sandbox.disconnect("warning")
    await until(lambda: not sandbox.faults.ahead)
    await until(lambda: len(sandbox.socket.staying) == 2)

    assert await asks(nia) == []


async def test_a_refresh_of_one_connection_keeps_nobody_waiting(
    sandbox: Sandbox, nia: Actor, listen: Listen
) -> None:
    ears = await listen()
    await until(lambda: ears.open == 2)
    sandbox.fault("apps.connections.open", "delay", seconds=0.5)
    sandbox.disconnect("refresh_requested", connections=1)
    await until(lambda: not sandbox.faults.ahead)

    assert [await asks(nia) for _ in range(3)] == [[], [], []]


async def test_with_slacks_own_client_a_refresh_loses_what_comes_meanwhile(
    sandbox: Sandbox, nia: Actor, listener: AsyncApp
) -> None:
    handler = AsyncSocketModeHandler(listener, "xapp-sandbox", ping_interval=1)
    await handler.connect_async()
    await sandbox.wait_connected()
    sandbox.fault("apps.connections.open", "delay", seconds=0.5)
    sandbox.disconnect("refresh_requested", connections=1)
    await until(lambda: not sandbox.faults.ahead)

    assert await asks(nia) == ["dispatch_failed"]
    await sandbox.wait_connected()
    await handler.close_async()


@pytest.mark.parametrize("reason", REASONS)
async def test_both_ears_come_back_whatever_slack_says_when_it_ends_them(
    sandbox: Sandbox, nia: Actor, listen: Listen, reason: str
) -> None:
    ears = await listen()
    await until(lambda: ears.open == 2)
    asked = tickets(sandbox)
    sandbox.disconnect(reason)
    await until(lambda: len(sandbox.socket.staying) == 2)

    assert tickets(sandbox) == asked + 2
    assert await asks(nia) == []


async def test_an_ear_opens_the_next_connection_before_it_leaves_the_last(
    sandbox: Sandbox, listen: Listen
) -> None:
    ears = await listen()
    await until(lambda: ears.open == 2)
    heard: list[int] = []
    watching = asyncio.create_task(_note_ears(ears, heard))
    sandbox.disconnect("refresh_requested")
    await until(lambda: len(sandbox.socket.staying) == 2)
    watching.cancel()

    assert set(heard) == {2}


async def _note_ears(ears: Ears, heard: list[int]) -> None:
    while True:
        heard.append(ears.open)
        await asyncio.sleep(0)


async def test_a_connection_on_which_slack_falls_silent_is_replaced(
    sandbox: Sandbox, nia: Actor, listen: Listen
) -> None:
    sandbox.fault("link", "silence", times=2)
    ears = await listen()
    await until(lambda: tickets(sandbox) == 4)
    await until(lambda: ears.open == 2)
    await until(lambda: len(sandbox.socket.staying) == 2)

    assert await asks(nia) == []


@pytest.mark.parametrize("kind", ["drop", "accept_then_drop", "http_500", "ratelimited"])
async def test_the_ears_open_however_often_slack_cuts_their_first_connection(
    sandbox: Sandbox, nia: Actor, listen: Listen, kind: str
) -> None:
    sandbox.fault("link", kind, times=4)
    await listen()
    await until(lambda: not sandbox.faults.ahead)
    await until(lambda: len(sandbox.socket.staying) == 2)

    assert await asks(nia) == []


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("ratelimited", {"retry_after": 1}),
        ("http_500", {}),
        ("drop", {}),
        ("error", {"code": "internal_error"}),
    ],
)
async def test_the_ears_go_on_asking_when_slack_gives_no_ticket_for_now(
    sandbox: Sandbox, nia: Actor, listen: Listen, kind: str, options: dict[str, str]
) -> None:
    sandbox.fault("apps.connections.open", kind, times=3, **options)
    await listen()

    assert await asks(nia) == []


async def test_where_slack_has_room_for_one_connection_only_one_is_enough(
    sandbox: Sandbox, nia: Actor, door: Door, listen: Listen
) -> None:
    async with aiohttp.ClientSession() as http:
        others = [await door.open(http) for _ in range(9)]
        ears = await listen()
        await until(lambda: tickets(sandbox) >= 9 + 3)
        heard = ears.open
        # What goes to the others is answered as well: they have the same listener.
        assert await asks(nia) == []
        for other in others:
            await other.close()

    assert heard == 1


@pytest.mark.parametrize("timing", [Timing(farewell=LONG)])
async def test_what_was_heard_is_acked_over_the_connection_it_came_from(
    sandbox: Sandbox, nia: Actor, listen: Listen, answering: Answering
) -> None:
    ears = await listen(linger=LONG)
    await until(lambda: ears.open == 2)
    answering.now.clear()
    asking = asyncio.create_task(asks(nia))
    await answering.asked.wait()
    sandbox.disconnect("warning")
    await until(lambda: len(sandbox.socket.staying) == 2)
    answering.now.set()

    assert await asking == []


async def test_what_was_heard_is_answered_before_the_bot_stops(
    nia: Actor, listen: Listen, answering: Answering
) -> None:
    ears = await listen()
    answering.now.clear()
    asking = asyncio.create_task(asks(nia))
    await answering.asked.wait()
    stopping = asyncio.create_task(ears.stop())
    await asyncio.sleep(0.1)
    answering.now.set()
    await stopping

    assert await asking == []


@pytest.mark.parametrize("timing", [Timing(connection=4)])
async def test_of_two_connections_that_would_end_together_one_is_left_earlier(
    sandbox: Sandbox, listen: Listen
) -> None:
    ears = await listen()
    await until(lambda: tickets(sandbox) == 3)
    await until(lambda: len(sandbox.socket.staying) == 2)

    assert ears.open == 2


async def test_ears_that_stay_without_a_connection_are_deaf(
    sandbox: Sandbox, listen: Listen
) -> None:
    ears = await listen(deaf_after=0.6)
    await asyncio.sleep(1.0)
    heard = not ears.deaf.is_set()
    await sandbox.stop()
    async with asyncio.timeout(LONG):
        await ears.deaf.wait()

    assert heard
    assert ears.complaint == NO_CONNECTION


async def test_a_token_that_slack_refuses_for_good_is_told_in_a_sentence(
    sandbox: Sandbox, listen: Listen
) -> None:
    ears = await listen()
    await until(lambda: ears.open == 2)
    sandbox.faults.add(
        {"method": "apps.connections.open", "kind": "error", "code": "invalid_auth", "times": None}
    )
    sandbox.disconnect("warning")
    async with asyncio.timeout(LONG):
        await ears.deaf.wait()

    assert ears.complaint == (
        "Slack refuses the app-level token (invalid_auth): python -m bot doctor"
    )


async def test_that_socket_mode_is_switched_off_is_told_in_a_sentence(
    sandbox: Sandbox, listen: Listen
) -> None:
    ears = await listen(deaf_after=1.0)
    sandbox.faults.add({"method": "link", "kind": "drop", "times": None})
    sandbox.disconnect("link_disabled")
    async with asyncio.timeout(LONG):
        await ears.deaf.wait()

    assert ears.complaint == OFF
