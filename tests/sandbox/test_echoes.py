import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Sandbox
from tests.sandbox.kit import Json


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


async def test_the_bot_hears_nothing_of_whispers_and_other_channels(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, heard: list[Json], connect
):
    await connect()
    cohort = sandbox.add_channel("cohort", [nia.slack_id])
    await client.chat_postMessage(channel=cohort, text="to all")
    await client.chat_postEphemeral(channel=cohort, user=nia.slack_id, text="to one")
    await sandbox.quiet()

    assert heard == []
