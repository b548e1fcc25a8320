"""Reads the environment; everything missing or malformed is named at once."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

SLACK = "https://slack.com/api/"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PACES = ("SLACK", "UNLIMITED")
SENT = ("SIGNED", "ALL")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("TEXT", "JSON")
PORTS = range(1, 65536)
# No setting needs as many, and a very long number takes long to read.
MOST_DIGITS = 10

# Says what is wrong with a value in words that follow its name, or None.
Check = Callable[[str], str | None]


class SettingsError(Exception):
    """Settings are missing or malformed; the message has a line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))


# Printed by mistake, they would print the tokens and the keys.
@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """What the environment says, checked. `.env.example` explains each."""

    bot_token: str
    app_token: str
    api_url: str
    database_url: str
    secret_keys: str
    key_keeper: str
    sites: Path
    content_paths: tuple[Path, ...]
    clock_url: str | None
    log_level: str
    pacing: str = "SLACK"
    # Which of the texts may be sent.
    content_sent: str = "SIGNED"
    # None is what the rules say; a hospital may ask for more people, never for fewer.
    smallest_list: int | None = None
    smallest_part: int | None = None
    smallest_scored: int | None = None
    log_format: str = "TEXT"
    # None is off.
    health_port: int | None = None


def environment() -> Mapping[str, str]:
    """Return the variables of `.env` and, before them, those of the process."""
    written = {name: value for name, value in dotenv_values(".env").items() if value}
    return written | dict(os.environ)  # noqa: TID251 -- the one place


def read(environ: Mapping[str, str], checks: Mapping[str, Check]) -> Settings:
    """Return the settings in `environ`; `checks` are what other rooms know of a value.

    Raises:
        SettingsError: Something is missing or malformed. Values are never repeated.
    """
    reader = _Reader(environ, checks)
    api_url = reader.address("SLACK_API_URL", SLACK)
    settings = Settings(
        bot_token=reader.token("SLACK_BOT_TOKEN", "xoxb-"),
        app_token=reader.token("SLACK_APP_TOKEN", "xapp-"),
        # Method names are appended to it.
        api_url=api_url.rstrip("/") + "/",
        database_url=reader.optional("DATABASE_URL", "sqlite:///resiliency.db"),
        secret_keys=reader.secret_keys(),
        key_keeper=reader.required("KEY_KEEPER", "who keeps the keys, as the consent names them"),
        sites=Path(reader.required("SITES", "the TOML file of your sites")),
        content_paths=reader.paths("CONTENT_PATHS"),
        clock_url=reader.clock_url(api_url),
        log_level=reader.one_of("LOG_LEVEL", LEVELS, "INFO"),
        pacing=reader.one_of("PACING", PACES, "SLACK"),
        content_sent=reader.content_sent("CONTENT_SENT", api_url),
        smallest_list=reader.number("SMALLEST_LIST"),
        smallest_part=reader.number("SMALLEST_PART"),
        smallest_scored=reader.number("SMALLEST_SCORED"),
        log_format=reader.one_of("LOG_FORMAT", LOG_FORMATS, "TEXT"),
        health_port=reader.port("HEALTH_PORT"),
    )
    if reader.problems:
        raise SettingsError(reader.problems)
    return settings


def is_loopback(url: str) -> bool:
    """Return whether `url` names this machine."""
    return _host(url) in LOOPBACK


def _host(url: str) -> str | None:
    """Return the host that a web address names; None for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in {"http", "https"} else None


def _is_whole(value: str) -> bool:
    """Return whether `value` is a whole number of a length that anybody would mean."""
    return value.isascii() and value.isdecimal() and len(value) < MOST_DIGITS


class _Reader:
    """Reads values one by one and collects what is wrong with them."""

    def __init__(self, environ: Mapping[str, str], checks: Mapping[str, Check]) -> None:
        self._environ = environ
        self._checks = checks
        self.problems: list[str] = []

    def optional(self, name: str, default: str) -> str:
        value = self._environ.get(name, "").strip() or default
        self._check(name, value)
        return value

    def address(self, name: str, default: str) -> str:
        value = self.optional(name, default)
        if _host(value) is None:
            self.problems.append(f"{name} is not a web address: leave it empty for Slack")
        return value

    def required(self, name: str, meaning: str) -> str:
        value = self._environ.get(name, "").strip()
        if value:
            self._check(name, value)
        else:
            self.problems.append(f"{name} is missing: {meaning}")
        return value

    def token(self, name: str, prefix: str) -> str:
        value = self.required(name, f"the token from Slack that starts with {prefix}")
        if value and not value.startswith(prefix):
            self.problems.append(f"{name} does not start with {prefix}: copy it again from Slack")
        return value

    def secret_keys(self) -> str:
        path = self._environ.get("BOT_SECRET_KEYS_FILE", "").strip()
        if not path:
            return self.required(
                "BOT_SECRET_KEYS",
                "set it or BOT_SECRET_KEYS_FILE; `python -m bot keys new` makes a key",
            )
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self.problems.append("BOT_SECRET_KEYS_FILE cannot be read: check its path and rights")
            return ""
        self._check("BOT_SECRET_KEYS", text, shown="BOT_SECRET_KEYS_FILE")
        return text

    def paths(self, name: str) -> tuple[Path, ...]:
        parts = self._environ.get(name, "").split(os.pathsep)
        paths = tuple(Path(part.strip()) for part in parts if part.strip())
        if not all(path.is_dir() for path in paths):
            self.problems.append(f"{name} names a folder that does not exist")
        elif paths:
            self._check(name, self._environ[name])
        return paths

    def clock_url(self, api_url: str) -> str | None:
        value = self._environ.get("CLOCK_URL", "").strip()
        if value and not (is_loopback(value) and is_loopback(api_url)):
            self.problems.append("CLOCK_URL is for a sandbox on this machine only: remove it")
        return value or None

    def content_sent(self, name: str, api_url: str) -> str:
        value = self.one_of(name, SENT, "SIGNED")
        if value == "ALL" and not is_loopback(api_url):
            self.problems.append(
                f"{name}=all is for a sandbox on this machine only: remove it, and have "
                "clinicians sign the content"
            )
        return value

    def number(self, name: str) -> int | None:
        value = self._environ.get(name, "").strip()
        if not value:
            return None
        if not _is_whole(value):
            self.problems.append(f"{name} is not a whole number: leave it empty for the usual one")
            return None
        self._check(name, value)
        return int(value)

    def port(self, name: str) -> int | None:
        value = self._environ.get(name, "").strip()
        if not value:
            return None
        if not (_is_whole(value) and int(value) in PORTS):
            self.problems.append(
                f"{name} is not a number from 1 to {PORTS[-1]}: it takes a port alone, which is "
                "open to this machine and to no other"
            )
            return None
        return int(value)

    def one_of(self, name: str, values: tuple[str, ...], default: str) -> str:
        value = self._environ.get(name, "").strip().upper() or default
        if value not in values:
            self.problems.append(f"{name} is none of {', '.join(values)}")
        return value

    def _check(self, name: str, value: str, shown: str | None = None) -> None:
        check = self._checks.get(name)
        if check and (problem := check(value)):
            self.problems.append(f"{shown or name} {problem}")
