import asyncio
import json
from base64 import b64decode
from copy import deepcopy
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.client import WebClient

from bot.sandbox import Actor, Calendar, Sandbox, Timing
from tests.sandbox.conftest import MONDAY
from tests.sandbox.kit import MANIFEST_WITH_FILES, Json, actions, button, section

HEADERS = {"Authorization": "Bearer xoxb-sandbox"}
LOCKED = b"PK\x03\x04 locked " * 1000
MANIFEST_OF_OURS = Path(__file__).parents[2] / "manifest.json"


@pytest.fixture
def manifest() -> Json:
    return deepcopy(MANIFEST_WITH_FILES)


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, process_before_response=True, ignoring_self_events_enabled=False)


@pytest.fixture
async def dm(client: AsyncWebClient, nia: Actor) -> str:
    """Return the id of the conversation between Nia and the bot."""
    return (await client.conversations_open(users=nia.slack_id))["channel"]["id"]


async def upload(client: AsyncWebClient, channel: str | None, **options: object) -> str:
    """Return the id of a file that the bot has uploaded in the ordinary way."""
    given = {"filename": "My answers.zip", "content": LOCKED} | options
    return (await client.files_upload_v2(channel=channel, **given))["file"]["id"]


async def call(http: aiohttp.ClientSession, sandbox: Sandbox, method: str, **body: object) -> Json:
    async with http.post(sandbox.api_url + method, json=body, headers=HEADERS) as answer:
        return await answer.json()


async def announce(http: aiohttp.ClientSession, sandbox: Sandbox, length: int) -> tuple[str, str]:
    """Return the id of a file that is to come, and where it is to be sent."""
    body = {"filename": "note.txt", "length": length}
    answer = await call(http, sandbox, "files.getUploadURLExternal", **body)
    return answer["file_id"], answer["upload_url"]


async def send(http: aiohttp.ClientSession, url: str, data: object) -> tuple[int, str]:
    async with http.post(url, data=data) as answer:
        return answer.status, await answer.text()


async def complete(http: aiohttp.ClientSession, sandbox: Sandbox, *ids: str, **more: object) -> str:
    """Return the name of what is wrong with an upload when it is completed; "" when nothing is."""
    body = {"files": [{"id": one} for one in ids], **more}
    return (await call(http, sandbox, "files.completeUploadExternal", **body)).get("error", "")


# What people see.


async def test_a_file_uploaded_by_the_official_client_stands_in_the_conversation(
    client: AsyncWebClient, nia: Actor, dm: str
):
    await upload(client, dm, initial_comment="Your *answers*, locked.")

    (seen,) = nia.messages
    assert seen.words() == "Your answers, locked.\n(file: My answers.zip, 12 kB)"
    assert nia.screen() == seen.words()


async def test_a_file_needs_no_words_beside_it(client: AsyncWebClient, nia: Actor, dm: str):
    await upload(client, dm, content=b"x", title="One letter")

    assert nia.screen() == "(file: One letter, 1 byte)"


async def test_several_files_stand_in_one_message(client: AsyncWebClient, nia: Actor, dm: str):
    uploads = [{"filename": name, "content": "text"} for name in ("a.txt", "b.csv")]
    await client.files_upload_v2(channel=dm, file_uploads=uploads)

    assert [seen.words() for seen in nia.messages] == [
        "(file: a.txt, 4 bytes)\n(file: b.csv, 4 bytes)"
    ]


async def test_a_file_that_is_shared_nowhere_is_seen_by_nobody(
    client: AsyncWebClient, nia: Actor, dm: str
):
    file = await upload(client, None)

    assert nia.messages == []
    assert (await client.files_info(file=file))["file"]["shares"] == {}


async def test_blocks_stand_beside_a_file_when_there_is_no_comment(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor, dm: str
):
    for comment in ({}, {"initial_comment": "These words instead."}):
        file, url = await announce(http, sandbox, 4)
        await send(http, url, b"text")
        blocks = [section("Blocks.")]
        assert not await complete(http, sandbox, file, channel_id=dm, blocks=blocks, **comment)

    assert [seen.words() for seen in nia.messages] == [
        "Blocks.\n(file: note.txt, 4 bytes)",
        "These words instead.\n(file: note.txt, 4 bytes)",
    ]


async def test_a_file_goes_to_people_and_channels_named_together(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, omar: Actor
):
    cohort = sandbox.add_channel("cohort", [omar.slack_id])
    await client.files_upload_v2(
        filename="plan.pdf", content=LOCKED, channels=[nia.slack_id, cohort]
    )

    assert [len(person.messages) for person in (nia, omar)] == [1, 1]


