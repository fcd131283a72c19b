"""The documents' site, opened from disk in a real browser: search works, and no network is asked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import Seen

import verify

ROOT = Path(verify.__file__).parent.parent
PAGE = """# {title}

The word {word} stands here alone.

```console
$ verify check {long}
```
"""
CONFIGURATION = """INHERIT: {root}/mkdocs.yml
docs_dir: docs
hooks: [{root}/.ci/from_disk.py]
nav: [index.md, deeper/other.md]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Two pages under the settings, the scripts and the style of the documents."""
    pytest.importorskip("material", reason="THE SITE WAS NOT TRIED: make docs installs mkdocs-material")
    folder = tmp_path_factory.mktemp("site")
    for name, word in (("index", "envelope"), ("deeper/other", "subnormal")):
        page = folder / "docs" / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(PAGE.format(title=name, word=word, long="--points 4 " * 40), encoding="utf-8")
    (folder / "docs" / "assets").mkdir()
    for path in (ROOT / "docs" / "assets").iterdir():
        (folder / "docs" / "assets" / path.name).write_bytes(path.read_bytes())
    (folder / "mkdocs.yml").write_text(CONFIGURATION.format(root=ROOT.as_posix()), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.mark.parametrize("name", ["index", "deeper/other"])
def test_a_page_is_found_from_disk(site, browser, name):
    seen = Seen(browser, viewport={"width": 1400, "height": 900})
    page = seen.open(site / f"{name}.html")
    page.click("input.md-search__input")
    page.keyboard.type("subnormal")
    page.wait_for_selector(".md-search-result__item", timeout=10_000)
    first = page.locator("a.md-search-result__link").first
    assert first.get_attribute("href").partition("?")[0].endswith("/deeper/other.html")
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith(("file:", "data:"))] == []


def test_a_command_is_not_cut_on_a_phone(site, browser):
    page = Seen(browser, viewport={"width": 390, "height": 800}).open(site / "index.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = "[...document.querySelectorAll('pre code')].filter((c) => c.scrollWidth > c.clientWidth).length"
    assert page.evaluate(wide) == 0


def test_a_worker_runs_from_disk(browser, tmp_path):
    """What the theme's search does with its worker, without the theme."""
    (tmp_path / "worker.js").write_bytes((ROOT / "docs" / "assets" / "worker.js").read_bytes())
    (tmp_path / "twice.js").write_text(
        "addEventListener('message', (told) => postMessage(2 * told.data));", encoding="utf-8"
    )
    (tmp_path / "page.html").write_text(
        "<!doctype html><title>t</title><body><script src='worker.js'></script><script>"
        "const worker = new Worker('twice.js'); window.said = [];"
        "worker.addEventListener('message', (told) => said.push(told.data));"
        "worker.postMessage(3); worker.postMessage(4);</script>",
        encoding="utf-8",
    )
    seen = Seen(browser)
    page = seen.open(tmp_path / "page.html")
    page.wait_for_function("said.length == 2", timeout=10_000)
    assert page.evaluate("said") == [6, 8]
    assert seen.complaints == []
