"""One headless Chromium for all tests, to which each test connects."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# How long a busy machine may take to start it.
PATIENCE = 60

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
    # Nothing but this machine has an address: what a page asks of others fails, and is seen.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@contextmanager
def running(program: str, folder: Path) -> Iterator[str]:
    """Give the address at which a new Chromium can be driven; it ends with the block."""
    profile = folder / "profile"
    with (folder / "chromium.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 -- found on the PATH, or named by CHROMIUM
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=log,
            stderr=log,
        )
        try:
            yield _address(process, profile / "DevToolsActivePort")
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _address(process: subprocess.Popen[bytes], told: Path) -> str:
    # Chromium writes its port into this file once it listens.
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        if told.exists() and (lines := told.read_text().splitlines()):
            return f"http://127.0.0.1:{lines[0]}"
        time.sleep(0.05)
    raise RuntimeError(f"Chromium did not start: see chromium.log in {told.parents[1]}.")
