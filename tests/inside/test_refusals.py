"""What must not be certified when it is followed, or only with the right value."""

import functools
import json
import math
import pickle
import random
import re
from array import array
from decimal import Decimal
from fractions import Fraction

import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow


def by_text(x):
    return float(f"{x / 3:.3f}") + 1


def by_json(x):
    return json.loads(json.dumps([x / 3]))[0] + 1


def by_array(x):
    return array("d", [x / 3])[0] * 2


def by_decimal(x):
    return float(Decimal(x / 3) * 3)


def by_fraction(x):
    return float(Fraction(x / 3) * 3)


def by_ratio(x):
    p, q = (x / 3).as_integer_ratio()
    return p / q


def by_text_in_a_branch(x):
    return 1.0 if str(x * 3) == "0.3" else 2.0


def by_a_key(x):
    return {0.3: 1.0}.get(0.1 * 3, 2.0) + x


def by_a_set(x):
    return float(len({0.1 * 3, 0.3})) + x


@functools.lru_cache
def _kept(x):
    return x * 2


def by_a_cache(x):
    return _kept(1e17 + x) - _kept(1e17)


def by_exec(x):
    space = {"x": x}
    exec("y = x * 0.1", space)
    return space["y"] + x


def by_hex(x):
    return float.fromhex((x / 3).hex())


def by_hash(x):
    return float(hash(x / 3) % 7)


def by_nextafter(x):
    return math.nextafter(x / 3, 1.0)


def by_length(x):
    return float(len(repr(x / 3)))


def by_pickle(x):
    return pickle.loads(pickle.dumps(x / 3)) + 1


def by_search(x):
    return float(re.search(r"\d+\.\d+", str(x / 3)).group()) + 1


def by_weights(x):
    return random.Random(2).choices([1.0, 2.0], weights=[x / 3, 1 - x / 3])[0]


class Temperature(float):
    pass


def by_subclass(x):
    return Temperature(x / 3) + 1


def by_sort(x):
    return sorted([x * 3, 0.3, 0.1 + 0.2], key=float)[0]


def by_chance(x):
    return random.Random(1).random() + x / 3


def by_eval(x):
    return eval("x * 3 - 0.3")


SLIPPERY = [
    by_text,
    by_json,
    by_array,
    by_decimal,
    by_fraction,
    by_ratio,
    by_text_in_a_branch,
    by_a_key,
    by_a_set,
    by_exec,
    by_hex,
    by_hash,
    by_nextafter,
    by_eval,
    by_length,
    by_pickle,
    by_search,
    by_weights,
    by_subclass,
]


@pytest.mark.parametrize("function", SLIPPERY, ids=lambda f: f.__name__)
def test_a_number_that_slips_away_is_not_certified(function):
    trace = follow(function, [0.1])
    assert trace.computed() == function(0.1)
    assert not account(trace).certified


def test_a_cache_hit_that_exact_arithmetic_has_not_is_no_answer():
    found = account(follow(by_a_cache, [0.1]))
    assert found.trace.computed() == 0
    assert [b.exact for b in found.branches] == [False]
    with precision(found.bits):
        assert found.exact.overlaps(arb(2 * fmpq(*(0.1).as_integer_ratio())))


def test_a_key_function_is_followed():
    found = account(follow(exact_by_a_key, [0.12345]))
    assert found.trace.computed() == 6.25
    assert len(found.trace.tape.decisions) == 2
    assert found.exact == 6.25


def test_what_comes_from_outside_is_data():
    found = account(follow(by_chance, [0.3]))
    with precision(400):
        assert found.exact.overlaps(arb(random.Random(1).random()) + arb(0.3) / 3)
    assert found.certified


def test_a_tie_is_settled_by_rationals():
    def loop(dt):
        t, n = 0.0, 0
        while t < 1:
            t += dt / 10
            n += 1
        return float(n)

    found = account(follow(loop, [1.0]))
    assert found.trace.computed() == 11
    assert [b.exact for b in found.branches] == [False]
    assert found.exact == 10
    assert found.error == 1


def exact_by_a_key(x):
    return min([x, 3.0, 6.25], key=math.sin)
