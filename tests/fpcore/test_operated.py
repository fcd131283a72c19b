"""Cores whose operations numpy's arrays have: called with arrays they give what calls one by one give."""

from random import Random

import numpy as np
import pytest

from verify.checking.many import calls
from verify.checking.many.calls import results
from verify.fpcore.files import subjects
from verify.measure.limits import Limits

CORES = {
    "literals": "(FPCore (x y) :pre (and (<= -9 x 9) (<= -9 y 9)) (- (/ (* 0.1 x) (+ y 1e-3)) (fabs (- x))))",
    "single": "(FPCore (x) :precision binary32 :pre (<= 0 x 9) (/ (sqrt (* x 0.1)) (- 1/3 x)))",
    "huge": "(FPCore (x) :pre (<= -1e300 x 1e300) (- (* x x) (/ 1 x)))",
    "constant": "(FPCore (x) :pre (<= 0 x 1) (sqrt 2))",
}
OTHERS = {
    "function": "(FPCore (x) :pre (<= 0 x 1) (+ (exp x) 1))",
    "loop": "(FPCore (x) :pre (<= 0 x 1) (while (< y 2) ([y x (+ y 1)]) y))",
    "format": "(FPCore (x) :precision binary16 :pre (<= 0 x 1) (+ x 1))",
    "within": "(FPCore (x) :pre (<= 0 x 1) (! :precision binary32 (+ x 1)))",
    "argument": "(FPCore ((! :precision binary32 x)) :pre (<= 0 x 1) (+ x 1))",
}


def asked(tmp_path, text):
    (tmp_path / "a.fpcore").write_text(text)
    (what,) = subjects(tmp_path / "a.fpcore", None)
    random = Random(text)

    def drawn(r):
        low, high = r.pieces[0]
        return r.format.nearest(random.choice([0.0, low, high, random.uniform(low, high)]))

    where = [tuple(map(drawn, what.domain)) for _ in range(200)]
    return what, where, [np.array(c) for c in zip(*where, strict=True)]


@pytest.mark.parametrize("name", CORES)
def test_arrays_give_what_calls_give(name, tmp_path):
    what, where, columns = asked(tmp_path, CORES[name])
    with np.errstate(all="ignore"):
        found = calls._operated(what, columns)
    assert found is not None
    one_by_one = np.array([what.function(*w) for w in where])
    assert np.array_equal(found[0], one_by_one, equal_nan=True)
    signs = np.signbit(found[0]) == np.signbit(one_by_one)
    assert signs[~np.isnan(one_by_one)].all()


@pytest.mark.parametrize("name", OTHERS)
def test_what_arrays_do_not_do_is_called(name, tmp_path):
    what, _, columns = asked(tmp_path, OTHERS[name])
    assert calls._operated(what, columns) is None


def test_operations_that_are_not_the_function_s_are_not_taken(tmp_path):
    what, where, columns = asked(tmp_path, CORES["literals"])
    object.__setattr__(what, "function", lambda x, y: 1.0)
    assert calls._operated(what, columns) is None
    found = results(what, columns, Limits())
    assert found is not None
    assert set(found[0].tolist()) == {1.0}
    assert len(found[0]) == len(where)
