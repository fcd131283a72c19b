"""FPCore 2.0 (fpbench.org) as input: `files.subjects(path)` makes subjects of `verify check`."""
