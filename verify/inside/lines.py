"""Sites by the lines of the followed file."""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb

from verify.inside.blame import Blame, Blamed, matters


@dataclass(frozen=True)
class Line:
    """A line of the followed file: its sites, and those of other files that it called."""

    file: str
    line: int
    sites: list[Blamed]

    @property
    def share(self) -> arb | None:
        """Its part of the error: what its sites make, added."""
        found = [s.share for s in self.sites if s.share is not None]
        return sum(found, arb(0)) if found else None

    @property
    def turns(self) -> arb | None:
        """Its part of the error that turned the first decision."""
        found = [s.turns for s in self.sites if s.turns is not None]
        return sum(found, arb(0)) if found else None

    @property
    def makes(self) -> bool:
        return matters(self.share) or matters(self.turns)

    @property
    def magnifies(self) -> bool:
        return any(s.magnifies for s in self.sites)


def guilty_lines(found: Blame) -> list[Line]:
    """The lines that make or magnify the error, the worst first; a line's own parts may cancel."""
    return [line for line in lines(found.guilty) if line.makes or line.magnifies]


def lines(sites: Sequence[Blamed]) -> list[Line]:
    """Sites by their line in the followed file, in order of their appearance."""
    found: dict[tuple[str, int], Line] = {}
    for s in sites:
        at = s.site.caller or s.site
        found.setdefault((at.file, at.line), Line(at.file, at.line, [])).sites.append(s)
    return list(found.values())
