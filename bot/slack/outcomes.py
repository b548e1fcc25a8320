"""How a call to Slack ends, which its caller must know.

It happened; it surely did not (`NotSentError`); Slack refused it (`RefusedError`), maybe because
nobody can be reached there (`UnreachableError`) or because it takes nothing from this app any
more (`StoppedError`); or nobody knows (`OutcomeUnknownError`), and then it must not simply be
made again.
"""

import re
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.rules.refusals import RATE_LIMITED, SERVER_TROUBLE, STOPPED, UNREACHABLE

# When Slack names no time, wait as long as its per-channel rule asks.
PAUSE_SECONDS = 1.0
# Whatever an answer names: after so long, asking once more does no harm.
LONGEST_PAUSE_SECONDS = 3600.0
# What Slack's codes look like. Anything else may quote what was sent, and a refusal is logged
# and kept.
_CODE = re.compile(r"[a-z0-9_]{1,60}")
NO_CODE = "no_code"
_REFUSED = re.compile(r'"ok":\s*false.*"error":\s*"(\w+)"', re.DOTALL)


class NotSentError(Exception):
    """The call surely had no effect; it may be made again in `wait` seconds.

    `limited` is the method that Slack asks not to call for so long, if it does.
    """

    def __init__(self, why: str, wait: float, limited: str | None = None) -> None:
        super().__init__(why)
        self.wait = wait
        self.limited = limited


class OutcomeUnknownError(Exception):
    """Nobody knows whether the call had an effect."""


class RefusedError(Exception):
    """Slack refused the call; `code` is its reason, in Slack's word for it."""

    def __init__(self, code: str) -> None:
        self.code = _word(code)
        super().__init__(self.code)


class UnreachableError(RefusedError):
    """Slack refused the call because nobody can be reached there."""


class StoppedError(RefusedError):
    """Slack takes nothing from this app before an operator has done something about it."""


def refusal(code: str) -> RefusedError:
    """Return how a call ended that Slack refused with this code."""
    if code in STOPPED:
        return StoppedError(code)
    return UnreachableError(code) if code in UNREACHABLE else RefusedError(code)


def ended(answer: Any, method: str) -> Exception:
    """Return how a call ended that the SDK raised an error for, by Slack's answer."""
    readable = isinstance(answer, AsyncSlackResponse) and isinstance(answer.data, dict)
    code = str(answer.get("error") or "") if readable else ""
    # An answer the SDK could not read is aiohttp's own.
    status: int = answer.status_code if hasattr(answer, "status_code") else answer.status
    if status == 429 or code in RATE_LIMITED:
        wait = _seconds(answer.headers.get("Retry-After"))
        return NotSentError("rate limited", wait, limited=method)
    if status >= 500 or code in SERVER_TROUBLE or not code:
        return OutcomeUnknownError(_word(code) if code else str(status))
    return refusal(code)


def check_response(status: int, body: str) -> None:
    """Return when a response URL took the message; it refuses in plain text or in JSON."""
    if match := _REFUSED.search(body):
        raise RefusedError(match[1])
    if status >= 500:
        raise OutcomeUnknownError(str(status))
    if status != 200:
        raise RefusedError(body)


def _word(code: str) -> str:
    """Return a code of Slack's as it is, and another word for whatever is none."""
    return code if _CODE.fullmatch(code) else NO_CODE


def _seconds(retry_after: str | None) -> float:
    """Return how long to wait; Slack names seconds, a proxy in between may name anything."""
    named = (retry_after or "").strip()
    if not (named.isascii() and named.isdecimal()):
        return PAUSE_SECONDS
    return min(float(named), LONGEST_PAUSE_SECONDS)
