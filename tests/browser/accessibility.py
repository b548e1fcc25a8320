"""What axe-core finds wrong with a page for people who cannot see, hear or point well."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = {"serious", "critical"}

_RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"


async def findings(page: Page) -> list[str]:
    """Return a line for each serious or critical finding: its rule, what is wrong, and where."""
    # Evaluated rather than added as an element: a page's own rules for scripts stay in force.
    await page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")
    found: dict[str, Any] = await page.evaluate(_RUN, TAGS)
    return [
        f"{violation['id']}: {violation['help']} ({' '.join(map(str, node['target']))})"
        for violation in found["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]
