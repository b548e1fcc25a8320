"""Slack shows an app its own blocks, with what the app left open filled in."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor
from bot.sandbox.blocks import filled
from bot.sandbox.limits import problems
from tests.sandbox.kit import Json, button, home, option, plain, section, text_field


@pytest.mark.parametrize(
    ("given", "added"),
    [
        pytest.param(plain("One"), {"emoji": True}, id="plain text"),
        pytest.param({"type": "mrkdwn", "text": "*One*"}, {"verbatim": False}, id="formatted text"),
        pytest.param(
            {"type": "plain_text_input"},
            {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}},
            id="a field for text",
        ),
        pytest.param({"type": "input"}, {"optional": False, "dispatch_action": False}, id="input"),
        pytest.param({"type": "divider"}, {}, id="a block that leaves nothing open"),
    ],
)
def test_what_is_left_open_is_filled_in(given: Json, added: Json) -> None:
    assert filled(given) == given | added


@pytest.mark.parametrize(
    "given",
    [
        {**plain("One"), "emoji": False},
        {"type": "mrkdwn", "text": "*One*", "verbatim": True},
        {"type": "input", "optional": True, "dispatch_action": True},
    ],
)
def test_what_is_said_is_kept(given: Json) -> None:
    assert filled(given) == given


def test_what_lies_deep_is_filled_in_too() -> None:
    block = section("One", accessory={"type": "overflow", "options": [option("Two")]})

    assert filled([block])[0]["accessory"]["options"][0]["text"]["emoji"] is True


def test_what_the_app_sent_stays_as_it_was() -> None:
    given = [section("One", accessory=button("Two", "two"))]
    before = repr(given)

    filled(given)

    assert repr(given) == before


def test_what_slack_shows_an_app_may_be_sent_again() -> None:
    blocks = filled([section("One", accessory=button("Two", "two")), text_field("Three", "three")])

    assert problems(blocks, "modal") == []


async def test_a_home_has_a_title_that_its_app_never_gave(nia: Actor, client: AsyncWebClient):
    answer = await client.views_publish(user_id=nia.slack_id, view=home(section("Hello")))

    assert answer["view"]["title"] == {"type": "plain_text", "text": "View Title", "emoji": True}
