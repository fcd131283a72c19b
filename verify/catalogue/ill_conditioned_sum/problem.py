"""64 float64 numbers whose condition number sum |x| / |sum x| is about 2^k; nothing of them is rounded.

As Ogita, Rump and Oishi make them: the first half has exponents up to k, each of the rest cancels what the
sum has come to, down to a number of size 1; then all are shuffled.
"""

from random import Random

from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.float64 import exact, nearest
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import SUM2
from verify.core.model import Axis, Parameter, Problem, Route, Sweep
from verify.mathematics.linear import array
from verify.mathematics.slopes import by_slopes

N = 64
BITS = tuple(range(0, 121, 6))


def data(k: int) -> tuple[Matrix]:
    random, x = Random(k), []
    total = fmpq(0)
    for i in range(N):
        cancels = i >= N // 2
        power = k * (N - 1 - i) // (N // 2) if cancels else random.randint(0, k) if i else k
        fresh = fmpq(random.randint(-(2**53), 2**53), 2**53) * fmpq(2) ** power
        x.append(exact(nearest(fresh - total if cancels else fresh)))
        total += x[-1]
    random.shuffle(x)
    return (array(x, (N,)),)


def truth(x: Matrix) -> arb:
    return arb(sum(x, fmpq(0)))


def in_balls(x: Matrix) -> arb:
    """The largest first."""
    return sum((arb(v) for v in sorted(x, key=abs, reverse=True)), arb(0))


def opinion(mp: Mpmath, x: Matrix) -> Mpf:
    return mp.fsum(mp.mpf(int(v.p)) / int(v.q) for v in x)


problem = Problem(
    name="ill_conditioned_sum",
    title="A sum of a chosen condition number",
    formula="x_1 + ... + x_64, sum |x_i| / |sum x_i| about 2^k",
    source=SUM2.at("section 6"),
    parameters=(Parameter("k", 0, BITS[-1], BITS, shown=30),),
    data=data,
    truth=Route(truth, "exact rationals; the algorithms add in the arithmetic that they are given"),
    second=Route(in_balls, "balls, the largest first"),
    opinion=Route(opinion, "mpmath's fsum"),
    sensitivity=by_slopes(truth, lambda x: x * 0 + 1),
    sweep=Sweep(
        axis=Axis("k (condition number about 2^k)", lambda k: k),
        points=lambda count, random: ({"k": k} for k in BITS[:: max(1, len(BITS) // count)]),
        count=len(BITS),
    ),
    references=tuple({"k": k} for k in BITS[::4]),
)
