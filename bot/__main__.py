"""The command line: python -m bot run | sandbox | doctor, and the commands of operators."""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bot import app, clock, settings
from bot.app import Bot, NotReadyError, commands, outcomes, rollups, simulations, site_reports
from bot.app.commands import Commands, command
from bot.clock import Now
from bot.flows.findings import Finding, Health
from bot.settings import Settings, SettingsError

T = TypeVar("T")

# Exit codes: 1 for "could not", 2 for "asked in a way that cannot work".
FAILED = 1
MISUSED = 2

# A rolling restart gives a process so long to end; a little less is what the bot allows itself.
END_SECONDS = 10.0
LEFT = "Not everything ended in time: what is left, another bot finds and sees to."


def main(
    arguments: Sequence[str] | None = None,
    environment: Callable[[], Mapping[str, str]] = settings.environment,
) -> int:
    """Run one command and return its exit code; a complaint is a sentence, not a traceback.

    Only a command that needs settings asks for the `environment`.
    """
    asked = _parser().parse_args(arguments)
    asked.environment = environment
    try:
        code: int = asked.command(asked)
    except (SettingsError, NotReadyError) as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="The resiliency companion.")
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")
    command(subcommands, "run", _run, "be the bot: hear Slack and the clock until told to stop")
    _sandboxes(subcommands)
    doctor = command(subcommands, "doctor", _doctor, "say what is missing before the bot can work")
    doctor.add_argument("--send", metavar="SLACK_ID", help="post one line to this person as a test")
    commands.add(subcommands)
    outcomes.add(subcommands)
    simulations.add(subcommands)
    site_reports.add(subcommands)
    rollups.add(subcommands)
    what = "say how much trainers and coordinators see of groups of several sizes"
    command(subcommands, "privacy-table", _privacy_table, what)
    return parser


def _sandboxes(subcommands: Commands) -> None:
    sandbox = command(subcommands, "sandbox", _sandbox, "try everything on your own machine")
    sandbox.add_argument("--play", choices=["day"], help="play one day, print it, and end")
    sandbox.add_argument("--port", type=int, default=0, help="listen here (default: any free port)")
    sandbox.add_argument("--blank", action="store_true", help="be an empty workspace without a bot")
    sandbox.add_argument(
        "--at", type=_moment, metavar="MOMENT", help="with --blank: what time it is there at first"
    )


def _run(asked: argparse.Namespace) -> int:
    config = app.configured(asked.environment())
    app.log_at(config.log_level, config.log_format)
    with app.holding(config):
        app.prepare(config)
        return asyncio.run(_until_told(config))


async def _until_told(config: Settings) -> int:
    """Be the bot until the process is told to stop, or until it is deaf; return the exit code."""
    told = _told(_end_in_time)
    async with AsyncExitStack() as stack:
        starting = stack.enter_async_context(app.opened(config, app.now_of(config)))
        bot = await _unless(told, starting)
        if bot is None:
            return 0
        app.keep()
        _say("The bot is running. Stop it with Ctrl-C.")
        if not (bot.tools.library.checkins or bot.tools.library.exercises):
            _say("No text is signed, so people get notices and nothing else: python -m bot doctor")
        await _unless(told, bot.ears.deaf.wait())
        _end_in_time()
    if told.is_set():
        return 0
    sys.stderr.write(f"{bot.ears.complaint}\n")
    return FAILED


async def _unless(told: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return what `work` does; None if the process is told to stop before, and so is the work."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(told.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if told.is_set():
        # Wherever it is, what it began is ended all the same.
        working.cancel()
    with suppress(asyncio.CancelledError):
        return await working
    return None


def _told(then: Callable[[], object] = lambda: None) -> asyncio.Event:
    """Return what is set when the process is told to stop; `then` is called, too."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()

    def tell() -> None:
        told.set()
        then()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, tell)
    return told


def _end_in_time() -> None:
    """Have the process end soon, whatever it waits for.

    A transaction that was begun is waited for, and a database that is there and says nothing
    would be waited for without end.
    """
    timer = threading.Timer(END_SECONDS, _leave)
    timer.daemon = True
    timer.start()


def _leave() -> None:
    sys.stderr.write(f"{LEFT}\n")
    sys.stderr.flush()
    os._exit(FAILED)


def _doctor(asked: argparse.Namespace) -> int:
    config = app.configured(asked.environment())
    findings = asyncio.run(app.examined(config, send_to=asked.send))
    sys.stdout.writelines(f"{_line(finding)}\n" for finding in findings)
    return FAILED if any(finding.health is Health.BROKEN for finding in findings) else 0


def _line(finding: Finding) -> str:
    return f"{finding.health:7} {finding.what}: {finding.words}"


def _privacy_table(_asked: argparse.Namespace) -> int:
    from bot.app import outcome_usefulness, usefulness  # noqa: PLC0415 -- `run` never needs it

    sys.stdout.write(f"{usefulness.table()}\n\n{outcome_usefulness.table()}\n")
    return 0


def _sandbox(asked: argparse.Namespace) -> int:
    app.log_at("WARNING")
    if asked.blank:
        asyncio.run(_blank(asked.at, asked.port))
        return 0
    with tempfile.TemporaryDirectory(prefix="resiliency-") as folder:
        asyncio.run(_demo(Path(folder), asked.port, stays=asked.play is None))
    return 0


async def _demo(folder: Path, port: int, *, stays: bool) -> None:
    """Play the story, and stay afterwards if asked to."""
    from bot.sandbox import demo  # noqa: PLC0415 -- `run` never needs it

    def connect(api_url: str, now: Now) -> AbstractAsyncContextManager[Bot]:
        config = app.configured(_invented(api_url, folder, demo.SITES))
        app.prepare(config)
        return app.opened(config, now, answers_within=demo.PATIENCE)

    await _to_its_end(demo.run(connect, app.manifest(), say=_say, port=port, stays=stays))


async def _blank(at: datetime | None, port: int) -> None:
    """Be an empty workspace for a bot in another process."""
    from bot.sandbox import blank  # noqa: PLC0415 -- `run` never needs it

    await _to_its_end(blank.run(app.manifest(), at or clock.wall(), say=_say, port=port))


async def _to_its_end(sandbox: Coroutine[Any, Any, None]) -> None:
    """Run a sandbox until it ends, or until the process is told to stop."""
    from bot.sandbox import PortTakenError  # noqa: PLC0415 -- `run` never needs it

    try:
        await _unless(_told(), sandbox)
    except PortTakenError as error:
        raise NotReadyError(str(error)) from None


def _moment(text: str) -> datetime:
    """Return the moment that `text` names, with its time zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} needs a time zone, such as +00:00")
    return moment


def _invented(api_url: str, folder: Path, sites: Path) -> dict[str, str]:
    """Return the settings of a bot in the sandbox, with a key of its own."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": api_url,
        "DATABASE_URL": f"sqlite:///{folder}/sandbox.db",
        "BOT_SECRET_KEYS": app.new_key(),
        "KEY_KEEPER": "the data protection officer (invented)",
        "SITES": str(sites),
        "CONTENT_SENT": "all",
        "PACING": "unlimited",
    }


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
