"""Hypothesis: many short searches, no clock (the machine may be busy), nothing kept on disk."""

import gc

import pytest
from commands import Loaded
from hypothesis import settings

pytest_plugins = ["pytester", "cluster", "browsing"]
COMMANDS = ("verify.cli.check", "verify.cli.blame", "verify.cli.certify")

settings.register_profile("quick", max_examples=25, deadline=None, database=None, print_blob=True)
settings.load_profile("quick")

# What collecting makes stays to the end. The collector would look through it again and again: a third of the
# time that collecting takes.
gc.disable()


def pytest_collection_finish():
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # a syntax tree is a hundred thousand objects and not one cycle
    gc.enable()


@pytest.fixture(scope="session")
def loaded():
    """What commands are forked from."""
    found = Loaded(*COMMANDS)
    yield found
    found.close()
