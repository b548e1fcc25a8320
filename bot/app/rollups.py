"""Roll-ups on the command line: a hospital writes what was let go, the office reads them all."""

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.app.commands import Commands, command, say
from bot.app.readiness import NotReadyError, configured, now_of, prepared
from bot.app.site_reports import site_of, write
from bot.app.upkeep import opened
from bot.flows import rollups as flow
from bot.flows.rollups import NotLetGoError
from bot.flows.tools import Tools
from bot.messages import programme
from bot.rules import rollups, side_by_side
from bot.rules.rollups import Body, NotARollupError
from bot.rules.spans import SpanError
from bot.settings import Settings
from content import hospitals
from content.hospitals import Hospital
from content.model import ContentError, Site
from storage import signing


def add(commands: Commands) -> None:
    """Add the commands."""
    rollup = commands.add_parser("rollup", help="figures of a quarter for the programme office")
    on_rollup = rollup.add_subparsers(required=True, metavar="key | export | import")
    key = "print by which key the programme office knows this hospital's files"
    command(on_rollup, "key", _key, key)
    export = command(on_rollup, "export", _export, "write a quarter as a coordinator let it go")
    export.add_argument("--quarter", metavar="2026Q4", required=True)
    export.add_argument("--site", metavar="SITE", help="needed where there is more than one")
    export.add_argument("--out", metavar="FILE", type=Path, required=True)
    what = "lay the files of several hospitals side by side; needs no settings and no database"
    reads = command(on_rollup, "import", _import, what)
    reads.add_argument("files", metavar="FILE", type=Path, nargs="+")
    for option, usual in (("--hospitals", "hospitals.toml"), ("--out", "programme.html")):
        reads.add_argument(
            option, metavar="FILE", type=Path, default=Path(usual), help=f"{usual} if not said"
        )


def _key(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    prepared(config)
    for site, key in asyncio.run(_keys(config)):
        if key is None:
            say(f"# {site.name} has signed nothing yet: a coordinator lets a quarter go first.")
        else:
            say(f'[[hospitals]]\nid = "{site.id}"\nname = "{site.name}"\nkey = "{key}"\n')
    return 0


async def _keys(config: Settings) -> list[tuple[Site, str | None]]:
    async with opened(config) as tools:
        return await tools.database.read(lambda tx: flow.public_keys(tx, tools.sites))


def _export(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    prepared(config)
    text = asyncio.run(_file(config, asked.quarter, asked.site))
    write(asked.out, text.encode())
    say(f"The roll-up is {asked.out}. It is signed: whoever changes it makes it useless.")
    return 0


async def _file(config: Settings, quarter: str, site_id: str | None) -> str:
    now = now_of(config)()
    async with opened(config) as tools:
        site = site_of(tools, site_id or _only(tools))
        try:
            found = await tools.database.read(lambda tx: flow.file(tx, site, quarter, now))
        except (NotLetGoError, SpanError) as error:
            raise NotReadyError(str(error)) from None
    return rollups.file_written(found)


def _only(tools: Tools) -> str:
    if len(tools.sites) > 1:
        raise NotReadyError(f"Say of which site, with --site: {', '.join(tools.sites)}.")
    return next(iter(tools.sites))


def _import(asked: argparse.Namespace) -> int:
    found = side_by_side.hospitals(_bodies(asked.files, _hospitals(asked.hospitals)))
    write(asked.out, programme.page(found).encode())
    for one in found:
        say(f"{one.name}: {', '.join(one.quarters)}")
    say(f"Side by side: {asked.out}")
    return 0


def _bodies(files: Sequence[Path], known: Mapping[str, Hospital]) -> dict[str, Body]:
    """Return what every file says.

    Raises:
        NotReadyError: One cannot be taken, or two disagree; it names each.
    """
    found: dict[str, Body] = {}
    refused: list[str] = []
    for file in files:
        try:
            found[str(file)] = read(file, known)
        except NotARollupError as error:
            refused.append(f"{file} is refused: {error}.")
    refused += side_by_side.disagreements(found)
    if refused:
        raise NotReadyError("\n".join([*refused, "Nothing was written."]))
    return found


def _hospitals(file: Path) -> dict[str, Hospital]:
    """Return the hospitals of a list, by their keys."""
    try:
        return {one.key: one for one in hospitals.read(file)}
    except ContentError as error:
        raise NotReadyError("\n".join(error.problems)) from None


def read(file: Path, known: Mapping[str, Hospital]) -> Body:
    """Return what a file says, if one of these hospitals signed just that.

    Raises:
        NotARollupError: It is none, nobody known has signed it, or it was changed since.
    """
    try:
        found = rollups.file_read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise NotARollupError("it is no roll-up") from None
    except OSError as error:
        raise NotARollupError(f"it cannot be read ({error.strerror})") from None
    hospital = known.get(found.key)
    if hospital is None:
        raise NotARollupError("no hospital of your list has signed it")
    if not signing.verify(bytes.fromhex(hospital.key), found.text, found.signature):
        raise NotARollupError("it was changed after it was signed")
    body = rollups.read(found.text)
    if body.site_id != hospital.id:
        raise NotARollupError(f"{hospital.name} has signed it, but it is of another site")
    return body
