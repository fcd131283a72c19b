"""What NIST certifies of the data sets for summary statistics: each figure, judged on the decimal data."""

from functools import cache, partial

from flint import arb, fmpq

from verify.catalogue.nist.datasets import Dataset
from verify.catalogue.nist.univariate import (
    AUTOCORRELATION,
    DEVIATION,
    MEAN,
    SETS,
    exact_autocorrelation,
    exact_mean,
    exact_variance,
    pi_digits,
)
from verify.catalogue.sources import NIST
from verify.claims.declare import Claims
from verify.claims.forms import Check, both, identity, printed
from verify.core.claim import CONFIRMED, REFUTED, Claim, Reach
from verify.core.literals import rational
from verify.core.model import Problem

CERTIFIED = (
    ("mean", MEAN, "mean"),
    ("standard_deviation", DEVIATION, "standard deviation"),
    ("autocorrelation", AUTOCORRELATION, "lag-1 autocorrelation"),
)
EXACT = ("NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4")  # NIST says of their figures that they are exact


@cache
def exact(dataset: Dataset, quantity: str) -> fmpq:
    """The statistic as a rational; of the standard deviation its square."""
    of = {"mean": exact_mean, "standard_deviation": exact_variance, "autocorrelation": exact_autocorrelation}
    return of[quantity](dataset.columns[0])


def value(dataset: Dataset, quantity: str) -> arb | fmpq:
    found = exact(dataset, quantity)
    return arb(found).sqrt() if quantity == "standard_deviation" else found


NOT_PI = "PiDigits"  # its certified figures are not those of the digits of pi


def claim(dataset: Dataset, quantity: str, problem: Problem, called: str) -> Claim:
    (figure,) = dataset.certified[quantity]
    stated = Claims(problem, NIST.at(dataset.name), f"NIST-{dataset.name}-{quantity}", further=True)
    says = f"The {called} of {dataset.name} is {figure}."
    if dataset.name not in EXACT:
        check = printed(figure, lambda: value(dataset, quantity))
        reading = "The figure is right to half a unit of its last digit, of the decimal data as printed."
        declared = REFUTED if dataset.name == NOT_PI else CONFIRMED
        return stated.printed(says=says, reading=reading, check=check, reach=Reach.FIGURE, declared=declared)
    return stated.printed(
        says=f"{says[:-1]} (exact).",
        reading="Of the decimal data as printed it is exactly that.",
        check=_exactly(dataset, quantity, rational(figure)),
        reach=Reach.IDENTITY,
    )


def _exactly(dataset: Dataset, quantity: str, figure: fmpq) -> Check:
    power = 2 if quantity == "standard_deviation" else 1
    what = "variance" if power == 2 else quantity
    return identity(lambda: [(exact(dataset, quantity), figure**power)], f"the {what} is {figure**power}")


def misread() -> Dataset:
    """The digits of pi with the 19th, an 8, taken for a 3."""
    digits = pi_digits()
    assert digits[18] == 8, "the 19th digit of pi is an 8"
    digits[18] = 3
    return Dataset("misread", "", " ".join(map(str, digits)))


def figures_of_misread() -> list[Check]:
    certified, read = SETS[-1].certified, misread()
    return [printed(certified[name][0], partial(value, read, name)) for name, *_ in CERTIFIED]


CLAIMS = tuple(claim(d, *certified) for d in SETS for certified in CERTIFIED)
ONE_DIGIT = Claims(MEAN, NIST.at(NOT_PI), "NIST-PiDigits-one_digit", further=True).finding(
    says="The three figures of PiDigits are those of the digits of pi with one 8 taken for a 3.",
    reading="Right to half a unit of the last digit of each, where the 19th digit is changed; the figures do "
    "not tell which 8 it was. (Ours: the observations that were certified have a wrong digit.)",
    check=lambda: both(*figures_of_misread())(),
    reach=Reach.EXAMPLE,
)
