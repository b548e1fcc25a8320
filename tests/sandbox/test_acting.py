from datetime import UTC, datetime

import pytest
from slack_bolt import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Calendar, NotAllowedError, NotSeenError, Sandbox
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

SHIFTS = [option("Day"), option("Night")]


@pytest.fixture
def heard(app) -> list[Json]:
    """Return every payload the bot hears; each is acked with nothing."""
    payloads: list[Json] = []

    @app.use
    async def listen(body, next_):
        payloads.append(body)
        await next_()

    @app.action({"type": "block_actions", "action_id": "quiet"})
    @app.action("shift")
    @app.action("days")
    @app.action("more")
    @app.action("at")
    @app.action("thumbs")
    async def act(ack):
        await ack()

    return payloads


@pytest.fixture
def form(app) -> list[Json]:
    """Return a list whose only view `/ask` opens; what comes back is acked by its words."""
    opened: list[Json] = []

    @app.command("/ask")
    async def ask(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=opened[0])
        await ack()

    return opened


async def test_a_command_is_acked_with_words_for_one_person(
    sandbox: Sandbox, nia: Actor, omar: Actor, app, connect
):
    @app.command("/ask")
    async def ask(ack, command):
        await ack(f"You said {command['text']} in {command['channel_name']}")

    await connect()
    everybody = sandbox.add_channel("all", [nia.slack_id, omar.slack_id], private=False)
    sandbox.add_channel("cohort", [nia.slack_id])

    said = [
        await nia.command("/ask why"),
        await nia.command("/ask how", channel=everybody),
        await nia.command("/ask when", channel="cohort"),
    ]

    assert said == [
        "You said why in directmessage",
        "You said how in all",
        "You said when in privategroup",
    ]
    assert [seen.words() for seen in nia.whispers] == said
    assert (nia.messages, omar.whispers) == ([], [])
    with pytest.raises(NotAllowedError, match="not a valid command"):
        await nia.command("/unknown")
    with pytest.raises(NotSeenError, match="Omar Sample is in no channel cohort"):
        await omar.command("/ask", channel="cohort")


async def test_names_in_an_escaping_command_become_ids(
    sandbox: Sandbox, nia: Actor, omar: Actor, app, connect
):
    texts: list[str] = []

    @app.command("/ask")
    @app.command("/raw")
    async def ask(ack, command):
        texts.append(command["text"])
        await ack()

    await connect()
    cohort = sandbox.add_channel("spring-cohort", [nia.slack_id])

    await nia.command("/ask add @Omar Sample to #spring-cohort")
    await nia.command("/raw add @Omar Sample")

    assert texts == [
        f"add <@{omar.slack_id}|omar.sample> to <#{cohort}|spring-cohort>",
        "add @Omar Sample",
    ]


async def test_an_ack_slack_would_not_show_is_refused(sandbox: Sandbox, nia: Actor, app, connect):
    @app.command("/ask")
    async def ask(ack):
        await ack(text="hello", blocks=[{"type": "mystery"}])

    await connect()
    await nia.command("/ask")

    assert nia.errors == ["invalid_blocks"]
    assert [call.method for call in sandbox.refusals] == ["slash_commands"]
    assert nia.whispers == []


async def test_an_ack_may_speak_to_the_whole_channel(
    sandbox: Sandbox, nia: Actor, omar: Actor, app, connect
):
    @app.command("/ask")
    async def ask(ack):
        await ack(text="for all", response_type="in_channel")

    await connect()
    cohort = sandbox.add_channel("cohort", [nia.slack_id, omar.slack_id])
    await nia.command("/ask", channel=cohort)

    assert [seen.text for seen in omar.messages] == ["for all"]
    assert nia.whispers == []


