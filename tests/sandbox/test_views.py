import asyncio

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Sandbox, Timing
from bot.sandbox.blocks import filled
from tests.sandbox.kit import (
    Json,
    actions,
    button,
    field,
    home,
    modal,
    option,
    section,
    text_field,
)


@pytest.fixture
def timing() -> Timing:
    return Timing(trigger=0.5)


@pytest.fixture
def triggers(app) -> list[str]:
    caught: list[str] = []

    @app.command("/ask")
    async def ask(ack, body):
        caught.append(body["trigger_id"])
        await ack()

    @app.action("deeper")
    async def deeper(ack, body):
        caught.append(body["trigger_id"])
        await ack()

    return caught


async def error_of(call) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


async def test_a_trigger_opens_one_modal(nia: Actor, client: AsyncWebClient, triggers, connect):
    await connect()
    await nia.command("/ask")

    await client.views_open(trigger_id=triggers[0], view=modal(section("hello")))

    assert nia.screen() == "A form\nhello\n[Save]"
    again = client.views_open(trigger_id=triggers[0], view=modal(section("again")))
    assert await error_of(again) == "exchanged_trigger_id"
    invented = client.views_open(trigger_id="1.2.abc", view=modal(section("again")))
    assert await error_of(invented) == "invalid_trigger_id"


async def test_a_trigger_expires_in_real_time(
    nia: Actor, client: AsyncWebClient, triggers, connect
):
    await connect()
    await nia.command("/ask")
    await asyncio.sleep(0.51)

    late = client.views_open(trigger_id=triggers[0], view=modal(section("late")))

    assert await error_of(late) == "expired_trigger_id"
    assert nia.modal is None


async def test_a_modal_is_at_most_three_views_deep(
    nia: Actor, client: AsyncWebClient, triggers, connect
):
    await connect()
    view = modal(actions(button("Deeper", "deeper")))
    await nia.command("/ask")
    await client.views_open(trigger_id=triggers.pop(), view=view)
    for _ in range(2):
        await nia.tap("Deeper")
        await client.views_push(trigger_id=triggers.pop(), view=view)
    await nia.tap("Deeper")

    fourth = client.views_push(trigger_id=triggers.pop(), view=view)

    assert await error_of(fourth) == "push_limit_reached"
    for depth in (2, 1, 0):
        await nia.close()
        assert (nia.modal is not None) == (depth > 0)


async def test_what_is_done_outside_a_modal_opens_a_fresh_one(
    nia: Actor, client: AsyncWebClient, triggers, connect
):
    await connect()
    for title in ("First", "Second"):
        await nia.command("/ask")
        view = modal(section("hello"), title=title)
        await client.views_open(trigger_id=triggers.pop(), view=view)

    assert nia.modal["title"]["text"] == "Second"
    assert nia.modal["previous_view_id"] is None
    await nia.command("/ask")
    stray = client.views_push(trigger_id=triggers.pop(), view=view)
    assert await error_of(stray) == "not_found"


async def test_an_update_keeps_what_stands_in_fields_that_stay(
    nia: Actor, client: AsyncWebClient, triggers, connect
):
    await connect()
    await nia.command("/ask")
    opened = await client.views_open(
        trigger_id=triggers[0], view=modal(text_field("Name", "name"), text_field("Age", "age"))
    )
    await nia.fill({"Name": "Spring", "age": "nine"})

    await client.views_update(
        view_id=opened["view"]["id"],
        hash=opened["view"]["hash"],
        view=modal(text_field("Name", "name"), text_field("Place", "place")),
    )

    values = nia.modal["state"]["values"]
    assert {name: held["typed"]["value"] for name, held in values.items()} == {
        "name": "Spring",
        "place": None,
    }


async def test_a_view_seen_in_an_older_state_conflicts(
    nia: Actor, client: AsyncWebClient, triggers, connect
):
    await connect()
    published = await client.views_publish(user_id=nia.slack_id, view=home(section("one")))
    await nia.command("/ask")
    opened = await client.views_open(trigger_id=triggers[0], view=modal(section("one")))
    old = {"home": published["view"]["hash"], "modal": opened["view"]["hash"]}
    view_id = opened["view"]["id"]
    await client.views_publish(user_id=nia.slack_id, view=home(section("two")), hash=old["home"])
    await client.views_update(view_id=view_id, view=modal(section("two")), hash=old["modal"])

    publish = client.views_publish(
        user_id=nia.slack_id, view=home(section("three")), hash=old["home"]
    )
    update = client.views_update(view_id=view_id, view=modal(section("three")), hash=old["modal"])

    assert await error_of(publish) == "hash_conflict"
    assert await error_of(update) == "hash_conflict"
    assert nia.home["id"] == published["view"]["id"]
    assert nia.screen() == "A form\ntwo\n[Save]"


async def test_views_are_found_by_their_external_id_which_nobody_else_has(
    nia: Actor, client: AsyncWebClient, triggers, connect
):
    await connect()
    named = modal(section("one"), external_id="row-7")
    await nia.command("/ask")
    await client.views_open(trigger_id=triggers.pop(), view=named)

    await client.views_update(external_id="row-7", view=modal(section("two")))

    assert nia.modal["blocks"][0]["text"]["text"] == "two"
    closed = nia.modal["id"]
    await nia.close()
    gone = client.views_update(view_id=closed, view=modal(section("three")))
    assert await error_of(gone) == "not_found"


async def test_a_home_needs_a_person_and_a_home_tab(
    sandbox: Sandbox, nia: Actor, client: AsyncWebClient
):
    nobody = client.views_publish(user_id="U404", view=home(section("hello")))
    assert await error_of(nobody) == "user_not_found"
    wrong = client.views_publish(user_id=nia.slack_id, view=modal(section("hello")))
    assert await error_of(wrong) == "invalid_arguments"
    sandbox.workspace.manifest.home_tab = False
    off = client.views_publish(user_id=nia.slack_id, view=home(section("hello")))
    assert await error_of(off) == "not_enabled"


async def test_a_view_beyond_the_limits_is_refused_with_its_field(
    sandbox: Sandbox, nia: Actor, client: AsyncWebClient
):
    view = home(section("hello"), field("Name", {"type": "carousel"}, "name"))

    with pytest.raises(SlackApiError) as caught:
        await client.views_publish(user_id=nia.slack_id, view=view)

    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: carousel [json-pointer:/view/blocks/1/element/type]"
    ]
    assert [call.method for call in sandbox.refusals] == ["views.publish"]


def menu(kind: str, **extra: Json) -> Json:
    return {"type": kind, "action_id": "menu", **extra}


async def test_fields_start_with_their_initial_values(
    nia: Actor, client: AsyncWebClient, triggers, connect
):
    await connect()
    choices = [option("Day"), option("Night")]
    await nia.command("/ask")
    await client.views_open(
        trigger_id=triggers[0],
        view=modal(
            field("Shift", menu("radio_buttons", options=choices), "shift"),
            field(
                "Days",
                menu("checkboxes", options=choices, initial_options=choices[:1]),
                "days",
            ),
            field("At", menu("timepicker", initial_time="08:30", timezone="UTC"), "at"),
        ),
    )

    assert {name: held["menu"] for name, held in nia.modal["state"]["values"].items()} == {
        "shift": {"type": "radio_buttons", "selected_option": None},
        "days": {"type": "checkboxes", "selected_options": filled(choices[:1])},
        "at": {"type": "timepicker", "selected_time": "08:30", "timezone": "UTC"},
    }
