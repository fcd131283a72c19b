"""Arrays from files, exactly: .npy, .npz, .csv, .mtx; one line on what is wrong with one."""

import re
import sys
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from flint import fmpq

from verify.arithmetic.arrays import mapped
from verify.core import formats
from verify.core.errors import BadInput
from verify.core.formats import Scalar

KINDS = (".npy", ".npz", ".csv", ".mtx")
TEXTS = (".csv", ".mtx")
LARGEST = 1_000_000  # entries
SMALL = re.compile(r"[^\s,]*[eE]-\d{3,}|[^\s,]{300,}")  # so decimals below 10^-300 are written


def array_of(option: str, file: str, scalar: Scalar) -> np.ndarray:
    """The array in a file, exactly. BadInput if it is not an array or holds numbers of an unsupported type.

    scalar: the format of numbers of which the file says the width alone
    """
    path = Path(file)
    if path.suffix not in KINDS:
        raise BadInput(f"{option}: {file} ends in none of {', '.join(KINDS)}; save the array as one of them")
    if not path.is_file():
        raise BadInput(f"{option}: there is no file {file}")
    try:
        found = formats.viewed(_read(path, option), scalar)
        if path.suffix in TEXTS and (lost := _underflowing(path)):
            raise BadInput(f"{option}: {file} holds {lost}, which is 0 in float64; scale the data")
    except BadInput:
        raise
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        why = " ".join(str(error).split()).partition(";")[0]
        raise BadInput(f"{option}: {file} cannot be read as {path.suffix}: {why}") from error
    return as_numbers(found, f"{option}: {file}")


def _read(path: Path, option: str) -> np.ndarray:
    if path.suffix == ".csv":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # an empty file is reported like any other
            table: np.ndarray = np.loadtxt(path, delimiter=",", comments="#", ndmin=1, encoding="utf-8")
        return table
    if path.suffix == ".mtx":
        return _matrix_market(path, option)
    loaded = np.load(path, allow_pickle=False)
    if path.suffix == ".npy":
        return np.asarray(loaded)
    with loaded:
        if len(loaded.files) != 1:
            names = ", ".join(loaded.files) or "none"
            raise BadInput(f"{option}: {path} has to hold one array; it holds {names}")
        return np.asarray(loaded[loaded.files[0]])


def _matrix_market(path: Path, option: str) -> np.ndarray:
    try:
        from scipy.io import mmread
    except ImportError as error:
        raise BadInput(f"{option}: .mtx is read by SciPy; install verify-arb[scipy]") from error
    found = mmread(path)
    return np.asarray(found.toarray() if hasattr(found, "toarray") else found)


def _underflowing(path: Path) -> str | None:
    """The first decimal that is not 0 and that float64 rounds to 0."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            for found in SMALL.findall(line.partition("#")[0].partition("%")[0]):
                if float(found) == 0 and re.search("[1-9]", re.split("[eE]", found)[0]):
                    return str(found) if len(found) < 30 else f"{found[:20]}..."
    return None


def is_masked(value: Any) -> bool:
    """Has it masked entries? Not where numpy.ma, which takes a tenth of a second to load, is not loaded."""
    ma = sys.modules.get("numpy.ma")
    return ma is not None and bool(ma.is_masked(value))


def unmasked(given: Any, where: str) -> np.ndarray:
    """What is given as an array. BadInput where entries are masked, which numpy would give as numbers."""
    if is_masked(given):
        raise BadInput(f"{where} has masked entries; give the numbers that count, as in x.compressed()")
    try:
        return np.asarray(given)
    except ValueError as error:
        raise BadInput(f"{where} is no array: its rows differ in length; give equally long ones") from error


def as_numbers(found: np.ndarray, where: str) -> np.ndarray:
    """As float64 or complex128, or of what is wider the rationals. BadInput where an entry is not finite."""
    is_complex = found.dtype.kind == "c"
    if found.dtype.kind == "V" and found.dtype.name in formats.NARROW:  # a type of ml_dtypes
        found = found.astype(np.float64)
    if found.dtype.kind == "V" and found.dtype.fields is None:
        raise BadInput(
            f"{where} holds numbers of {found.itemsize} bytes and does not say in which format; name it, "
            "as in --format bfloat16"
        )
    is_wide = found.dtype == np.longdouble and found.itemsize > 8
    if found.dtype.kind not in "fiubc" or (found.dtype.itemsize > 8 * (1 + is_complex) and not is_wide):
        raise BadInput(f"{where} holds {found.dtype}; float64, complex128 or narrower numbers are followed")
    if not 1 <= found.size <= LARGEST:
        raise BadInput(f"{where} holds {found.size} numbers; 1 to {LARGEST} are followed")
    if not np.isfinite(found).all():
        raise BadInput(f"{where} holds a number that is not finite; give finite ones")
    if is_wide:
        return exactly(found)
    made = found.astype(np.complex128 if is_complex else np.float64)
    if found.dtype.kind in "iu" and any(int(a) != int(b) for a, b in zip(found.flat, made.flat, strict=True)):
        raise BadInput(f"{where} holds integers beyond 2^53, which float64 rounds; give floats")
    return np.ascontiguousarray(made)


def exactly(found: np.ndarray) -> np.ndarray:
    """Finite longdoubles: as float64 where all of them are, else as rationals."""
    with np.errstate(over="ignore"):
        near = found.astype(np.float64)
    if (near == found).all():
        return near
    return mapped(lambda x: fmpq(*x.as_integer_ratio()), found)
