"""What the browser tests need of a machine, and what to say when it is not there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

# In this order; Debian's is the first.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Bolt for JavaScript asks for it.
OLDEST_NODE = 20

Find = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Machine:
    """What is there, and whether more may be fetched from Debian."""

    chromium: str | None
    node: str | None
    npm: str | None
    # "v20.1.0", as Node says it.
    node_version: str = ""
    # What CHROMIUM says, which goes before every other.
    named: str = ""
    apt: str | None = None
    is_root: bool = False

    @property
    def node_fits(self) -> bool:
        """Whether Node is there and new enough."""
        major = self.node_version.removeprefix("v").partition(".")[0]
        return self.node is not None and major.isdecimal() and int(major) >= OLDEST_NODE

    @property
    def packages(self) -> tuple[str, ...]:
        """Debian's packages for what is not there at all."""
        chromium = self.named or self.chromium
        wanted = {"chromium": chromium, "nodejs": self.node, "npm": self.npm}
        return tuple(name for name, found in wanted.items() if found is None)

    @property
    def may_install(self) -> bool:
        """Whether this is Debian, or like it, and we may add packages to it."""
        return self.apt is not None and self.is_root


def find_chromium(environ: Mapping[str, str], find: Find) -> str | None:
    """Return where Chromium is: what CHROMIUM names, or else the first on the PATH."""
    if named := environ.get("CHROMIUM"):
        return find(named)
    return next((path for name in BROWSERS if (path := find(name))), None)


def missing(machine: Machine) -> str:
    """Return one sentence about what is missing and what to do; "" when nothing is."""
    if machine.named and machine.chromium is None:
        return f"CHROMIUM says {machine.named}, and no such program is there: mend it, or unset it."
    if machine.packages:
        return f"{_listed(machine)}: {_remedy(machine)}."
    if not machine.node_fits:
        found = machine.node_version or "one that does not say its version"
        return (
            f"Slack's JavaScript clients need Node {OLDEST_NODE} or newer, and this is {found}: "
            "put a newer `node` first on the PATH."
        )
    return ""


def _listed(machine: Machine) -> str:
    names = {"chromium": "Chromium", "nodejs": "Node", "npm": "npm"}
    lacking = [names[package] for package in machine.packages]
    *others, last = lacking
    subject = f"{', '.join(others)} and {last}" if others else last
    return f"{subject} {'are' if others else 'is'} missing"


def _remedy(machine: Machine) -> str:
    command = f"apt-get install {' '.join(machine.packages)}"
    if machine.may_install:
        return f"`{command}` failed, so look at what it says"
    if machine.apt is not None:
        return f"run `sudo {command}`"
    chromium = ", or say in CHROMIUM where it is" if "chromium" in machine.packages else ""
    return f"install {'them' if len(machine.packages) > 1 else 'it'}{chromium}"
