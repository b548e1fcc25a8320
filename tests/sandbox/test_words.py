import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Happening, Sandbox
from bot.sandbox.texts import plain_words
from tests.sandbox.kit import Json, actions, button, home, modal, option, plain, section, text_field

NAMES = {"U1": "Nia Example", "C1": "cohort"}


@pytest.mark.parametrize(
    ("mrkdwn", "words"),
    [
        ("*Hello* <@U1>, _well_ done", "Hello @Nia Example, well done"),
        ("*_both_* and ~gone~ and `code`", "both and gone and code"),
        ("in <#C1|cohort> or <#C1>", "in #cohort or #cohort"),
        ("<!date^1900000000^{date}|17 March 2030> at noon", "17 March 2030 at noon"),
        ("<https://example.org|the page> <https://example.org>", "the page https://example.org"),
        ("<!here> <!channel>", "@here @channel"),
        ("2 * 3 * 4 = 24, snake_case_name", "2 * 3 * 4 = 24, snake_case_name"),
        ("a &lt; b &amp;&amp; c", "a < b && c"),
    ],
)
def test_mrkdwn_reads_as_people_see_it(mrkdwn: str, words: str):
    assert plain_words(mrkdwn, lambda slack_id: NAMES.get(slack_id, slack_id)) == words


def span(text: str) -> Json:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}


SPANS = {
    "type": "rich_text_section",
    "elements": [
        {"type": "user", "user_id": "U404"},
        {"type": "link", "url": "https://example.org", "text": " link "},
        {"type": "emoji", "name": "sun"},
        {"type": "date", "timestamp": 1, "format": "{date}", "fallback": " then "},
        {"type": "broadcast", "range": "here"},
    ],
}
THUMBS = {
    "type": "feedback_buttons",
    "action_id": "thumbs",
    "positive_button": {"text": plain("Good"), "value": "+"},
    "negative_button": {"text": plain("Bad"), "value": "-"},
}
BLOCKS = [
    {"type": "header", "text": plain("Reach")},
    section("*Ward*", fields=[plain("left"), plain("right")]),
    {"type": "divider"},
    {
        "type": "context",
        "elements": [
            {"type": "image", "image_url": "https://example.org/x.png", "alt_text": "a sun"},
            plain("until Thursday"),
        ],
    },
    {
        "type": "rich_text",
        "elements": [
            span("Steps"),
            {"type": "rich_text_list", "style": "bullet", "elements": [span("one"), span("two")]},
        ],
    },
    {"type": "rich_text", "elements": [SPANS]},
    {"type": "markdown", "text": "**bold** words"},
    {"type": "image", "image_url": "https://e.org/x", "alt_text": "a hill", "title": plain("Hill")},
    {"type": "context_actions", "elements": [THUMBS]},
    {
        "type": "data_table",
        "caption": "By site",
        "rows": [
            [{"type": "raw_text", "text": "Site"}, {"type": "raw_text", "text": "People"}],
            [{"type": "raw_text", "text": "Oncology"}, {"type": "raw_number", "value": 120}],
            [{"type": "raw_text", "text": "ICU"}, {"type": "raw_number", "value": 7}],
        ],
    },
    {
        "type": "data_visualization",
        "title": "Trend",
        "chart": {
            "type": "line",
            "series": [
                {
                    "name": "Reached",
                    "data": [{"label": "Jan", "value": 40.0}, {"label": "Feb", "value": 55.5}],
                }
            ],
            "axis_config": {"categories": ["Jan", "Feb"]},
        },
    },
    {
        "type": "data_visualization",
        "title": "Answers",
        "chart": {"type": "pie", "segments": [{"label": "Yes", "value": 3}]},
    },
    actions(
        button("Open", "open"),
        button("Later", "later"),
        {"type": "overflow", "action_id": "more", "options": [option("Hide"), option("Show")]},
    ),
]
READ = """\
Reach
Ward
left
right
———
(a sun) until Thursday
Steps
• one
• two
@U404 link :sun: then here
bold words
Hill
(a hill)
[Good] [Bad]
By site
Site      People
Oncology     120
ICU            7
Trend
     Reached
Jan       40
Feb     55.5
Answers
Yes  3
[…] Hide | Show
[Open] [Later]"""


async def test_a_message_reads_block_by_block(client: AsyncWebClient, nia: Actor):
    await client.chat_postMessage(channel=nia.slack_id, text="Reach", blocks=BLOCKS)

    assert nia.messages[0].words() == READ
    assert nia.screen() == READ


async def test_a_home_reads_with_what_is_chosen(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor
):
    happened: list[Happening] = []
    sandbox.watch(happened.append)
    shifts = [option("Day"), option("Night")]
    await client.views_publish(
        user_id=nia.slack_id,
        view=home(
            actions(
                {
                    "type": "radio_buttons",
                    "action_id": "a",
                    "options": shifts,
                    "initial_option": shifts[1],
                },
                {
                    "type": "checkboxes",
                    "action_id": "b",
                    "options": shifts,
                    "initial_options": shifts[:1],
                },
                {"type": "users_select", "action_id": "c", "initial_user": nia.slack_id},
                {"type": "timepicker", "action_id": "d", "placeholder": plain("When?")},
            )
        ),
    )

    assert happened == [
        Happening(
            sandbox.calendar.now(),
            "Nia Example",
            "sees",
            ("( ) Day", "(x) Night", "[x] Day", "[ ] Night", "[Nia Example]", "[When?]"),
        )
    ]


async def test_everything_somebody_sees_or_does_is_told(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor, app, connect
):
    happened: list[Happening] = []
    form = modal(text_field("Name", "name", hint=plain("As on the badge")), close=plain("Cancel"))

    @app.command("/ask")
    async def ask(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=form)
        await ack("Opened")

    @app.view("form")
    @app.event("app_home_opened")
    @app.event("message")
    async def take(ack):
        await ack()

    await connect()
    sandbox.watch(happened.append)
    cohort = sandbox.add_channel("cohort", [nia.slack_id])
    await client.chat_postMessage(
        channel=cohort, text="to all", blocks=[actions(button("Go", "g"))]
    )
    await nia.command("/ask")
    await nia.submit({"Name": "Nia"})
    await nia.tap("Go")
    await nia.open_home()
    await nia.type("bye")

    filled = ("A form", "Name", "[Nia]", "(As on the badge)", "[Save] [Cancel]")
    empty = tuple(line.replace("[Nia]", "[      ]") for line in filled)
    assert [(one.who, one.verb, one.lines) for one in happened] == [
        ("cohort", "sees", ("[Go]",)),
        ("Nia Example", "commands", ("/ask",)),
        ("Nia Example", "sees", empty),
        ("Nia Example", "sees", ("Opened",)),
        ("Nia Example", "submits", filled),
        ("Nia Example", "closes", ("A form",)),
        ("Nia Example", "taps", ("[Go]",)),
        ("Nia Example", "sees", ("operation_timeout",)),
        ("Nia Example", "opens", ("Home",)),
        ("Nia Example", "types", ("bye",)),
    ]
