"""The bot on a disk that can be full: python -m tests.chaos.tight FILE, and `run` as ever.

How many pages a SQLite file may have is a matter of each connection, so nobody else can set
it. As long as FILE is there, each transaction has no room for one page more than there are.
"""

import sys
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from bot.__main__ import main

# SQLite takes the number of pages there are for any that is less.
NO_MORE = 1
AS_EVER = 1_073_741_823


def tighten(full: Path) -> None:
    """Have every transaction of this process look whether the disk is full."""

    @event.listens_for(Engine, "begin")
    def look(connection: Connection) -> None:
        pages = NO_MORE if full.exists() else AS_EVER
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


if __name__ == "__main__":
    tighten(Path(sys.argv[1]))
    sys.exit(main(["run"]))
