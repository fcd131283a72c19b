"""FPCore 2.0 (fpbench.org) as input: `subjects(path)` makes subjects of `verify check`."""

from verify.fpcore.files import subjects

__all__ = ["subjects"]
