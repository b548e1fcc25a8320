"""What is logged, and what must not be."""

import logging

OURS = ("bot", "handlers", "content", "storage", "__main__")
# These write button values and typed text at DEBUG, so our level is not theirs.
THEIRS = ("slack_bolt", "slack_sdk", "aiohttp", "sqlalchemy", "apscheduler", "asyncio")

# Bolt warns of what it cannot match, and prints it with what is in it.
QUIET = logging.getLogger("slack_bolt.quiet")


class _WithoutWords(logging.Filter):
    """Lets a library say that something is wrong, and where; its own words may hold anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True, with the record's words, traceback included, replaced."""
        kind = record.exc_info[0] if record.exc_info else None
        what = kind.__name__ if kind else "trouble"
        record.msg = f"{what} at {record.module}.{record.funcName}:{record.lineno}"
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


# Whoever is given this logger makes more like it, filters included.
QUIET.addFilter(_WithoutWords())


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
