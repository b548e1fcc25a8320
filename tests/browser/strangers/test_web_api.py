"""The Web API client for Node, as the npm registry has it, calls the sandbox."""

from typing import Any

from bot.sandbox import Actor, Sandbox
from tests.browser.strangers.stranger import Said, Stranger, stranger
from tests.sandbox.kit import MANIFEST, home, section


async def call(client: Stranger, method: str, **options: Any) -> Said:
    """Return how the client tells of one call."""
    return await client.ask(method=method, options=options)


async def test_the_client_is_who_the_sandbox_says(web_client: Stranger) -> None:
    told = await call(web_client, "auth.test")

    assert (told["words"], told["answer"]["user"]) == ("auth.test: ok", "companion")


async def test_the_address_of_slack_may_lack_its_last_slash(sandbox: Sandbox) -> None:
    async with stranger("web_client.js", sandbox, sandbox.api_url.rstrip("/")) as client:
        told = await call(client, "auth.test")

    assert told["words"] == "auth.test: ok"


async def test_the_client_reads_the_scopes_of_its_token(web_client: Stranger) -> None:
    answer = (await call(web_client, "auth.test"))["answer"]

    asked = MANIFEST["oauth_config"]["scopes"]["bot"]
    assert answer["response_metadata"]["scopes"] == asked


async def test_blocks_arrive_as_the_client_writes_them_into_a_form(
    nia: Actor, web_client: Stranger
) -> None:
    blocks = [section("A line & a “second” = 100 %")]

    told = await call(
        web_client, "chat.postMessage", channel=nia.slack_id, text="A line", blocks=blocks
    )

    assert told["words"] == "chat.postMessage: ok"
    assert nia.screen() == "A line & a “second” = 100 %"


async def test_a_message_is_found_in_the_history_reworded_and_its_person_known(
    nia: Actor, web_client: Stranger
) -> None:
    opened = (await call(web_client, "conversations.open", users=nia.slack_id))["answer"]
    channel = opened["channel"]["id"]
    posted = (await call(web_client, "chat.postMessage", channel=channel, text="before"))["answer"]
    await call(web_client, "chat.update", channel=channel, ts=posted["ts"], text="after")

    history = (await call(web_client, "conversations.history", channel=channel))["answer"]
    person = (await call(web_client, "users.info", user=nia.slack_id))["answer"]

    assert [message["text"] for message in history["messages"]] == ["after"]
    assert person["user"]["real_name"] == "Nia Example"


async def test_a_home_is_published_and_then_updated_by_its_id(
    nia: Actor, web_client: Stranger
) -> None:
    first = home(section("first"))
    view = (await call(web_client, "views.publish", user_id=nia.slack_id, view=first))["answer"]
    later = home(section("second"))
    told = await call(web_client, "views.update", view_id=view["view"]["id"], view=later)

    assert told["words"] == "views.update: ok"
    assert nia.screen() == "second"


async def test_every_page_of_a_history_is_turned(nia: Actor, web_client: Stranger) -> None:
    for text in ("one", "two", "three"):
        await call(web_client, "chat.postMessage", channel=nia.slack_id, text=text)
    channel = nia.messages[0].channel

    told = await web_client.ask(
        paginate="conversations.history", options={"channel": channel, "limit": 2}
    )

    assert told["answer"] == [["three", "two"], ["one"]]


async def test_a_refused_call_has_the_code_that_slack_would_give(web_client: Stranger) -> None:
    told = await call(web_client, "chat.postMessage", channel="C404", text="Anybody?")

    assert told["code"] == "slack_webapi_platform_error"
    assert told["words"] == "chat.postMessage: An API error occurred: channel_not_found"


async def test_a_refused_view_names_the_field_in_the_client_s_own_log(
    nia: Actor, web_client: Stranger
) -> None:
    wrong = {"type": "home", "blocks": [section("x" * 3001)]}

    told = await call(web_client, "views.publish", user_id=nia.slack_id, view=wrong)

    assert told["answer"]["error"] == "invalid_arguments"
    pointer = "json-pointer:/view/blocks/0/text/text"
    assert any(pointer in words for words in web_client.heard())


async def test_the_client_waits_as_long_as_retry_after_says_and_tries_again(
    sandbox: Sandbox, nia: Actor, web_client: Stranger
) -> None:
    sandbox.fault("chat.postMessage", "ratelimited", retry_after=1)

    told = await call(web_client, "chat.postMessage", channel=nia.slack_id, text="Patience")

    waited = await web_client.says("rate limited")
    assert waited["seconds"] == 1
    assert told["words"] == "chat.postMessage: ok"
    assert [seen.text for seen in nia.messages] == ["Patience"]


async def test_the_client_tries_again_after_a_connection_was_cut(
    sandbox: Sandbox, nia: Actor, web_client: Stranger
) -> None:
    sandbox.fault("chat.postMessage", "drop")

    told = await call(web_client, "chat.postMessage", channel=nia.slack_id, text="Once more")

    assert told["words"] == "chat.postMessage: ok"
    assert [seen.text for seen in nia.messages] == ["Once more"]
