"""A disk is full for a bot as the fault has it: what is there stays, and nothing is added."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Elsewhere, because whatever is tightened stays so in its process.
FILL = """
import asyncio, sys
from pathlib import Path
from sqlalchemy import text
from storage.database import Database, DatabaseUnavailableError
from tests.chaos.tight import tighten

full = Path(sys.argv[1])
tighten(full)

async def main():
    database = Database(f"sqlite:///{full.with_name('tight.db')}")
    run = lambda words: database.run(lambda tx: tx.run(text(words)))
    await run("CREATE TABLE page (words TEXT)")
    add = "INSERT INTO page SELECT hex(zeroblob(50000))"
    await run(add)
    full.touch()
    try:
        await run(add)
    except DatabaseUnavailableError:
        print("full")
    full.unlink()
    await run(add)
    row = await database.read(lambda tx: tx.one(text("SELECT count(*) FROM page")))
    print(row[0])
    database.close()

asyncio.run(main())
"""


def test_a_full_disk_takes_nothing_more_and_keeps_what_it_has(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 -- ours
        [sys.executable, "-c", FILL, tmp_path / "full"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["full", "2"]
