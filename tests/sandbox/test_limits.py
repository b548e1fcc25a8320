import pytest

from bot.sandbox.limits import problems, view_problems
from tests.sandbox.kit import (
    Json,
    actions,
    button,
    field,
    home,
    modal,
    option,
    plain,
    section,
    text_field,
)

RAW = {"type": "raw_text", "text": "a"}
MENU = {"type": "static_select", "action_id": "menu"}
TEN = [option(f"Option {number}") for number in range(10)]


def longer(text: str, most: int) -> Json:
    return plain(text * (most + 1))


def chart(**extra: object) -> Json:
    series = [{"name": "Reached", "data": [{"label": "Jan", "value": 3}]}]
    shape = {"type": "bar", "series": series, "axis_config": {"categories": ["Jan"]}, **extra}
    return {"type": "data_visualization", "title": "Reach", "chart": shape}


def table(rows: list[list[Json]], **extra: object) -> Json:
    return {"type": "data_table", "caption": "Reach", "rows": rows, **extra}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


SPOKEN = {"type": "rich_text_section", "elements": [{"type": "text", "text": "hi"}]}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "f",
    "positive_button": {"text": plain("Good"), "value": "+"},
    "negative_button": {"text": plain("Bad"), "value": "-"},
}
PICTURE = {"type": "image", "image_url": "https://example.org/x.png", "alt_text": "a graph"}

TAKEN = [
    pytest.param(section("x" * 3000), id="a full section"),
    pytest.param({"type": "section", "fields": [plain("x" * 2000)] * 10}, id="full fields"),
    pytest.param({"type": "header", "text": plain("x" * 150)}, id="a full header"),
    pytest.param(actions(*(button("x" * 75, f"a{n}") for n in range(25))), id="full actions"),
    pytest.param({"type": "context", "elements": [PICTURE, plain("x")] * 5}, id="full context"),
    pytest.param({"type": "divider"}, id="a divider"),
    pytest.param(PICTURE, id="an image"),
    pytest.param(rich(SPOKEN), id="rich text"),
    pytest.param({"type": "markdown", "text": "x" * 12_000}, id="full markdown"),
    pytest.param({"type": "table", "rows": [[RAW] * 20] * 100}, id="a full table"),
    pytest.param(table([[RAW] * 20] * 101, page_size=100), id="a full data table"),
    pytest.param(chart(), id="a bar chart"),
    pytest.param(
        {**chart(), "chart": {"type": "pie", "segments": [{"label": "Yes", "value": 1}] * 6}},
        id="a full pie",
    ),
    pytest.param({"type": "context_actions", "elements": [FEEDBACK]}, id="feedback buttons"),
    pytest.param(section("x", accessory={**MENU, "options": TEN}), id="a menu"),
    pytest.param(
        section("x", accessory={**MENU, "option_groups": [{"label": plain("g"), "options": TEN}]}),
        id="a grouped menu",
    ),
    pytest.param(
        field("When", {"type": "datetimepicker", "initial_date_time": 1_900_000_000}, "b"),
        id="a moment",
    ),
    pytest.param(
        field("Hour", {"type": "timepicker", "initial_time": "23:59", "timezone": "UTC"}, "b"),
        id="an hour",
    ),
]


@pytest.mark.parametrize("block", TAKEN)
def test_what_is_just_within_the_limits_is_taken(block: Json):
    assert problems([block], "message") == []


