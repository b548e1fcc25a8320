"""The act of signing: `python -m content sign` writes who stands by a text beneath that text."""

import argparse
import json
import os
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from content import signing
from content.draft import Draft
from content.files import Problem, UnreadableError, toml
from content.load import SHIPPED, examine
from content.model import Item, Signature

# Exit codes: 1 for "could not", 2 for "asked in a way that cannot work".
FAILED = 1
MISUSED = 2

# A role is a few words; more would name somebody.
LONGEST_ROLE = 60


class MisusedError(Exception):
    """Nothing can be signed in this way; the sentence says how it can."""


class NotSignedError(Exception):
    """A file was not signed; the sentence says why."""


def main(arguments: Sequence[str], today: date) -> int:
    """Return 0 when all that was chosen carries the signature, 1 when not all, 2 for a misuse."""
    asked = _parser().parse_intermixed_args(arguments)
    draft, problems = examine((asked.path, *filter(None, (asked.pack,))))
    try:
        role = _role(asked.by)
        _require_attested(asked.pack, problems)
        files = _chosen(asked, draft)
    except MisusedError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    broken = {file for file, _ in problems}
    said = {file: attempt(draft, file, broken, role, today) for file in files}
    sys.stdout.writelines(f"{file}: {words}\n" for file, (_, words) in said.items())
    return FAILED if any(failed for failed, _ in said.values()) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m content sign",
        description="Write beneath each text that a role has read it and stands by it. "
        "Whoever runs this has read every word of what it names.",
    )
    parser.add_argument(
        "--by",
        required=True,
        metavar="ROLE",
        help='in which role, such as "Clinical psychologist"; never the name of a person',
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help="sign these, such as feet-and-seat")
    parser.add_argument("--unit", type=int, metavar="N", help="sign all of one unit, from 1 to 10")
    parser.add_argument("--all", action="store_true", help="sign everything")
    parser.add_argument(
        "--path", type=Path, default=SHIPPED, metavar="DIR", help="sign in this library instead"
    )
    parser.add_argument(
        "--pack", type=Path, metavar="DIR", help="sign in this pack, laid over the library"
    )
    return parser


def _role(by: str) -> str:
    role = " ".join(by.split())
    if not role:
        raise MisusedError('--by is empty: say in which role, such as "Clinical psychologist".')
    if len(role) > LONGEST_ROLE or not role.isprintable():
        raise MisusedError(
            f"--by is no role: say it in plain words, {LONGEST_ROLE} letters at most."
        )
    return role


def _require_attested(pack: Path | None, problems: Sequence[Problem]) -> None:
    for file, what in problems:
        if pack is not None and file == str(pack):
            raise MisusedError(f"{file}: {what}")


def _chosen(asked: argparse.Namespace, draft: Draft) -> list[str]:
    """Return the files to sign: those chosen, as far as they lie in the folder to sign in."""
    ways = [bool(asked.ids), asked.unit is not None, asked.all]
    if sum(ways) != 1:
        raise MisusedError("Choose what to sign: ids, or --unit N, or --all.")
    there = _to_sign(draft, asked.pack or asked.path)
    if asked.ids:
        return [_file_of(item_id, there) for item_id in dict.fromkeys(asked.ids)]
    files = there if asked.all else _of_unit(asked.unit, there, draft)
    if not files:
        raise MisusedError(f"Nothing is there to sign in {asked.pack or asked.path}.")
    return files


def _to_sign(draft: Draft, folder: Path) -> list[str]:
    """Return the files in the folder that hold a text, readable or not."""
    wordless = {f"instruments/{key}.toml" for key, one in draft.instruments.items()} - set(
        signing.items(draft)
    )
    return sorted(
        file
        for file, path in draft.paths.items()
        if "/" in file and path.is_relative_to(folder) and file not in wordless
    )


def _file_of(item_id: str, there: Sequence[str]) -> str:
    """Return the file of an id; one that stands in two folders is written with its folder."""
    found = [file for file in there if item_id in {file[: -len(".toml")], Path(file).stem}]
    if not found:
        raise MisusedError(f'"{item_id}" is not there to sign: an id is the name of a file.')
    if len(found) > 1:
        either = " or ".join(file[: -len(".toml")] for file in found)
        raise MisusedError(f'"{item_id}" is there twice: write {either}.')
    return found[0]


def _of_unit(number: int, there: Sequence[str], draft: Draft) -> list[str]:
    units = draft.curriculum.units if draft.curriculum else ()
    if not units:
        raise MisusedError("The units are not known: curriculum.toml cannot be read.")
    if not 1 <= number <= len(units):
        raise MisusedError(f"--unit {number} is none: the units are numbered 1 to {len(units)}.")
    key = units[number - 1].key
    return [file for file in there if draft.raw[file].get("unit") == key]


def attempt(draft: Draft, file: str, broken: set[str], role: str, today: date) -> tuple[bool, str]:
    """Return whether signing a file failed, and what is said of it."""
    item = signing.items(draft).get(file)
    if item is None or file in broken:
        return True, "not signed: it has problems; python -m content names them"
    if signing.is_signed_by(item, role):
        return False, "signed by this role before; nothing was changed"
    signature = signing.signature(item, role, today)
    try:
        _append(draft.paths[file], draft.raw[file], signature)
    except NotSignedError as error:
        return True, f"not signed: {error}"
    return False, _signed(item, signature)


def _signed(item: Item, signature: Signature) -> str:
    after = item.model_copy(update={"signatures": (*item.signatures, signature)})
    enough = signing.is_signed(after)
    return "signed" if enough else "signed; a second role must sign it too"


def _append(path: Path, raw: Mapping[str, object], signature: Signature) -> None:
    """Write a signature beneath a text, of which not a letter changes.

    Raises:
        NotSignedError: The file has changed meanwhile, or cannot be written.
    """
    try:
        if toml(path) | {"id": path.stem} != raw:
            raise NotSignedError("it has just been changed; read it again")
        before = path.read_bytes()
        text = before + (b"" if before.endswith(b"\n") else b"\n") + _as_toml(signature).encode()
        tomllib.loads(text.decode("utf-8-sig"))
        replace(path, text)
    except tomllib.TOMLDecodeError:
        raise NotSignedError('remove its line "signatures = […]" first') from None
    except UnreadableError as error:
        raise NotSignedError(f"it {error}") from None
    except OSError as error:
        raise NotSignedError(f"it cannot be written: {error.strerror}") from None


def _as_toml(signature: Signature) -> str:
    # What JSON puts into quotes, TOML reads the same way.
    role = json.dumps(signature.by, ensure_ascii=False)
    return (
        f"\n[[signatures]]\nby   = {role}\non   = {signature.on.isoformat()}\n"
        f'hash = "{signature.hash}"\n'
    )


def replace(path: Path, text: bytes) -> None:
    """Have a file hold this, or what it held before, whatever happens meanwhile."""
    target = path.resolve()
    # The library overlooks hidden files.
    number, name = tempfile.mkstemp(prefix=".", dir=target.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(target.stat().st_mode)
        Path(name).replace(target)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