async def test_a_tap_in_a_message_carries_where_what_and_a_way_back(
    nia: Actor, client: AsyncWebClient, heard, connect
):
    await connect()
    blocks = [actions(button("Later", "quiet", value="row-7", style="primary"), block_id="b")]
    posted = await client.chat_postMessage(channel=nia.slack_id, text="well?", blocks=blocks)

    await nia.tap("Later")

    (payload,) = heard
    assert payload["type"] == "block_actions"
    assert payload["user"]["id"] == nia.slack_id
    assert payload["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": posted["channel"],
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": posted["channel"], "name": "directmessage"}
    assert payload["message"]["blocks"] == filled(blocks)
    assert payload["response_url"].startswith("http://127.0.0.1:")
    assert {**payload["actions"][0], "action_ts": ""} == {
        "type": "button",
        "action_id": "quiet",
        "block_id": "b",
        "text": {"type": "plain_text", "text": "Later", "emoji": True},
        "value": "row-7",
        "style": "primary",
        "action_ts": "",
    }


async def test_the_newest_of_two_buttons_is_tapped_unless_the_old_message_is_named(
    nia: Actor, client: AsyncWebClient, heard, connect
):
    await connect()
    for value in ("old", "new"):
        blocks = [actions(button("Open", "quiet", value=value))]
        await client.chat_postMessage(channel=nia.slack_id, text="well?", blocks=blocks)
    old = nia.messages[0]

    await nia.tap("Open")
    await nia.tap("quiet", message=old)

    assert [payload["actions"][0]["value"] for payload in heard] == ["new", "old"]


async def test_a_message_seen_before_it_changed_can_still_be_tapped(
    nia: Actor, client: AsyncWebClient, heard, connect
):
    await connect()
    blocks = [actions(button("Open", "quiet"))]
    posted = await client.chat_postMessage(channel=nia.slack_id, text="well?", blocks=blocks)
    stale = nia.messages[0]
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Closed")

    await nia.tap("Open", message=stale)

    assert heard[0]["message"]["text"] == "Closed"
    with pytest.raises(NotSeenError, match="sees no Open"):
        await nia.tap("Open")


async def test_two_buttons_with_one_label_are_told_apart_by_address(
    nia: Actor, client: AsyncWebClient, heard, connect
):
    await connect()
    rows = [
        section(name, accessory=button("Cancel", "quiet", value=name), block_id=name)
        for name in ("monday", "tuesday")
    ]
    await client.views_publish(user_id=nia.slack_id, view=home(*rows))

    with pytest.raises(NotSeenError, match="2 things are called Cancel"):
        await nia.tap_home("Cancel")
    await nia.tap_home("tuesday:quiet:Cancel")

    assert heard[0]["actions"][0]["value"] == "tuesday"
    assert heard[0]["container"] == {"type": "view", "view_id": nia.home["id"]}


async def test_options_are_tapped_by_label_and_told_by_the_kind_of_menu(
    nia: Actor, client: AsyncWebClient, heard, connect
):
    await connect()
    thumbs = {"text": {"type": "plain_text", "text": "Good"}, "value": "+"}
    await client.chat_postMessage(
        channel=nia.slack_id,
        text="well?",
        blocks=[
            actions(
                {"type": "radio_buttons", "action_id": "shift", "options": SHIFTS},
                {
                    "type": "checkboxes",
                    "action_id": "days",
                    "options": [option("Mon"), option("Tue")],
                },
                {
                    "type": "overflow",
                    "action_id": "more",
                    "options": [option("Hide"), option("Show")],
                },
                {"type": "timepicker", "action_id": "at"},
                block_id="b",
            ),
            {
                "type": "context_actions",
                "elements": [
                    {
                        "type": "feedback_buttons",
                        "action_id": "thumbs",
                        "positive_button": thumbs,
                        "negative_button": {**thumbs, "text": {**thumbs["text"], "text": "Bad"}},
                    }
                ],
            },
        ],
    )

    for name in ("Night", "Mon", "Tue", "Mon", "Hide", "Good"):
        await nia.tap(name)
    await nia.pick("at", "7:05".zfill(5))

    told = [payload["actions"][0] for payload in heard]
    assert told[0]["selected_option"] == filled(SHIFTS[1])
    assert [[one["value"] for one in act["selected_options"]] for act in told[1:4]] == [
        ["mon"],
        ["mon", "tue"],
        ["tue"],
    ]
    assert told[4]["selected_option"] == filled(option("Hide"))
    assert (told[5]["type"], told[5]["value"]) == ("feedback_buttons", "+")
    assert told[6]["selected_time"] == "07:05"
    assert heard[-1]["state"]["values"]["b"]["shift"]["selected_option"] == filled(SHIFTS[1])


async def test_a_form_is_filled_by_label_and_submitted_with_its_values(
    sandbox: Sandbox, nia: Actor, omar: Actor, app, form, connect
):
    submitted: list[Json] = []

    @app.view("form")
    async def save(ack, body):
        submitted.append(body)
        await ack()

    def menu(kind: str, **extra) -> Json:
        return {"type": kind, "action_id": "typed", **extra}

    number = menu("number_input", is_decimal_allowed=False, min_value="1", max_value="9")
    form.append(
        modal(
            text_field("Name", "name"),
            field("Shift", menu("static_select", options=SHIFTS), "shift"),
            field("Days", menu("checkboxes", options=SHIFTS), "days"),
            field("Who", menu("multi_users_select"), "who"),
            field("Where", menu("channels_select"), "where"),
            field("On", menu("datepicker"), "on"),
            field("At", menu("timepicker", timezone="UTC"), "at"),
            field("Moment", menu("datetimepicker"), "moment"),
            field("Count", number, "count"),
            text_field("Note", "note", optional=True),
            private_metadata="row-7",
        )
    )
    cohort = sandbox.add_channel("cohort", [nia.slack_id])
    await connect()
    await nia.command("/ask")

    errors = await nia.submit(
        {
            "Name": "Spring",
            "Shift": "Night",
            "days": ["Day", "Night"],
            "Who": ["Omar Sample", nia.slack_id],
            "Where": "cohort",
            "On": "2030-02-01",
            "At": "08:30",
            "Moment": 1_900_000_000,
            "Count": 3,
        }
    )

    assert (errors, nia.modal) == ({}, None)
    view = submitted[0]["view"]
    assert view["private_metadata"] == "row-7"
    assert {name: held["typed"] for name, held in view["state"]["values"].items()} == {
        "name": {"type": "plain_text_input", "value": "Spring"},
        "shift": {"type": "static_select", "selected_option": filled(SHIFTS[1])},
        "days": {"type": "checkboxes", "selected_options": filled(SHIFTS)},
        "who": {"type": "multi_users_select", "selected_users": [omar.slack_id, nia.slack_id]},
        "where": {"type": "channels_select", "selected_channel": cohort},
        "on": {"type": "datepicker", "selected_date": "2030-02-01"},
        "at": {"type": "timepicker", "selected_time": "08:30", "timezone": "UTC"},
        "moment": {"type": "datetimepicker", "selected_date_time": 1_900_000_000},
        "count": {"type": "number_input", "value": "3"},
        "note": {"type": "plain_text_input", "value": None},
    }


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        ({}, NotAllowedError, "Shift: please complete this required field."),
        ({"Shift": "Dusk"}, NotSeenError, "Shift does not offer Dusk. It offers: Day, Night."),
        ({"On": "tomorrow"}, NotAllowedError, "On: tomorrow is not a date."),
        ({"At": "noon"}, NotAllowedError, "At: noon is not a time of day."),
        ({"Count": "ten"}, NotAllowedError, "Count: ten is not a number."),
        ({"Count": 10}, NotAllowedError, "Count does not take 10."),
        ({"Count": "1.5"}, NotAllowedError, "Count does not take 1.5."),
        ({"Name": "x" * 6}, NotAllowedError, "Name: 6 characters are too few or too many."),
        ({"Name": "a\nb"}, NotAllowedError, "Name has one line only."),
        ({"Who": "Nobody"}, NotSeenError, "Who offers 0 called Nobody."),
        ({"Moment": "soon"}, NotAllowedError, "Moment: soon is not a moment."),
        ({"Colour": "red"}, NotSeenError, "Nia Example sees no Colour."),
    ],
)
async def test_slacks_client_lets_nobody_submit_nonsense(
    nia: Actor, form, connect, values: Json, error: type[Exception], sentence: str
):
    def menu(kind: str, **extra) -> Json:
        return {"type": kind, "action_id": "typed", **extra}

    number = menu("number_input", is_decimal_allowed=False, min_value="1", max_value="9")
    short = menu("plain_text_input", max_length=5)
    form.append(
        modal(
            field("Shift", menu("radio_buttons", options=SHIFTS), "shift"),
            field("On", menu("datepicker"), "on", optional=True),
            field("At", menu("timepicker"), "at", optional=True),
            field("Moment", menu("datetimepicker"), "moment", optional=True),
            field("Count", number, "count", optional=True),
            field("Name", short, "name", optional=True),
            field("Who", menu("users_select"), "who", optional=True),
        )
    )
    await connect()
    await nia.command("/ask")

    with pytest.raises(error) as caught:
        await nia.submit(values)

    assert str(caught.value).startswith(sentence)
    assert (nia.modal is not None, nia.errors) == (True, [])


