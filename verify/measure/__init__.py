"""One algorithm at one input: where, what it computed, and its error budget."""
