from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import parts
from bot.messages.names import Form, Tap
from bot.sandbox.limits import view_problems
from tests.messages.reading import shown


def test_a_button_is_called_what_its_handler_hears() -> None:
    assert parts.button("Open", Tap.OPEN, "d1") == {
        "type": "button",
        "text": {"type": "plain_text", "text": "Open", "emoji": False},
        "action_id": "checkin.open",
        "value": "d1",
    }


def test_buttons_of_one_tap_are_kept_apart_by_what_they_are_about() -> None:
    apart = [parts.button("Yes", Tap.ANSWER, "d1", about=about) for about in ("yes", "no")]
    assert [button["action_id"] for button in apart] == ["checkin.answer:yes", "checkin.answer:no"]


def test_a_button_about_nothing_carries_a_dash() -> None:
    assert parts.HELP_BUTTON["value"] == "-"


def test_the_names_of_taps_hold_no_colon_which_parts_them_from_what_they_are_about() -> None:
    assert [tap for tap in Tap if ":" in tap] == []


def test_a_window_without_a_form_cannot_be_sent_off() -> None:
    assert parts.modal([parts.section("Hello.")]) == {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Resiliency"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello."}}],
    }


def test_a_form_is_sent_off_under_its_name_with_what_it_is_about() -> None:
    view = parts.modal([], form=Form.CHANGE, submit="Save", about="d1")
    assert [view["callback_id"], view["submit"]["text"], view["private_metadata"]] == [
        "checkin.change",
        "Save",
        "d1",
    ]


def test_a_field_is_found_by_its_name() -> None:
    field = parts.field("Your hour", "hour", {"type": "timepicker"})
    assert (field["block_id"], field["element"]) == (
        "hour",
        {"type": "timepicker", "action_id": "hour"},
    )


def test_a_field_must_be_filled_unless_it_is_optional() -> None:
    both = [parts.field("Name", "name", {}, optional=optional) for optional in (False, True)]
    assert [field["optional"] for field in both] == [False, True]


@given(st.text(min_size=1, max_size=500))
def test_a_sentence_is_a_window_that_slack_takes(text: str) -> None:
    assert view_problems(parts.sentence(text)) == []


def test_an_option_without_a_hint_has_no_description() -> None:
    assert parts.option("Yes", "yes") == {
        "text": {"type": "plain_text", "text": "Yes", "emoji": False},
        "value": "yes",
    }


def test_the_hint_of_an_option_stands_below_it() -> None:
    assert shown(parts.option("Yes", "yes", "really")) == ["Yes", "really"]


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        pytest.param("America/New_York", "Sunday 1 November, 01:30", id="the second half past one"),
        pytest.param("America/Phoenix", "Saturday 31 October, 23:30", id="the evening before"),
        pytest.param("Asia/Kolkata", "Sunday 1 November, 12:00", id="noon"),
    ],
)
def test_a_moment_is_told_by_its_readers_clock(zone: str, said: str) -> None:
    assert parts.local(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), zone) == said


@pytest.mark.parametrize(
    ("name", "as_slack_reads_it"),
    [
        pytest.param("<!channel>", "&lt;!channel&gt;", id="a call to everybody"),
        pytest.param("<@U0NIA>", "&lt;@U0NIA&gt;", id="somebody"),
        pytest.param("<https://example.org|here>", "&lt;https://example.org|here&gt;", id="a link"),
        pytest.param("R&D", "R&amp;D", id="an ampersand"),
        pytest.param("&lt;", "&amp;lt;", id="an escape"),
        pytest.param('=HYPERLINK("x")', '=HYPERLINK("x")', id="a formula, which is only words"),
    ],
)
def test_what_slack_would_read_as_more_than_words_is_escaped(
    name: str, as_slack_reads_it: str
) -> None:
    assert parts.escaped(name) == as_slack_reads_it


@given(st.text())
def test_nothing_escaped_can_open_or_close_a_tag(text: str) -> None:
    assert {"<", ">"} & set(parts.escaped(text)) == set()


@given(st.text(st.sampled_from("<>&;ampltg \u00e9")))
def test_what_is_escaped_is_shown_as_it_was(text: str) -> None:
    assert unescape(parts.escaped(text)) == text
