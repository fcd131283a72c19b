"""Errors that are reported in one line."""


class BadInput(ValueError):
    """What the user gave cannot be used; the message says what was wrong and what would be right."""


class Stopped(RuntimeError):
    """The work cannot go on; the message says why, and what is kept."""
