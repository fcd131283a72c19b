"""Questions and answers, whether from Python or from the command line."""
