"""A real browser for pages on a disk, and what it complained of and asked for."""

import os
import shutil

import pytest

# What sticks out on the right where the page can be scrolled sideways, but for what scrolls by itself.
OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest('.scroll, .formula, .law'))
    .map((e) => `${e.tagName} ${e.getAttribute('class')} ${e.textContent.slice(0, 60)}`);
}"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="module")
def browser():
    why = "THE PAGES WERE NOT TRIED: no browser is driven; install playwright"
    playwright = pytest.importorskip("playwright.sync_api", reason=why)
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with playwright.sync_playwright() as driver:
        try:
            launched = driver.chromium.launch(executable_path=found, args=root)
        except playwright.Error as error:
            why = str(error).splitlines()[0]
            pytest.skip(f"THE PAGES WERE NOT TRIED: no Chromium starts ({why}); apt install chromium")
        yield launched
        launched.close()


class Seen:
    """A page with all it complained of and all it asked for."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints, self.requests = [], []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type != "log" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, path):
        self.requests.clear()
        self.page.goto(path.as_uri())
        return self.page


def pages_of(folder):
    return sorted(folder.rglob("*.html"))
