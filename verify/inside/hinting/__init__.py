"""What to write in place of a line that magnifies errors: proved equal, and measured."""
