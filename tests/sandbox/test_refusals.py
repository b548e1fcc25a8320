import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, NotAllowedError, NotSeenError, Sandbox
from tests.sandbox.kit import Json, actions, field, home, modal, section, text_field

HEADERS = {"Authorization": "Bearer xoxb-sandbox"}


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("{", "invalid_json"),
        ("[]", "json_not_object"),
        ("{}", "invalid_arguments"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    sandbox: Sandbox, http: aiohttp.ClientSession, body: str, error: str
):
    kind = {"Content-Type": "application/json"}
    address = sandbox.api_url + "chat.postMessage"

    async with http.post(address, data=body, headers=HEADERS | kind) as answer:
        assert (await answer.json())["error"] == error
    assert [call.answer["error"] for call in sandbox.refusals] == [error]


async def refusal(http: aiohttp.ClientSession, sandbox: Sandbox, method: str, body: Json) -> str:
    async with http.post(sandbox.api_url + method, json=body, headers=HEADERS) as answer:
        return (await answer.json())["error"]


async def test_history_asks_for_what_can_be_given(
    sandbox: Sandbox, http: aiohttp.ClientSession, client: AsyncWebClient, nia: Actor
):
    posted = await client.chat_postMessage(channel=nia.slack_id, text="one")
    cohort = sandbox.add_channel("cohort", [nia.slack_id])
    dm = posted["channel"]
    asked = [
        ({"channel": dm, "limit": 0}, "invalid_limit"),
        ({"channel": dm, "limit": "many"}, "invalid_limit"),
        ({"channel": dm, "latest": "noon"}, "invalid_ts_latest"),
        ({"channel": cohort}, "missing_scope"),
    ]

    assert [await refusal(http, sandbox, "conversations.history", body) for body, _ in asked] == [
        error for _, error in asked
    ]
    exact = {"oldest": posted["ts"], "latest": posted["ts"]}
    page = await client.conversations_history(channel=dm, **exact)
    assert page["messages"] == []
    page = await client.conversations_history(channel=dm, **exact, inclusive=True)
    assert [message["text"] for message in page["messages"]] == ["one"]


async def test_what_this_app_may_not_do_is_refused(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor, omar: Actor
):
    several = {"users": f"{nia.slack_id},{omar.slack_id}"}
    # Slack weighs bytes, and an accented letter has two.
    vast = {"user_id": nia.slack_id, "view": home(*[section("é" * 3000)] * 50)}

    assert await refusal(http, sandbox, "conversations.open", several) == "missing_scope"
    assert await refusal(http, sandbox, "views.publish", vast) == "view_too_large"
    assert await refusal(http, sandbox, "views.publish", {"user_id": nia.slack_id}) == (
        "invalid_arguments"
    )
    sandbox.workspace.manifest.socket_mode = False
    app_token = {"Authorization": "Bearer xapp-sandbox"}
    address = sandbox.api_url + "apps.connections.open"
    async with http.post(address, headers=app_token) as answer:
        assert (await answer.json())["error"] == "forbidden"


async def test_two_open_views_cannot_share_an_external_id(
    nia: Actor, omar: Actor, http: aiohttp.ClientSession, sandbox: Sandbox, app, connect
):
    triggers: list[str] = []

    @app.command("/ask")
    async def ask(ack, body):
        triggers.append(body["trigger_id"])
        await ack()

    await connect()
    await nia.command("/ask")
    await omar.command("/ask")
    view = modal(section("one"), external_id="row-7")
    first, second = ({"trigger_id": trigger, "view": view} for trigger in triggers)

    async with http.post(sandbox.api_url + "views.open", json=first, headers=HEADERS) as answer:
        assert (await answer.json())["ok"] is True
    assert await refusal(http, sandbox, "views.open", second) == "duplicate_external_id"


async def test_fields_with_one_name_are_told_apart_by_address(nia: Actor, app, connect):
    form = modal(text_field("Day", "first"), text_field("Day", "second"))

    @app.command("/ask")
    async def ask(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=form)
        await ack()

    await connect()
    await nia.command("/ask")

    with pytest.raises(NotSeenError, match="2 inputs are called Day"):
        await nia.fill({"Day": "Monday"})
    await nia.fill({"first:typed": "Monday", "second": "Tuesday"})
    values = nia.modal["state"]["values"]
    assert [values[name]["typed"]["value"] for name in ("first", "second")] == [
        "Monday",
        "Tuesday",
    ]


async def test_a_form_nobody_answers_stays_open(nia: Actor, app, connect):
    limited = {"type": "multi_users_select", "action_id": "who", "max_selected_items": 1}
    form = modal(field("Who", limited, "who"), text_field("Note", "note", optional=True))

    @app.command("/ask")
    async def ask(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=form)
        await ack()

    @app.view("form")
    async def ignore():
        pass

    await connect()
    await nia.command("/ask")

    assert await nia.submit({"Who": nia.slack_id, "Note": ""}) == {}
    assert nia.errors == ["operation_timeout"]
    assert nia.modal is not None
    with pytest.raises(NotAllowedError, match="so many cannot be chosen"):
        await nia.fill({"Who": [nia.slack_id] * 2})


async def test_a_view_without_submit_cannot_be_submitted(nia: Actor, app, connect):
    form = modal(actions({"type": "datepicker", "action_id": "on"}))
    del form["submit"]

    @app.command("/ask")
    async def ask(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=form)
        await ack()

    await connect()
    await nia.command("/ask")

    with pytest.raises(NotSeenError, match="sees no submit button"):
        await nia.submit()
    with pytest.raises(NotSeenError, match="sees no Colour"):
        await nia.pick("Colour", "red")
