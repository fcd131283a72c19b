"""Functions made of expressions, in a file of their own."""

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def functions_of(
    texts: Sequence[str], path: Path, arguments: str = "x, y, z"
) -> dict[str, Callable[..., Any]]:
    """By their text. The file's name is the module's: each needs one of its own."""
    named = list(enumerate(texts))
    path.write_text(
        "import numpy as np\n" + "".join(f"def f{k}({arguments}):\n    return {t}\n" for k, t in named)
    )
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {t: getattr(module, f"f{k}") for k, t in named}
