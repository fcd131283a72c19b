"""Can certificates that are made here be believed? What they rest on, held against other means."""