async def test_rewording_a_message_leaves_its_file(client: AsyncWebClient, nia: Actor, dm: str):
    await upload(client, dm, initial_comment="before")
    await client.chat_update(channel=dm, ts=nia.messages[0].ts, text="after")

    assert nia.screen() == "after\n(file: My answers.zip, 12 kB)"


# What the bot is told.


async def test_a_message_tells_of_its_files_as_slack_does(
    sandbox: Sandbox, client: AsyncWebClient, dm: str
):
    file = await upload(client, dm, title="Yours")

    (message,) = (await client.conversations_history(channel=dm))["messages"]
    address = f"{sandbox.url}/files/{file}/my_answers.zip"
    assert message["upload"] is True
    assert message["files"] == [
        {
            "id": file,
            "created": int(MONDAY.timestamp()),
            "timestamp": int(MONDAY.timestamp()),
            "name": "My answers.zip",
            "title": "Yours",
            "mimetype": "application/zip",
            "filetype": "zip",
            "pretty_type": "Zip",
            "user": message["user"],
            "user_team": message["team"],
            "editable": False,
            "size": len(LOCKED),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": address,
            "url_private_download": address,
            "media_display_type": "unknown",
            "permalink": address,
            "is_starred": False,
            "has_rich_preview": False,
            "file_access": "visible",
        }
    ]


async def test_the_answer_to_an_upload_does_not_know_yet_where_the_file_stands(
    client: AsyncWebClient, dm: str
):
    answer = await client.files_upload_v2(filename="a.zip", content=LOCKED, channel=dm)

    unknown = ("mimetype", "filetype", "ims", "shares")
    assert [answer["file"][name] for name in unknown] == ["", "", [], {}]


async def test_files_info_tells_where_a_file_stands(client: AsyncWebClient, nia: Actor, dm: str):
    file = await upload(client, dm)

    told = (await client.files_info(file=file))["file"]
    assert (told["mimetype"], told["ims"], told["groups"]) == ("application/zip", [dm], [])
    assert [share["ts"] for share in told["shares"]["private"][dm]] == [nia.messages[0].ts]


async def test_files_info_tells_public_and_private_channels_apart(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor
):
    board = sandbox.add_channel("board", [nia.slack_id], private=False)
    cohort = sandbox.add_channel("cohort", [nia.slack_id])
    shown, kept = [await upload(client, channel) for channel in (board, cohort)]

    told = [(await client.files_info(file=file))["file"] for file in (shown, kept)]
    places = ("is_public", "channels", "groups", "ims")
    assert [[file[name] for name in places] for file in told] == [
        [True, [board], [], []],
        [False, [], [cohort], []],
    ]
    assert [list(file["shares"]) for file in told] == [["public"], ["private"]]
    assert told[0]["shares"]["public"][board][0]["channel_name"] == "board"


async def test_a_reply_with_a_file_stands_in_its_thread(
    client: AsyncWebClient, nia: Actor, dm: str
):
    first = await client.chat_postMessage(channel=dm, text="Here it comes.")
    file = await upload(client, dm, thread_ts=first["ts"])

    (share,) = (await client.files_info(file=file))["file"]["shares"]["private"][dm]
    assert share["thread_ts"] == first["ts"]


async def test_a_kind_of_file_that_nobody_knows_is_binary(client: AsyncWebClient, dm: str):
    file = await upload(client, dm, filename="answers.age")

    told = (await client.files_info(file=file))["file"]
    assert (told["filetype"], told["mimetype"]) == ("binary", "application/octet-stream")


async def test_the_bot_hears_of_its_file_and_of_its_end(
    sandbox: Sandbox, client: AsyncWebClient, dm: str, app: AsyncApp, connect
):
    heard: list[Json] = []

    @app.event("message")
    async def hear(event: Json):
        heard.append(event)

    await connect()
    file = await upload(client, dm, initial_comment="Yours.")
    await client.files_delete(file=file)
    await sandbox.quiet()

    posted, changed = heard
    assert [event["subtype"] for event in heard] == ["file_share", "message_changed"]
    assert posted["files"] == changed["previous_message"]["files"]
    assert changed["message"]["files"] == [{"id": file, "mode": "tombstone"}]


# Sending the bytes.


async def test_bytes_may_come_in_a_form(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor, dm: str
):
    file, url = await announce(http, sandbox, 5)
    form = aiohttp.FormData({"note": "not the file"})
    form.add_field("filename", b"hello", filename="note.txt")

    assert await send(http, url, form) == (200, "OK - 5")
    assert await complete(http, sandbox, file, channel_id=dm) == ""
    assert nia.screen() == "(file: note.txt, 5 bytes)"


