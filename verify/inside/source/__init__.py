"""Where a program's operations stand, and its text compiled so that they are seen."""
