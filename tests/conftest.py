"""Hypothesis: many short searches, no clock (the machine may be busy), nothing kept on disk."""

import gc
import zlib

import numpy as np
import pytest
from commands import Loaded
from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester", "cluster", "browsing"]
COMMANDS = ("verify.cli.check", "verify.cli.blame", "verify.cli.certify")

settings.register_profile(
    "quick",
    max_examples=25,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # it is a clock too
)
settings.load_profile("quick")

# What collecting makes stays to the end. The collector would look through it again and again: a third of the
# time that collecting takes.
gc.disable()


def pytest_collection_finish():
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # a syntax tree is a hundred thousand objects and not one cycle
    gc.enable()


@pytest.fixture(autouse=True)
def drawn_alike(request):
    """What a test draws from its module's generators does not depend on which tests came before it here."""
    seed = zlib.crc32(request.node.name.encode())
    for found in vars(request.module).values():
        if isinstance(found, np.random.Generator):
            found.bit_generator.state = np.random.default_rng(seed).bit_generator.state


@pytest.fixture(scope="session")
def loaded():
    """What commands are forked from."""
    found = Loaded(*COMMANDS)
    yield found
    found.close()