async def test_the_client_that_does_not_wait_uploads_too(sandbox: Sandbox, nia: Actor, dm: str):
    client = WebClient("xoxb-sandbox", base_url=sandbox.api_url)
    await asyncio.to_thread(client.files_upload_v2, filename="a.zip", content=LOCKED, channel=dm)

    assert nia.screen() == "(file: a.zip, 12 kB)"


@pytest.mark.parametrize("in_a_form", [False, True])
async def test_a_file_may_be_larger_than_anything_else_that_is_sent(
    sandbox: Sandbox, http: aiohttp.ClientSession, in_a_form: bool
):
    large = BytesIO(bytes(3_000_000))
    _, url = await announce(http, sandbox, 3_000_000)

    assert await send(http, url, {"file": large} if in_a_form else large) == (200, "OK - 3000000")


async def test_an_upload_url_works_once(sandbox: Sandbox, http: aiohttp.ClientSession):
    _, url = await announce(http, sandbox, 4)

    answers = [await send(http, url, b"text") for _ in range(2)]
    assert answers == [(200, "OK - 4"), (404, "used_url")]
    assert await send(http, url + "x", b"text") == (404, "no_such_url")


async def test_an_upload_url_expires_in_real_time(http: aiohttp.ClientSession, manifest: Json):
    timing = Timing(upload_url=0.0)
    async with Sandbox(manifest, calendar=Calendar(MONDAY), timing=timing) as sandbox:
        _, url = await announce(http, sandbox, 4)

        assert await send(http, url, b"text") == (404, "expired_url")


@pytest.mark.parametrize(
    ("sent", "error"), [(b"", "no_bytes"), (b"ab", "wrong_length"), (b"four", "wrong_length")]
)
async def test_bytes_that_were_not_announced_are_not_taken(
    sandbox: Sandbox, http: aiohttp.ClientSession, sent: bytes, error: str
):
    file, url = await announce(http, sandbox, 3)

    assert await send(http, url, sent) == (400, error)
    assert await complete(http, sandbox, file) == "file_not_found"
    assert [refused.method for refused in sandbox.refusals] == [
        "upload",
        "files.completeUploadExternal",
    ]


async def test_a_form_without_a_file_brings_nothing(sandbox: Sandbox, http: aiohttp.ClientSession):
    _, url = await announce(http, sandbox, 3)
    form = aiohttp.FormData({"filename": "abc"}, default_to_multipart=True)

    assert await send(http, url, form) == (400, "no_bytes")


async def test_the_record_of_calls_holds_no_contents(
    sandbox: Sandbox, client: AsyncWebClient, dm: str
):
    file = await upload(client, dm, content=b"three plain words")

    (sent,) = (call for call in sandbox.calls if call.method == "upload")
    assert sent.arguments == {"bytes": 17, "file": file}
    assert "three plain words" not in str(sandbox.calls)


# Trouble on demand.


async def test_an_upload_can_fail_on_demand_and_be_sent_again(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, dm: str
):
    sandbox.fault("upload", "http_500")

    with pytest.raises(SlackRequestError, match="status: 500"):
        await upload(client, dm)
    await upload(client, dm)
    assert len(nia.messages) == 1


async def test_bytes_may_arrive_although_nobody_heard_so(
    sandbox: Sandbox, http: aiohttp.ClientSession
):
    file, url = await announce(http, sandbox, 4)
    sandbox.fault("upload", "accept_then_drop")

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(http, url, b"text")
    assert await complete(http, sandbox, file) == ""


# What is refused.


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"length": 3}, "invalid_arguments"),
        ({"filename": "a.txt"}, "missing_argument"),
        ({"filename": "a.txt", "length": 0}, "missing_argument"),
        ({"filename": "a.txt", "length": "some"}, "invalid_arguments"),
        ({"filename": "a.txt", "length": 3, "alt_txt": "x" * 1001}, "alt_txt_too_large"),
        ({"filename": "a.txt", "length": 3, "snippet_type": "python"}, "unknown_snippet_type"),
    ],
)
async def test_an_upload_that_is_announced_wrongly_gets_no_url(
    sandbox: Sandbox, http: aiohttp.ClientSession, body: Json, error: str
):
    answer = await call(http, sandbox, "files.getUploadURLExternal", **body)

    assert (answer["ok"], answer["error"]) == (False, error)


