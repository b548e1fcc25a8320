import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Sandbox, Timing


@pytest.fixture
def timing() -> Timing:
    return Timing(ack=0.4, retries=(0.0, 0.05, 0.05), farewell=0.1)


async def open_socket(sandbox: Sandbox, http: aiohttp.ClientSession) -> str:
    headers = {"Authorization": "Bearer xapp-sandbox"}
    async with http.post(sandbox.api_url + "apps.connections.open", headers=headers) as answer:
        return (await answer.json())["url"]


async def test_a_client_is_greeted_and_its_ticket_opens_one_connection(
    sandbox: Sandbox, http: aiohttp.ClientSession
):
    address = await open_socket(sandbox, http)

    async with http.ws_connect(address) as socket:
        greeting = await socket.receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(address)

    assert greeting["type"] == "hello"
    assert greeting["num_connections"] == 1
    assert greeting["connection_info"]["app_id"].startswith("A")


async def test_the_eleventh_connection_is_sent_away(sandbox: Sandbox, http: aiohttp.ClientSession):
    sockets = [await http.ws_connect(await open_socket(sandbox, http)) for _ in range(11)]

    frames = [await socket.receive_json() for socket in sockets]

    assert [frame["type"] for frame in frames] == ["hello"] * 10 + ["disconnect"]
    assert frames[-1]["reason"] == "too_many_websockets"
    for socket in sockets:
        await socket.close()


@pytest.mark.parametrize(
    ("kind", "status"), [("error", 403), ("http_500", 500), ("ratelimited", 429)]
)
async def test_a_web_socket_can_be_refused(
    sandbox: Sandbox, http: aiohttp.ClientSession, kind: str, status: int
):
    sandbox.fault("link", kind)

    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await http.ws_connect(await open_socket(sandbox, http))

    assert caught.value.status == status


async def test_a_web_socket_that_comes_late_is_greeted_all_the_same(
    sandbox: Sandbox, http: aiohttp.ClientSession
):
    sandbox.fault("link", "delay", seconds=0.05)

    async with http.ws_connect(await open_socket(sandbox, http)) as socket:
        assert (await socket.receive_json())["type"] == "hello"


async def test_a_web_socket_can_be_cut_after_it_was_greeted(
    sandbox: Sandbox, http: aiohttp.ClientSession
):
    sandbox.fault("link", "accept_then_drop")

    async with http.ws_connect(await open_socket(sandbox, http)) as socket:
        greeting = await socket.receive_json()
        end = await socket.receive()

    assert greeting["type"] == "hello"
    assert end.type is aiohttp.WSMsgType.CLOSED


async def test_a_silent_web_socket_answers_no_ping_and_carries_no_payload(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor
):
    sandbox.fault("link", "silence")

    async with http.ws_connect(
        await open_socket(sandbox, http), autoping=False, autoclose=False
    ) as socket:
        await socket.receive_json()
        await socket.ping()
        await nia.command("/ask")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.receive(), 0.2)

    assert nia.errors == ["operation_timeout"]


def test_nothing_but_a_web_socket_falls_silent(sandbox: Sandbox):
    with pytest.raises(ValueError, match="Only a link can fall silent"):
        sandbox.fault("chat.postMessage", "silence")


async def test_an_ack_over_another_connection_is_none(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor
):
    sockets = [await http.ws_connect(await open_socket(sandbox, http)) for _ in range(2)]
    for socket in sockets:
        await socket.receive_json()
    asking = asyncio.create_task(nia.command("/ask"))
    envelope = await sockets[0].receive_json()
    await sockets[1].send_json({"envelope_id": envelope["envelope_id"]})
    await asking

    assert nia.errors == ["operation_timeout"]
    for socket in sockets:
        await socket.close()


async def test_the_oldest_connections_are_refreshed_first(
    sandbox: Sandbox, http: aiohttp.ClientSession
):
    sockets = [await http.ws_connect(await open_socket(sandbox, http)) for _ in range(2)]
    for socket in sockets:
        await socket.receive_json()
    sandbox.disconnect("warning", connections=1)

    assert (await sockets[0].receive_json())["reason"] == "warning"
    assert sandbox.connected
    for socket in sockets:
        await socket.close()


async def test_each_payload_goes_to_one_of_the_connections(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor
):
    sockets = [await http.ws_connect(await open_socket(sandbox, http)) for _ in range(2)]
    heard: list[int] = []

    async def listen(number: int) -> None:
        async for frame in sockets[number]:
            envelope = frame.json()
            if "envelope_id" in envelope:
                heard.append(number)
                await sockets[number].send_json({"envelope_id": envelope["envelope_id"]})

    listening = [asyncio.create_task(listen(number)) for number in range(2)]
    await sandbox.wait_connected()
    for _ in range(4):
        await nia.open_home()

    assert sorted(heard) == [0, 0, 1, 1]
    for socket in sockets:
        await socket.close()
    await asyncio.gather(*listening)


