import argparse
import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import app, settings
from bot.__main__ import _parser
from bot.slack import SCOPES
from handlers import middleware
from storage import schema

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FROM_NPM: dict[str, str] = json.loads(
    (ROOT / "tests/browser/package.json").read_text(encoding="utf-8")
)["dependencies"]
MANIFEST: dict[str, Any] = dict(app.manifest())

# The ways in which bot/settings.py reads a variable.
READ = re.compile(r'(?:reader\.\w+|self\.required|environ\.get)\(\s*"([A-Z_]+)"')
ASSIGNED = re.compile(r"#? ?([A-Z][A-Z_]*)=")
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
# What somebody needs who has only read the README.
TARGETS = {"demo", "test", "test-browser", "check", "bench", "setup"}


def assigned(line: str) -> str | None:
    """Return the variable that a line of .env.example sets, or None."""
    found = ASSIGNED.match(line)
    return found[1] if found else None


def code(markdown: str) -> str:
    """Return what stands in the code of a page, in blocks and between words."""
    return "\n".join(block or span for block, span in CODE.findall(markdown))


def commands(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    """Yield every command of the command line."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from commands(inner, f"{before} {name}".strip())
            return
    yield before


def name_of(requirement: str) -> str:
    """Return the package that a requirement is about."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return found[0]


DEPENDENCIES = [
    name_of(requirement)
    for requirement in [
        *PROJECT["dependencies"],
        *(one for extra in PROJECT["optional-dependencies"].values() for one in extra),
    ]
] + list(FROM_NPM)


def test_the_example_has_every_setting_and_nothing_else() -> None:
    source = Path(settings.__file__).read_text(encoding="utf-8")

    assert sorted(filter(None, map(assigned, EXAMPLE))) == sorted(READ.findall(source))


def test_every_setting_has_its_explanation_above_it() -> None:
    bare = [
        assigned(line)
        for above, line in zip(["", *EXAMPLE], EXAMPLE, strict=False)
        if assigned(line) and not (above.startswith("# ") and not assigned(above))
    ]

    assert bare == []


def test_the_example_holds_no_token_and_no_key() -> None:
    values = {assigned(line): line.partition("=")[2] for line in EXAMPLE if assigned(line)}

    secret = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "BOT_SECRET_KEYS", "BOT_SECRET_KEYS_FILE")
    assert [values[name] for name in secret] == ["", "", "", ""]


def test_the_manifest_asks_for_the_scopes_that_the_bot_uses() -> None:
    assert MANIFEST["oauth_config"]["scopes"] == {"bot": sorted(SCOPES)}


def test_the_manifest_has_the_command_that_the_bot_hears() -> None:
    described = [one["command"] for one in MANIFEST["features"]["slash_commands"]]

    assert described == [middleware.COMMAND]


def test_the_manifest_subscribes_to_the_events_that_the_bot_hears() -> None:
    tree = ast.parse(Path(middleware.__file__).read_text(encoding="utf-8"))
    heard = [
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "app.event"
        and isinstance(node.args[0], ast.Constant)
    ]

    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert subscribed == ["app_home_opened", "message.im", "user_change"]
    assert sorted(event.partition(".")[0] for event in subscribed) == sorted(heard)


def test_people_can_write_to_the_bot() -> None:
    home = MANIFEST["features"]["app_home"]

    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)


def test_the_app_has_a_home() -> None:
    assert MANIFEST["features"]["app_home"]["home_tab_enabled"] is True


def test_names_in_a_command_come_as_ids() -> None:
    assert [one["should_escape"] for one in MANIFEST["features"]["slash_commands"]] == [True]


def test_slack_is_heard_over_socket_mode() -> None:
    assert MANIFEST["settings"]["socket_mode_enabled"] is True


def test_buttons_are_heard() -> None:
    assert MANIFEST["settings"]["interactivity"] == {"is_enabled": True}


def test_the_readme_names_no_make_target_that_does_not_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", code(README)))

    assert sorted(named - set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))) == []


def test_the_readme_names_every_make_target_that_a_newcomer_needs() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", code(README)))

    assert sorted(TARGETS - named) == []


def test_every_make_target_says_what_it_does() -> None:
    targets = re.findall(r"^([a-z-]+):(.*)$", MAKEFILE, re.MULTILINE)

    assert [name for name, rest in targets if "## " not in rest] == []


def test_every_phony_target_exists() -> None:
    targets = re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)

    assert sorted(phony.split()) == sorted(targets)


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_every_dependency_has_a_line_that_says_why(dependency: str) -> None:
    lines = re.findall(rf"^- `{re.escape(dependency)}(?:\[\w+\])?`: \S", CONTRIBUTING, re.MULTILINE)

    assert len(lines) == 1


def test_no_dependency_is_explained_that_is_not_there() -> None:
    explained = re.findall(
        r"^- `([@/A-Za-z0-9._-]+)(?:\[\w+\])?`: ",
        CONTRIBUTING.partition("## Dependencies")[2].partition("\n## ")[0],
        re.MULTILINE,
    )

    assert sorted(explained) == sorted(DEPENDENCIES)


def test_every_package_from_npm_is_pinned() -> None:
    loose = [name for name, version in FROM_NPM.items() if not re.fullmatch(r"[\d.]+", version)]

    assert loose == []


def test_the_lock_of_the_browser_tests_adds_to_the_other_and_repeats_nothing() -> None:
    locks = ("requirements.lock", "requirements-browser.lock")
    first, second = ((ROOT / lock).read_text(encoding="utf-8").splitlines() for lock in locks)

    assert [line for line in second if line.startswith("playwright==")] != []
    assert sorted({line.lower() for line in first} & {line.lower() for line in second}) == []


@pytest.mark.parametrize("command", sorted(commands(_parser())))
def test_the_readme_says_what_every_command_is_for(command: str) -> None:
    assert f"| `python -m bot {command}` | " in README


def test_the_readme_names_no_command_that_does_not_exist() -> None:
    named = re.findall(
        r"python -m bot ([a-z-]+(?: (?:upgrade|check|new|rotate|export|apply|key|import))?)", README
    )

    assert sorted(set(named)) == sorted(commands(_parser()))


def test_every_page_that_is_linked_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README + CONTRIBUTING)

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_file_that_a_page_names_is_there() -> None:
    named = re.findall(r"`((?:bot|handlers|content|storage)/[\w/.]*)`", README + CONTRIBUTING)

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_newest_schema_is_the_newest_migration() -> None:
    migrations = sorted(path.name for path in (schema.MIGRATIONS / "versions").glob("0*.py"))

    assert migrations[-1].partition("_")[0] == schema.NEWEST
