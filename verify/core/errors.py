"""The one error that is the user's to mend."""


class BadInput(ValueError):
    """What the user gave cannot be used; the message says what was wrong and what would be right."""
