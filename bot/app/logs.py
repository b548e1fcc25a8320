"""What is logged, and what must not be."""

import json
import logging
import re
from datetime import UTC, datetime

from bot.flows.tools import failure

OURS = ("bot", "handlers", "content", "storage", "__main__")
# These write button values and typed text at DEBUG, so our level is not theirs.
THEIRS = ("slack_bolt", "slack_sdk", "aiohttp", "sqlalchemy", "apscheduler", "asyncio")

# Bolt warns of what it cannot match, and prints it with what is in it.
QUIET = logging.getLogger("slack_bolt.quiet")

# The opaque id of a message (`new_id`), as our lines name it.
_DELIVERY = re.compile(r"\bdelivery ([0-9a-f]{32})\b")


class _WithoutWords(logging.Filter):
    """Lets a library say that something is wrong, and where; its own words may hold anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True, with the record's words, traceback included, replaced."""
        record.msg, record.args = _kind_and_place(record), ()
        record.exc_info, record.exc_text = None, None
        return True


# Whoever is given this logger makes more like it, filters included.
QUIET.addFilter(_WithoutWords())


class Text(logging.Formatter):
    """A line for people; of a library, what kind of thing went wrong and where."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record, without any traceback: its last line may quote."""
        when = self.formatTime(record)
        return f"{when} {record.levelname} {record.name} {_event(record)}"


class Json(logging.Formatter):
    """The same as a JSON object on one line, for whatever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object of a record; `delivery` is there when it is about one."""
        event = _event(record)
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "module": record.name,
            "event": event,
        }
        if about := _DELIVERY.search(event):
            fields["delivery"] = about[1]
        return json.dumps(fields)


FORMATS = {"TEXT": Text, "JSON": Json}


def log_at(level: str, log_format: str = "TEXT") -> None:
    """Log our own rooms at `level`, and everybody else's only when something is wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATS[log_format]())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in THEIRS:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns whenever a tick takes longer than a second, which a wave of messages may.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    QUIET.setLevel(logging.ERROR)


def _event(record: logging.LogRecord) -> str:
    """Return what happened: in our own words, because ours hold nothing of anybody."""
    ours = record.name.partition(".")[0] in OURS
    return record.getMessage() if ours else _kind_and_place(record)


def _kind_and_place(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return failure(error) if error else f"trouble at {record.module}.{record.funcName}"
