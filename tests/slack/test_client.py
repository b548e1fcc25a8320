"""What somebody between the bot and Slack can answer instead of Slack."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.slack import NotSentError, OutcomeUnknownError, Slack


class Between:
    """Answers every call the same."""

    def __init__(self) -> None:
        self.status = 200
        self.body = ""
        self.asked: list[web.Request] = []
        app = web.Application()
        app.router.add_post("/api/{method}", self._answer)
        self.server = TestServer(app)

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        return web.Response(status=self.status, text=self.body, content_type="text/html")


@pytest.fixture
async def between() -> AsyncIterator[Between]:
    """Somebody who is asked in place of Slack."""
    somebody = Between()
    async with somebody.server:
        yield somebody


@pytest.fixture
async def slack(between: Between) -> AsyncIterator[Slack]:
    """The workspace behind them."""
    opened = Slack("xoxb-of-ours", str(between.server.make_url("/api")))
    yield opened
    await opened.close()


@pytest.mark.parametrize("body", ["<p>Busy</p>", '["ratelimited"]', ""])
async def test_who_says_too_many_in_whatever_words_has_not_passed_it_on(
    between: Between, slack: Slack, body: str
) -> None:
    between.status, between.body = 429, body

    with pytest.raises(NotSentError):
        await slack.post("D1", "Hello", ())


@pytest.mark.parametrize("status", [200, 500, 502])
@pytest.mark.parametrize("body", ["<p>Wait</p>", '["ok"]', "", "\xff"])
async def test_an_answer_in_no_words_of_slacks_leaves_it_unknown(
    between: Between, slack: Slack, status: int, body: str
) -> None:
    between.status, between.body = status, body

    with pytest.raises(OutcomeUnknownError, match=str(status)):
        await slack.post("D1", "Hello", ())


async def test_a_message_carries_the_token_and_says_what_it_is_written_in(
    between: Between, slack: Slack
) -> None:
    between.body = '{"ok": true, "ts": "1.1"}'
    await slack.post("D1", "Hello", ())

    named = ("Authorization", "Content-Type")
    assert [between.asked[0].headers[name] for name in named] == [
        "Bearer xoxb-of-ours",
        "application/json;charset=utf-8",
    ]
