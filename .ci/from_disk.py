"""Lets the search of the documents' site work where pages are opened from a disk, without a network.

The index is a script there, as a page may not read a file; docs/assets/worker.js stands in for the worker.
"""

from pathlib import Path


def on_post_build(config):
    """What mkdocs asks for; search/search_index.js is where the theme looks for the index on a disk."""
    folder = Path(config["site_dir"], "search")
    index = (folder / "search_index.json").read_text(encoding="utf-8")
    (folder / "search_index.js").write_text(f"var __index = {index}", encoding="utf-8")
