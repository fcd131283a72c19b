"""A new catalogue file: runs as it stands, with what to fill in marked."""

from importlib.resources import files
from pathlib import Path

from verify.core.errors import BadInput
from verify.records.files import write_text
from verify.runs.discover import everything


def write(name: str, folder: Path, linear: bool = False) -> Path:
    """Write NAME.py, for a number or a linear system. BadInput where the name is malformed or taken, or
    the file is there already.
    """
    if not (name.isidentifier() and name.islower() and name.isascii()):
        raise BadInput(
            f"{name!r} is not a problem's name; write lower-case letters, digits and _, as in exp_negative"
        )
    if any(e.problem.name == name for e in everything()):
        raise BadInput(f"there is a problem named {name} already; verify show {name} shows it")
    path = folder / f"{name}.py"
    if path.exists():
        raise BadInput(f"{path} is there already; give another name")
    form = "linear.txt" if linear else "problem.txt"
    template = (files("verify.cli") / "templates" / form).read_text(encoding="utf-8")
    title = name.replace("_", " ").capitalize()
    write_text(path, template.format(name=name, title=title))
    return path
