"""The file that people take along opens in a browser, by itself, and asks nobody."""

from datetime import date, time
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.messages import exports
from bot.messages.data import Own
from bot.messages.exports import Filled, Line, Taken
from bot.rules.likings import Mark
from bot.rules.shifts import Routine
from storage import lockbox
from tests.browser.accessibility import findings

TAKEN = Taken(
    made_on=date(2026, 11, 22),
    routine=Routine("America/New_York", time(10, 30)),
    zone_chosen=False,
    hides_questions=False,
    parts={"companion": True, "checkins": True},
    answers=[Own("d", date(2026, 11, 9), "Planted question?", "<b>Planted</b> “answer”")],
    assessments=[Filled("pre", [Line("Planted item", "Often", "item", 3)])],
    marks=[("Planted exercise", Mark.HELPED)],
)
PASSPHRASE = lockbox.new_passphrase()


@pytest.fixture
async def locked(page: Page, tmp_path: Path) -> Page:
    """The page of a locked copy, opened from a file."""
    file = tmp_path / exports.FILE_NAME
    file.write_bytes(exports.page(lockbox.lock(exports.plain(TAKEN), PASSPHRASE).written()))
    await page.goto(file.as_uri())
    return page


async def _open(page: Page, passphrase: str) -> None:
    await page.get_by_label("Passphrase").fill(passphrase)
    await page.get_by_role("button", name="Open").click()


async def test_a_copy_opens_with_its_passphrase(locked: Page) -> None:
    await _open(locked, PASSPHRASE)

    read = locked.locator("#read")
    await expect(read).to_contain_text("Week of 2026-11-09: Planted question?")
    await expect(read).to_contain_text("Planted item: Often")
    await expect(read).to_contain_text("Planted exercise: It helped")


async def test_what_was_answered_is_shown_as_it_is(locked: Page) -> None:
    await _open(locked, PASSPHRASE.upper().replace("-", " "))

    await expect(locked.locator("#read")).to_contain_text("<b>Planted</b> “answer”")


async def test_another_passphrase_is_said_not_to_fit(locked: Page) -> None:
    await _open(locked, "abcd-efgh-jkmn-pqrs-tuvw")

    await expect(locked.get_by_role("status")).to_contain_text("That passphrase does not fit.")
    await expect(locked.locator("#read")).to_be_hidden()


async def test_a_locked_copy_shows_nothing(locked: Page) -> None:
    assert "Planted" not in await locked.content()


async def test_nobody_is_shut_out_of_a_copy(locked: Page) -> None:
    closed = await findings(locked)
    await _open(locked, PASSPHRASE)
    await expect(locked.locator("#read")).to_be_visible()

    assert (closed, await findings(locked)) == ([], [])