@pytest.mark.parametrize("given", [None, [], "note.txt", "[", ["F1"], [{"title": "no id"}]])
async def test_completing_needs_a_list_of_files(
    sandbox: Sandbox, http: aiohttp.ClientSession, given: object
):
    answer = await call(http, sandbox, "files.completeUploadExternal", files=given)

    assert answer["error"] == "invalid_arguments"


async def test_files_go_only_where_the_bot_may_speak(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor
):
    file, url = await announce(http, sandbox, 4)
    await send(http, url, b"text")
    elsewhere = sandbox.add_channel("board", private=False, bot_is_member=False)
    secret = sandbox.add_channel("secret", bot_is_member=False)
    wrong = [
        ({"channel_id": "C404"}, "channel_not_found"),
        ({"channel_id": nia.slack_id}, "channel_not_found"),
        ({"channels": "C404"}, "invalid_channel"),
        ({"channel_id": elsewhere}, "not_in_channel"),
        ({"channel_id": secret}, "channel_not_found"),
        ({"channels": ",".join(["C404"] * 101)}, "channels_limit_exceeded"),
        ({"channels": f"{nia.slack_id},{secret}", "thread_ts": "1.0"}, "invalid_arguments"),
    ]

    assert [await complete(http, sandbox, file, **body) for body, _ in wrong] == [
        error for _, error in wrong
    ]
    # Nothing of it was done by halves.
    assert await complete(http, sandbox, file, channels=nia.slack_id) == ""


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        ([{"type": "mystery"}], "invalid_blocks"),
        ([{"type": "markdown", "text": "**bold**"}], "internal_error"),
    ],
)
async def test_blocks_beside_a_file_are_refused_as_slack_does(
    sandbox: Sandbox, http: aiohttp.ClientSession, dm: str, blocks: list[Json], error: str
):
    file, url = await announce(http, sandbox, 4)
    await send(http, url, b"text")

    assert await complete(http, sandbox, file, channel_id=dm, blocks=blocks) == error


async def test_an_upload_is_completed_once(
    sandbox: Sandbox, http: aiohttp.ClientSession, client: AsyncWebClient, nia: Actor, dm: str
):
    file = await upload(client, dm)

    assert await complete(http, sandbox, file, channel_id=dm) == "file_not_found"
    assert len(nia.messages) == 1


@pytest.mark.parametrize("method", ["files.info", "files.delete"])
async def test_a_file_that_is_not_there_is_not_found(
    sandbox: Sandbox, http: aiohttp.ClientSession, client: AsyncWebClient, dm: str, method: str
):
    announced, _ = await announce(http, sandbox, 4)
    deleted = await upload(client, dm)
    await client.files_delete(file=deleted)

    asked = ("F404", announced, deleted)
    assert [(await call(http, sandbox, method, file=one))["error"] for one in asked] == [
        "file_not_found",
        "file_not_found",
        "file_deleted",
    ]


async def test_an_app_that_does_not_ask_for_it_may_do_nothing_with_files(
    http: aiohttp.ClientSession,
):
    ours = json.loads(MANIFEST_OF_OURS.read_text(encoding="utf-8"))
    ours["oauth_config"]["scopes"]["bot"].remove("files:write")
    async with Sandbox(ours, calendar=Calendar(MONDAY)) as sandbox:
        methods = ("getUploadURLExternal", "completeUploadExternal", "delete", "info")
        answers = [await call(http, sandbox, f"files.{method}") for method in methods]

    assert [(answer["error"], answer["needed"]) for answer in answers] == [
        ("missing_scope", "files:write"),
        ("missing_scope", "files:write"),
        ("missing_scope", "files:write"),
        ("missing_scope", "files:read"),
    ]


# Deleting.


async def test_of_a_deleted_file_only_a_tombstone_is_left_in_its_message(
    client: AsyncWebClient, nia: Actor, dm: str
):
    file = await upload(client, dm, initial_comment="Yours.")
    await client.files_delete(file=file)

    (message,) = (await client.conversations_history(channel=dm))["messages"]
    assert message["files"] == [{"id": file, "mode": "tombstone"}]
    assert nia.screen() == "Yours.\n(a file that was deleted)"


async def test_deleting_a_file_does_not_look_like_an_edit(
    client: AsyncWebClient, nia: Actor, dm: str
):
    file = await upload(client, dm)
    await client.files_delete(file=file)

    (message,) = (await client.conversations_history(channel=dm))["messages"]
    assert ("edited" in message, nia.messages[0].edited) == (False, ())


