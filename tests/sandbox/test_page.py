import re
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.page import FILES

OWN = [path for path in FILES.rglob("*") if path.is_file() and "vendor" not in path.parts]


async def fetch(http: aiohttp.ClientSession, url: str, **headers: str) -> tuple[int, str]:
    async with http.get(url, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_everything_the_page_asks_for_is_there(sandbox: Sandbox, http: aiohttp.ClientSession):
    status, index = await fetch(http, f"{sandbox.url}/")

    asked = re.findall(r'(?:src|href)="(/browser/[^"]+)"', index)
    assert (status, len(asked)) == (200, 3)
    for path in asked:
        assert (await fetch(http, sandbox.url + path))[0] == 200


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_every_module_that_is_imported_is_there(path: Path):
    for name in re.findall(r'from "(\.[^"]+)"', path.read_text()):
        assert (path.parent / name).is_file()


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_the_page_asks_nothing_of_the_network(path: Path):
    assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", path.read_text())


def test_the_page_and_its_assets_are_at_most_300_kilobytes():
    assert sum(path.stat().st_size for path in FILES.rglob("*") if path.is_file()) <= 300_000


async def test_a_browser_is_told_to_run_no_script_but_the_page_s_own(
    sandbox: Sandbox, http: aiohttp.ClientSession
):
    async with http.get(f"{sandbox.url}/") as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/control/export", "/live"])
async def test_a_page_from_elsewhere_hears_nothing(
    sandbox: Sandbox, http: aiohttp.ClientSession, path: str
):
    foreign = await fetch(http, sandbox.url + path, Origin="http://elsewhere.example")
    rebound = await fetch(http, sandbox.url + path, Host="elsewhere.example")

    sentence = "The sandbox talks to its own page on this machine only."
    assert foreign == rebound == (403, sentence)


async def test_nothing_outside_the_page_s_folder_is_served(
    sandbox: Sandbox, http: aiohttp.ClientSession
):
    assert (await fetch(http, f"{sandbox.url}/browser/%2e%2e/page.py"))[0] == 404
