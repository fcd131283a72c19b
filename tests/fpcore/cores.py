"""Cores from text, judged."""

from fractions import Fraction
from pathlib import Path

from verify.checking import result as check
from verify.checking.result import Result
from verify.checking.subjects.subject import Subject
from verify.fpcore.files import subjects
from verify.measure.limits import Limits

LIMITS = Limits(max_bits=2048)
ROOTS = '(FPCore (x) :name "roots" :pre (< 1 x 1e15)\n  (- (sqrt (+ x 1)) (sqrt x)))\n'


def loaded(tmp_path: Path, text: str) -> list[Subject]:
    path = tmp_path / "bench.fpcore"
    path.write_text(text, encoding="utf-8")
    return list(subjects(path))


def checked(tmp_path: Path, text: str, count: int = 120) -> Result:
    (what,) = loaded(tmp_path, text)
    return check.check(what, count, 0, LIMITS)


def ulps(computed: Fraction, exact: Fraction, bits: int = 53, emax: int = 1023) -> Fraction:
    """|y^ - y| / ulp(y), in rationals."""
    e = abs(exact.numerator).bit_length() - exact.denominator.bit_length()
    e -= Fraction(2) ** e > abs(exact)
    return abs(computed - exact) / Fraction(2) ** (max(e, 1 - emax) - bits + 1)


MATMUL = """(FPCore matmul ((A am an) (B bm bn)) :pre (and (== an bm) (== am 2) (== bn 1))
  (tensor ([m am] [n bn]) (for ([i bm]) ([s 0 (+ s (* (ref A m i) (ref B i n)))]) s)))"""
