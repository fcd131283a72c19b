"""FPCore 2.0 (fpbench.org) as input: `subjects(path)` makes subjects of `verify check`."""

from verify.fpcore.cores import subjects

__all__ = ["subjects"]