LESS = "must be less than {} characters".format
REFUSED = [
    (section("x" * 3001), "text/text", LESS(3001)),
    (section(""), "text/text", "must be more than 0 characters"),
    ({"type": "section"}, "", "missing required field: text"),
    ({"type": "section", "fields": [plain("x")] * 11}, "fields", "no more than 10 items allowed"),
    ({"type": "section", "fields": [longer("x", 2000)]}, "fields/0/text", LESS(2001)),
    ({"type": "header", "text": longer("x", 150)}, "text/text", LESS(151)),
    (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "text/type",
        "must be one of: plain_text",
    ),
    ({"type": "divider", "block_id": "x" * 256}, "block_id", LESS(256)),
    ({"type": "divider", "colour": "red"}, "", "invalid additional property: colour"),
    ({"type": "mystery"}, "type", "unsupported type: mystery"),
    ({"text": "x"}, "", "missing required field: type"),
    ("x", "", "missing required field: type"),
    (actions(), "elements", "no fewer than 1 items allowed"),
    (
        actions(*(button("x", f"a{n}") for n in range(26))),
        "elements",
        "no more than 25 items allowed",
    ),
    (actions(button("x" * 76, "a")), "elements/0/text/text", LESS(76)),
    (actions(button("x", "a" * 256)), "elements/0/action_id", LESS(256)),
    (actions(button("x", "a", value="v" * 2001)), "elements/0/value", LESS(2001)),
    (actions(button("x", "a", url="ftp://x")), "elements/0/url", "invalid url"),
    (
        actions(button("x", "a", style="loud")),
        "elements/0/style",
        "must be one of: primary, danger",
    ),
    (
        actions(button("x", "a", accessibility_label="x" * 76)),
        "elements/0/accessibility_label",
        LESS(76),
    ),
    (
        actions(
            button(
                "x",
                "a",
                confirm={
                    "title": longer("x", 100),
                    "text": plain("x"),
                    "confirm": plain("x"),
                    "deny": plain("x"),
                },
            )
        ),
        "elements/0/confirm/title/text",
        LESS(101),
    ),
    (
        actions(button("x", "a"), button("y", "a")),
        "elements/1/action_id",
        "`action_id` a already exists",
    ),
    (
        actions({"type": "plain_text_input", "action_id": "a"}),
        "elements/0/type",
        "unsupported type: plain_text_input",
    ),
    (
        {"type": "context", "elements": [plain("x")] * 11},
        "elements",
        "no more than 10 items allowed",
    ),
    ({**PICTURE, "alt_text": "x" * 2001}, "alt_text", LESS(2001)),
    (
        {"type": "image", "alt_text": "x"},
        "",
        "must have exactly one of: image_url, slack_file",
    ),
    (
        section("x", accessory={**MENU, "options": [option(f"{n}") for n in range(101)]}),
        "accessory/options",
        "no more than 100 items allowed",
    ),
    (
        section("x", accessory={**MENU, "options": [option("x" * 76, "v")]}),
        "accessory/options/0/text/text",
        LESS(76),
    ),
    (
        section("x", accessory={**MENU, "options": [option("x", "v" * 151)]}),
        "accessory/options/0/value",
        LESS(151),
    ),
    (
        section("x", accessory={**MENU, "options": [option("x", "v"), option("y", "v")]}),
        "accessory",
        "the value of every option must be unique",
    ),
    (
        section("x", accessory={**MENU, "options": TEN, "initial_option": option("Eleven")}),
        "accessory",
        "initial_option must exactly match one of the options",
    ),
    (section("x", accessory=MENU), "accessory", "must have exactly one of: options, option_groups"),
    (
        section("x", accessory={**MENU, "options": TEN, "placeholder": longer("x", 150)}),
        "accessory/placeholder/text",
        LESS(151),
    ),
    (
        section("x", accessory={"type": "overflow", "options": TEN[:1]}),
        "accessory/options",
        "no fewer than 2 items allowed",
    ),
    (
        section("x", accessory={"type": "overflow", "options": TEN[:6]}),
        "accessory/options",
        "no more than 5 items allowed",
    ),
    (
        section("x", accessory={"type": "checkboxes", "options": [*TEN, option("Eleven")]}),
        "accessory/options",
        "no more than 10 items allowed",
    ),
    (
        section("x", accessory={"type": "datetimepicker"}),
        "accessory/type",
        "unsupported type: datetimepicker",
    ),
    (text_field("x" * 2001, "b"), "label/text", LESS(2001)),
    (text_field("x", "b", hint=longer("x", 2000)), "hint/text", LESS(2001)),
    (field("x", button("x", "a"), "b"), "element/type", "unsupported type: button"),
    (
        field("x", {"type": "plain_text_input", "max_length": 3001}, "b"),
        "element/max_length",
        "must be between 1 and 3000",
    ),
    (
        field("x", {"type": "number_input"}, "b"),
        "element",
        "missing required field: is_decimal_allowed",
    ),
    (
        field("x", {"type": "datepicker", "initial_date": "2030-02-30"}, "b"),
        "element/initial_date",
        "must be a date such as 2030-12-31",
    ),
    (
        field("x", {"type": "timepicker", "initial_time": "24:00"}, "b"),
        "element/initial_time",
        "must be a time such as 08:30",
    ),
    (
        field("x", {"type": "timepicker", "timezone": "Mars/Base"}, "b"),
        "element/timezone",
        "must be an IANA time zone",
    ),
    (
        field("x", {"type": "datetimepicker", "initial_date_time": 1}, "b"),
        "element/initial_date_time",
        "must be between 1000000000 and 9999999999",
    ),
    (rich({"type": "rich_text_poem"}), "elements/0/type", "unsupported type: rich_text_poem"),
    ({"type": "markdown", "text": "x" * 12_001}, "text", LESS(12_001)),
    ({"type": "table", "rows": [[RAW]] * 101}, "rows", "no more than 100 items allowed"),
    ({"type": "table", "rows": [[RAW] * 21]}, "rows/0", "no more than 20 items allowed"),
    (table([[RAW]]), "rows", "no fewer than 2 items allowed"),
    (table([[RAW]] * 102), "rows", "no more than 101 items allowed"),
    (table([[RAW, RAW], [RAW]]), "rows", "all rows must have the same number of cells"),
    (table([[RAW]] * 2, page_size=101), "page_size", "must be between 1 and 100"),
    (
        table([[RAW]] * 2, row_header_column_index=1),
        "row_header_column_index",
        "must be the index of a column",
    ),
    (table([[rich(SPOKEN)], [RAW]]), "rows/0/0/type", "unsupported type: rich_text"),
    (table([[{**RAW, "text": ""}], [RAW]]), "rows/0/0/text", "must be more than 0 characters"),
    (table([[{**RAW, "text": "x" * 5001}]] * 2), "rows", LESS(10_001)),
    ({**chart(), "title": "x" * 51}, "title", LESS(51)),
    (chart(type="donut"), "chart/type", "unsupported type: donut"),
    (
        chart(axis_config={"categories": ["Feb"]}),
        "chart/series/0/data",
        "every series must have exactly the categories, in their order",
    ),
    (chart(series=chart()["chart"]["series"] * 2), "chart/series", "series names must be unique"),
    (chart(series=[]), "chart/series", "no fewer than 1 items allowed"),
    (
        chart(series=[{"name": "x", "data": [{"label": "Jan", "value": float("inf")}]}]),
        "chart/series/0/data/0/value",
        "must be a finite number",
    ),
    (
        {"type": "context_actions", "elements": [button("x", "a")]},
        "elements/0/type",
        "unsupported type: button",
    ),
    ({"type": "alert", "text": plain("x")}, "type", "unsupported type: alert"),
]


