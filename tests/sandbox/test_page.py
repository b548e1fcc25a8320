import re

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Sandbox
from bot.sandbox.blocks import filled
from tests.sandbox.kit import Json, actions, button, field, home, modal, option, section, text_field


class Browser:
    """Just enough of a browser: it reads a page and presses the buttons on it."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url
        self.page = ""

    async def open(self, path: str) -> str:
        async with self.http.get(self.url + path) as answer:
            self.page = await answer.text()
        return self.page

    async def send(self, path: str, **form: object) -> str:
        async with self.http.post(self.url + path, data=form) as answer:
            assert answer.status == 200
            self.page = await answer.text()
        return self.page


@pytest.fixture
def browser(sandbox: Sandbox, http: aiohttp.ClientSession) -> Browser:
    return Browser(http, sandbox.url)


async def test_a_person_is_chosen_and_the_clock_moved(sandbox: Sandbox, browser: Browser):
    lee = sandbox.add_person("Lee <b>", note="nurse, nights", zone="Asia/Tokyo")

    front = await browser.open("/")
    assert "Lee &lt;b&gt;" in front
    assert "nurse, nights" in front
    assert "<script" not in front
    assert "Monday 07 January 2030, 18:00" in await browser.open(f"/?person={lee.slack_id}")
    page = await browser.send("/calendar", person=lee.slack_id, hours="24")
    assert "Tuesday 08 January 2030, 18:00" in page


async def test_a_message_and_a_home_are_read_and_tapped(
    nia: Actor, client: AsyncWebClient, browser: Browser, app, connect
):
    tapped: list[Json] = []

    @app.action(re.compile(".*"))
    async def note(ack, action):
        tapped.append(action)
        await ack()

    await connect()
    days = [option("Mon"), option("Tue")]
    blocks = [
        section("Well & <@U404>?", block_id="s"),
        actions(
            button("Open", "open"),
            {"type": "radio_buttons", "action_id": "day", "options": days},
            {"type": "timepicker", "action_id": "at"},
            block_id="b",
        ),
    ]
    posted = await client.chat_postMessage(channel=nia.slack_id, text="well", blocks=blocks)
    await client.views_publish(
        user_id=nia.slack_id, view=home(actions(button("Help", "help"), block_id="h"))
    )

    page = await browser.open(f"/?person={nia.slack_id}")
    assert "Well &amp; @U404?" in page
    touch = f"/people/{nia.slack_id}/touch"
    await browser.send(touch, place=posted["ts"], tap="b:open:Open")
    await browser.send(touch, place=posted["ts"], tap="b:day:Tue")
    await browser.send(touch, place=posted["ts"], pick="b:at", **{"b:at": "08:30"})
    await browser.send(touch, place="home", tap="h:help:Help")

    assert [action["action_id"] for action in tapped] == ["open", "day", "at", "help"]
    assert tapped[1]["selected_option"] == filled(days[1])
    assert tapped[2]["selected_time"] == "08:30"
    assert "sees no b:none" in await browser.send(touch, place="home", tap="b:none:None")


def menu(kind: str, **extra: object) -> Json:
    return {"type": kind, "action_id": "x", **extra}


SHIFTS = [option("Day"), option("Night")]
FORM = modal(
    text_field("Name", "name"),
    field("Note", menu("plain_text_input", multiline=True), "note"),
    field("Shift", menu("radio_buttons", options=SHIFTS), "shift"),
    field("Days", menu("checkboxes", options=SHIFTS, initial_options=SHIFTS), "days"),
    field("Where", menu("static_select", options=SHIFTS), "where"),
    field("Who", menu("multi_users_select"), "who"),
    field("On", menu("datepicker"), "on"),
    field("Moment", menu("datetimepicker", initial_date_time=1_900_000_000), "moment"),
    field("Count", menu("number_input", is_decimal_allowed=True), "count"),
)


@pytest.fixture
def kept(app) -> list[Json]:
    """Return what comes of `FORM`, which `/ask` opens, unless the name is taken."""
    values: list[Json] = []

    @app.command("/ask")
    async def ask(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.view("form")
    async def save(ack, view):
        entered = {
            name: next(iter(held.values())) for name, held in view["state"]["values"].items()
        }
        if entered["name"]["value"] == "taken":
            await ack(response_action="errors", errors={"name": "That name is taken."})
        else:
            values.append(entered)
            await ack()

    return values


async def test_a_form_is_filled_and_submitted(nia: Actor, browser: Browser, kept, connect):
    await connect()
    page = await browser.send(f"/people/{nia.slack_id}/type", text="/ask")
    assert 'value="2030-03-17T13:46"' in page
    entered = {
        "place": "modal",
        "do": "submit",
        "name:typed": "Nia",
        "note:x": "two\r\nlines",
        "shift:x": "night",
        "days:x": "day",
        "where:x": "day",
        "who:x": nia.slack_id,
        "on:x": "2030-02-01",
        "moment:x": "2030-03-17T13:46",
        "count:x": "1.5",
    }
    touch = f"/people/{nia.slack_id}/touch"

    assert "That name is taken." in await browser.send(touch, **entered | {"name:typed": "taken"})
    assert "required field" in await browser.send(touch, **entered | {"name:typed": ""})
    await browser.send(touch, **entered)

    values = kept[0]
    assert values["note"]["value"] == "two\nlines"
    assert values["shift"]["selected_option"] == filled(SHIFTS[1])
    assert values["days"]["selected_options"] == filled(SHIFTS[:1])
    assert values["who"]["selected_users"] == [nia.slack_id]
    assert values["moment"]["selected_date_time"] == 1_899_999_960
    assert values["count"]["value"] == "1.5"
    assert nia.modal is None


async def test_a_form_can_be_closed_as_it_is(nia: Actor, browser: Browser, kept, connect):
    await connect()
    await browser.send(f"/people/{nia.slack_id}/type", text="/ask")

    await browser.send(f"/people/{nia.slack_id}/touch", place="modal", do="close")

    assert (nia.modal, kept) == (None, [])


async def test_writing_and_opening_the_home_reach_the_bot(
    nia: Actor, browser: Browser, app, connect
):
    heard: list[str] = []

    @app.event("message")
    @app.event("app_home_opened")
    async def hear(event):
        heard.append(event["type"])

    await connect()
    await browser.send(f"/people/{nia.slack_id}/type", text="hello <there>")
    page = await browser.send(f"/people/{nia.slack_id}/home")

    assert heard == ["message", "app_home_opened"]
    assert "hello &lt;there&gt;" in page
    async with browser.http.post(f"{browser.url}/people/{nia.slack_id}/fly") as answer:
        assert answer.status == 404
