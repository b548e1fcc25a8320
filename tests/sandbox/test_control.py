import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Calendar, PortTakenError, Sandbox
from tests.sandbox.kit import Json, actions, button, home, modal, option, text_field

Ask = Callable[..., Awaitable[Json]]


@pytest.fixture
def ask(sandbox: Sandbox, http: aiohttp.ClientSession) -> Ask:
    async def call(method: str, path: str, body: object = None) -> Json:
        async with http.request(method, f"{sandbox.url}/control/{path}", json=body) as answer:
            return {"status": answer.status, **await answer.json()}

    return call


async def test_people_and_channels_can_be_made_from_another_process(sandbox: Sandbox, ask: Ask):
    made = await ask(
        "POST", "people", {"name": "Lee", "zone": "Asia/Tokyo", "note": "nurse", "guest": True}
    )
    channel = await ask("POST", "channels", {"name": "cohort", "members": [made["slack_id"]]})

    listed = await ask("GET", "people")
    assert listed["people"] == [
        {
            "slack_id": made["slack_id"],
            "name": "Lee",
            "zone": "Asia/Tokyo",
            "note": "nurse",
            "deleted": False,
            "guest": True,
        }
    ]
    assert sandbox.workspace.channel(channel["channel"]).members == {made["slack_id"]}


async def test_a_form_is_filled_from_another_process(nia: Actor, ask: Ask, app, connect):
    form = modal(text_field("Name", "name"))

    @app.command("/ask")
    async def command(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=form)
        await ack("Opened")

    @app.view("form")
    async def save(ack):
        await ack(response_action="errors", errors={"name": "Taken."})

    await connect()
    person = f"people/{nia.slack_id}"

    assert (await ask("POST", f"{person}/command", {"text": "/ask"}))["text"] == "Opened"
    await ask("POST", f"{person}/fill", {"values": {"Name": "taken"}})
    assert (await ask("POST", f"{person}/submit"))["errors"] == {"name": "Taken."}
    screen = await ask("GET", f"{person}/screen")
    assert screen["screen"] == "A form\nName\n[taken]\n[Save]"
    assert screen["modal"]["state"]["values"]["name"]["typed"]["value"] == "taken"
    await ask("POST", f"{person}/close")
    screen = await ask("GET", f"{person}/screen")
    assert (screen["modal"], screen["errors"]) == (None, [])
    assert [message["words"] for message in screen["whispers"]] == ["Opened"]


async def test_a_conversation_is_held_from_another_process(nia: Actor, ask: Ask, app, connect):
    go = actions(button("Go", "go"), {"type": "datepicker", "action_id": "on"})

    @app.action(re.compile("go|on"))
    async def act(ack, respond, action):
        await respond(action.get("selected_date", "Gone"), replace_original=True)
        await ack()

    @app.event("message")
    async def hear(say):
        await say(text="heard", blocks=[go])

    await connect()
    person = f"people/{nia.slack_id}"

    for text in ("hello", "again"):
        await ask("POST", f"{person}/type", {"text": text})
    screen = await ask("GET", f"{person}/screen")
    first, *_ = (message for message in screen["messages"] if message["text"] == "heard")
    await ask("POST", f"{person}/tap", {"name": "Go", "ts": first["ts"]})
    await ask("POST", f"{person}/pick", {"name": "on", "value": "2030-02-01"})
    screen = await ask("GET", f"{person}/screen")
    assert [(one["words"], one["edits"]) for one in screen["messages"]] == [
        ("hello", 0),
        ("Gone", 1),
        ("again", 0),
        ("2030-02-01", 1),
    ]


async def test_the_home_is_opened_and_tapped_from_another_process(
    nia: Actor, ask: Ask, app, connect
):
    @app.event("app_home_opened")
    async def show(event, client):
        view = home(actions(button("Go", "unheard")))
        await client.views_publish(user_id=event["user"], view=view)

    await connect()
    person = f"people/{nia.slack_id}"

    await ask("POST", f"{person}/home")
    await ask("POST", f"{person}/tap", {"name": "Go", "home": True})

    screen = await ask("GET", f"{person}/screen")
    assert screen["home"]["type"] == "home"
    assert screen["errors"] == ["operation_timeout"]


