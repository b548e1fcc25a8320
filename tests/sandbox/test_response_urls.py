import asyncio

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Sandbox, Timing
from tests.sandbox.kit import Json, actions, button, field, modal, section


@pytest.fixture
def timing() -> Timing:
    return Timing(response_url=0.5)


@pytest.fixture
def urls(app) -> list[str]:
    """Return the response URLs the bot is given, the latest last."""
    given: list[str] = []

    @app.command("/ask")
    async def ask(ack, body):
        given.append(body["response_url"])
        await ack()

    @app.action("later")
    async def later(ack, body):
        given.append(body["response_url"])
        await ack()

    return given


async def respond(http: aiohttp.ClientSession, url: str, **body: object) -> tuple[int, str]:
    async with http.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def test_a_response_url_works_five_times(
    nia: Actor, http: aiohttp.ClientSession, urls: list[str], connect
):
    await connect()
    await nia.command("/ask")

    answers = [await respond(http, urls[0], text=str(turn)) for turn in range(6)]

    assert answers == [(200, "ok")] * 5 + [(404, "used_url")]
    assert [seen.text for seen in nia.whispers] == ["0", "1", "2", "3", "4"]
    assert await respond(http, urls[0] + "x", text="?") == (404, "no_such_url")


async def test_a_response_url_expires_in_real_time(
    nia: Actor, http: aiohttp.ClientSession, urls: list[str], connect
):
    await connect()
    await nia.command("/ask")
    await asyncio.sleep(0.51)

    assert await respond(http, urls[0], text="late") == (404, "expired_url")


async def test_it_whispers_unless_told_to_speak_to_the_channel(
    sandbox: Sandbox,
    nia: Actor,
    omar: Actor,
    http: aiohttp.ClientSession,
    urls: list[str],
    connect,
):
    await connect()
    cohort = sandbox.add_channel("cohort", [nia.slack_id, omar.slack_id])
    await nia.command("/ask", channel=cohort)

    await respond(http, urls[0], text="for one")
    await respond(http, urls[0], text="for all", response_type="in_channel")

    assert [seen.text for seen in nia.whispers] == ["for one"]
    assert [seen.text for seen in omar.messages] == ["for all"]
    assert omar.whispers == []


async def test_it_replaces_or_deletes_the_message_that_was_tapped(
    nia: Actor,
    http: aiohttp.ClientSession,
    client: AsyncWebClient,
    urls: list[str],
    connect,
):
    await connect()
    for text in ("one", "two"):
        blocks = [section(text), actions(button("Later", "later"))]
        await client.chat_postMessage(channel=nia.slack_id, text=text, blocks=blocks)
    for seen in nia.messages:
        await nia.tap("Later", message=seen)

    await respond(http, urls[0], text="thank you", replace_original=True)
    await respond(http, urls[1], delete_original=True)
    await respond(http, urls[1], delete_original=True)

    assert [seen.words() for seen in nia.messages] == ["thank you"]
    assert [former.words() for former in nia.messages[0].edited] == ["one\n[Later]"]


async def test_the_export_holds_what_was_deleted_and_when_each_wording_was_replaced(
    sandbox: Sandbox, nia: Actor, http: aiohttp.ClientSession, client: AsyncWebClient, urls, connect
):
    await connect()
    await client.chat_postMessage(
        channel=nia.slack_id, text="one", blocks=[actions(button("Later", "later"))]
    )
    await nia.tap("Later")
    await respond(http, urls[0], replace_original=True, text="two")
    edited_at = sandbox.export()["channels"][0]["messages"][0]["edited"]["ts"]
    await respond(http, urls[0], delete_original=True)

    (channel,) = sandbox.export()["channels"]
    (deleted,) = channel["deleted"]
    assert channel["messages"] == []
    assert deleted["text"] == "two"
    assert [(edit["text"], edit["replaced_at"]) for edit in deleted["edits"]] == [
        ("one", edited_at)
    ]
    assert deleted["deleted_at"] > edited_at


async def test_it_is_the_only_way_to_change_an_ephemeral(
    sandbox: Sandbox,
    nia: Actor,
    http: aiohttp.ClientSession,
    client: AsyncWebClient,
    urls: list[str],
    connect,
):
    await connect()
    cohort = sandbox.add_channel("cohort", [nia.slack_id])
    blocks = [actions(button("Later", "later"))]
    posted = await client.chat_postEphemeral(
        channel=cohort, user=nia.slack_id, text="psst", blocks=blocks
    )
    body = {"channel": cohort, "ts": posted["message_ts"], "text": "changed"}
    headers = {"Authorization": "Bearer xoxb-sandbox"}
    async with http.post(sandbox.api_url + "chat.update", json=body, headers=headers) as answer:
        assert (await answer.json())["error"] == "message_not_found"
    await nia.tap("Later")
    await nia.tap("Later")

    await respond(http, urls[0], text="changed", replace_original=True)
    assert [seen.text for seen in nia.whispers] == ["changed"]
    await respond(http, urls[1], delete_original=True)
    assert nia.whispers == []


async def test_it_keeps_the_limits_of_messages(
    sandbox: Sandbox, nia: Actor, http: aiohttp.ClientSession, urls: list[str], connect
):
    await connect()
    await nia.command("/ask")
    wrong = {
        "no_text": {},
        "invalid_blocks": {"text": "x", "blocks": [{"type": "mystery"}]},
        "msg_too_long": {"text": "x" * 40_001},
    }

    for error, body in wrong.items():
        assert await respond(http, urls[0], **body) == (400, error)
    assert [(call.method, call.answer["error"]) for call in sandbox.refusals] == [
        ("respond", error) for error in wrong
    ]
    assert nia.whispers == []


async def test_it_can_fail_on_demand(
    sandbox: Sandbox, nia: Actor, http: aiohttp.ClientSession, urls: list[str], connect
):
    await connect()
    await nia.command("/ask")
    sandbox.fault("respond", "http_500")

    assert (await respond(http, urls[0], text="x"))[0] == 500
    assert await respond(http, urls[0], text="x") == (200, "ok")


async def test_bolts_respond_arrives(nia: Actor, app, connect):
    @app.command("/raw")
    async def ask(ack, respond):
        await respond("by the other way")
        await ack()

    await connect()
    await nia.command("/raw")

    assert [seen.text for seen in nia.whispers] == ["by the other way"]


async def test_a_form_that_asks_for_response_urls_gets_one_for_the_chosen_channel(
    sandbox: Sandbox, nia: Actor, omar: Actor, http: aiohttp.ClientSession, app, connect
):
    given: list[Json] = []
    menu = {
        "type": "conversations_select",
        "action_id": "where",
        "response_url_enabled": True,
    }

    @app.command("/raw")
    async def ask(ack, body, client):
        view = modal(field("Where", menu, "where"))
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view("form")
    async def save(ack, body):
        given.extend(body["response_urls"])
        await ack()

    await connect()
    cohort = sandbox.add_channel("cohort", [nia.slack_id, omar.slack_id])
    await nia.command("/raw")
    await nia.submit({"Where": "cohort"})

    assert [(one["channel_id"], one["block_id"]) for one in given] == [(cohort, "where")]
    await respond(http, given[0]["response_url"], text="hello all", response_type="in_channel")
    assert [seen.text for seen in omar.messages] == ["hello all"]
