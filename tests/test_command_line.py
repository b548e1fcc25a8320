import asyncio
import json
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from urllib.request import urlopen

import pytest
from sqlalchemy import text

from bot import app
from bot.__main__ import main
from bot.app import NotReadyError
from bot.flows.doctor import HELLO
from bot.flows.findings import Finding, Health
from bot.flows.people import link_key_row
from bot.sandbox import Actor, Calendar, Sandbox
from content.load import library
from storage import people, schema, seal
from storage.database import Database
from tests import databases
from tests.conftest import MONDAY
from tests.hospital import SITES
from tests.storage.kit import NIA, meet

ROOT = Path(__file__).parents[1]
# Longer than a loaded machine needs to start a process.
PATIENCE_SECONDS = 30
# More would only wait for each other.
PROCESSES = 3
# Where nobody listens.
NOWHERE = "http://127.0.0.1:1"
FIRST_OF_NOVEMBER = "2026-11-01T05:30:00+00:00"
NO_DATABASE = "postgresql://nobody@127.0.0.1:1/x"
# Both begin as Slack's do; nobody else has them.
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-planted-5d20", "SLACK_APP_TOKEN": "xapp-planted-77e1"}

UNITS = [unit.key for unit in library().curriculum.units]
UPGRADED = "The database is at the newest schema.\n"
COMMANDS = [
    "run",
    "sandbox",
    "doctor",
    "database upgrade",
    "database check",
    "keys new",
    "keys rotate",
    "deletions export",
    "deletions apply",
    "backup",
    "ledger",
    "restore",
    "purge",
    "report",
    "rollup key",
    "rollup export",
    "rollup import",
]
HELD = "Another process writes to this database, probably the bot: stop it first."


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it had said."""

    code: int | None
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The last line it complained with."""
        return (self.err.splitlines() or [""])[-1]

    @property
    def findings(self) -> dict[str, str]:
        """What a doctor looked at, and how it was found."""
        lines = [line.partition(": ")[0].split(maxsplit=1) for line in self.out.splitlines()]
        return {what: health for health, what in lines}


class Shell:
    """A shell in a folder, with no more of an environment than it is given."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self.folder = folder
        self.said: list[str] = []
        self._environ = {"PYTHONPATH": str(ROOT), **environ}
        self._turn = asyncio.Semaphore(PROCESSES)

    async def start(self, *arguments: str, **different: str) -> Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            cwd=self.folder,
            env=self._environ | different,
            stdout=PIPE,
            stderr=PIPE,
        )

    async def end(self, process: Process) -> Ended:
        """Return how a process ends, which it does by itself."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                out, err = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        ended = Ended(process.returncode, out.decode(), err.decode())
        self.said += [ended.out, ended.err]
        return ended

    async def call(self, command: str, **different: str) -> Ended:
        async with self._turn:
            return await self.end(await self.start(*command.split(), **different))

    @asynccontextmanager
    async def run(self, sandbox: Sandbox) -> AsyncIterator[Process]:
        """Be the bot in another process, running, until it ends or this is left."""
        process = await self.start("run")
        try:
            await sandbox.wait_connected(PATIENCE_SECONDS)
            self.said.append(await first_line(process))
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
                await self.end(process)


async def first_line(process: Process) -> str:
    """Return what a process says first."""
    assert process.stdout is not None
    return (await process.stdout.readline()).decode()