async def test_the_calendar_is_read_and_moved(sandbox: Sandbox, ask: Ask):
    assert await ask("GET", "calendar") == {
        "status": 200,
        "now": "2030-01-07T09:00:00+00:00",
        "running": False,
    }
    moved = await ask("POST", "calendar", {"by_seconds": 60})
    assert moved["now"] == "2030-01-07T09:01:00+00:00"
    moved = await ask("POST", "calendar", {"to": "2030-02-01T00:00:00Z"})
    assert moved["now"] == sandbox.calendar.now().isoformat() == "2030-02-01T00:00:00+00:00"


async def test_faults_calls_and_the_export_are_at_hand(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, ask: Ask
):
    await ask("POST", "faults", {"method": "auth.test", "kind": "http_500", "times": 9})
    await ask("DELETE", "faults")
    await client.auth_test()
    await client.chat_postMessage(channel=nia.slack_id, text="kept")

    listed = await ask("GET", "calls")
    assert [call["method"] for call in listed["calls"]] == ["auth.test", "chat.postMessage"]
    assert listed["refusals"] == []
    exported = await ask("GET", "export")
    assert [message["text"] for message in exported["channels"][0]["messages"]] == ["kept"]
    assert (await ask("POST", "disconnect", {"reason": "warning"}))["status"] == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "sentence"),
    [
        ("POST", "people", {}, "The request lacks 'name'."),
        ("POST", "people", {"name": "x", "zone": "Mars"}, "There is no time zone Mars."),
        ("POST", "people", {"name": "x", "shoe": 43}, "The request has no use for 'shoe'."),
        ("POST", "people", [], "The body must be a JSON object."),
        ("POST", "people/U404/type", {"text": "x"}, "Nobody has the id U404."),
        ("POST", "people/U1/type", {}, "The request lacks 'text'."),
        ("POST", "people/U1/tap", {"name": "Go"}, "Lee sees no Go. They see: nothing"),
        ("POST", "people/U1/command", {"text": "/no"}, "/no is not a valid command."),
        ("POST", "calendar", {"to": "2029-01-01T00:00:00Z"}, "The calendar moves forward only."),
        ("POST", "calendar", {}, "The request lacks 'by_seconds'."),
        ("POST", "faults", {"method": "x", "kind": "flood"}, "A fault is one of "),
        ("POST", "disconnect", {"reason": "boredom"}, "Slack disconnects for "),
    ],
)
async def test_a_wrong_request_is_answered_with_one_sentence(
    sandbox: Sandbox, ask: Ask, method: str, path: str, body: object, sentence: str
):
    sandbox.add_person("Lee", slack_id="U1")

    answer = await ask(method, path, body)

    assert answer["status"] == 400
    assert answer["error"].startswith(sentence)


async def test_the_sandbox_listens_on_this_machine_only(manifest: Json):
    sandbox = Sandbox(manifest, calendar=Calendar(datetime(2030, 1, 7, tzinfo=UTC)))

    for host in ("0.0.0.0", "192.168.1.5", "example.org"):  # noqa: S104 -- must be refused
        with pytest.raises(ValueError, match=f"on this machine only, not on {host}"):
            await sandbox.start(host=host)
    await sandbox.start(host="localhost")
    taken = int(sandbox.url.removeprefix("http://localhost:"))
    with pytest.raises(PortTakenError, match="leave it out, and a free one is taken"):
        await Sandbox(manifest, calendar=sandbox.calendar).start(taken, host="localhost")
    await sandbox.stop()


