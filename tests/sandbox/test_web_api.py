import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Sandbox
from tests.sandbox.kit import Json, actions, button, home, modal, section


async def refused(call) -> Json:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response.data


async def test_the_bot_learns_who_it_is(sandbox: Sandbox, client: AsyncWebClient):
    answer = await client.auth_test()

    assert answer["team_id"].startswith("T")
    assert answer["bot_id"].startswith("B")
    assert (await client.users_info(user=answer["user_id"]))["user"]["is_bot"] is True


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        (None, "auth.test", "not_authed"),
        ("xoxb-other", "auth.test", "invalid_auth"),
        ("xapp-sandbox", "auth.test", "not_allowed_token_type"),
        ("xoxb-sandbox", "apps.connections.open", "not_allowed_token_type"),
        ("xoxb-sandbox", "chat.teleport", "unknown_method"),
    ],
)
async def test_only_the_right_token_opens_a_method(
    sandbox: Sandbox, http: aiohttp.ClientSession, token: str | None, method: str, error: str
):
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    async with http.post(sandbox.api_url + method, headers=headers) as answer:
        assert (await answer.json())["error"] == error


async def test_a_token_may_also_be_a_form_field(sandbox: Sandbox, http: aiohttp.ClientSession):
    form = {"token": "xoxb-sandbox"}

    async with http.post(sandbox.api_url + "auth.test", data=form) as answer:
        assert (await answer.json())["ok"] is True
    assert sandbox.calls[-1].arguments == {}


@pytest.mark.parametrize(
    ("method", "scope"),
    [
        ("chat.postMessage", "chat:write"),
        ("conversations.open", "im:write"),
        ("conversations.history", "im:history"),
        ("users.info", "users:read"),
        ("users.lookupByEmail", "users:read.email"),
    ],
)
async def test_a_scope_the_manifest_lacks_is_missing(
    sandbox: Sandbox, client: AsyncWebClient, method: str, scope: str
):
    scopes = sandbox.workspace.manifest.scopes
    sandbox.workspace.manifest.scopes = scopes - {scope}

    answer = await refused(client.api_call(method))

    assert answer["error"] == "missing_scope"
    assert answer["needed"] == scope
    assert answer["provided"] == ",".join(sorted(scopes - {scope}))


async def test_an_answer_to_the_bot_names_its_scopes(sandbox: Sandbox, client: AsyncWebClient):
    answer = await client.auth_test()

    named = answer.headers["x-oauth-scopes"].split(",")
    assert sorted(named) == sorted(sandbox.workspace.manifest.scopes)


async def test_a_stranger_learns_no_scopes(sandbox: Sandbox, http: aiohttp.ClientSession):
    headers = {"Authorization": "Bearer xoxb-other"}

    async with http.post(sandbox.api_url + "auth.test", headers=headers) as answer:
        assert "x-oauth-scopes" not in answer.headers


async def test_users_info_tells_the_zone_and_the_standing(
    sandbox: Sandbox, client: AsyncWebClient, omar: Actor
):
    guest = sandbox.add_person("Gus", guest=True, deleted=True, slack_id="U0GUS")

    shown = (await client.users_info(user=omar.slack_id))["user"]
    assert (shown["tz"], shown["tz_offset"], shown["tz_label"]) == ("Europe/Berlin", 3600, "CET")
    assert (shown["deleted"], shown["is_bot"], shown["is_restricted"]) == (False, False, False)
    assert shown["real_name"] == shown["profile"]["display_name"] == "Omar Sample"
    shown = (await client.users_info(user=guest.slack_id))["user"]
    assert (shown["deleted"], shown["is_restricted"]) == (True, True)
    assert (await refused(client.users_info(user="U404")))["error"] == "user_not_found"


async def test_a_message_can_be_addressed_to_a_person_or_to_their_conversation(
    client: AsyncWebClient, nia: Actor
):
    opened = await client.conversations_open(users=nia.slack_id)
    first = await client.chat_postMessage(channel=nia.slack_id, text="one")
    second = await client.chat_postMessage(channel=opened["channel"]["id"], text="two")

    assert first["channel"] == second["channel"]
    assert float(first["ts"]) < float(second["ts"])
    assert [seen.text for seen in nia.messages] == ["one", "two"]


async def test_saying_the_same_twice_makes_two_messages(client: AsyncWebClient, nia: Actor):
    for _ in range(2):
        await client.chat_postMessage(channel=nia.slack_id, text="once", client_msg_id="same")

    assert [seen.text for seen in nia.messages] == ["once", "once"]


async def test_a_deactivated_person_cannot_be_met_but_their_conversation_stays(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, omar: Actor
):
    channel = (await client.conversations_open(users=nia.slack_id))["channel"]["id"]
    sandbox.deactivate(nia.slack_id)
    sandbox.deactivate(omar.slack_id)

    again = client.conversations_open(users=nia.slack_id)
    assert (await refused(again))["error"] == "user_disabled"
    assert (await client.chat_postMessage(channel=channel, text="bye"))["ok"]
    never_met = client.chat_postMessage(channel=omar.slack_id, text="hello")
    assert (await refused(never_met))["error"] == "channel_not_found"