async def until(happened: Callable[[], object]) -> None:
    """Return once something has happened in the workspace."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not happened():  # noqa: ASYNC110 -- not everything that happens is told
            await asyncio.sleep(0.02)


def complete(folder: Path, sandbox: Sandbox) -> dict[str, str]:
    """Return the environment of a bot in a sandbox, which keeps everything in a folder."""
    (folder / "sites.toml").write_text(SITES)
    return {
        **TOKENS,
        "SLACK_API_URL": sandbox.api_url,
        "CLOCK_URL": f"{sandbox.url}/control/calendar",
        "DATABASE_URL": "sqlite:///bot.db",
        "BOT_SECRET_KEYS": app.new_key(),
        "KEY_KEEPER": "the invented keeper",
        "SITES": "sites.toml",
        "CONTENT_SENT": "all",
    }


def workspace(moment: datetime = MONDAY) -> Sandbox:
    """Return a workspace that knows our tokens."""
    return Sandbox(app.manifest(), Calendar(moment), *TOKENS.values())


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with workspace() as opened:
        yield opened


@pytest.fixture
def shell(tmp_path: Path, slack: Sandbox) -> Shell:
    """A shell with the settings of a bot in the workspace."""
    return Shell(tmp_path, complete(tmp_path, slack))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    """How commands end for which nothing is set."""
    shell = Shell(tmp_path_factory.mktemp("bare"), {})
    asked = ["run", "keys new", "", "run --help"]

    async def call_all() -> list[Ended]:
        return await asyncio.gather(*map(shell.call, asked))

    return dict(zip(asked, asyncio.run(call_all()), strict=True))


@dataclass(frozen=True)
class Evening:
    """What a running bot said and did, and what others got to hear beside it."""

    began: str
    bot: Ended
    helped: str
    second: Ended
    upgrade: Ended
    doctor: Ended
    sending: Ended
    wrong_bot_token: Ended
    wrong_app_token: Ended
    no_schema: Ended
    no_calendar: Ended
    no_right: Ended
    sent: list[str]
    folder: Path
    said: str
    secrets: list[str]

    @property
    def left(self) -> list[str]:
        """What stands in the folder that was not there before."""
        return [file.name for file in self.folder.iterdir() if file.name != "sites.toml"]


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    """A bot that logs all it can, and other commands while it runs."""
    return asyncio.run(_evening(tmp_path_factory.mktemp("evening")))


async def _evening(folder: Path) -> Evening:
    async with workspace() as slack:
        environ = complete(folder, slack)
        shell = Shell(folder, environ | {"LOG_LEVEL": "DEBUG"})
        nia = slack.add_person("Nia Example")
        async with shell.run(slack) as bot:
            await nia.command("/resiliency help")
            await until(lambda: nia.whispers)
            others = await asyncio.gather(
                shell.call("run"),
                shell.call("database upgrade"),
                shell.call("doctor"),
                shell.call(f"doctor --send {nia.slack_id}"),
                shell.call("doctor", SLACK_BOT_TOKEN="xoxb-of-another"),
                shell.call("run", SLACK_APP_TOKEN="xapp-wrong", DATABASE_URL="sqlite:///2.db"),
                shell.call("doctor", DATABASE_URL="sqlite:///3.db"),
                shell.call("run", DATABASE_URL="sqlite:///4.db", CLOCK_URL=f"{NOWHERE}/calendar"),
                shell.call("run", DATABASE_URL="sqlite:////proc/bot.db"),
            )
            bot.terminate()
            ended = await shell.end(bot)
        return Evening(
            shell.said[0],
            ended,
            nia.whispers[0].words(),
            *others,
            sent=[message.words() for message in nia.messages],
            folder=folder,
            said="".join(shell.said),
            secrets=[
                *TOKENS.values(),
                "xoxb-of-another",
                "xapp-wrong",
                environ["BOT_SECRET_KEYS"].partition(":")[2],
            ],
        )


def test_the_program_explains_a_command(bare: dict[str, Ended]) -> None:
    ended = bare["run --help"]

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("usage: python -m bot run [-h]")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main([*command.split(), "--help"])
    ended = Ended(ending.value.code, *capsys.readouterr())

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"usage: python -m bot {command} [-h]")


def test_no_command_at_all_is_explained(bare: dict[str, Ended]) -> None:
    ended = bare[""]

    assert (ended.code, ended.out, ended.err.splitlines()[0]) == (
        2,
        "",
        "usage: python -m bot [-h] COMMAND ...",
    )


def test_without_settings_every_missing_one_is_named(bare: dict[str, Ended]) -> None:
    ended = bare["run"]

    assert (ended.code, ended.out, [line.split()[0] for line in ended.err.splitlines()]) == (
        2,
        "",
        ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "BOT_SECRET_KEYS", "KEY_KEEPER", "SITES"],
    )


def test_a_new_key_is_printed_that_the_bot_can_read(bare: dict[str, Ended]) -> None:
    ended = bare["keys new"]
    ring = seal.read_keys(ended.out)

    assert (ended.code, ended.err, ended.out.count("\n")) == (0, "", 1)
    assert ring.open(ring.seal(b"plain", "row"), "row") == b"plain"


def test_two_new_keys_can_stand_beside_each_other() -> None:
    assert len(seal.read_keys(f"{app.new_key()},{app.new_key()}")._ciphers) == 2


def test_the_bot_answers_whoever_asks_for_help(evening: Evening) -> None:
    assert "/resiliency help" in evening.helped


def test_the_bot_says_that_it_is_running(evening: Evening) -> None:
    assert evening.began == "The bot is running. Stop it with Ctrl-C.\n"


def test_the_bot_ends_well_when_it_is_told_to(evening: Evening) -> None:
    assert (evening.bot.code, evening.bot.out) == (0, "")


def test_a_bot_that_finds_everything_in_order_complains_of_nothing(evening: Evening) -> None:
    assert evening.bot.err == ""


def test_a_second_bot_on_the_same_file_is_refused(evening: Evening) -> None:
    assert (evening.second.code, evening.second.out, evening.second.err) == (2, "", f"{HELD}\n")


def test_an_upgrade_beside_a_running_bot_is_refused(evening: Evening) -> None:
    assert (evening.upgrade.code, evening.upgrade.err) == (2, f"{HELD}\n")


def test_a_doctor_finds_nothing_broken_beside_a_running_bot(evening: Evening) -> None:
    assert (evening.doctor.code, evening.doctor.err) == (0, "")


def test_a_doctor_says_one_line_of_each_thing(evening: Evening) -> None:
    assert evening.doctor.findings == {
        "settings": "ok",
        "content": "ok",
        **{f"unit {number}, {unit}": "ok" for number, unit in enumerate(UNITS, 1)},
        "instruments": "ok",
        "site riverbend": "ok",
        "site hillside": "ok",
        "bot token": "ok",
        "scopes": "ok",
        "app token": "ok",
        "database": "ok",
        "keys": "ok",
        "sending": "ok",
        # Nobody said to whom to write.
        "messages tab": "look",
    }


def test_a_doctor_writes_one_line_to_whom_it_is_told(evening: Evening) -> None:
    assert (evening.sending.code, evening.sending.findings["messages tab"]) == (0, "ok")
    assert evening.sent == [HELLO]


def test_a_doctor_fails_over_a_bot_token_that_slack_does_not_know(evening: Evening) -> None:
    ended = evening.wrong_bot_token

    assert (ended.code, ended.findings["bot token"]) == (1, "broken")


def test_a_doctor_tells_that_the_schema_of_a_file_comes_with_run(evening: Evening) -> None:
    assert (evening.no_schema.code, evening.no_schema.findings["database"]) == (0, "look")


def test_a_doctor_makes_no_database(evening: Evening) -> None:
    assert [name for name in evening.left if name.startswith("3.db")] == []


def test_the_bot_refuses_to_start_with_an_app_token_that_slack_does_not_know(
    evening: Evening,
) -> None:
    ended = evening.wrong_app_token

    assert (ended.code, ended.out, ended.complaint) == (
        2,
        "",
        "Slack says invalid_auth: python -m bot doctor",
    )


@pytest.mark.parametrize("obstacle", ["no_calendar", "no_right"])
def test_what_keeps_the_bot_from_starting_is_told_in_one_sentence(
    evening: Evening, obstacle: str
) -> None:
    ended: Ended = getattr(evening, obstacle)

    assert (ended.code, ended.out, "Traceback" in ended.err) == (2, "", False)


def test_no_token_or_key_appears_in_any_output(evening: Evening) -> None:
    assert [secret for secret in evening.secrets if secret in evening.said] == []


def test_git_ignores_everything_that_a_bot_leaves_in_its_folder(evening: Evening) -> None:
    ignored = (ROOT / ".gitignore").read_text().split()

    seen = [name for name in evening.left if not any(fnmatch(name, one) for one in ignored)]

    assert seen == []


async def test_settings_are_read_from_the_process_and_then_from_the_file_beside_it(
    shell: Shell, tmp_path: Path, slack: Sandbox
) -> None:
    written = complete(tmp_path, slack) | {"LOG_LEVEL": "of no use"}
    (tmp_path / ".env").write_text("".join(f"{name}={it}\n" for name, it in written.items()))

    ended = await Shell(tmp_path, {"LOG_LEVEL": "INFO"}).call("database upgrade")

    assert ended == Ended(0, UPGRADED, "")


async def test_the_bot_ends_well_on_ctrl_c(shell: Shell, slack: Sandbox) -> None:
    async with shell.run(slack) as process:
        process.send_signal(signal.SIGINT)
        ended = await shell.end(process)

    assert (ended.code, ended.out) == (0, "")


async def test_in_json_every_line_of_the_log_is_an_object(tmp_path: Path, slack: Sandbox) -> None:
    slack.fault("link", "drop", times=2)
    shell = Shell(tmp_path, complete(tmp_path, slack) | {"LOG_FORMAT": "json"})
    async with shell.run(slack) as process:
        process.terminate()
        ended = await shell.end(process)

    lines = [json.loads(line) for line in ended.err.splitlines()]
    assert "connected to Slack again" in [line["event"] for line in lines]


async def test_a_bot_that_is_told_to_end_while_it_starts_ends_well(
    shell: Shell, slack: Sandbox
) -> None:
    slack.fault("apps.connections.open", "delay", seconds=2)
    process = await shell.start("run")
    await until(lambda: not slack.faults._ahead)

    process.terminate()

    assert (await shell.end(process)).code == 0


async def test_a_bot_that_waits_for_a_connection_ends_as_soon_as_it_is_told_to(
    shell: Shell, slack: Sandbox
) -> None:
    slack.faults.add({"method": "link", "kind": "delay", "seconds": 600, "times": None})
    process = await shell.start("run")
    await until(lambda: slack.calls and slack.calls[-1].method == "apps.connections.open")

    process.terminate()

    assert (await shell.end(process)).code == 0


async def invited(slack: Sandbox) -> Actor:
    """Return somebody whom a trainer has put on the roster of a cohort."""
    cora = slack.add_person("Cora Example", slack_id="U0COORD01")
    tara, nia = (slack.add_person(name) for name in ("Tara Example", "Nia Example"))
    naming = "/resiliency trainers add @Tara Example"
    await confirms(cora, naming)
    await cora.command(naming)
    await until(lambda: any("Trainer now" in seen.words() for seen in cora.whispers))
    await confirms(tara, "/resiliency cohort new")
    await tara.command("/resiliency cohort new")
    await until(lambda: tara.modal)
    first = slack.calendar.now().date() + timedelta(days=10)
    days = {f"Training day {n}": str(first + timedelta(days=n)) for n in (1, 2, 3)}
    chosen = {"Name": "Spring", "People": [nia.slack_id], "Please confirm": "confirmed"}
    assert await tara.submit(chosen | days) == {}
    return nia


async def confirms(who: Actor, command: str) -> None:
    """Have somebody confirm what they are asked when they first use a command."""
    await who.command(command)
    await until(lambda: "[Confirm]" in who.screen())
    await who.tap("Confirm")
    await until(lambda: "that is noted" in who.screen())


async def test_the_bot_goes_by_the_calendar_it_is_told_to_follow(tmp_path: Path) -> None:
    # Nobody who has not chosen an hour is written to at night.
    night, morning = MONDAY - timedelta(hours=7), MONDAY + timedelta(hours=1)
    async with workspace(night) as slack:
        shell = Shell(tmp_path, complete(tmp_path, slack))
        async with shell.run(slack):
            nia = await invited(slack)
            slack.calendar.move_to(morning)
            await until(lambda: nia.messages)

    written = [datetime.fromtimestamp(float(one.ts), UTC) for one in nia.messages]
    assert [moment.replace(microsecond=0) for moment in written] == [morning]


def test_an_upgrade_brings_a_file_to_the_newest_schema(settings: dict[str, str]) -> None:
    app.upgrade(app.configured(settings))

    assert schema.revision(settings["DATABASE_URL"]) == schema.NEWEST


def test_on_postgresql_the_bot_leaves_the_upgrade_to_an_operator(
    settings: dict[str, str], postgres: str
) -> None:
    config = app.configured(settings | {"DATABASE_URL": databases.bare_on_postgresql(postgres)})

    with pytest.raises(NotReadyError) as caught:
        app.prepare(config)

    assert str(caught.value) == ("The database needs an upgrade: python -m bot database upgrade")


async def test_the_bot_does_not_start_when_slack_cannot_be_reached(
    settings: dict[str, str],
) -> None:
    config = app.configured(settings | {"SLACK_API_URL": f"{NOWHERE}/api"})
    app.prepare(config)

    with pytest.raises(NotReadyError, match=r"^Slack cannot be reached: python -m bot doctor$"):
        async with app.opened(config, lambda: MONDAY):
            pass


def test_a_database_that_cannot_be_reached_is_told_in_one_sentence(
    settings: dict[str, str],
) -> None:
    config = app.configured(settings | {"DATABASE_URL": NO_DATABASE})

    with pytest.raises(NotReadyError) as caught:
        app.prepare(config)

    assert str(caught.value) == (
        "The database cannot be used (OperationalError): check DATABASE_URL."
    )


async def make_newer(url: str) -> None:
    """Have a database be of a bot that is yet to come."""
    database = Database(url)
    await database.run(lambda tx: tx.run(text("UPDATE alembic_version SET version_num = '9999'")))
    database.close()


async def test_a_database_of_a_newer_bot_is_left_alone(settings: dict[str, str]) -> None:
    config = app.configured(settings)
    app.prepare(config)
    await make_newer(config.database_url)

    with pytest.raises(NotReadyError) as caught:
        app.prepare(config)

    assert str(caught.value) == (
        "The database belongs to a newer version of the bot: update the bot."
    )


async def examined(
    settings: dict[str, str], sandbox: Sandbox, send_to: str | None = None, **different: str
) -> list[Finding]:
    """Return what a doctor finds, asked in this process."""
    config = app.configured(settings | {"SLACK_API_URL": sandbox.api_url} | different)
    return await app.examined(config, send_to=send_to)


def broken(findings: list[Finding]) -> list[str]:
    """Return what keeps the bot from working."""
    return [finding.what for finding in findings if finding.health is Health.BROKEN]


@pytest.fixture
def upgraded(settings: dict[str, str]) -> dict[str, str]:
    """The environment of a bot whose database is ready."""
    schema.upgrade(settings["DATABASE_URL"])
    return settings


@pytest.mark.parametrize(
    ("different", "what"),
    [
        pytest.param({"SLACK_APP_TOKEN": "xapp-of-another"}, ["app token"], id="app token"),
        pytest.param({"SLACK_BOT_TOKEN": "xoxb-of-another"}, ["bot token"], id="bot token"),
        pytest.param({"SLACK_API_URL": f"{NOWHERE}/api"}, ["bot token"], id="no Slack"),
        pytest.param({"DATABASE_URL": NO_DATABASE}, ["database"], id="no database"),
    ],
)
async def test_a_doctor_names_what_is_broken_and_looks_at_the_rest(
    upgraded: dict[str, str], sandbox: Sandbox, different: dict[str, str], what: list[str]
) -> None:
    findings = await examined(upgraded, sandbox, **different)

    assert (broken(findings), findings[0].what, findings[-1].what) == (
        what,
        "settings",
        "messages tab",
    )


async def test_a_doctor_finds_a_postgresql_database_without_a_schema(
    settings: dict[str, str], sandbox: Sandbox, postgres: str
) -> None:
    empty = databases.bare_on_postgresql(postgres)

    assert broken(await examined(settings, sandbox, DATABASE_URL=empty)) == ["database"]


async def test_a_doctor_finds_a_database_of_a_newer_bot(
    upgraded: dict[str, str], sandbox: Sandbox
) -> None:
    await make_newer(upgraded["DATABASE_URL"])

    assert broken(await examined(upgraded, sandbox)) == ["database"]


async def lose_the_key(url: str) -> None:
    """Have something in a database that was sealed with a key nobody has."""
    lost = seal.read_keys(app.new_key())
    sealed = lost.seal(seal.new_link_key(), link_key_row(NIA.id))
    database = Database(url)
    await database.run(lambda tx: (meet(tx, NIA), people.keep_link_key(tx, NIA, sealed)))
    database.close()


async def test_a_doctor_finds_keys_that_do_not_open_the_database(
    upgraded: dict[str, str], sandbox: Sandbox
) -> None:
    await lose_the_key(upgraded["DATABASE_URL"])

    assert broken(await examined(upgraded, sandbox)) == ["keys"]


async def test_the_bot_does_not_start_with_keys_that_do_not_open_the_database(
    upgraded: dict[str, str], sandbox: Sandbox
) -> None:
    await lose_the_key(upgraded["DATABASE_URL"])
    config = app.configured(upgraded | {"SLACK_API_URL": sandbox.api_url})

    with pytest.raises(NotReadyError, match="These keys do not open this database"):
        async with app.opened(config, lambda: MONDAY):
            pass


async def test_a_doctor_says_why_a_message_was_refused(
    upgraded: dict[str, str], sandbox: Sandbox
) -> None:
    nia = sandbox.add_person("Nia Example")
    sandbox.fault("chat.postMessage", "error", code="messages_tab_disabled")

    findings = await examined(upgraded, sandbox, nia.slack_id)

    assert findings[-1] == Finding(
        "messages tab",
        Health.BROKEN,
        "Slack says messages_tab_disabled: turn the Messages tab on in the app's App Home",
    )


@pytest.fixture
def untried(upgraded: dict[str, str]) -> dict[str, str]:
    """The environment of a bot whose first site has a help route that nobody tried for years."""
    sites = SITES.replace("checked_on = 2026-10-20", "checked_on = 2020-01-01", 1)
    Path(upgraded["SITES"]).write_text(sites)
    return upgraded


async def test_a_doctor_names_the_help_routes_nobody_has_tried_lately(
    untried: dict[str, str], sandbox: Sandbox
) -> None:
    findings = {one.what: one for one in await examined(untried, sandbox)}

    assert findings["site riverbend"] == Finding(
        "site riverbend", Health.CARE, "call these and set their checked_on anew: Staff line"
    )


def test_a_port_that_cannot_be_had_is_said_in_one_sentence(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "sandbox", "--play", "day", "--port", "99999"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (
        2,
        "Port 99999 cannot be had: leave it out, and a free one is taken.\n",
    )


def test_the_demo_ends_without_a_word_when_it_is_told_to(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "sandbox"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stdout is not None
        assert demo.stderr is not None
        for line in demo.stdout:
            if line.startswith("Try /resiliency help"):
                break
        demo.send_signal(signal.SIGINT)

        assert (demo.wait(timeout=30), demo.stderr.read()) == (0, "")


def test_a_blank_workspace_says_where_it_is_and_begins_at_the_moment_it_is_given(
    tmp_path: Path,
) -> None:
    with subprocess.Popen(  # noqa: S603 -- ours
        [sys.executable, "-u", "-m", "bot", "sandbox", "--blank", "--at", FIRST_OF_NOVEMBER],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as sandbox:
        assert sandbox.stdout is not None
        assert sandbox.stderr is not None
        *_, clock = (sandbox.stdout.readline().split() for _ in range(3))
        with urlopen(clock[-1].removeprefix("CLOCK_URL=")) as answer:  # noqa: S310 -- loopback
            calendar = json.load(answer)
        sandbox.send_signal(signal.SIGINT)

        assert (sandbox.wait(timeout=30), sandbox.stderr.read()) == (0, "")
    assert (calendar["now"][:17], calendar["running"]) == ("2026-11-01T05:30:", True)


def test_a_blank_workspace_wants_a_moment_with_a_time_zone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["sandbox", "--blank", "--at", "2026-11-01T05:30"])

    assert "2026-11-01T05:30 needs a time zone, such as +00:00" in capsys.readouterr().err
