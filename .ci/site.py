"""Pages of the documents that are made when the site is: commands, examples, changes.

Commands come from click, an example from its source, its output and picture.
"""

import ast
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
WIDTH = 96  # letters of a line that a page shows without scrolling
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.py") if path.stem != "picture")

FIGURE = re.compile(r"!\[([^\]]*)\]\(\.\./reports/figures/([\w.-]+\.svg)\)")
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
PAGES = {"commands.md", "changes.md", *(f"examples/{path.stem}.md" for path in [*EXAMPLES, *NOTEBOOKS])}


def on_config(config):
    """Pages that the navigation does not name yet come at its end."""
    told = str(config["nav"])
    rest = [path.name for path in sorted((ROOT / "docs").glob("*.md")) if f"'{path.name}'" not in told]
    if rest:
        config["nav"].append({"More": rest})
    return config


def on_files(files, config):
    """What mkdocs asks for."""
    from mkdocs.structure.files import File

    made = {"commands.md": commands(), "changes.md": changes()}
    with tempfile.TemporaryDirectory() as folder:
        for path in EXAMPLES:
            made[f"examples/{path.stem}.md"] = example(path, Path(folder))
            made[f"examples/{path.stem}.svg"] = (Path(folder) / f"{path.stem}.svg").read_text(
                encoding="utf-8"
            )
        made |= {f"examples/{path.stem}.md": notebook(path, Path(folder)) for path in NOTEBOOKS}
    for name, text in (made | figures()).items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown, page, config, files):
    """Published figures stand beside the pages; a source distribution has none, and its site no pictures."""

    def placed(found):
        return f"![{found[1]}](figures/{found[2]})" if f"figures/{found[2]}" in figures() else ""

    return FIGURE.sub(placed, markdown)


def figures():
    """The published figures that documents show, by their names in the site."""
    shown = {
        name for path in (ROOT / "docs").glob("*.md") for _, name in FIGURE.findall(path.read_text("utf-8"))
    }
    paths = [ROOT / "reports" / "figures" / name for name in sorted(shown)]
    return {f"figures/{path.name}": path.read_text(encoding="utf-8") for path in paths if path.is_file()}


def commands() -> str:
    """Every command with its options."""
    from verify.cli.main import cli

    parts = ["# Commands", "", "As `verify COMMAND --help` prints them.", ""]
    for name in cli.list_commands(click.Context(cli)):
        command = cli.get_command(click.Context(cli), name)
        context = click.Context(
            command, info_name=f"verify {name}", max_content_width=WIDTH, terminal_width=WIDTH
        )
        parts += [f"## verify {name}", "", "```text", command.get_help(context), "```", ""]
    return "\n".join(parts)


def example(path: Path, folder: Path) -> str:
    """An example: what it is about, its picture, what it prints, its source."""
    source = path.read_text(encoding="utf-8")
    said = ast.get_docstring(ast.parse(source)) or path.stem
    title, _, about = said.partition("\n\n")
    title, _, says = title.partition(": ")
    places = os.pathsep.join(filter(None, [str(ROOT), str(path.parent), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, path, folder],
        env={**os.environ, "PYTHONPATH": places},
        capture_output=True,
        text=True,
        check=True,
    )
    body = source.partition('"""\n\n')[2]
    picture = f"![{title}]({path.stem}.svg)"
    return "\n\n".join(
        [
            f"# {title}",
            says[:1].upper() + says[1:],
            about,
            picture,
            f"It prints\n\n```text\n{done.stdout}```",
            f"The whole of `examples/{path.name}`:\n\n```python\n{body}```\n",
        ]
    )


def notebook(path: Path, folder: Path) -> str:
    """A notebook with what its cells show, in a process of its own as it is of the main module."""
    told = "import sys; sys.path.insert(0, sys.argv[1]); import notebook, pathlib; "
    told += "print(notebook.as_markdown(pathlib.Path(sys.argv[2])))"
    places = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-c", told, ROOT / ".ci", path],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": places},
        capture_output=True,
        text=True,
        check=True,
    )
    return f"{done.stdout}\nThe notebook is `examples/{path.name}`.\n"


def changes() -> str:
    """The changelog, whose links lead from the root of the repository."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.sub(r"\[docs/(\w+)\.md\]\(docs/", r"[\1](", text).replace("](docs/", "](")
