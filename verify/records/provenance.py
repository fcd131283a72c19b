"""What a rerun needs to know: versions, platform, processor, C library, seed and command."""

import platform
from typing import Any

import cpuinfo
import flint
import gmpy2
import mpmath
import numpy as np

from verify import __version__


def versions() -> dict[str, str]:
    """What certifies: this package, FLINT and the second opinion."""
    return {
        "verify": __version__,
        "python_flint": flint.__version__,
        "flint": flint.__FLINT_VERSION__,
        "mpmath": mpmath.__version__,
        "gmpy2": gmpy2.version(),
        "mpfr": gmpy2.mpfr_version(),
    }


def of_run(command: str, seed: int, max_bits: int) -> dict[str, Any]:
    """The provenance of a run. Asking for the processor takes about a second."""
    return {
        **versions(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "platform": platform.platform(),
        "cpu": cpuinfo.get_cpu_info().get("brand_raw", platform.processor()),
        "libm": " ".join(platform.libc_ver()).strip() or "unknown",
        "seed": seed,
        "max_bits": max_bits,
        "command": command,
    }
