"""A pack as a site would lay it, for tests."""

import shutil
from datetime import date
from pathlib import Path

from content.__main__ import main
from content.load import SHIPPED

ATTESTED = """
title       = "Texts of an invented hospital"
licence     = "Our own"
attested_by = "Head of education"
attested_on = 2026-10-01
"""


def written(path: Path, text: str) -> Path:
    """Return the path of a file that now says this."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def attested(folder: Path) -> Path:
    """Return a folder that somebody attests, as a pack must be."""
    return written(folder / "pack.toml", ATTESTED).parent


def signed_library(folder: Path, *choice: str) -> Path:
    """Return a pack that is the shipped library, in which two roles have signed what is chosen."""
    pack = attested(Path(shutil.copytree(SHIPPED, folder)))
    for role in ("Clinical psychologist", "Charge nurse"):
        asked = ["sign", "--by", role, "--pack", str(pack), *(choice or ("--all",))]
        assert main(asked, date(2026, 10, 1)) == 0
    return pack
