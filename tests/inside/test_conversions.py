"""Numbers that change their type: what a type does not hold is rounded, and not taken as exact."""

import operator
from contextlib import nullcontext
from decimal import Decimal
from fractions import Fraction
from functools import cmp_to_key

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

WIDE = 16777217
LONG = 10**17 + 1
TENTH = Fraction(1, 10)


def check(function, a, exact):
    """The value is the plain run's; what is said of the exact one holds it, or nothing is said."""
    trace = follow(function, [np.array(a)])
    assert trace.computed() == function(np.array(a))
    found = account(trace)
    if found.exact is not None and found.certified:
        with precision(1000):
            assert found.exact.overlaps(arb(fmpq(exact.numerator, exact.denominator))), (found.exact, exact)
    return found


INTEGERS = {
    "array": (lambda a: np.array([WIDE, 3], dtype=np.float32)[0] * 1.5, WIDE),
    "asarray": (lambda a: np.asarray([WIDE, 3], dtype=np.float32)[0] * 1.5, WIDE),
    "of_array": (lambda a: np.array(np.array([WIDE, 3]), dtype=np.float32)[0] * 1.5, WIDE),
    "full": (lambda a: np.full(2, WIDE, dtype=np.float32)[0] * 1.5, WIDE),
    "arange": (lambda a: np.arange(WIDE, WIDE + 2, dtype=np.float32)[0] * 1.5, WIDE),
    "arange_by_place": (lambda a: np.arange(WIDE, WIDE + 2, 1, np.float32)[0] * 1.5, WIDE),
    "float64": (lambda a: np.array([LONG], dtype=float)[0] * 1.5, LONG),
    "float16": (lambda a: np.array([2049], dtype=np.float16)[0] * 1.5, 2049),
    "small": (lambda a: np.array([2048], dtype=np.float16)[0] * 1.5, 2048),
}


@pytest.mark.parametrize("name", INTEGERS)
def test_integers_among_floats(name):
    function, whole = INTEGERS[name]
    found = check(function, [1.0], Fraction(whole) * 3 / 2)
    assert name != "small" or found.certified


def test_full_of_integers_is_a_decision():
    check(lambda a: np.full(3, a[0], dtype=int)[0] * 1.0, [2.7], Fraction(2))


REDUCED = {
    "sum": (lambda a: np.sum(a, dtype=int) * 1.5, 6),
    "sum_by_method": (lambda a: a.sum(dtype=int) * 1.5, 6),
    "prod": (lambda a: np.prod(a, dtype=int) * 1.5, 6),
    "maximum": (lambda a: np.maximum.reduce(a, dtype=int) * 1.5, 3),
}


@pytest.mark.parametrize("name", REDUCED)
def test_reductions_among_integers(name):
    function, exact = REDUCED[name]
    check(function, [2.7, 2.7], Fraction(exact))


COMPUTED = {
    "linspace": (lambda a: np.linspace(0, WIDE, 2, dtype=np.float32)[1] * 1.5, WIDE * Fraction(3, 2)),
    "mean": (lambda a: np.mean(np.array([WIDE] * 2, dtype=np.float32)), Fraction(WIDE)),
    "text32": (lambda a: np.float32("0.1") * np.float32(1.5), Fraction(3, 20)),
    "text64": (lambda a: np.float64("0.1") * 1.5, Fraction(3, 20)),
    "texts": (lambda a: np.array(["0.1"], dtype=float)[0] * 1.5, Fraction(3, 20)),
    "from_string": (lambda a: np.fromstring("0.1", sep=" ")[0] * 1.5, Fraction(3, 20)),
}


@pytest.mark.parametrize("name", COMPUTED)
def test_floats_computed_of_integers_and_text(name):
    function, exact = COMPUTED[name]
    check(function, [1.0], exact)


def stored(write, dtype=int):
    """A function that writes into an array of integers and reads its first entry."""

    def function(a):
        v = np.zeros(2, dtype=dtype)
        write(v, a)
        return v[0] * 1.5

    return function


def by_slice(v, a):
    v[:] = a * 10


def by_list(v, a):
    v[[0, 1]] = a * 10


def by_flat(v, a):
    v.flat = a * 10


def by_nested(v, a):
    v.reshape(1, 2)[:] = [a * 10]


def by_pair(v, a):
    v[1], v[:1] = 1, a[:1] * 10


def by_chain(v, a):
    kept = v[:] = a * 10
    return kept


def by_star(v, a):
    v[0], *_ = a * 10


def by_pairs(v, a):
    (v[0], _), _ = (a[0] * 10, a), a


def by_for(v, a):
    for v[0] in a[:1] * 10:
        pass


def by_with(v, a):
    with nullcontext(a[0] * 10) as v[0]:
        pass


def by_annotation(v, a):
    v[0]: int = a[0] * 10


def by_operation(v, a):
    v[0] += a[0] * 10


