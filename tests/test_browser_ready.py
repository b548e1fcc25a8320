import ast
import sys
from pathlib import Path

import pytest

from tests.browser import machine, ready
from tests.browser.machine import Machine, find_chromium, missing

WHOLE = Machine(
    chromium="/usr/bin/chromium", node="/usr/bin/node", npm="/usr/bin/npm", node_version="v20.1.0"
)
BARE = Machine(chromium=None, node=None, npm=None)
DEBIAN = "/usr/bin/apt-get"


def at_home(*names: str) -> machine.Find:
    """Return a look-up in a PATH that has just these programs."""
    return lambda name: f"/usr/bin/{name}" if name in names else None


def test_of_a_machine_that_has_everything_nothing_is_said() -> None:
    assert missing(WHOLE) == ""


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        pytest.param(
            Machine(None, "/n", "/m", "v22.0.0"),
            "Chromium is missing: install it, or say in CHROMIUM where it is.",
            id="no Chromium, and no Debian",
        ),
        pytest.param(
            Machine(None, "/n", "/m", "v22.0.0", apt=DEBIAN),
            "Chromium is missing: run `sudo apt-get install chromium`.",
            id="no Chromium, on Debian, as somebody who may not install",
        ),
        pytest.param(
            Machine(None, "/n", "/m", "v22.0.0", apt=DEBIAN, is_root=True),
            "Chromium is missing: `apt-get install chromium` failed, so look at what it says.",
            id="no Chromium, after Debian was asked for it",
        ),
        pytest.param(
            Machine("/c", None, None),
            "Node and npm are missing: install them.",
            id="no Node",
        ),
        pytest.param(
            Machine(None, None, None, apt=DEBIAN),
            "Chromium, Node and npm are missing: run `sudo apt-get install chromium nodejs npm`.",
            id="nothing at all",
        ),
        pytest.param(
            Machine(None, "/n", "/m", "v22.0.0", named="mine", apt=DEBIAN, is_root=True),
            "CHROMIUM says mine, and no such program is there: mend it, or unset it.",
            id="another Chromium that is not there, though Debian has one",
        ),
        pytest.param(
            Machine("/c", "/n", "/m", "v18.20.4"),
            "Slack's JavaScript clients need Node 20 or newer, and this is v18.20.4: "
            "put a newer `node` first on the PATH.",
            id="an old Node",
        ),
        pytest.param(
            Machine("/c", "/n", "/m"),
            "Slack's JavaScript clients need Node 20 or newer, and this is "
            "one that does not say its version: put a newer `node` first on the PATH.",
            id="a Node that does not run",
        ),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(lacking: Machine, sentence: str) -> None:
    assert missing(lacking) == sentence


def test_debian_is_asked_for_what_is_missing_and_nothing_else() -> None:
    assert [WHOLE.packages, BARE.packages] == [(), ("chromium", "nodejs", "npm")]


@pytest.mark.parametrize(
    ("apt", "is_root", "may"),
    [(DEBIAN, True, True), (DEBIAN, False, False), (None, True, False)],
)
def test_only_root_on_debian_installs(apt: str | None, is_root: bool, may: bool) -> None:
    assert Machine(None, None, None, apt=apt, is_root=is_root).may_install is may


def test_debians_chromium_comes_first() -> None:
    assert find_chromium({}, at_home("google-chrome", "chromium")) == "/usr/bin/chromium"


def test_another_chromium_will_do() -> None:
    assert find_chromium({}, at_home("google-chrome")) == "/usr/bin/google-chrome"


def test_a_chromium_that_is_named_goes_before_all_others() -> None:
    named = {"CHROMIUM": "mine"}

    assert find_chromium(named, at_home("chromium", "mine")) == "/usr/bin/mine"


def test_a_chromium_that_is_named_and_not_there_is_missing() -> None:
    assert find_chromium({"CHROMIUM": "mine"}, at_home("chromium")) is None


def test_npm_is_asked_again_only_when_the_list_has_changed(tmp_path: Path) -> None:
    asked, installed = tmp_path / "package.json", tmp_path / "node_modules"
    asked.write_text("{}")
    installed.mkdir()

    before = ready.up_to_date(asked, installed)
    (installed / "package.json").write_text("{}")
    same = ready.up_to_date(asked, installed)
    asked.write_text('{"private": true}')

    assert (before, same, ready.up_to_date(asked, installed)) == (False, True, False)


def test_getting_ready_needs_nothing_that_it_has_yet_to_install() -> None:
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for module in (machine, ready)
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert imported - sys.stdlib_module_names == {"collections.abc", "tests.browser.machine"}
