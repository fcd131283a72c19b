"""The pytest plugin: claims of catalogue files as tests (`pytest --verify`), a summary at the end.

Loaded by every pytest run of an environment that has the package, so nothing heavy is imported before it
is needed.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest

KEY = "verify"
FOLLOWED = pytest.StashKey[list[Any]]()
T = TypeVar("T")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("verify", "certified accuracy")
    group.addoption("--verify", action="store_true", help="collect claims and laws of catalogue files")
    limited = "of a claim, or of an algorithm's laws"
    group.addoption("--verify-timeout", type=float, metavar="SECONDS", help=f"seconds {limited} (60)")
    group.addoption("--verify-memory", type=float, metavar="GIB", help=f"GiB of memory {limited} (4)")
    parser.addini("verify_files", "patterns of catalogue files", type="args", default=["verify_*.py"])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    wanted = any(file_path.match(pattern) for pattern in parent.config.getini("verify_files"))
    if not (parent.config.getoption("--verify") and wanted):
        return None
    return CatalogueFile.from_parent(parent, path=file_path)


class CatalogueFile(pytest.File):
    """A file with problems, algorithms and claims."""

    def collect(self) -> Iterator[pytest.Item]:
        from verify.core.errors import BadInput
        from verify.runs.discover import entries_of

        try:
            entries = entries_of(str(self.path))
        except BadInput as error:
            raise self.CollectError(str(error)) from error
        for entry in entries:
            for claim in entry.claims:
                yield ClaimItem.from_parent(self, name=claim.id, claim=claim)
            for algorithm in entry.algorithms:
                yield LawsItem.from_parent(self, name=f"laws[{algorithm.name}]", algorithm=algorithm)


class Fault(Exception):
    """What a claim or a law found wrong."""


class CertifiedItem(pytest.Item):
    """An item that reports a fault in one line. What it runs is limited in time and memory."""

    def limits(self) -> Any:
        """The limits that the options give, else the default ones."""
        from verify.core.errors import BadInput
        from verify.measure.limits import Limits

        named = {"seconds": "--verify-timeout", "memory": "--verify-memory"}
        given = {name: self.config.getoption(option) for name, option in named.items()}
        try:
            return Limits(**{name: value for name, value in given.items() if value is not None})
        except BadInput as error:
            raise pytest.UsageError(str(error)) from error

    def guarded(self, ask: Callable[[], T]) -> T:
        """The answer, from a process of its own; Fault where it hangs, crashes or raises."""
        from verify.runs.parcel import Lost
        from verify.runs.workers import once

        answer = once(ask, self.limits())
        if isinstance(answer, Lost):
            raise Fault(answer.why)
        return answer

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        if isinstance(excinfo.value, Fault):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


class ClaimItem(CertifiedItem):
    """One claim: passes when the verdict is the one declared."""

    def __init__(self, *, claim: Any, **rest: Any) -> None:
        super().__init__(**rest)
        self.claim = claim

    def runtest(self) -> None:
        from verify.claims.laws import verdict_is_declared
        from verify.measure.harness import judge

        limits = self.limits()

        def judged() -> tuple[str, str]:
            verdict = judge(self.claim, limits)
            return verdict.verdict, verdict_is_declared(verdict)

        verdict, fault = self.guarded(judged)
        self.user_properties.append((KEY, {"verdict": verdict}))
        if fault:
            raise Fault(fault)


class LawsItem(CertifiedItem):
    """The laws, for one algorithm at points of its natural sweep."""

    def __init__(self, *, algorithm: Any, **rest: Any) -> None:
        super().__init__(**rest)
        self.algorithm = algorithm

    def runtest(self) -> None:
        from verify.claims.obeyed import faults

        if found := self.guarded(lambda: faults(self.algorithm)):
            raise Fault("\n".join(found))


@pytest.fixture
def follow(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """follow("package.module:function") records that function's calls until the test ends, and returns them
    as `verify.testing.follow` does. If the test fails, the lines that lost the digits are in its report."""
    from verify.testing import following

    seen = request.node.stash.setdefault(FOLLOWED, [])
    with ExitStack() as stack:

        def followed(target: str | Callable[..., Any], **options: Any) -> Any:
            seen.append(stack.enter_context(following.follow(target, **options)))
            return seen[-1]

        yield followed


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" and report.failed:
        untold = (seen for seen in item.stash.get(FOLLOWED, []) if not seen.told)
        report.sections.extend((f"followed {seen.name}", str(seen)) for seen in untold)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """What assertions certify within a test is kept with its report, also across processes."""
    import sys

    from verify.core import text

    assertions = sys.modules.get("verify.testing.assertions")
    if assertions is None:
        return (yield)

    def told(result: Any) -> None:
        tally = result.tally
        row = {
            "name": text.shown(result.subject.name),
            "inputs": tally.certified,
            "ulps": tally.ulps.largest(default=0.0),
            "failed": tally.failed.total(),
            "undecided": tally.undecided.total(),
        }
        item.user_properties.append((KEY, row))

    token = assertions.observer.set(told)
    try:
        return (yield)
    finally:
        assertions.observer.reset(token)


def _told(rows: list[dict[str, Any]]) -> str:
    """What was certified of a function, and at how many inputs nothing was."""
    from verify.core.numbers import bound_text

    inputs, failed, undecided = (sum(r[key] for r in rows) for key in ("inputs", "failed", "undecided"))
    parts = []
    if inputs:
        most = max(r["ulps"] for r in rows if r["inputs"])
        parts.append(f"{inputs} inputs, at most {bound_text(most)} ulps")
    if failed:
        parts.append(f"no number at {failed}")
    if undecided:
        parts.append(f"undecided at {undecided}")
    return ", ".join(parts) or "nothing was certified"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many inputs were certified, the worst of each function, the verdicts."""
    rows = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "call"
        for key, value in report.user_properties
        if key == KEY
    ]
    certified = [r for r in rows if "inputs" in r]
    verdicts = [r["verdict"] for r in rows if "verdict" in r]
    if not rows:
        return
    terminalreporter.section("certified accuracy")
    for name in sorted({r["name"] for r in certified}):
        terminalreporter.write_line(f"{name}: {_told([r for r in certified if r['name'] == name])}")
    if verdicts:
        counts = ", ".join(f"{verdicts.count(v)} {v}" for v in sorted(set(verdicts)))
        terminalreporter.write_line(f"claims: {counts}")
