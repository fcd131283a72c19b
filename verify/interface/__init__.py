"""What is asked and what is answered, whether from Python or from the command line."""