def by_record(v, a):
    pairs = np.zeros(2, dtype=[("whole", int), ("part", float)])
    pairs["whole"][:] = a * 10
    pairs[1] = (a[0] * 10, 0.5)
    v[0] = pairs["whole"].min()


def by_operator(v, a):
    operator.setitem(v, 0, a[0] * 10)


def by_method(v, a):
    v.__setitem__(0, a[0] * 10)


def by_map(v, a):
    list(map(v.__setitem__, [0], [a[0] * 10]))


def by_setattr(v, a):
    setattr(v, "flat", a * 10)  # noqa: B010


def by_out(v, a):
    np.multiply(a, 10, out=v, casting="unsafe")


def by_copyto(v, a):
    np.copyto(v, a * 10, casting="unsafe")


def by_put(v, a):
    np.put(v, [0], a[:1] * 10)


STORED = [by_slice, by_list, by_flat, by_nested, by_pair, by_out, by_copyto, by_put]
STORED += [by_chain, by_star, by_pairs, by_for, by_with, by_annotation, by_operation, by_record]
STORED += [by_operator, by_method, by_map, by_setattr]
CUT = {f.__name__: stored(f) for f in STORED} | {
    "bytes": stored(by_slice, np.uint8),
    "concatenate": lambda a: np.concatenate([a * 10], dtype=int, casting="unsafe")[0] * 1.5,
    "stack": lambda a: np.stack([a * 10], dtype=int, casting="unsafe")[0, 0] * 1.5,
    "full_like": lambda a: np.full_like(np.zeros(2, dtype=int), a[0] * 10)[0] * 1.5,
    "array": lambda a: np.array(a * 10, dtype=int)[0] * 1.5,
}


@pytest.mark.parametrize("name", CUT)
def test_floats_cut_to_integers(name):
    """0.7 is a little less than seven tenths: ten of it are cut to 6, and in floats to 7."""
    check(CUT[name], [0.7, 2.7], Fraction(9))


def test_floats_that_become_truth_values():
    def f(a):
        v = np.zeros(2, dtype=bool)
        v[:] = a * 10 - 7
        return v[0] * 1.5

    check(f, [0.7, 2.7], Fraction(3, 2))


WIDER = [np.longdouble, np.complex64, np.complex128, "U30", np.clongdouble]


@pytest.mark.parametrize("dtype", WIDER)
def test_floats_in_formats_that_are_not_followed(dtype):
    """A product rounded to float64 and then kept as it is: it is not what exact arithmetic makes of it."""

    def f(a):
        v = np.zeros(2, dtype=dtype)
        v[0] = a[0] * a[0]
        return float(np.real(v[0]) if v.dtype.kind == "c" else v[0])

    check(f, [0.7], Fraction(0.7) ** 2)


MADE_OF_INTEGERS = {
    "mean": (lambda a: np.array([0, 3, -2]).mean() * a[0], Fraction(1, 3)),
    "average": (lambda a: np.average(np.array([1, 2, 4])) * a[0], Fraction(7, 3)),
    "astype": (lambda a: np.array([1, 2]).astype(np.float32)[1] * a[0], Fraction(2)),
    "large": (lambda a: np.array([LONG]).astype(float)[0] * a[0], Fraction(LONG)),
    "method": (lambda a: (1).__truediv__(3) * a[0], Fraction(1, 3)),
    "numpys_method": (lambda a: np.int64(1).__truediv__(3) * a[0], Fraction(1, 3)),
    "decimal": (lambda a: float(Decimal("0.1")) * a[0], TENTH),
    "sum": (lambda a: sum([np.int64(2), a[0] / 3]), Fraction(7, 3)),
}


@pytest.mark.parametrize("name", MADE_OF_INTEGERS)
def test_floats_that_methods_of_integers_make_are_rounded(name):
    function, exact = MADE_OF_INTEGERS[name]
    check(function, [1.0], exact)


COMPARED = {
    "min": lambda a: min(np.int64(7), a[0] * 10),
    "sorted": lambda a: sorted([np.int64(7), a[0] * 10])[0] * 1.0,
    "key": lambda a: min([np.int64(7), a[0] * 10], key=float) * 1.0,
    "sorted_by_key": lambda a: sorted([7.0, a[0] * 10], key=float)[0],
    "method_of_a_list": lambda a: sort_by([7.0, a[0] * 10], float)[0],
    "text": lambda a: sorted([7.0, a[0] * 10], key=str)[0],
    "format": lambda a: sorted([7.0, a[0] * 10], key="{}".format)[0],
    "compared": lambda a: sorted([7.0, a[0] * 10], key=cmp_to_key(operator.sub))[0],
}


def sort_by(values, key):
    values.sort(key=key)
    return values


@pytest.mark.parametrize("name", COMPARED)
def test_numpys_integers_are_compared_with_numbers(name):
    """Ten times 0.7 is 7 in floats, and less exactly: which is the smaller one is a decision."""
    check(COMPARED[name], [0.7], Fraction(0.7) * 10)
