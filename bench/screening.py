"""How many inputs a search screens in a second of CPU, beside a plain loop that encloses each by itself.

The loop is python-flint's, precision doubled until the ball has 61 bits; its inputs are moderate. Both are
asked in turn, in several rounds, and the best of each counts. The function's own calls are a part of both.
"""

import math
import time
from collections.abc import Callable
from random import Random

from flint import arb, ctx

from verify.checking.judging.screening import screen
from verify.checking.searching.dense import Plan, parts
from verify.checking.subjects.subject import Subject, subject
from verify.measure.limits import Limits

ROUNDS, COUNT, LOOPED = 3, 4096, 2000
CASES = {
    "math:exp": ("exp(x)", "x=-700:700", math.exp, lambda x: x.exp()),
    "math:asinh": ("asinh(x)", "x=-1e300:1e300", math.asinh, lambda x: x.asinh()),
    "math:erfc": ("erfc(x)", "x=-7:26", math.erfc, lambda x: x.erfc()),
    "numpy:exp": ("exp(x)", "x=-700:700", math.exp, lambda x: x.exp()),
}


def screened(what: Subject) -> float:
    """Inputs a second of the first round of a search."""
    limits = Limits()
    plan = Plan(parts(what, limits), what.format, COUNT, Random(0))
    windows = plan.round()[:400]
    start = time.process_time()
    looked = sum(screen(what, limits, window).looked for window in windows)
    return looked / (time.process_time() - start)


def looped(function: Callable[[float], float], truth: Callable[[arb], arb]) -> float:
    random = Random(1)
    inputs = [random.uniform(0.1, 5.0) for _ in range(LOOPED)]
    start = time.process_time()
    for x in inputs:
        y, bits = function(x), 80
        while True:
            ctx.prec = bits
            ball = truth(arb(x))
            if ball.rel_accuracy_bits() >= 61:
                break
            bits *= 2
        abs(ball - y) / math.ulp(y)
    return LOOPED / (time.process_time() - start)


def main() -> None:
    for target, (truth, domain, function, ball) in CASES.items():
        what = subject(target, truth, [domain])
        quick, slow = zip(*((screened(what), looped(function, ball)) for _ in range(ROUNDS)), strict=True)
        ratio = max(quick) / max(slow)
        print(f"{target:12} {max(quick):12,.0f} inputs a second, {ratio:6.1f} times the plain loop")


if __name__ == "__main__":
    main()
