"""Hypothesis: many short searches, no clock (the machine may be busy), nothing kept on disk."""

import gc

from hypothesis import settings

pytest_plugins = ["pytester", "cluster", "browsing"]

settings.register_profile("quick", max_examples=25, deadline=None, database=None, print_blob=True)
settings.load_profile("quick")

# What collecting makes stays to the end. The collector would look through it again and again: a third of the
# time that collecting takes.
gc.disable()


def pytest_collection_finish():
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # a syntax tree is a hundred thousand objects and not one cycle
    gc.enable()
