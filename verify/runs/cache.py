"""Answers kept between runs by content: reused while nothing that they depend on has changed."""

import functools
import hashlib
import importlib.metadata
import json
import platform
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

import verify
from verify.runs import discover

OWN = Path(verify.__file__).parent


def key(*content: Any) -> str:
    """Hash of plain data."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@functools.cache
def surroundings() -> str:
    """Hash of the versions and of the machine: numpy takes other routes on another processor."""
    packages = sorted(f"{found.name} {found.version}" for found in importlib.metadata.distributions())
    machine = [platform.python_version(), platform.machine(), *platform.libc_ver()]
    return key(packages, machine, np.show_config(mode="dicts")["SIMD Extensions"])


@functools.cache
def code(origin: str = "") -> str:
    """Hash of this package without its catalogue, of the module at `origin`, and of what it may import."""
    files = {f for f in OWN.rglob("*.py") if f.parent.name != "catalogue"}
    if origin:
        own = discover.module_at(origin).__file__
        assert own is not None, "a catalogue module is a file"
        files |= {Path(own), *_beside_packages()}
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _beside_packages() -> Iterator[Path]:
    """Files of the modules loaded that no installed distribution, whose version would tell, holds."""
    told = [OWN, *(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib"))]
    for name, module in list(sys.modules.items()):
        file = Path(getattr(module, "__file__", None) or "none")
        installed = {"site-packages", "dist-packages"} & set(file.parts) or set(told) & set(file.parents)
        if name != "__main__" and file.is_file() and not installed:
            yield file


def forget(folder: Path, spare: str = "") -> None:
    """Drop the answers of earlier runs, but for those of one kind."""
    for path in folder.glob("*.json"):
        if not (spare and path.name.startswith(spare)):
            path.unlink(missing_ok=True)  # another run may do the same


def remembered(path: Path) -> Any:
    """What was kept there; None where nothing was, or nothing that can be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
