"""The nouns, numbers and the one error that bad input is."""