async def test_a_channel_must_exist_and_have_the_bot_in_it(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor
):
    inside = sandbox.add_channel("cohort", [nia.slack_id])
    public = sandbox.add_channel("general", [nia.slack_id], private=False, bot_is_member=False)
    private = sandbox.add_channel("board", [nia.slack_id], private=True, bot_is_member=False)

    errors = {
        channel: (await refused(client.chat_postMessage(channel=channel, text="hi")))["error"]
        for channel in (public, private, "C404")
    }
    assert errors == {
        public: "not_in_channel",
        private: "channel_not_found",
        "C404": "channel_not_found",
    }
    assert (await client.chat_postMessage(channel=inside, text="hi"))["ok"]
    assert [seen.channel for seen in nia.messages] == [inside]


async def test_without_a_messages_tab_nobody_can_be_written_to(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor
):
    sandbox.workspace.manifest.messages_tab = False

    answer = await refused(client.chat_postMessage(channel=nia.slack_id, text="hi"))

    assert answer["error"] == "messages_tab_disabled"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"text": "x", "metadata": {"event_type": "due"}}, "invalid_metadata_format"),
        ({"text": "x", "attachments": [{}]}, "invalid_attachments"),
    ],
)
async def test_a_message_slack_would_not_take_is_refused(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, arguments: Json, error: str
):
    call = client.api_call("chat.postMessage", json={"channel": nia.slack_id, **arguments})

    assert (await refused(call))["error"] == error
    assert nia.messages == []
    assert sandbox.refusals == sandbox.calls[-1:]


async def test_a_refusal_names_the_field(sandbox: Sandbox, client: AsyncWebClient, nia: Actor):
    blocks = [actions(button("Yes", "yes"), button("N" * 76, "no"))]

    answer = await refused(
        client.chat_postMessage(channel=nia.slack_id, text="well?", blocks=blocks)
    )

    pointer = "/blocks/0/elements/1/text/text"
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        f"[ERROR] must be less than 76 characters [json-pointer:{pointer}]"
    ]
    assert answer["detail"] == f"{pointer} must be less than 76 characters"
    assert sandbox.refusals[-1].answer == answer


async def test_forms_may_carry_blocks_and_views_as_json_strings(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor
):
    headers = {"Authorization": "Bearer xoxb-sandbox"}
    message = {"channel": nia.slack_id, "blocks": '[{"type":"divider"}]', "text": "a line"}
    view = {"user_id": nia.slack_id, "view": '{"type":"home","blocks":[{"type":"divider"}]}'}
    broken = {"user_id": nia.slack_id, "view": "{"}

    answers = []
    for method, form in (
        ("chat.postMessage", message),
        ("views.publish", view),
        ("views.publish", broken),
    ):
        async with http.post(sandbox.api_url + method, data=form, headers=headers) as answer:
            answers.append(await answer.json())
    assert [answer.get("error", "ok") for answer in answers] == ["ok", "ok", "invalid_arguments"]
    assert nia.screen() == "———"
    assert [block["type"] for block in nia.home["blocks"]] == ["divider"]


async def test_only_the_bots_own_messages_can_be_reworded(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, connect
):
    await connect()
    await nia.type("mine")
    mine = nia.messages[0]
    posted = await client.chat_postMessage(
        channel=mine.channel, text="before", blocks=[section("before")]
    )

    await client.chat_update(channel=mine.channel, ts=posted["ts"], text="after")

    seen = nia.messages[-1]
    assert (seen.words(), [former.words() for former in seen.edited]) == ("after", ["before"])
    for ts, text, error in (
        (mine.ts, "yours", "cant_update_message"),
        ("1.000000", "lost", "message_not_found"),
        (posted["ts"], "x" * 4001, "msg_too_long"),
    ):
        call = client.chat_update(channel=mine.channel, ts=ts, text=text)
        assert (await refused(call))["error"] == error


async def test_blocks_alone_keep_the_text_of_an_edited_message(client: AsyncWebClient, nia: Actor):
    posted = await client.chat_postMessage(channel=nia.slack_id, text="kept")

    await client.api_call(
        "chat.update",
        json={"channel": posted["channel"], "ts": posted["ts"], "blocks": [section("blocks")]},
    )

    assert (nia.messages[0].text, nia.messages[0].words()) == ("kept", "blocks")


async def test_history_is_paged_latest_first_and_returns_metadata_on_request(
    client: AsyncWebClient, nia: Actor
):
    due = {"event_type": "due", "event_payload": {"row": "7f"}}
    sent = [
        await client.chat_postMessage(channel=nia.slack_id, text=str(turn), metadata=due)
        for turn in range(5)
    ]
    channel = sent[0]["channel"]

    page = await client.conversations_history(channel=channel, limit=2)
    rest = await client.conversations_history(
        channel=channel,
        cursor=page["response_metadata"]["next_cursor"],
        oldest=sent[0]["ts"],
        include_all_metadata=True,
    )

    assert [message["text"] for message in page["messages"]] == ["4", "3"]
    assert page["has_more"] is True
    assert "metadata" not in page["messages"][0]
    assert [(message["text"], message["metadata"]) for message in rest["messages"]] == [
        ("2", due),
        ("1", due),
    ]
    assert rest["has_more"] is False
    # Slack says nothing of a next page when there is none.
    assert "response_metadata" not in rest


