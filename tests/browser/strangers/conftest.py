from collections.abc import AsyncIterator
from copy import deepcopy

import pytest

from bot.sandbox import Actor, Calendar, Happening, Sandbox, Timing
from tests.browser import transcript
from tests.browser.strangers.stranger import Stranger, stranger
from tests.conftest import MONDAY
from tests.sandbox.kit import MANIFEST

# Node starts slowly on a busy machine, and none of these tests is about being late.
PATIENT = Timing(ack=20, trigger=20, farewell=20)


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    """A Slack workspace, whose people and bot are written into the transcript."""
    transcript.write("—", request.node.originalname.removeprefix("test_").replace("_", " "))
    timing = getattr(request, "param", PATIENT)
    async with Sandbox(deepcopy(MANIFEST), Calendar(MONDAY), timing=timing) as opened:
        opened.watch(_write)
        yield opened


@pytest.fixture
def nia(sandbox: Sandbox) -> Actor:
    """Somebody who uses the strangers' app."""
    return sandbox.add_person("Nia Example")


@pytest.fixture
async def bolt(sandbox: Sandbox) -> AsyncIterator[Stranger]:
    """The small app that is made with Bolt for JavaScript, connected."""
    async with stranger("bolt_app.js", sandbox) as running:
        await running.says("Bolt is running")
        yield running


@pytest.fixture
async def web_client(sandbox: Sandbox) -> AsyncIterator[Stranger]:
    """Slack's Web API client for Node."""
    async with stranger("web_client.js", sandbox) as running:
        await running.says("is ready")
        yield running


@pytest.fixture
async def socket_client(sandbox: Sandbox) -> AsyncIterator[Stranger]:
    """Slack's Socket Mode client for Node, without Bolt, connected."""
    async with stranger("socket_client.js", sandbox) as running:
        await running.says("is running")
        yield running


def _write(happening: Happening) -> None:
    transcript.write(happening.who, f"{happening.verb} {' / '.join(happening.lines)}")
