"""A real browser for pages on a disk, and what it complained of and asked for."""

import os
import shutil

import pytest

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
