"""What containers and systemd are told is held here against what is there; no engine is needed."""

import json
import re
import tomllib
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import _parser
from tests.test_documented import EXAMPLE, ROOT, assigned, commands

COMMANDS = set(commands(_parser()))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
BOTS = [COMPOSE["services"][name] for name in ("bot", "upgrade")]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
LET_IN = [
    line.removeprefix("!")
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    if line.startswith("!")
]
PRIVACY = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    """Return what each instruction of a kind says in the Dockerfile."""
    return re.findall(rf"^{name} (.+)$", DOCKERFILE, re.MULTILINE)


def unit() -> dict[str, dict[str, str]]:
    """Return the systemd unit, by section."""
    read = ConfigParser(interpolation=None, delimiters=("=",), strict=True)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(ROOT / "deploy/resiliency.service", encoding="utf-8")
    return {name: dict(read[name]) for name in read.sections()}


def copied() -> Iterator[str]:
    """Yield every file and folder that the image takes."""
    for said in instructions("COPY"):
        *sources, _ = said.split()
        yield from sources


def test_everything_that_the_image_takes_is_there_and_let_in() -> None:
    taken = list(copied())

    assert [name for name in taken if not (ROOT / name).exists()] == []
    assert sorted(taken) == sorted(LET_IN)


def test_nothing_else_is_let_into_the_image() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert "*" in lines


def test_the_image_holds_every_room_of_the_bot() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = wheel["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert set(rooms) <= set(copied())


def test_the_image_has_the_python_that_the_project_asks_for() -> None:
    (image,) = instructions("FROM")

    assert f">={re.findall(r'python:(3[.][0-9]+)-', image)[0]}" == PROJECT["requires-python"]


def test_the_image_is_not_run_by_root() -> None:
    (user,) = instructions("USER")

    assert int(user.split(":")[0]) >= 1000


def test_the_health_check_and_what_is_run_are_commands_of_the_bot() -> None:
    (checked,) = instructions("HEALTHCHECK")
    (entry,), (run,) = instructions("ENTRYPOINT"), instructions("CMD")
    prefix = ["python", "-m", "bot"]
    asked = json.loads(checked.partition("CMD ")[2])

    assert (json.loads(entry), asked[:3]) == (prefix, prefix)
    assert {" ".join(asked[3:]), " ".join(json.loads(run))} <= COMMANDS


def test_the_containers_run_commands_of_the_bot() -> None:
    assert {" ".join(bot["command"]) for bot in BOTS} <= COMMANDS


def test_two_copies_of_the_bot_run_and_one_of_what_upgrades() -> None:
    assert [bot.get("deploy", {}).get("replicas", 1) for bot in BOTS] == [2, 1]


def test_no_bot_starts_before_the_tables_are_there() -> None:
    bot, upgrade = BOTS

    assert bot["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}
    assert upgrade["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_what_the_containers_set_are_settings_of_the_bot() -> None:
    settings = set(map(assigned, EXAMPLE))

    assert [name for bot in BOTS for name in bot["environment"] if name not in settings] == []


@pytest.mark.parametrize("bot", BOTS, ids=["bot", "upgrade"])
def test_a_container_can_write_nowhere_and_become_nobody_else(bot: dict[str, Any]) -> None:
    assert (bot["read_only"], bot["cap_drop"]) == (True, ["ALL"])
    assert bot["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("bot", BOTS, ids=["bot", "upgrade"])
def test_the_keys_reach_no_core_dump_and_no_swap(bot: dict[str, Any]) -> None:
    assert (bot["ulimits"]["core"], bot["memswap_limit"]) == (0, bot["mem_limit"])


def test_no_port_is_open() -> None:
    assert [one for one in COMPOSE["services"].values() if "ports" in one] == []
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert COMPOSE["services"]["database"]["networks"] == ["inside"]


def test_no_secret_stands_in_what_is_committed() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")

    assert re.findall(r"PASSWORD: (.+)", text) == ["${POSTGRES_PASSWORD:?put it into .env}"]
    assert set(COMPOSE["secrets"]) == {"keys"}


def test_the_databases_log_keeps_what_the_privacy_page_asks_for() -> None:
    command = COMPOSE["services"]["database"]["command"]
    asked = [one for one in command if "=" in one]

    assert len(asked) == 4
    assert [one for one in asked if one.replace("=", " = ") not in PRIVACY] == []


def test_the_service_runs_a_command_of_the_bot_where_it_is_installed() -> None:
    service = unit()["Service"]
    folder, _, command = service["ExecStart"].partition("/.venv/bin/python -m bot ")

    assert (folder, command in COMMANDS) == (service["WorkingDirectory"], True)


def test_the_service_is_started_again_however_often_it_ends() -> None:
    assert unit()["Service"]["Restart"] == "always"
    assert unit()["Unit"]["StartLimitIntervalSec"] == "0"


def test_the_service_may_write_to_one_folder_and_become_nobody_else() -> None:
    service = unit()["Service"]
    said = ("User", "ProtectSystem", "StateDirectory", "NoNewPrivileges", "CapabilityBoundingSet")

    assert [service[name] for name in said] == ["resiliency", "strict", "resiliency", "yes", ""]


def test_the_keys_of_the_service_reach_no_core_dump_and_no_swap() -> None:
    service = unit()["Service"]

    assert (service["LimitCORE"], service["MemorySwapMax"]) == ("0", "0")


def test_the_readme_names_what_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(compose\.yaml|deploy/[\w.]+)`", readme))

    assert named == {"compose.yaml", "deploy/resiliency.service"}
    assert [name for name in named if not Path(ROOT / name).exists()] == []