@pytest.mark.parametrize(
    ("block", "pointer", "sentence"), REFUSED, ids=[f"{where} {why}" for _, where, why in REFUSED]
)
def test_what_is_just_beyond_a_limit_is_named(block: Json, pointer: str, sentence: str):
    where = "/blocks/0" + (f"/{pointer}" if pointer else "")

    assert problems([block], "message") == [(where, sentence)]


def test_a_message_is_limited_as_a_whole():
    twice = [{"type": "divider", "block_id": "b"}] * 2
    halves = [{"type": "markdown", "text": "x" * 6001}] * 2

    assert problems([{"type": "divider"}] * 50, "message") == []
    assert problems([{"type": "divider"}] * 51, "message") == [
        ("/blocks", "no more than 50 items allowed")
    ]
    assert problems(twice, "message") == [("/blocks/1/block_id", "`block_id` b already exists")]
    assert problems([chart()] * 3, "message") == [
        ("/blocks", "no more than 2 data_visualization blocks allowed")
    ]
    assert problems([{"type": "table", "rows": [[RAW]]}] * 2, "message") == [
        ("/blocks", "no more than 1 table blocks allowed")
    ]
    assert problems(halves, "message") == [
        ("/blocks", "markdown must be less than 12001 characters")
    ]
    assert problems("x", "message") == [("/blocks", "must be an array")]


def test_the_same_action_may_stand_in_two_blocks():
    assert problems([actions(button("x", "a")), actions(button("y", "a"))], "message") == []


@pytest.mark.parametrize(
    ("view", "pointer", "sentence"),
    [
        (modal(section("x")) | {"title": longer("x", 24)}, "/view/title/text", LESS(25)),
        (modal(section("x"), submit=longer("x", 24)), "/view/submit/text", LESS(25)),
        (modal(section("x"), close=longer("x", 24)), "/view/close/text", LESS(25)),
        (modal(section("x"), private_metadata="x" * 3001), "/view/private_metadata", LESS(3001)),
        (modal(section("x"), callback_id="x" * 256), "/view/callback_id", LESS(256)),
        (modal(section("x"), notify_on_close="yes"), "/view/notify_on_close", "must be a boolean"),
        (modal(*[{"type": "divider"}] * 101), "/view/blocks", "no more than 100 items allowed"),
        (modal(), "/view/blocks", "no fewer than 1 items allowed"),
        (modal(chart()), "/view/blocks/0/type", "unsupported type: data_visualization"),
        (
            home({"type": "markdown", "text": "x"}),
            "/view/blocks/0/type",
            "unsupported type: markdown",
        ),
        (home(section("x")) | {"title": plain("x")}, "/view", "invalid additional property: title"),
        ({"type": "popup"}, "/view/type", "unsupported type: popup"),
        (None, "/view/type", "unsupported type: None"),
        (
            modal(
                *(
                    field("x", {"type": "plain_text_input", "focus_on_load": True}, name)
                    for name in "ab"
                )
            ),
            "/view/blocks",
            "only one element may have focus_on_load",
        ),
        (
            {"type": "modal", "title": plain("x"), "blocks": [text_field("x", "b")]},
            "/view/submit",
            "missing required field: submit, as there are input blocks",
        ),
    ],
)
def test_what_a_view_may_not_hold_is_named(view: Json, pointer: str, sentence: str):
    assert view_problems(view) == [(pointer, sentence)]


def test_a_view_takes_what_it_may_hold():
    alert = {"type": "alert", "text": plain("Please check"), "level": "warning"}

    assert view_problems(modal(alert, text_field("x", "b"), *[{"type": "divider"}] * 98)) == []
    assert view_problems(home()) == []
    assert problems([section("x")], "home") == []
