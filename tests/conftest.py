"""Hypothesis: many short searches, no clock (the machine may be busy), nothing kept on disk."""

from hypothesis import settings

pytest_plugins = ["pytester", "cluster", "browsing"]

settings.register_profile("quick", max_examples=60, deadline=None, database=None, print_blob=True)
settings.load_profile("quick")
