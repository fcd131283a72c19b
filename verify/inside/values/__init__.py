"""Numbers that know their place on the tape, and what records them."""
