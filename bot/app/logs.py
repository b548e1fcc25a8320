"""What is logged, and what must not be."""

import logging

OURS = ("bot", "handlers", "content", "storage", "__main__")
# These write button values and typed text at DEBUG, so our level is not theirs.
THEIRS = ("slack_bolt", "slack_sdk", "aiohttp", "sqlalchemy", "apscheduler", "asyncio")

# Bolt warns of what it cannot match, and prints it with what is in it.
QUIET = logging.getLogger("slack_bolt.quiet")


def log_at(level: str) -> None:
    """Log our own rooms at `level`, and everybody else's only when something is wrong."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in THEIRS:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns whenever a tick takes longer than a second, which a wave of messages may.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    QUIET.setLevel(logging.ERROR)
