from pathlib import Path

import pytest

from bot.sandbox.page import FILES
from tests.browser.ready import INSTALLED

VENDOR = FILES / "vendor"
BROUGHT = sorted(path.relative_to(VENDOR) for path in VENDOR.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", BROUGHT, ids=str)
def test_what_the_page_brings_along_is_as_npm_has_it(path: Path) -> None:
    assert (VENDOR / path).read_bytes() == (INSTALLED / path).read_bytes()


def test_what_the_page_brings_along_has_its_licence() -> None:
    assert Path("lit-html/LICENSE") in BROUGHT
