"""How long Slack asks to wait, whatever stands in its answer."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack import NotSentError
from bot.slack.outcomes import LONGEST_PAUSE_SECONDS, PAUSE_SECONDS, ended


def waits(headers: dict[str, str]) -> float:
    """Return for how long a call waits that Slack answered with 429 and these headers."""
    answer = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={},
        data={"ok": False, "error": "ratelimited"},
        headers=headers,
        status_code=429,
    )
    outcome: Any = ended(answer, "chat.postMessage")
    assert isinstance(outcome, NotSentError)
    return outcome.wait


@pytest.mark.parametrize(("named", "seconds"), [("0", 0.0), ("7", 7.0), ("3600", 3600.0)])
def test_slack_is_left_alone_for_as_long_as_it_asks(named: str, seconds: float) -> None:
    assert waits({"Retry-After": named}) == seconds


def test_without_a_time_it_is_left_alone_for_a_moment() -> None:
    assert waits({}) == PAUSE_SECONDS


@pytest.mark.parametrize("named", ["", "soon", "nan", "inf", "-5", "1, 1", "Mon, 02 Nov 2026"])
def test_what_is_no_number_of_seconds_is_taken_for_a_moment(named: str) -> None:
    assert waits({"Retry-After": named}) == PAUSE_SECONDS


def test_nobody_waits_for_days_because_of_one_answer() -> None:
    assert waits({"Retry-After": "99999999999"}) == LONGEST_PAUSE_SECONDS
