"""Where floats take another branch than real arithmetic does."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from flint import arb

from verify.arithmetic.precision import refine
from verify.checking.one_input.samples import Outside, Sample, severity
from verify.checking.subjects.subject import Range, Where
from verify.fpcore.evaluate import Evaluator
from verify.language.expressions import Undefined
from verify.measure.limits import Limits

START = 96  # bits


class Branches:
    """The tests of each input, floats and reals, as hashes: a loop may take thousands."""

    def __init__(self, machine: Evaluator, real: Evaluator) -> None:
        self.machine = machine
        self.real = real
        self.floats: dict[Where, int] = {}
        self.reals: dict[Where, int] = {}

    def in_floats(self, where: Where) -> None:
        """The float side has just run there."""
        self.floats[where] = hash(tuple(self.machine.trace))

    def in_reals(self, x: Sequence[arb]) -> None:
        """The body has just been followed over the reals."""
        if all(v.is_exact() for v in x):
            self.reals[tuple(float(v) for v in x)] = hash(tuple(self.real.trace))

    def notes(
        self,
        samples: Sequence[Sample],
        domain: Sequence[Range],
        run: Callable[[Where], Any],
        body: Callable[..., Any],
        limits: Limits,
    ) -> list[str]:
        """At how many inputs the branches differ, with the worst of these, and where that stays open.

        `run` and `body`: the float side, and the body over the reals.
        """
        worst_first = sorted((s for s in samples if not isinstance(s, Outside)), key=lambda s: -severity(s))
        ordered = [s.where for s in worst_first if s.where in self.floats]

        def walked(where: Where) -> None:
            with suppress(Undefined):  # then there is no real branch to differ from
                body(*map(arb, where))

        missing = [w for w in ordered if w not in self.reals]
        found = refine(missing, walked, lambda _: True, limits.max_bits, START)
        different = [w for w in ordered if self.reals.get(w, self.floats[w]) != self.floats[w]]
        notes = []
        if different:
            at = ", ".join(f"{r.name}={x.hex()}" for r, x in zip(domain, different[0], strict=True))
            notes.append(
                f"the float branch differs from the real one at {len(different)} of {len(ordered)} inputs; "
                f"at {at} {self.first(different[0], run, body)}"
            )
        still_open = Counter(f.reason for f in found if not f.done)
        if still_open:
            notes.append(
                f"cannot decide the real branch at {still_open.total()} of {len(ordered)} inputs: "
                f"{still_open.most_common(1)[0][0]}"
            )
        return notes

    def first(self, where: Where, run: Callable[[Where], Any], body: Callable[..., Any]) -> str:
        """The first test that comes out otherwise. Up to there both take the same tests."""
        run(where)
        refine([where], lambda w: body(*map(arb, w)), lambda _: True, start=START)
        for (place, ours), (_, truly) in zip(self.machine.trace, self.real.trace, strict=False):
            if ours is not truly:
                return f"the test at {place} is {_word(ours)} in floats and {_word(truly)} over the reals"
        return ""


def _word(answer: bool) -> str:
    return "true" if answer else "false"