async def test_what_somebody_saw_stays_as_it_was_when_they_looked(
    client: AsyncWebClient, nia: Actor, dm: str
):
    file = await upload(client, dm)
    (before,) = nia.messages
    await client.files_delete(file=file)

    assert before.words() == "(file: My answers.zip, 12 kB)"


async def test_deleting_twice_is_refused_by_the_official_client(client: AsyncWebClient, dm: str):
    file = await upload(client, dm)
    await client.files_delete(file=file)

    with pytest.raises(SlackApiError, match="file_deleted"):
        await client.files_delete(file=file)


# The export.


async def test_an_export_has_each_file_with_its_contents_and_where_it_stood(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, dm: str
):
    await upload(client, dm)

    (file,) = sandbox.export()["files"]
    assert (file["name"], file["size"], file["contents"]) == (
        "My answers.zip",
        len(LOCKED),
        LOCKED,
    )
    assert file["stood"] == [{"channel": dm, "ts": nia.messages[0].ts}]
    assert file["deleted_at"] is None


async def test_an_export_may_hold_a_deleted_file_with_everything(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, dm: str
):
    file_id = await upload(client, dm)
    stood = [{"channel": dm, "ts": nia.messages[-1].ts}]
    await client.files_delete(file=file_id)

    (file,) = sandbox.export()["files"]
    assert file["deleted_at"] > stood[0]["ts"]
    assert (file["mode"], file["contents"], file["stood"]) == ("hosted", LOCKED, stood)


async def test_an_export_says_that_a_file_stood_in_a_message_that_was_deleted(
    sandbox: Sandbox, http: aiohttp.ClientSession, nia: Actor, dm: str, app: AsyncApp, connect
):
    @app.action("away")
    async def take_away(ack, respond):
        await respond(delete_original=True)
        await ack()

    await connect()
    file, url = await announce(http, sandbox, 4)
    await send(http, url, b"text")
    blocks = [actions(button("Take it away", "away"))]
    await complete(http, sandbox, file, channel_id=dm, blocks=blocks)
    ts = nia.messages[0].ts
    await nia.tap("Take it away")

    assert nia.messages == []
    assert sandbox.export()["files"][0]["stood"] == [{"channel": dm, "ts": ts}]


async def test_an_export_may_hold_an_upload_that_nobody_saw(
    sandbox: Sandbox, http: aiohttp.ClientSession
):
    await announce(http, sandbox, 9)
    _, url = await announce(http, sandbox, 4)
    await send(http, url, b"text")

    assert [(file["contents"], file["stood"]) for file in sandbox.export()["files"]] == [
        (b"text", [])
    ]


async def test_another_process_reads_contents_from_the_export(
    sandbox: Sandbox, http: aiohttp.ClientSession, client: AsyncWebClient, dm: str
):
    await upload(client, dm)

    async with http.get(f"{sandbox.url}/control/export") as answer:
        (file,) = (await answer.json())["files"]
    assert b64decode(file["contents"]) == LOCKED


# The doors of the page.


async def test_a_file_is_downloaded_and_never_shown(
    client: AsyncWebClient, http: aiohttp.ClientSession, nia: Actor, dm: str
):
    await upload(client, dm, filename='<b>"Über".html', content="<script>")

    async with http.get(nia.messages[0].files[0]["permalink"]) as answer:
        assert await answer.text() == "<script>"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%3Cb%3E%22%C3%9Cber%22.html"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_deleted_file_cannot_be_downloaded(
    client: AsyncWebClient, http: aiohttp.ClientSession, nia: Actor, dm: str
):
    file = await upload(client, dm)
    address = nia.messages[0].files[0]["permalink"]
    await client.files_delete(file=file)

    async with http.get(address) as answer:
        assert (answer.status, await answer.text()) == (404, "This file was deleted.")


async def test_a_file_that_was_never_completed_cannot_be_downloaded(
    sandbox: Sandbox, http: aiohttp.ClientSession
):
    file, url = await announce(http, sandbox, 4)
    await send(http, url, b"text")

    async with http.get(f"{sandbox.url}/files/{file}/note.txt") as answer:
        assert (answer.status, await answer.text()) == (404, "There is no such file.")


async def test_another_process_sees_the_files_of_a_message(
    sandbox: Sandbox, http: aiohttp.ClientSession, client: AsyncWebClient, nia: Actor, dm: str
):
    file = await upload(client, dm)

    async with http.get(f"{sandbox.url}/control/people/{nia.slack_id}/screen") as answer:
        screen = await answer.json()
    (message,) = screen["messages"]
    assert [one["id"] for one in message["files"]] == [file]
    assert screen["screen"] == "(file: My answers.zip, 12 kB)"
