"""What starting costs: CPU time of commands that compute little, beside that of importing numpy and flint.

All are run in turn, in several rounds, and the least of each is printed with its ratio to the import.
"""

import resource
import subprocess
import sys

ROUNDS = 5
BASE = ("-c", "import numpy, flint")
COMMANDS = {
    "verify --help": ("-m", "verify", "--help"),
    "verify check math:exp": (
        *("-m", "verify", "check", "math:exp", "--truth", "exp(x)", "--domain", "x=0:1"),
        *("--points", "10"),
    ),
    "verify show exp_negative": ("-m", "verify", "show", "exp_negative", "--record", "/dev/null/none"),
}


def cpu(arguments: tuple[str, ...]) -> float:
    """Seconds of CPU, user and system, of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, arguments in {"import numpy, flint": BASE, **COMMANDS}.items():
            found.setdefault(name, []).append(cpu(arguments))
    base = min(found["import numpy, flint"])
    for name, seconds in found.items():
        print(f"{name:28} {min(seconds):6.3f} s of CPU, {min(seconds) / base:5.2f} times the import")


if __name__ == "__main__":
    main()
