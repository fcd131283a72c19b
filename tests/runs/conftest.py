"""A user's file of declarations, written and read anew."""

import pytest
from toys import FILE

from verify.runs import cache, discover, workers


@pytest.fixture
def file(tmp_path):
    """Write the file, with other text in places, and read it anew."""
    path = tmp_path / "roots.py"

    def write(**changes):
        text = FILE
        for old, new in {"CHECK": "pass", **changes}.items():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        discover.loaded.cache_clear()
        cache.code.cache_clear()
        return discover.select([str(path)])

    yield write
    discover.loaded.cache_clear()
    cache.code.cache_clear()


@pytest.fixture
def soon_ended(monkeypatch):
    """What does not hear the alarm at its limit is ended at once, not a second later."""
    monkeypatch.setattr(workers, "GRACE", 0.1)
