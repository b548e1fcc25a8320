"""What a newcomer does on the page, in the words they would use for it."""

from pathlib import Path
from typing import Literal

from playwright.async_api import Locator, Page, expect

from tests.browser.accessibility import findings

SCREENS = Path(__file__).parent / "screens"

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# The clock goes through two weeks of a hospital with twenty-four people in it.
LONG = 30_000


class Visitor:
    """Somebody who has opened the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []

    async def press(self, name: str) -> None:
        """Press the button called `name`: the last one, as the latest message is at the end."""
        await self.button(name).click()

    def button(self, name: str) -> Locator:
        """Return the last button that is called just so."""
        return self._around().get_by_role("button", name=name, exact=True).last

    async def say(self, text: str) -> None:
        """Type something and send it off."""
        await self.page.get_by_label("Message or command").fill(text)
        await self.page.keyboard.press("Enter")

    async def sees(self, words: str) -> None:
        """Return once `words` are on the page."""
        await expect(self.page.get_by_text(words).last).to_be_visible(timeout=LONG)

    async def window(self, words: str) -> None:
        """Return once there is a window that says `words`."""
        await expect(self.page.locator("dialog[open]")).to_contain_text(words, timeout=LONG)

    async def close(self) -> None:
        """Close the window."""
        await self.press("Close")
        await expect(self.page.locator("dialog[open]")).to_have_count(0)

    async def moves(self, to: str) -> None:
        """Have the clock go somewhere, and return when it is there."""
        await self.press(to)
        await expect(self.page.get_by_text("The clock is moving.")).to_have_count(0, timeout=LONG)

    async def look(self, name: str) -> None:
        """Take a picture in light and in dark, and note what keeps anybody from using it."""
        for scheme in SCHEMES:
            await self.page.emulate_media(color_scheme=scheme)
            await self.page.screenshot(path=SCREENS / f"{name}-{scheme}.png")
            self.problems += [f"{name}, {scheme}: {line}" for line in await findings(self.page)]

    def _around(self) -> Locator:
        return self.page.locator("dialog[open], body:not(:has(dialog[open]))").last
