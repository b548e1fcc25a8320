import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Sandbox
from tests.sandbox.kit import Json, section


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, process_before_response=True, ignoring_self_events_enabled=False)


@pytest.fixture
def heard(app: AsyncApp) -> list[Json]:
    events: list[Json] = []

    @app.event("message")
    async def hear(event):
        events.append(event)

    return events


async def test_the_bot_hears_its_own_messages_and_every_change_to_them(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, heard: list[Json], connect
):
    await connect()
    posted = await client.chat_postMessage(channel=nia.slack_id, text="one")
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="two")
    await sandbox.quiet()

    first, second = heard
    assert (first["text"], first["bot_id"], first["channel_type"]) == ("one", "B000000001", "im")
    assert (second["subtype"], second["hidden"]) == ("message_changed", True)
    assert "user" not in second
    assert second["message"]["text"] == "two"
    assert second["previous_message"]["text"] == "one"


async def test_what_stood_before_a_change_knows_nothing_of_it(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, heard: list[Json], connect
):
    await connect()
    posted = await client.chat_postMessage(
        channel=nia.slack_id, text="one", blocks=[section("one")]
    )
    for text in ("two", "three"):
        await client.chat_update(channel=posted["channel"], ts=posted["ts"], text=text, blocks=[])
    await sandbox.quiet()

    # Bolt hears what comes close together in any order.
    _, first, second = sorted(heard, key=lambda event: event["event_ts"])
    assert ["edited" in first[when] for when in ("message", "previous_message")] == [True, False]
    assert ["blocks" in first[when] for when in ("message", "previous_message")] == [False, True]
    assert second["previous_message"]["edited"] == first["message"]["edited"]


async def test_only_what_a_person_wrote_has_their_clients_id(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, heard: list[Json], connect
):
    await connect()
    await client.chat_postMessage(channel=nia.slack_id, text="from the bot")
    await nia.type("from a person")
    await sandbox.quiet()

    written = {event["text"]: "client_msg_id" in event for event in heard}
    assert written == {"from the bot": False, "from a person": True}


async def test_the_bot_hears_nothing_of_whispers_and_other_channels(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, heard: list[Json], connect
):
    await connect()
    cohort = sandbox.add_channel("cohort", [nia.slack_id])
    await client.chat_postMessage(channel=cohort, text="to all")
    await client.chat_postEphemeral(channel=cohort, user=nia.slack_id, text="to one")
    await sandbox.quiet()

    assert heard == []
