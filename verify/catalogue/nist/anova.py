"""One-way analysis of variance on NIST's data sets: the F statistic, from the observations as printed."""

from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.nist.data_anova import DATA
from verify.catalogue.nist.datasets import datasets, problem_on
from verify.core.model import Route
from verify.mathematics.linear import array
from verify.mathematics.slopes import by_slopes

SETS = datasets(DATA)


def data(dataset: int) -> tuple[Matrix]:
    """The observations, a row for each treatment, all of one length."""
    return (np.stack(SETS[dataset - 1].columns),)


def sums_of_squares(y: Matrix) -> tuple[fmpq, fmpq]:
    """Between and within treatments: sum T_i^2/n - T^2/(k n), sum y^2 - sum T_i^2/n, with the sums T_i, T."""
    k, n = y.shape
    totals = [sum(row, fmpq(0)) for row in y]
    by_treatment = sum((t * t for t in totals), fmpq(0)) / n
    return by_treatment - sum(totals, fmpq(0)) ** 2 / (k * n), sum(
        (v * v for v in y.flat), fmpq(0)
    ) - by_treatment


def exact_F(y: Matrix) -> fmpq:
    between, within = sums_of_squares(y)
    k, n = y.shape
    F: fmpq = (between / (k - 1)) / (within / (k * (n - 1)))
    return F


def centred_sums(y: Matrix) -> tuple[arb, arb]:
    """The same two sums as they are defined, of squared distances from means; in balls."""
    k, n = y.shape
    means = [sum(row, arb(0)) / n for row in y]
    middle = sum(means, arb(0)) / k
    between = n * sum(((m - middle) ** 2 for m in means), arb(0))
    within = sum((sum((row - m) ** 2, arb(0)) for row, m in zip(y, means, strict=True)), arb(0))
    return between, within


def F_in_balls(y: Matrix) -> arb:
    k, n = y.shape
    between, within = centred_sums(array([arb(v) for v in y.flat], y.shape))
    F: arb = (between / (k - 1)) / (within / (k * (n - 1)))
    return F


def opinion(mp: Mpmath, y: Matrix) -> Mpf:
    with mp.workprec(2 * mp.prec):
        k, n = y.shape
        rows = [[mp.mpf(int(v.p)) / int(v.q) for v in row] for row in y]
        means = [mp.fsum(row) / n for row in rows]
        middle = mp.fsum(means) / k
        between = n * mp.fsum((m - middle) ** 2 for m in means)
        within = mp.fsum((v - m) ** 2 for row, m in zip(rows, means, strict=True) for v in row)
        return k * (n - 1) * between / ((k - 1) * within)


def slopes(y: Matrix) -> Any:
    """dF/dy_ij = F (2 (m_i - m)/B - 2 (y_ij - m_i)/W), B and W the sums of squares between and within.

    For B = n sum (m_i - m)^2 and W = sum (y_ij - m_i)^2; that the means move too adds nothing, the distances
    from each having the sum zero.
    """
    between, within = sums_of_squares(y)
    means = np.array([[sum(row, fmpq(0)) / y.shape[1]] for row in y], dtype=object)
    middle = sum(means.flat, fmpq(0)) / len(y)
    return exact_F(y) * (2 * (means - middle) / between - 2 * (y - means) / within)


problem = problem_on(SETS, "analysis of variance", data, shown=6)(
    name="nist_anova",
    title="F statistic of one-way analysis of variance on NIST's reference data",
    formula="F = (B / (k - 1)) / (W / (k (n - 1))), the sums of squares between and within k treatments",
    truth=Route(
        lambda y: arb(exact_F(y)),
        "exact rationals from the decimals as printed, by sums of squares; the routines round, or in balls "
        "centre the data",
    ),
    second=Route(F_in_balls, "balls: squared distances from the means"),
    opinion=Route(opinion, "mpmath's sums of centred data"),
    sensitivity=by_slopes(exact_F, slopes),
    references=tuple({"dataset": k} for k, s in enumerate(SETS, 1) if s.columns[0].size < 100),
)
