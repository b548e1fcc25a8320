"""Makes this machine ready for the browser tests: `python -m tests.browser.ready`.

It installs what it may: Playwright into the virtual environment, Debian's packages when it is
root on Debian, and from npm what package.json names. What is left it says in one sentence.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which

from tests.browser.machine import Machine, find_chromium, missing

HERE = Path(__file__).parent
LOCK = HERE.parents[1] / "requirements-browser.lock"
ASKED = HERE / "package.json"
INSTALLED = HERE / "node_modules"
NPM_INSTALL = ("install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund")


class NotReadyError(Exception):
    """The message says in one sentence what is missing and what to do."""


def main() -> None:
    """Leave everything in place, or exit with one sentence."""
    try:
        _install_playwright()
        _install_packages()
        _install_from_npm()
    except NotReadyError as error:
        sys.exit(str(error))


def look() -> Machine:
    """Return what this machine has."""
    node = which("node")
    return Machine(
        chromium=chromium(),
        node=node,
        npm=which("npm"),
        node_version=_run([node, "--version"])[1] if node else "",
        named=os.environ.get("CHROMIUM", ""),  # noqa: TID251 -- a test tool, not the bot
        apt=which("apt-get"),
        is_root=os.geteuid() == 0,
    )


def chromium() -> str | None:
    """Return where Chromium is on this machine."""
    return find_chromium(os.environ, which)  # noqa: TID251 -- a test tool, not the bot


def up_to_date(asked: Path, installed: Path) -> bool:
    """Return whether `installed` was filled for just what `asked` says now."""
    stamp = installed / asked.name
    return stamp.exists() and stamp.read_bytes() == asked.read_bytes()


def _install_playwright() -> None:
    stamp = Path(sys.prefix)
    if up_to_date(LOCK, stamp):
        return
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done, said = _run([*pip, "-r", str(LOCK)])
    if not done:
        raise NotReadyError(f"pip could not install {LOCK.name}: {_last_line(said)}")
    _keep(LOCK, stamp)


def _install_packages() -> None:
    machine = look()
    if machine.packages and machine.may_install:
        for step in _apt(machine):
            _run(step)
        machine = look()
    if sentence := missing(machine):
        raise NotReadyError(sentence)


def _apt(machine: Machine) -> Iterator[Sequence[str]]:
    install = [str(machine.apt), "install", "-y", "-qq", "--no-install-recommends"]
    # Fresh machines know no packages before the update; others can do without it.
    yield [*install, *machine.packages]
    if still := look().packages:
        yield [str(machine.apt), "update", "-qq"]
        yield [*install, *still]


def _install_from_npm() -> None:
    if up_to_date(ASKED, INSTALLED):
        return
    done, said = _run([str(which("npm")), *NPM_INSTALL, "--loglevel=error"], HERE)
    if not done:
        raise NotReadyError(f"npm could not install {ASKED.name}: {_last_line(said)}")
    _keep(ASKED, INSTALLED)


def _keep(asked: Path, installed: Path) -> None:
    (installed / asked.name).write_bytes(asked.read_bytes())


def _run(command: Sequence[str], folder: Path | None = None) -> tuple[bool, str]:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}  # noqa: TID251 -- for apt-get
    done = subprocess.run(  # noqa: S603 -- ours
        command, cwd=folder, env=quiet, capture_output=True, text=True, check=False
    )
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def _last_line(said: str) -> str:
    return said.splitlines()[-1] if said else "it does not say why"


if __name__ == "__main__":
    main()