async def test_field_errors_leave_the_form_open_with_what_was_entered(
    nia: Actor, app, form, connect
):
    @app.view("form")
    async def save(ack, view):
        typed = view["state"]["values"]["name"]["typed"]["value"]
        if typed == "taken":
            await ack(response_action="errors", errors={"name": "That name is taken."})
        else:
            await ack()

    form.append(modal(text_field("Name", "name")))
    await connect()
    await nia.command("/ask")

    assert await nia.submit({"Name": "taken"}) == {"name": "That name is taken."}
    assert nia.screen() == "A form\nName\n[taken]\n[Save]"
    assert await nia.submit({"Name": "free"}) == {}
    assert nia.modal is None


@pytest.mark.parametrize(
    "ack",
    [
        {"response_action": "errors", "errors": {"nowhere": "No."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": home(section("hello"))},
        {"response_action": "push", "view": modal(section("x" * 3001))},
        {"response_action": "explode"},
    ],
    ids=["unknown field", "no field", "not a modal", "too long", "unknown action"],
)
async def test_an_ack_that_makes_no_sense_is_refused_and_shown_as_trouble(
    sandbox: Sandbox, nia: Actor, app, form, connect, ack: Json
):
    @app.use
    async def answer(body, next_):
        if body.get("type") == "view_submission":
            return BoltResponse(status=200, body=ack)
        return await next_()

    form.append(modal(text_field("Name", "name")))
    await connect()
    await nia.command("/ask")

    assert await nia.submit({"Name": "x"}) == {}
    assert nia.errors == ["We had some trouble connecting. Try again?"]
    assert nia.modal is not None
    assert [call.method for call in sandbox.refusals] == ["view_submission"]


async def test_an_ack_can_update_push_and_clear(nia: Actor, app, form, connect):
    steps = [
        {"response_action": "update", "view": modal(section("two"), title="Two")},
        {"response_action": "push", "view": modal(section("three"), title="Three")},
        {"response_action": "clear"},
    ]

    @app.view("form")
    async def save(ack):
        await ack(**steps.pop(0))

    form.append(modal(section("one"), title="One"))
    await connect()
    await nia.command("/ask")
    root = nia.modal["id"]

    titles = []
    while nia.modal:
        titles.append(nia.modal["title"]["text"])
        below = nia.modal["previous_view_id"]
        await nia.submit()
    assert titles == ["One", "Two", "Three"]
    assert below == root


async def test_closing_is_told_only_when_the_view_asks_for_it(nia: Actor, app, form, connect):
    closed: list[Json] = []

    @app.view_closed("form")
    async def note(ack, body):
        closed.append(body)
        await ack()

    await connect()
    for notify in (False, True):
        form[:] = [modal(section("one"), notify_on_close=notify, clear_on_close=notify)]
        await nia.command("/ask")
        await nia.close()

    assert [body["is_cleared"] for body in closed] == [True]
    assert closed[0]["view"]["notify_on_close"] is True
    with pytest.raises(NotSeenError, match="sees no modal"):
        await nia.close()


async def test_an_open_modal_covers_everything_else(
    nia: Actor, client: AsyncWebClient, form, heard, connect
):
    form.append(modal(actions({"type": "radio_buttons", "action_id": "shift", "options": SHIFTS})))
    await connect()
    blocks = [actions(button("Under", "quiet"))]
    await client.chat_postMessage(channel=nia.slack_id, text="well?", blocks=blocks)
    await nia.command("/ask")

    with pytest.raises(NotSeenError, match=r"They see: A form / \( \) Day / \( \) Night"):
        await nia.tap("Under")
    await nia.tap("Night")

    values = list(heard[-1]["view"]["state"]["values"].values())
    assert values[0]["shift"]["selected_option"] == filled(SHIFTS[1])
    assert nia.screen() == "A form\n( ) Day\n(x) Night\n[Save]"


async def test_an_option_in_a_field_is_only_kept_until_the_form_is_submitted(
    nia: Actor, form, heard, connect
):
    radios = {"type": "radio_buttons", "action_id": "shift", "options": SHIFTS}
    form.append(modal(field("Shift", radios, "a"), title="Kept"))
    await connect()
    await nia.command("/ask")
    await nia.tap("Day")
    assert [body.get("type") for body in heard] == [None]

    form[:] = [modal(field("Shift", radios, "a", dispatch_action=True), title="Told")]
    await nia.command("/ask")
    await nia.tap("Day")
    assert [body.get("type") for body in heard] == [None, None, "block_actions"]


async def test_opening_the_home_and_typing_are_events(nia: Actor, app, connect):
    events: list[Json] = []

    @app.event("app_home_opened")
    async def opened(event, client):
        events.append(event)
        await client.views_publish(user_id=event["user"], view=home(section("Welcome")))

    @app.event("message")
    async def said(event, say):
        events.append(event)
        await say("heard")

    await connect()
    await nia.open_home()
    await nia.open_home()
    await nia.type("a < b & c")

    assert "view" not in events[0]
    assert events[1]["view"]["id"] == nia.home["id"]
    assert (events[2]["text"], events[2]["channel_type"]) == ("a &lt; b &amp; c", "im")
    assert [seen.words() for seen in nia.messages] == ["a < b & c", "heard"]
    assert nia.messages[0].author == nia.slack_id


async def test_what_the_app_does_not_offer_cannot_be_done(sandbox: Sandbox, nia: Actor):
    sandbox.workspace.manifest.read_only = True
    sandbox.workspace.manifest.home_tab = False

    with pytest.raises(NotAllowedError, match="takes no messages"):
        await nia.type("hello")
    with pytest.raises(NotAllowedError, match="has no Home"):
        await nia.open_home()


async def test_without_interactivity_a_tap_reaches_nobody(
    sandbox: Sandbox, nia: Actor, client: AsyncWebClient, heard, connect
):
    await connect()
    sandbox.workspace.manifest.interactive = False
    blocks = [actions(button("Open", "quiet"))]
    await client.chat_postMessage(channel=nia.slack_id, text="well?", blocks=blocks)

    await nia.tap("Open")

    assert nia.errors == ["This app is not configured to handle interactive responses."]


def test_a_manifest_slack_would_not_install_is_refused(manifest: Json):
    manifest["oauth_config"]["scopes"]["bot"] = ["chat:write"]

    with pytest.raises(ValueError, match="needs the scopes commands, im:history"):
        Sandbox(manifest, calendar=Calendar(datetime(2030, 1, 7, tzinfo=UTC)))


async def test_a_deactivated_person_does_nothing(sandbox: Sandbox, nia: Actor):
    sandbox.deactivate(nia.slack_id)

    for deed in (
        nia.command("/ask"),
        nia.tap("x"),
        nia.tap_home("x"),
        nia.pick("x", "y"),
        nia.fill({}),
        nia.submit(),
        nia.close(),
        nia.open_home(),
        nia.type("x"),
    ):
        with pytest.raises(NotAllowedError, match="Nia Example is deactivated"):
            await deed


async def test_people_and_channels_are_who_they_say(sandbox: Sandbox, nia: Actor):
    lee = sandbox.add_person("Lee", slack_id="U0LEE", note="nurse, nights", zone="Asia/Tokyo")

    assert [actor.name for actor in sandbox.people] == ["Nia Example", "Lee"]
    assert sandbox.person("U0LEE").note == lee.note == "nurse, nights"
    for wrong, sentence in (
        ({"name": "Twin", "slack_id": "U0LEE"}, "has the id U0LEE already"),
        ({"name": "Far", "zone": "Mars/Base"}, "no time zone Mars/Base"),
    ):
        with pytest.raises(ValueError, match=sentence):
            sandbox.add_person(**wrong)
    with pytest.raises(ValueError, match="Nobody has the id U404"):
        sandbox.add_channel("cohort", ["U404"])
