"""Mean, standard deviation and lag-1 autocorrelation of the data sets for summary statistics."""

from functools import cached_property
from itertools import pairwise
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.nist.data_univariate import DATA
from verify.catalogue.nist.datasets import Dataset, datasets, problem_on
from verify.core.model import Route
from verify.mathematics.linear import array
from verify.mathematics.slopes import by_slopes

DIGITS = 5000


def pi_digits() -> list[int]:
    """The first 5000 decimal digits of pi, the 3 among them, by Machin: pi = 16 atan(1/5) - 4 atan(1/239)."""
    guard = 20
    one = 10 ** (DIGITS - 1 + guard)

    def inverse_tangent(n: int) -> int:
        # One unit is lost at most in each of the quotients, below 2 DIGITS of them: 16 of that is below 10^6.
        total, power, k, sign = 0, one // n, 1, 1
        while power:
            total += sign * (power // k)
            power //= n * n
            k, sign = k + 2, -sign
        return total

    pi = 16 * inverse_tangent(5) - 4 * inverse_tangent(239)
    low, high = (pi - 10**7) // 10**guard, (pi + 10**7) // 10**guard
    assert low == high, "the guard digits do not decide the last digit"
    half = DIGITS // 2  # Python writes no more than 4300 digits at once
    first, last = divmod(low, 10**half)
    return [int(digit) for digit in f"{first}{last:0{half}d}"]


class PiDigits(Dataset):
    """NIST's data set of digits of pi, which needs no table."""

    @cached_property
    def columns(self) -> tuple[Any, ...]:
        return (array([fmpq(d) for d in pi_digits()], (DIGITS,)),)


PI = "mean 4.53480000000000\nstandard_deviation 2.86733906028871\nautocorrelation -0.00355099287237972"
SETS = (*datasets(DATA), PiDigits("PiDigits", PI, ""))


def data(dataset: int) -> tuple[Matrix]:
    return (SETS[dataset - 1].columns[0],)


def exact_mean(y: Matrix) -> fmpq:
    return sum(y, fmpq(0)) / len(y)


def exact_variance(y: Matrix) -> fmpq:
    """(sum y^2 - (sum y)^2 / n) / (n - 1): the textbook's formula, which is safe where nothing is rounded."""
    n, total = len(y), sum(y, fmpq(0))
    return (sum((v * v for v in y), fmpq(0)) - total * total / n) / (n - 1)


def exact_autocorrelation(y: Matrix) -> fmpq:
    """sum (y_i - m)(y_(i+1) - m) over sum (y_i - m)^2, multiplied out.

    The numerator is sum y_i y_(i+1) - m (2 n m - y_1 - y_n) + (n - 1) m^2.
    """
    n, m = len(y), exact_mean(y)
    products = sum((u * v for u, v in pairwise(y)), fmpq(0))
    numerator: fmpq = products - m * (2 * n * m - y[0] - y[-1]) + (n - 1) * m * m
    return numerator / ((n - 1) * exact_variance(y))


def mean(y: Matrix) -> arb:
    return arb(exact_mean(y))


def deviation(y: Matrix) -> arb:
    return arb(exact_variance(y)).sqrt()


def autocorrelation(y: Matrix) -> arb:
    return arb(exact_autocorrelation(y))


# --- second routes, in balls: the sums as they are defined ------------------------------------------------


def centred(y: Matrix) -> Matrix:
    values = [arb(v) for v in y]
    mean = sum(values, arb(0)) / len(values)
    return array([v - mean for v in values], (len(values),))


def mean_in_balls(y: Matrix) -> arb:
    return arb(y[0]) + sum((arb(v) - arb(y[0]) for v in y), arb(0)) / len(y)


def deviation_in_balls(y: Matrix) -> arb:
    z = centred(y)
    return (sum(z * z, arb(0)) / (len(y) - 1)).sqrt()


def autocorrelation_in_balls(y: Matrix) -> arb:
    z = centred(y)
    return sum(z[:-1] * z[1:], arb(0)) / sum(z * z, arb(0))


# --- slopes by the observations --------------------------------------------------------------------------


def mean_slopes(y: Matrix) -> Any:
    return y * 0 + fmpq(1, len(y))


def deviation_slopes(y: Matrix) -> Matrix:
    """(y_k - m) / ((n - 1) s)."""
    s = arb(exact_variance(y)).sqrt()
    return array([arb(z) / ((len(y) - 1) * s) for z in y - exact_mean(y)], y.shape)


def autocorrelation_slopes(y: Matrix) -> Any:
    """dr/dy_k for r = N/D, z = y - m: dD = 2 z_k, dN = z_(k-1) + z_(k+1) + (z_1 + z_n)/n, z_0 = z_(n+1) = 0.

    For N a shift of all y by -1/n moves each of the n - 1 products by -(z_i + z_(i+1))/n; these add up to
    -(2 * 0 - z_1 - z_n)/n, the z having the sum zero.
    """
    z = y - exact_mean(y)
    D, r = sum(z * z, fmpq(0)), exact_autocorrelation(y)
    dN = z * 0 + (z[0] + z[-1]) / len(y)
    dN[1:] = dN[1:] + z[:-1]
    dN[:-1] = dN[:-1] + z[1:]
    return (dN - 2 * r * z) / D


# --- mpmath ----------------------------------------------------------------------------------------------


def _centred(mp: Mpmath, y: Matrix) -> list[Mpf]:
    values = [mp.mpf(int(v.p)) / int(v.q) for v in y]
    mean = mp.fsum(values) / len(values)
    return [v - mean for v in values]


def mean_opinion(mp: Mpmath, y: Matrix) -> Mpf:
    return mp.fsum(mp.mpf(int(v.p)) / int(v.q) for v in y) / len(y)


def deviation_opinion(mp: Mpmath, y: Matrix) -> Mpf:
    with mp.workprec(2 * mp.prec):
        return mp.norm(_centred(mp, y)) / mp.sqrt(len(y) - 1)


def autocorrelation_opinion(mp: Mpmath, y: Matrix) -> Mpf:
    with mp.workprec(2 * mp.prec):
        z = _centred(mp, y)
        return mp.fdot(z[:-1], z[1:]) / mp.fdot(z, z)


EXACT = "exact rationals from the decimals as printed; the routines sum floats, or in balls centred data"
DEFINED = "balls: the centred sums as they are defined"
CENTRED = "mpmath's sums of centred data"
statistic = problem_on(SETS, "univariate summary statistics", data, shown=4)
MEAN = statistic(
    name="nist_mean",
    title="Mean of NIST's reference data",
    formula="(y_1 + ... + y_n) / n",
    truth=Route(mean, EXACT),
    second=Route(mean_in_balls, DEFINED),
    opinion=Route(mean_opinion, CENTRED),
    sensitivity=by_slopes(mean, mean_slopes),
)
DEVIATION = statistic(
    name="nist_standard_deviation",
    title="Standard deviation of NIST's reference data",
    formula="sqrt(sum (y_i - m)^2 / (n - 1)), m the mean",
    truth=Route(deviation, EXACT),
    second=Route(deviation_in_balls, DEFINED),
    opinion=Route(deviation_opinion, CENTRED),
    sensitivity=by_slopes(deviation, deviation_slopes),
)
AUTOCORRELATION = statistic(
    name="nist_autocorrelation",
    title="Lag-1 autocorrelation of NIST's reference data",
    formula="sum (y_i - m)(y_(i+1) - m) / sum (y_i - m)^2, m the mean",
    truth=Route(autocorrelation, EXACT),
    second=Route(autocorrelation_in_balls, DEFINED),
    opinion=Route(autocorrelation_opinion, CENTRED),
    sensitivity=by_slopes(autocorrelation, autocorrelation_slopes),
)