async def test_an_event_nobody_acks_is_delivered_three_times_more(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor
):
    async with http.ws_connect(await open_socket(sandbox, http)) as socket:
        await socket.receive_json()
        opening = asyncio.create_task(nia.open_home())
        envelopes = [await socket.receive_json() for _ in range(4)]
        await opening
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.receive_json(), 0.5)

    assert [envelope["retry_attempt"] for envelope in envelopes] == [0, 1, 2, 3]
    assert [envelope["retry_reason"] for envelope in envelopes] == ["", *["timeout"] * 3]
    assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1
    assert nia.errors == []


async def test_an_acked_event_is_not_delivered_again(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor
):
    async with http.ws_connect(await open_socket(sandbox, http)) as socket:
        await socket.receive_json()
        opening = asyncio.create_task(nia.open_home())
        envelope = await socket.receive_json()
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        await opening
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.receive_json(), 0.5)

    assert envelope["type"] == "events_api"
    assert envelope["accepts_response_payload"] is False
    event = envelope["payload"]["event"]
    assert (event["type"], event["user"], event["tab"]) == (
        "app_home_opened",
        nia.slack_id,
        "home",
    )
    assert envelope["payload"]["authorizations"][0]["is_bot"] is True


async def test_a_command_nobody_acks_is_not_repeated_and_its_sender_is_told(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor
):
    async with http.ws_connect(await open_socket(sandbox, http)) as socket:
        await socket.receive_json()
        asking = asyncio.create_task(nia.command("/ask"))
        envelope = await socket.receive_json()
        assert await asking == ""
        late = {"envelope_id": envelope["envelope_id"], "payload": {"text": "late"}}
        await socket.send_json(late)
        for noise in ("hello?", "[]", "{}"):
            await socket.send_str(noise)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.receive_json(), 0.5)

    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert nia.errors == ["operation_timeout"]
    assert nia.whispers == []


async def test_without_a_connection_a_command_fails_at_once(nia: Actor):
    assert await nia.command("/ask") == ""
    assert nia.errors == ["dispatch_failed"]


async def test_a_client_told_to_refresh_connects_anew_and_misses_nothing(
    sandbox: Sandbox, nia: Actor, app, connect
):
    heard: list[str] = []

    @app.event("message")
    async def hear(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    await connect()
    await nia.type("before")

    sandbox.disconnect("refresh_requested")
    assert not sandbox.connected
    await sandbox.wait_connected()
    await nia.type("after")

    assert heard == ["before", "after"]
    with pytest.raises(ValueError, match="Slack disconnects for"):
        sandbox.disconnect("boredom")


async def test_a_client_that_does_not_leave_is_cut_off(
    sandbox: Sandbox, http: aiohttp.ClientSession
):
    async with http.ws_connect(await open_socket(sandbox, http)) as socket:
        await socket.receive_json()
        sandbox.disconnect("warning")

        farewell = await socket.receive_json()
        end = await asyncio.wait_for(socket.receive(), 1)

    assert (farewell["type"], farewell["reason"]) == ("disconnect", "warning")
    assert end.type is aiohttp.WSMsgType.CLOSE


async def test_an_event_that_found_nobody_is_delivered_after_the_bot_returns(
    sandbox: Sandbox, nia: Actor, client: AsyncWebClient
):
    heard: list[str] = []
    socket = SocketModeClient("xapp-sandbox", web_client=AsyncWebClient(base_url=sandbox.api_url))

    async def hear(_, request) -> None:
        heard.append(request.payload["event"]["text"])
        await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    socket.socket_mode_request_listeners.append(hear)
    await nia.type("anybody?")
    await socket.connect()
    await sandbox.wait_connected()
    await asyncio.sleep(0.2)
    await sandbox.quiet()
    await socket.close()

    assert heard == ["anybody?"]


async def test_quiet_waits_for_calls_and_acks(sandbox: Sandbox, nia: Actor, app, connect):
    @app.event("message")
    async def hear(client) -> None:
        await asyncio.sleep(0.1)
        await client.chat_postMessage(channel=nia.slack_id, text="heard")

    await connect()
    typing = asyncio.create_task(nia.type("hello"))
    await asyncio.sleep(0.02)

    await sandbox.quiet()

    assert [seen.text for seen in nia.messages] == ["hello", "heard"]
    await typing
    sandbox.fault("auth.test", "delay", seconds=0.3)
    calling = asyncio.create_task(app.client.auth_test())
    await asyncio.sleep(0.02)
    with pytest.raises(TimeoutError):
        await sandbox.quiet(timeout=0.1)
    await calling