async def test_ephemerals_are_seen_by_one_person_and_kept_nowhere(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, omar: Actor
):
    sandbox.workspace.manifest.scopes |= {"groups:history"}
    channel = sandbox.add_channel("cohort", [nia.slack_id])

    await client.chat_postEphemeral(channel=channel, user=nia.slack_id, text="psst")

    assert [seen.text for seen in nia.whispers] == ["psst"]
    assert (nia.whispers[0].ephemeral, nia.messages, omar.whispers) == (True, [], [])
    assert (await client.conversations_history(channel=channel))["messages"] == []
    outsider = client.chat_postEphemeral(channel=channel, user=omar.slack_id, text="psst")
    assert (await refused(outsider))["error"] == "user_not_in_channel"


async def outcome_of(http: aiohttp.ClientSession, sandbox: Sandbox, channel: str) -> str:
    body, headers = {"channel": channel, "text": "hi"}, {"Authorization": "Bearer xoxb-sandbox"}
    try:
        async with http.post(
            sandbox.api_url + "chat.postMessage", json=body, headers=headers
        ) as answer:
            if answer.status == 200:
                return (await answer.json()).get("error", "ok")
            return f"{answer.status} {answer.headers.get('Retry-After', '')}".strip()
    except aiohttp.ServerDisconnectedError:
        return "cut"


@pytest.mark.parametrize(
    ("fault", "outcome", "posted"),
    [
        ({"kind": "ratelimited", "retry_after": 7}, "429 7", 0),
        ({"kind": "http_500"}, "500", 0),
        ({"kind": "error", "code": "fatal_error"}, "fatal_error", 0),
        ({"kind": "drop"}, "cut", 0),
        ({"kind": "accept_then_drop"}, "cut", 1),
        ({"kind": "delay", "seconds": 0.05}, "ok", 1),
        ({"kind": "accept_late", "seconds": 0.05}, "ok", 1),
    ],
)
async def test_a_fault_happens_once_and_then_no_more(
    sandbox: Sandbox, nia: Actor, fault: Json, outcome: str, posted: int
):
    sandbox.fault("chat.postMessage", **fault)

    async with aiohttp.ClientSession() as http:
        assert await outcome_of(http, sandbox, nia.slack_id) == outcome
        assert len(nia.messages) == posted
        assert await outcome_of(http, sandbox, nia.slack_id) == "ok"
    assert sandbox.refusals == []


async def posted_when_patience_ends(kind: str, sandbox: Sandbox, nia: Actor) -> list[int]:
    """Return how many messages stand there when somebody stops waiting, and when Slack answers."""
    sandbox.fault("chat.postMessage", kind, seconds=0.4)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.1)) as http:
        with pytest.raises(TimeoutError):
            await outcome_of(http, sandbox, nia.slack_id)
        at_once = len(nia.messages)
        await sandbox.quiet()
    return [at_once, len(nia.messages)]


async def test_a_delayed_answer_comes_after_the_message(sandbox: Sandbox, nia: Actor):
    assert await posted_when_patience_ends("delay", sandbox, nia) == [1, 1]


async def test_a_late_acceptance_comes_when_nobody_waits_any_more(sandbox: Sandbox, nia: Actor):
    assert await posted_when_patience_ends("accept_late", sandbox, nia) == [0, 1]


async def test_faults_come_in_order_and_each_for_its_method(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor
):
    sandbox.fault("chat.postMessage", "error", times=2, code="first")
    sandbox.fault("chat.postMessage", "error", code="second")

    assert (await client.conversations_open(users=nia.slack_id))["ok"]
    errors = [
        (await refused(client.chat_postMessage(channel=nia.slack_id, text="x")))["error"]
        for _ in range(3)
    ]
    assert errors == ["first", "first", "second"]
    assert (await client.chat_postMessage(channel=nia.slack_id, text="x"))["ok"]
    with pytest.raises(ValueError, match="A fault is one of"):
        sandbox.fault("chat.postMessage", "earthquake")


async def test_the_export_holds_every_wording_and_no_modal_or_ephemeral(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, app, connect
):
    @app.command("/ask")
    async def ask(ack, body, client):
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(section("modal words"), title="Private")
        )
        await ack("whispered words")

    await connect()
    posted = await client.chat_postMessage(channel=nia.slack_id, text="first wording")
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="second wording")
    await client.views_publish(user_id=nia.slack_id, view=home(section("home words")))
    await nia.command("/ask")

    exported = str(sandbox.export())

    for words in ("first wording", "second wording", "home words"):
        assert words in exported
    assert nia.modal is not None
    for words in ("modal words", "whispered words"):
        assert words not in exported