async def test_a_fault_may_be_for_many_methods_and_last_until_it_is_ended(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, ask: Ask
):
    async def outcome() -> str:
        try:
            await client.chat_postMessage(channel=nia.slack_id, text="Hi")
        except SlackApiError as refused:
            return str(refused.response["error"])
        return "posted"

    await ask(
        "POST", "faults", {"method": "chat.*", "kind": "error", "code": "busy", "times": None}
    )
    assert [await outcome(), await outcome()] == ["busy", "busy"]
    await ask("DELETE", "faults", {"kind": "delay"})
    assert await outcome() == "busy"
    await ask("DELETE", "faults", {"kind": "error"})
    assert await outcome() == "posted"


async def test_an_account_ends_and_begins_again(sandbox: Sandbox, nia: Actor, ask: Ask):
    account = f"people/{nia.slack_id}"

    assert (await ask("POST", account, {"deleted": True}))["deleted"] is True
    refused = await ask("POST", f"{account}/home", {})
    assert refused["error"] == "Nia Example is deactivated."
    assert (await ask("POST", account, {"deleted": False}))["deleted"] is False


async def test_what_is_wrong_in_a_form_is_said_with_its_field(
    nia: Actor, client: AsyncWebClient, ask: Ask, app, connect
):
    @app.command("/ask")
    async def command(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_field("Name", "n")))
        await ack()

    await connect()
    await nia.command("/ask")
    assert nia.modal
    block = nia.modal["blocks"][0]
    refused = await ask("POST", f"people/{nia.slack_id}/submit", {"values": {}})

    assert refused == {
        "status": 400,
        "error": "Name: please complete this required field.",
        "field": f"{block['block_id']}:{block['element']['action_id']}",
    }


async def test_nobody_touches_anything_while_the_story_is_played(
    sandbox: Sandbox, nia: Actor, ask: Ask
):
    sandbox.programme.hands_off = "Please wait."

    assert (await ask("POST", f"people/{nia.slack_id}/home", {}))["error"] == "Please wait."


async def test_only_a_demo_has_a_day_to_play(ask: Ask):
    assert (await ask("POST", "play", {}))["error"] == "Only a demo has a day to play."


async def test_an_old_message_s_menu_is_picked_and_not_the_newest(
    nia: Actor, client: AsyncWebClient, ask: Ask, app, connect
):
    heard: list[str] = []

    @app.action("day")
    async def note(ack, body):
        heard.append(body["message"]["text"])
        await ack()

    await connect()
    menu = {
        "type": "static_select",
        "action_id": "day",
        "options": [option("Monday"), option("Tuesday")],
    }
    blocks = [{"type": "actions", "block_id": "same", "elements": [menu]}]
    for text in ("old", "new"):
        await client.chat_postMessage(channel=nia.slack_id, text=text, blocks=blocks)
    picked = {"name": "same:day", "value": "Tuesday", "ts": nia.messages[0].ts}
    assert (await ask("POST", f"people/{nia.slack_id}/pick", picked))["status"] == 200
    assert heard == ["old"]


async def test_who_is_signed_out_has_no_window_left(
    nia: Actor, client: AsyncWebClient, ask: Ask, app, connect
):
    @app.command("/ask")
    async def command(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_field("Name", "n")))
        await ack()

    await connect()
    await nia.command("/ask")
    await ask("POST", f"people/{nia.slack_id}", {"deleted": True})

    assert nia.modal is None


async def test_a_window_that_is_not_on_top_is_not_touched(
    nia: Actor, client: AsyncWebClient, ask: Ask, app, connect
):
    @app.command("/ask")
    async def command(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_field("Name", "n")))
        await ack()

    await connect()
    await nia.command("/ask")
    refused = await ask("POST", f"people/{nia.slack_id}/close", {"view": "V404"})

    assert refused["error"] == "That window is no longer on top."
    assert nia.modal is not None


async def test_a_browser_is_not_told_what_else_stands_there(
    sandbox: Sandbox, nia: Actor, client: AsyncWebClient, http: aiohttp.ClientSession
):
    await client.chat_postMessage(channel=nia.slack_id, text="planted words")
    url = f"{sandbox.url}/control/people/{nia.slack_id}/tap"
    async with http.post(url, json={"name": "x"}, headers={"Origin": sandbox.url}) as answer:
        assert (await answer.json())["error"] == "That is no longer there."
